"""Lines of goods, whether read from papers or kept in reference tables, and how the lines of two papers are paired."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from rapidfuzz.distance import OSA

from casebinder.model.view import PieceContent
from casebinder.parties import compact, fold
from pipeline.model.document import Evidence, Table
from pipeline.model.identity import DocumentId

LINES = "lines"
COLUMNS = frozenset(
    {
        *("line", "position", "reference", "description", "quantity", "returned", "quantity_ordered", "unit"),
        *("quantity_remaining", "unit_price", "discount", "vat_rate", "amount", "amount_including_tax", "currency"),
    }
)
"""The columns a line may have; what else it has has to be explained by a person."""
OF_LETTERS_WRONG = 10
"""One letter in this many may be misread, when figures and everything else agree."""
LEAST_IN_COMMON = 0.5
"""The share of words that two descriptions of one article code have in common."""
_HALF_A_CENT = Decimal("0.005")
_ROUNDING = Decimal("0.01")
_POSITION = re.compile(r"^\d{1,3} ")
_FIGURE = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line: numbers None when not stated or not readable.

    quantity: less what was handed back at once; unit_price: before the discount; discount, vat_rate: percents;
    gross: the amount with its tax; strange: columns nobody knows; place: where it stands on its paper.
    """

    number: int
    reference: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    gross: Decimal | None = None
    discount: Decimal | None = None
    vat_rate: Decimal | None = None
    strange: tuple[str, ...] = ()
    document: DocumentId | None = None
    place: Evidence | None = None

    @property
    def name(self) -> str:
        """Return what a person calls the line."""
        return self.description or self.reference or f"n° {self.number}"

    @property
    def net_price(self) -> Decimal | None:
        """Return the price of one with the discount taken off."""
        if self.unit_price is None:
            return None
        return self.unit_price * (100 - (self.discount or 0)) / 100

    @property
    def is_discounted_by_amount(self) -> bool:
        """Return whether the amount is less than quantity by price, and no discount says why."""
        if self.discount is not None or None in (self.quantity, self.unit_price, self.amount):
            return False
        made = (self.quantity or Decimal(0)) * (self.unit_price or Decimal(0))
        return made - (self.amount or Decimal(0)) > _ROUNDING


def figure(text: str) -> Decimal | None:
    """Return a number in plain notation; None for anything else, empty included."""
    bare = text.strip()
    try:
        return Decimal(bare) if _FIGURE.fullmatch(bare) else None
    except InvalidOperation:
        return None


def is_amount_of(ordered: GoodsLine, line: GoodsLine) -> bool:
    """Return whether the amount of a line is its quantity by the net price ordered, to half a cent."""
    if ordered.net_price is None or ordered.discount is None or line.quantity is None or line.amount is None:
        return False
    return abs(line.quantity * ordered.net_price - line.amount) <= _HALF_A_CENT


def lines_of(content: PieceContent) -> tuple[GoodsLine, ...] | None:
    """Return the lines of a paper; None when none were read."""
    tables = [table for table in content.tables if table.name == LINES]
    rows = [dict(row) for table in tables for row in table.rows]
    places = [place for table in tables for place in table.places or [None] * len(table.rows)]
    read = _lines(rows, document=content.piece.document)
    return tuple(replace(line, place=place) for line, place in zip(read, places, strict=True)) or None


def lines_in(rows: Sequence[Mapping[str, str]]) -> tuple[GoodsLine, ...]:
    """Return the lines that rows of a reference table hold; their other columns are the table's own affair."""
    return _lines([{name: row[name] for name in COLUMNS if name in row} for row in rows], document=None)


def _lines(rows: Iterable[Mapping[str, str]], *, document: DocumentId | None) -> tuple[GoodsLine, ...]:
    return tuple(
        GoodsLine(
            number=number,
            reference=row.get("reference", "").strip(),
            description=row.get("description", "").strip(),
            quantity=_kept(row),
            unit=row.get("unit", "").strip(),
            unit_price=figure(row.get("unit_price", "")),
            amount=figure(row.get("amount", "")),
            gross=figure(row.get("amount_including_tax", "")),
            discount=figure(row.get("discount", "")),
            vat_rate=figure(row.get("vat_rate", "")),
            strange=tuple(name for name, text in row.items() if name not in COLUMNS and text.strip()),
            document=document,
        )
        for number, row in enumerate(rows, start=1)
    )


def _kept(row: Mapping[str, str]) -> Decimal | None:
    """Return a quantity less what was handed back; None when either cannot be read."""
    came, returned = figure(row.get("quantity", "")), row.get("returned", "").strip()
    back = figure(returned) if returned else Decimal(0)
    return None if came is None or back is None else came - abs(back)


def other_tables(content: PieceContent) -> tuple[Table, ...]:
    """Return the tables of a paper that are not its lines."""
    return tuple(table for table in content.tables if table.name != LINES and table.rows)


def pair(line: GoodsLine, among: Sequence[GoodsLine]) -> GoodsLine | None:
    """Return the one line of the same article: by its code, else by its description; None when none or several are.

    Lines that both have a code are the same only by it, and then their descriptions may not be of two things. Without
    a code on both sides one letter in ten of the description may be misread, but no figure; the number of the line may
    have been read with it.
    """
    said = {fold(line.description), _POSITION.sub("", fold(line.description))} - {""}
    by_code = [other for other in among if line.reference and _same_code(line, other)]
    if by_code:
        return by_code[0] if len(by_code) == 1 and _is_like(line, by_code[0]) else None
    open_ones = [other for other in among if not (line.reference and other.reference)]
    named = [other for other in open_ones if said & {fold(other.description)}]
    near = named or [other for other in open_ones if any(is_misread(one, other.description) for one in said)]
    return near[0] if len(near) == 1 else None


def _same_code(left: GoodsLine, right: GoodsLine) -> bool:
    return compact(left.reference) == compact(right.reference)


def _is_like(left: GoodsLine, right: GoodsLine) -> bool:
    """Return whether two descriptions may be of one thing; one that is lacking says nothing against it."""
    one, other = (set(fold(text).split()) for text in (left.description, right.description))
    if not one or not other:
        return True
    return len(one & other) >= LEAST_IN_COMMON * min(len(one), len(other))


def is_misread(left: str, right: str) -> bool:
    """Return whether two texts differ by no more than one letter in ten, and by no figure."""
    one, other = fold(left), fold(right)
    figures = re.findall(r"\d+", one), re.findall(r"\d+", other)
    allowed = min(len(one), len(other)) // OF_LETTERS_WRONG
    return figures[0] == figures[1] and allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed


def unit_name(text: str, units: Mapping[str, str]) -> str:
    """Return a unit by the name the case type has for it, else as it is written; "" for none."""
    written = fold(text)
    return units.get(written, written)
