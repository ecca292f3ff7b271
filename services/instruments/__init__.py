"""What tells how well it goes: figures, evaluation, the proof of custody, and why a document is not found."""
