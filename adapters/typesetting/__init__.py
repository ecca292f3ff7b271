"""Files that are no pages of paper, made into pages: what they say is set in type, and read as any other PDF."""
