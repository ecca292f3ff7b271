"""The one analysis of words for every search index: how a page is cut into terms, a question read, a match shown.

Every index stores the terms made here, so that all of them give the same answers (docs/decisions/0003-search.md).
"""
