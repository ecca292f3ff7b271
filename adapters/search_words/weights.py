"""The fields of an index that hold terms, and what each part of a question counts: the same in every index."""

TERM_FIELDS = ("exact", "french", "english")
"""The fields of an index that hold terms, in the order of the parts of a `Form`."""
BY_FIELD = (2.0, 1.0, 0.8)
"""As written counts more than in another inflection; a French stem more than an English one."""
ONLY_SO = 3.0
"""A word that was asked for exactly as it is written."""
ALSO = BY_FIELD[1] / 2
"""A French stem besides, of a word typed without accents."""
NEAR = 0.5
"""A word that is nearly the one asked for."""
OTHERS = 0.1
"""What the fields beside the best one add to it."""
GAP = 100
"""Positions between two texts of a page, so that no phrase runs from one into the next."""
