"""A case in words, French and English: values, names, reasons, events."""
