"""A line of goods as it was read: its texts and numbers by column, the words that show them, and its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.priced.columns import AMOUNT, QUANTITY, UNIT_PRICE
from pipeline.model.document import Evidence, Table
from pipeline.page_layout import Placed, evidence_of
from pipeline.rules.catalog import FieldKind, TableRule

UNIT: Final = "unit"
REFERENCE: Final = "reference"
POSITION: Final = "position"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRead:
    """One line: its texts by column, its numbers by column as printed, and whether its arithmetic holds.

    is_proved: quantity times price is the amount (None: one of them is not printed); words: those of each column;
    page: within the file.
    """

    texts: Mapping[str, str]
    numbers: Mapping[str, Decimal]
    is_proved: bool | None
    words: Mapping[str, tuple[Placed, ...]]
    page: int

    @property
    def amount(self) -> Decimal | None:
        """Return the amount of the line, or None."""
        return self.numbers.get(AMOUNT)

    @property
    def is_bare(self) -> bool:
        """Return whether it has an amount and neither quantity nor price: it may be a subtotal without its word."""
        return AMOUNT in self.numbers and not self.numbers.keys() & {QUANTITY, UNIT_PRICE}

    @property
    def place(self) -> Evidence:
        """Return where the line stands on the paper."""
        words = [placed.word for column in self.words.values() for placed in column]
        ordered = sorted(words, key=lambda word: (word.box.top, word.box.left))
        return evidence_of(ordered, page=self.page)


def table_of(lines: Sequence[LineRead], rule: TableRule) -> Table:
    """Return the lines as the table of the rule, each row with its place."""
    return Table(name=rule.name, rows=tuple(_rows(lines, rule)), places=tuple(line.place for line in lines))


def _rows(lines: Sequence[LineRead], rule: TableRule) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the lines as rows of the table, in the order of its columns; numbers in plain decimal notation."""
    money = {column.name for column in rule.columns if column.kind is FieldKind.AMOUNT}
    for line in lines:
        texts = {name: text for name, text in line.texts.items() if text}
        numbers = {name: shown(value, places=2 * (name in money)) for name, value in line.numbers.items()}
        both = {**numbers, **texts}
        names = (*(column.name for column in rule.columns), UNIT)
        yield tuple((name, both[name]) for name in dict.fromkeys(names) if name in both)


def shown(value: Decimal, *, places: int) -> str:
    """Write a number in plain decimal notation without needless zeros, with at least that many places."""
    shortest = value.normalize()
    return f"{value:.{max(places, -int(shortest.as_tuple().exponent), 0)}f}"
