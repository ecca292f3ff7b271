"""PDF as an original (pages, text, scans, forms, e-invoices) and as the archive that is made of it."""
