"""Seeded synthetic French administrative papers with the truth beside each file.

The package stands alone: it imports no other package of the product and none imports it. It knows
how issuers word and lay out their papers, never how the product recognises them.
"""
