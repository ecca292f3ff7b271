"""What looks at an installation, or works beside it: doctor, preview, evaluation, rules as they lie, a rebuild."""
