"""Where a document belongs and whether its case is complete: decisions about cases, with no input or output."""
