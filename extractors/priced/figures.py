"""Numbers of tables and sums: each with its place, its currency, and every value its figures may stand for.

The other amounts of the paper tell which value is meant; where they do not, arithmetic does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from extractors.sheet import Sheet
from pipeline.amounts import SIGN, SIGN_BEFORE, TABLE_FIGURES, currency_of, values_of
from pipeline.folding import fold
from pipeline.geometry import Box, around
from pipeline.page_layout import Cell, Placed, holding

_PRINTED = re.compile(
    rf"(?<![\w#/.,-])(?P<minus>[-−–] ?)?(?:(?P<before>{SIGN_BEFORE}) ?)?(?P<inner>[-−–] ?)?(?P<figures>{TABLE_FIGURES})"
    rf"(?:(?P<trailing>-)(?!\d))?(?: ?(?P<after>%|{SIGN})(?!\w))?(?![\d/])(?![.,-]\d)",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"(?<=\d)([.,])\d\d(?!\d|[.,]\d)")
_DAY: Final = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
SHORT_UNIT = 6
CENT: Final = Decimal("0.01")
HALF_CENT: Final = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A printed number: its likeliest value and the others it may stand for, its words with their upright box.

    row and cell: where it stands on its sheet; places: figures behind the decimal sign; currency: None without sign;
    is_alone: nothing but figures, signs and units stands in its cell.
    """

    value: Decimal
    others: tuple[Decimal, ...]
    row: int
    cell: int
    words: tuple[Placed, ...]
    box: Box
    places: int
    currency: str | None
    is_percent: bool
    is_alone: bool

    @property
    def is_money(self) -> bool:
        """Return whether it is printed as an amount: with cents or with a currency."""
        return not self.is_percent and (self.places == 2 or self.currency is not None)

    @property
    def readings(self) -> tuple[Decimal, ...]:
        """Return every value it may stand for, the likeliest first."""
        return (self.value, *self.others)


def decimal_sign(sheets: Sequence[Sheet]) -> str:
    """Return what stands before the cents on these papers: a comma where nothing tells."""
    counts: Counter[str] = Counter()
    for sheet in sheets:
        for row in sheet.layout.rows:
            for cell in row:
                counts.update(_ENDS.findall(_DAY.sub("", cell.text)))
    return "." if counts["."] > counts[","] else ","


@lru_cache(maxsize=16)
def figures_of(sheet: Sheet, sign: str) -> tuple[tuple[Figure, ...], ...]:
    """Return the figures of each row of the sheet, from left to right; days and numbers in words are left out."""
    return tuple(
        tuple(figure for at, cell in enumerate(cells) for figure in _in_cell(cell, row, at, sign))
        for row, cells in enumerate(sheet.layout.rows)
    )


def _in_cell(cell: Cell, row: int, at: int, sign: str) -> Iterator[Figure]:
    text = cell.text
    if not any(map(str.isdigit, text)):
        return
    days = [match.span() for match in _DAY.finditer(text)]
    is_alone = _is_number_with_unit(_PRINTED.sub(" ", text))
    for match in _PRINTED.finditer(text):
        start, end = match.span()
        if any(start < stop and end > begin for begin, stop in days):
            continue
        words = _words_at(cell, match.start("figures"), match.end("figures"))
        values = values_of(match["figures"], sign)
        is_negative = bool(match["minus"] or match["inner"] or match["trailing"])
        mark = match["before"] or match["after"]
        yield Figure(
            value=-values[0] if is_negative else values[0],
            others=tuple(-value if is_negative else value for value in values[1:]),
            row=row,
            cell=at,
            words=words,
            box=around(word.box for word in words),
            places=_places(values[0]),
            currency=currency_of(mark) if mark and mark != "%" else None,
            is_percent=mark == "%",
            is_alone=is_alone,
        )


def _is_number_with_unit(rest: str) -> bool:
    """Return whether what stands beside figures is at most a unit: `3 PCE`, `1.00 kg`, `30 bouteilles`."""
    words = [word for word in rest.split() if any(map(str.isalpha, word))]
    return len(words) <= 1 or (len(words) == 2 and sum(map(str.isalpha, fold(rest))) <= SHORT_UNIT)


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _words_at(cell: Cell, start: int, end: int) -> tuple[Placed, ...]:
    texts = [placed.word.text for placed in cell.words]
    return tuple(cell.words[at] for at in holding(texts, start, end))
