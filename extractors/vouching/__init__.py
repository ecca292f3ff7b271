"""What vouches for fields or speaks against them: each other, reference data, signed codes, the XML of an e-invoice."""
