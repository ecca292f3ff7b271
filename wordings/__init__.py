"""How real papers are worded, class by class, as skeletons in plain text; and a small drawer that words papers by them.

Used by `make model` beside the drawn papers of open layouts. The package stands alone: it imports no other package of
the product and none imports it, so that no rule and no decision can hang on it.
"""
