"""Electronic invoices and orders (EN 16931): CII as in Factur-X, ZUGFeRD 1 and 2 and Order-X, and UBL 2; no I/O."""
