"""How days, names, numbers, addresses and amounts are written: from words to typed values and back."""
