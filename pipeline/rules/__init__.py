"""Document and batch classes: as the customer writes them in rule files, and as the values the rest works with."""
