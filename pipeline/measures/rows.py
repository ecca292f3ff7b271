"""Rows of tables against the truth: a row is right when its numbers are the same and its words nearly so.

CONTRACT's columns are required. Other columns of the truth, such as a unit or a tax rate, are not printed on every
layout; they are compared only where they were read.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from rapidfuzz.fuzz import ratio

from pipeline.folding import fold
from pipeline.measures.rates import Tally
from pipeline.measures.truth import Pair, Row

COLUMNS = frozenset({"description", "quantity", "unit_price", "amount"})
"""The columns of `lines` that CONTRACT asks for."""
LIKE = 80.0
"""Likeness of texts, 0 to 100 (rapidfuzz's ratio), from which they count as equal: a misread letter spoils no row."""


def score_tables(pairs: Sequence[Pair]) -> dict[str, Tally]:
    """Count the rows of each table by its name, over the documents whose truth tells it."""
    tallies: dict[str, Tally] = {}
    for pair in pairs:
        for name, true in pair.true.tables.items():
            said = pair.said.tables.get(name, ()) if pair.said else ()
            counted = Tally(right=_right(said, true), said=len(said), true=len(true))
            tallies[name] = tallies.get(name, Tally()) + counted
    return tallies


def wrong_tables(pair: Pair) -> tuple[str, ...]:
    """Name the tables of which rows were said and are not true; a table left unsaid is not wrong."""
    said = pair.said.tables if pair.said else {}
    return tuple(
        name for name, true in pair.true.tables.items() if (rows := said.get(name)) and _right(rows, true) < len(rows)
    )


def _right(said: Sequence[Row], true: Sequence[Row]) -> int:
    """Count the true rows that were said; each row said stands for one."""
    left = list(said)
    for row in true:
        found = next((each for each in left if _says(each, row)), None)
        if found is not None:
            left.remove(found)
    return len(said) - len(left)


def _says(said: Row, true: Row) -> bool:
    asked = {column: text for column, text in true.items() if text and (column in COLUMNS or said.get(column))}
    return all(_same(said.get(column, ""), text) for column, text in asked.items())


def _same(said: str, true: str) -> bool:
    numbers = _number(said), _number(true)
    if numbers[1] is not None:
        return numbers[0] == numbers[1]
    return ratio(_bare(said), _bare(true)) >= LIKE


def _bare(text: str) -> str:
    return " ".join(fold(text).split())


def _number(text: str) -> Decimal | None:
    """Return a number however it is written, `1 234,50 €` or `1,234.50`; None for a text."""
    bare = re.sub(r"[\s\u00a0\u202f']|€|EUR|%", "", text)
    if re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})*[.,]\d{1,2}|-?\d+(?:[.,]\d+)?", bare) is None:
        return None
    whole, point, rest = re.sub(r"[.,](?=.*[.,])", "", bare).replace(",", ".").partition(".")
    try:
        return Decimal(whole + point + rest)
    except InvalidOperation:
        return None


def rows_of(told: Mapping[str, object]) -> dict[str, tuple[Row, ...]]:
    """Return the tables among what is told by name: each a list of rows, a row its columns by name."""
    return {
        name: tuple({str(column): str(text) for column, text in row.items()} for row in rows if isinstance(row, dict))
        for name, rows in told.items()
        if isinstance(rows, list)
    }
