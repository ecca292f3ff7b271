"""The letter that asks for missing pieces, and the answer slips that bring them home."""
