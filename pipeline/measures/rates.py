"""Precision, recall and their mean; and how wrong a rate seen on few may still be."""

import math
from dataclasses import dataclass

TAIL = 0.05
STEPS = 60
"""Halvings of the interval: more than a float can tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """right: said and true; said: all that was said; true: all that there was to say. A share of nothing is None."""

    right: int = 0
    said: int = 0
    true: int = 0

    @property
    def precision(self) -> float | None:
        """Return the share of what was said that is true."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Return the share of what is true that was said."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.true) if self.said + self.true else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(right=self.right + other.right, said=self.said + other.said, true=self.true + other.true)


def upper_bound_95(wrong: int, among: int) -> float:
    """Return the rate of errors that is not exceeded with 95 % confidence when `wrong` of `among` cases were wrong.

    One-sided bound of Clopper and Pearson (1934); without any error 1 - 0.05 ** (1 / n), about 3 / n; 1 without cases.
    """
    if wrong >= among:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(wrong, among, middle) > TAIL else (low, middle)
    return high


def at_most(wrong: int, among: int, rate: float) -> float:
    """Return the probability (binomial) of at most `wrong` errors among so many cases; rate: above 0, below 1."""
    of_rate, of_rest = math.log(rate), math.log1p(-rate)
    return sum(
        math.exp(_choices(among, errors) + errors * of_rate + (among - errors) * of_rest) for errors in range(wrong + 1)
    )


def _choices(among: int, errors: int) -> float:
    return math.lgamma(among + 1) - math.lgamma(errors + 1) - math.lgamma(among - errors + 1)
