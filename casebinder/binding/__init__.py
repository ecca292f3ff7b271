"""Which case a document belongs to, and for which line of the checklist it offers itself."""
