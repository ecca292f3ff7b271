"""A compiled condition, its leaves and the sides they compare; how one is evaluated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casebinder.conditions.everyday import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison; `expression` computes what is neither a plain name nor a literal."""

    text: str
    names: tuple[str, ...]
    expression: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A part of a rule that is true or false itself; operator "" when it is not a comparison.

    is_negated: it speaks for the rule when it is false; everyday: see `Rule`.
    """

    text: str
    names: tuple[str, ...]
    expression: Any
    operator: str = ""
    left: Side | None = None
    right: Side | None = None
    everyday: Outcome | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A compiled condition: its text as written, the names it looks at, its leaves.

    everyday: the same as a Python function, where there is one; else `expression` (CEL) is evaluated.
    """

    text: str
    names: tuple[str, ...]
    expression: Any
    leaves: tuple[Leaf, ...]
    everyday: Outcome | None = None


def outcome(expression: Any, activation: Any) -> bool | None:
    """Evaluate to true, false, or None when it cannot be told."""
    value = expression.eval(activation).value()
    return value if value is True or value is False else None


def computed_day(expression: Any, activation: Any) -> date | None:
    """Evaluate a side that gives a date; None when it gives anything else or cannot be told."""
    value = expression.eval(activation).value()
    return value.date() if isinstance(value, datetime) else None
