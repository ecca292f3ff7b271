"""What rules can call: comparing names, checking numbers, counting in the calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from casebinder import parties, periods


class DoubtfulComparison(ValueError):
    """Two names are nearly equal; CEL turns this into "cannot be told"."""


def _same(compare: Callable[[str, str], parties.Likeness]) -> Callable[[str, str], bool]:
    def decide(left: str, right: str) -> bool:
        likeness = compare(left, right)
        if likeness is parties.Likeness.DOUBTFUL:
            raise DoubtfulComparison("nearly equal")
        return likeness is parties.Likeness.SAME

    return decide


@lru_cache(maxsize=4096)
def instant(day: date) -> datetime:
    """Return a day as rules see it: its midnight, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of rules: the CEL types it takes and gives, and what it does."""

    name: str
    takes: tuple[Any, ...]
    gives: Any
    does: Callable[..., object]


_T = cel.Type
FUNCTIONS = {
    function.name: function
    for function in (
        Function("same_name", (_T.STRING, _T.STRING), _T.BOOL, _same(parties.compare_last_names)),
        Function("same_first_names", (_T.STRING, _T.STRING), _T.BOOL, _same(parties.compare_first_names)),
        Function("same_number", (_T.STRING, _T.STRING), _T.BOOL, parties.same_number),
        Function("valid_nir", (_T.STRING,), _T.BOOL, parties.is_proven_nir),
        Function("add_days", (_T.TIMESTAMP, _T.INT), _T.TIMESTAMP, lambda at, days: at + timedelta(days=days)),
        Function(
            "add_months",
            (_T.TIMESTAMP, _T.INT),
            _T.TIMESTAMP,
            lambda at, months: instant(periods.add_months(at.date(), months)),
        ),
        Function("days_between", (_T.TIMESTAMP, _T.TIMESTAMP), _T.INT, lambda start, end: (end - start).days),
        Function(
            "years_between",
            (_T.TIMESTAMP, _T.TIMESTAMP),
            _T.INT,
            lambda start, end: periods.whole_years(start.date(), end.date()),
        ),
        Function("day", (_T.STRING,), _T.TIMESTAMP, lambda text: instant(date.fromisoformat(text))),
    )
}
"""The functions of rules by name, beside those of CEL itself."""
