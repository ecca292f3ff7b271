"""How points of telling words, and the agreement of words and likeness, become a confidence from 0 to 1."""

import math

FULL_POINTS = 4.5
"""The scale on which points become confidence: 6 points 0.74, 8 points 0.83, 10 points 0.89, 15 points 0.96."""
CEILING = 0.98
TRUSTED, FITTED = 0.8, 0.92
"""Of what the formula gives 0.8 or more, 379 of 380 papers were right (460 drawn ones of open layouts, 42 written apart
from the rules; 27 November 2026): the formula's 0.8 to 0.98 become 0.92 to 0.98. Below nothing is raised, so that no
paper passes by the fit: those of open layouts were all right there too, but the words were written beside them."""
UNTRUSTED = 0.75
"""The most that is said of what a person is to confirm: less than any batch class trusts alone."""
AGREED, BY_WORDS, BY_LIKENESS = -1.81, 1.98, 0.72
"""How sure words and likeness are together when they name one class: log odds, fitted on 1,918 worded papers of
skeletons that training had not seen (28 November 2026)."""
ENOUGH_AGREED = 0.94
"""Less than that goes to a person: of the 1,486 papers above it 17 were wrong, of the 432 below 167."""


def strength(points: float) -> float:
    """Return the confidence that points of telling words give, when nothing speaks for another class."""
    return 1 - math.exp(-points / FULL_POINTS)


def fitted(formula: float) -> float:
    """Return how often an answer of that confidence by the formula was right; never more than the formula's ceiling."""
    share = (formula - TRUSTED) / (CEILING - TRUSTED)
    return formula if share < 0 else FITTED + min(1.0, share) * (CEILING - FITTED)


def agreed(by_words: float, by_likeness: float) -> float:
    """Return how often a class was right that words (by the formula) and likeness both named; see AGREED."""
    odds = AGREED + BY_WORDS * _log_odds(by_words) + BY_LIKENESS * _log_odds(by_likeness)
    share = min(CEILING, 1 / (1 + math.exp(-odds)))
    return share if share >= ENOUGH_AGREED else min(UNTRUSTED, share)


def _log_odds(share: float) -> float:
    kept = min(0.99, max(0.01, share))
    return math.log(kept / (1 - kept))
