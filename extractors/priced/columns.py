"""The columns of a table of priced lines: which word heads which, and which number of a row stands in which.

A heading may run over two printed rows. Numbers belong under the heading they overlap; where headings fail, a row
whose quantity times unit price is its amount shows its own columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import permutations, product
from typing import Final

from extractors.priced.figures import CENT, HALF_CENT, Figure
from extractors.sheet import Sheet
from pipeline.folding import blurred
from pipeline.geometry import Box, around
from pipeline.page_layout import Cell
from pipeline.rules.catalog import FieldKind, TableRule

QUANTITY: Final = "quantity"
UNIT_PRICE: Final = "unit_price"
AMOUNT: Final = "amount"
DESCRIPTION: Final = "description"
DISCOUNT: Final = "discount"
VAT_RATE: Final = "vat_rate"
PRICED: Final = (QUANTITY, UNIT_PRICE, AMOUNT)
"""The columns whose numbers prove each other."""
HEADING_STEP = 1.6
"""The rows of one heading follow each other within this many letter heights."""
REACH = 6.0
"""A number alone in its cell may stand this many letter heights beside its heading."""
TOUCHES = 0.5
LEAST_WITHOUT_POINT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The headings of one table: upright boxes by column, the last row they take, which columns hold numbers.

    others: the boxes of headings that no column of ours has.
    """

    boxes: Mapping[str, Box]
    row: int
    numeric: frozenset[str]
    others: tuple[Box, ...] = ()

    def in_order(self, cells: Sequence[Cell], columns: Mapping[str, Figure]) -> tuple[str | None, ...] | None:
        """Return the column of each cell where a row has as many as the table has headings; None for one of others.

        The words of a column may all stand beside a heading in its middle. columns: the row's numbers, which have to
        stand in this order too.
        """
        every = [*((box.left, name) for name, box in self.boxes.items()), *((box.left, None) for box in self.others)]
        names = tuple(name for _, name in sorted(every, key=lambda pair: pair[0]))
        if (
            not columns
            or len(names) != len(cells)
            or any(names[each.cell] not in {name, None} for name, each in columns.items())
        ):
            return None
        if DESCRIPTION in names:
            return names
        at = next((n for n, cell in enumerate(cells) if names[n] is None and _is_worded(cell.text)), None)
        return None if at is None else (*names[:at], DESCRIPTION, *names[at + 1 :])

    def is_of_other(self, box: Box) -> bool:
        """Return whether a place lies under a heading that no column of ours has, and under none of ours."""
        return any(_overlap(box, other) > 0 for other in self.others) and all(
            _overlap(box, own) <= 0 for own in self.boxes.values()
        )

    def column_of(self, figure: Figure, height: float) -> tuple[str, float] | None:
        """Return the column of numbers that the figure stands in, with how much it overlaps its heading."""
        every = {name: _overlap(figure.box, box) for name, box in self.boxes.items()}
        best = max(every, key=lambda name: every[name])
        reach = -TOUCHES * height if not figure.is_alone else -REACH * height
        if every[best] < reach or best not in self.numeric:
            return None
        return best, every[best]

    def text_column_of(self, box: Box, height: float) -> str | None:
        """Return the column of words a cell stands in: whose heading it overlaps most, else in whose place it begins.

        A column's place reaches from the heading before its own to the heading behind it.
        """
        worded = {name: head for name, head in self.boxes.items() if name not in self.numeric}
        best = max(worded, key=lambda name: _overlap(box, worded[name]), default=None)
        if best is not None and _overlap(box, worded[best]) > 0:
            return best
        if DESCRIPTION not in self.boxes:
            return DESCRIPTION  # the widest column, whatever heads it
        for name, head in worded.items():
            before = max((o.right for o in self.boxes.values() if o.right <= head.left), default=0.0)
            behind = min((o.left for o in self.boxes.values() if o.left >= head.right), default=10.0)
            if before - TOUCHES * height <= box.left < behind:
                return name
        return None


def _is_worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) > len(text) / 2


def holds_lines(rule: TableRule) -> bool:
    """Return whether a table of the rules is one of lines: what, and how much of it."""
    return {column.name for column in rule.columns} >= {DESCRIPTION, QUANTITY}


def heads_on(sheet: Sheet, rule: TableRule) -> tuple[Heads, ...]:
    """Return the headings on a sheet, from the top: rows that name a quantity or a price, or what and for how much."""
    numeric = frozenset(column.name for column in rule.columns if column.kind is not FieldKind.TEXT)
    found: list[Heads] = []
    for row in range(len(sheet.layout.rows)):
        own = _named(sheet, rule, row)
        if len(own) < 2 or not _is_heading(own) or (found and row <= found[-1].row):
            continue
        first, last, boxes = row, row, dict(own)
        if row > 0 and _follows(sheet, row - 1, row):
            first, boxes = row - 1, _joined(boxes, _named(sheet, rule, row - 1))
        if row + 1 < len(sheet.layout.rows) and _follows(sheet, row, row + 1) and not _has_figures(sheet, row + 1):
            last, boxes = row + 1, _joined(boxes, _named(sheet, rule, row + 1))
        if first >= 0:
            found.append(Heads(boxes=boxes, row=last, numeric=numeric, others=_others(sheet, row, boxes)))
    return tuple(found)


def _others(sheet: Sheet, row: int, boxes: Mapping[str, Box]) -> tuple[Box, ...]:
    """Return the headings of a row that stand over no column we know."""
    worded = (cell.box for cell in sheet.layout.rows[row] if any(map(str.isalpha, cell.text)))
    return tuple(box for box in worded if all(_overlap(box, known) <= 0 for known in boxes.values()))


def _is_heading(own: Mapping[str, Box]) -> bool:
    return bool(own.keys() & {QUANTITY, UNIT_PRICE}) or own.keys() >= {DESCRIPTION, AMOUNT}


def _named(sheet: Sheet, rule: TableRule, row: int) -> dict[str, Box]:
    """Return the headings of a row; a word that may head several columns heads the one that no other word does."""
    owners = _owners(rule)
    found = [(label, owners[blurred(label.phrase)]) for label in sheet.headings(row, _phrases(rule))]
    boxes: dict[str, Box] = {}
    for label, names in sorted(found, key=lambda pair: len(pair[1])):
        name = next((name for name in names if name not in boxes), None)
        if name:
            boxes[name] = label.box
    return boxes


@lru_cache(maxsize=64)
def _phrases(rule: TableRule) -> tuple[str, ...]:
    return tuple({blurred(phrase): phrase for column in rule.columns for phrase in column.labels}.values())


@lru_cache(maxsize=64)
def _owners(rule: TableRule) -> Mapping[str, tuple[str, ...]]:
    """Return the columns that each phrase, as blurred letters, may head."""
    found: dict[str, tuple[str, ...]] = {}
    for column in rule.columns:
        for key in dict.fromkeys(map(blurred, column.labels)):
            found[key] = (*found.get(key, ()), column.name)
    return found


def _joined(boxes: Mapping[str, Box], beside: Mapping[str, Box]) -> dict[str, Box]:
    """Add the headings of a neighbouring row: new columns beside those known, further words above or below them."""
    whole = dict(boxes)
    for name, box in beside.items():
        met = next((other for other, own in whole.items() if _overlap(box, own) > 0), None)
        if met is None and name not in whole:
            whole[name] = box
        elif met == name:
            whole[name] = around((whole[name], box))
    return whole


def _follows(sheet: Sheet, above: int, below: int) -> bool:
    upper = around(cell.box for cell in sheet.layout.rows[above])
    lower = around(cell.box for cell in sheet.layout.rows[below])
    return lower.top - upper.bottom < HEADING_STEP * sheet.layout.letter_height


def _has_figures(sheet: Sheet, row: int) -> bool:
    return any(any(map(str.isdigit, cell.text)) for cell in sheet.layout.rows[row])


def _overlap(one: Box, other: Box) -> float:
    """Return by how much two boxes overlap sideways; below zero the gap between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def in_columns(figures: Sequence[Figure], heads: Heads, height: float) -> dict[str, Figure]:
    """Return the figure of each column of numbers in a row; of two in a column the one that its heading covers more.

    A rate is no quantity, price or amount.
    """
    best: dict[str, tuple[float, Figure]] = {}
    for figure in figures:
        placed = heads.column_of(figure, height)
        if (
            placed
            and not (figure.is_percent and placed[0] in PRICED)
            and (placed[0] not in best or placed[1] > best[placed[0]][0])
        ):
            best[placed[0]] = (placed[1], figure)
    return {name: figure for name, (_, figure) in best.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Quantity, unit price and amount that fit together, and the figures that say them; discount: a share or None."""

    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


def fitting(quantity: Figure, unit_price: Figure, amount: Figure, discount: Figure | None = None) -> Priced | None:
    """Return the readings of the three whose product holds to the cent, before or after the discount; else None."""
    for many, price, total in product(quantity.readings, _with_cents(unit_price), _with_cents(amount)):
        slack = max(CENT, abs(many) * HALF_CENT) if unit_price.places <= 2 else CENT
        if any(abs(net - total) <= slack for net in _nets(many * price, many, discount)):
            return Priced(quantity=many, unit_price=price, amount=total)
    return None


def _with_cents(figure: Figure) -> tuple[Decimal, ...]:
    """Return the readings of an amount; one of three figures and more without a point may have lost it."""
    has_lost = figure.places == 0 and abs(figure.value) >= LEAST_WITHOUT_POINT
    return (*figure.readings, figure.value / 100) if has_lost else figure.readings


def _nets(gross: Decimal, many: Decimal, discount: Figure | None) -> Iterator[Decimal]:
    yield gross
    if discount is None:
        return
    for value in discount.readings:
        less = abs(value)
        yield gross * (1 - less / 100)
        if not discount.is_percent:
            yield gross - less
            yield gross - many * less


def by_product(figures: Sequence[Figure]) -> tuple[dict[str, Figure], ...]:
    """Return the ways to read a row by arithmetic alone: a quantity times its price is an amount to their right."""
    alone = [figure for figure in figures if figure.is_alone and not figure.is_percent]
    ways = []
    for last in range(len(alone) - 1, 1, -1):
        for first in range(last):
            for second in range(first + 1, last):
                pair = (alone[first], alone[second])
                many, price = pair if pair[1].places >= pair[0].places else pair[::-1]
                if alone[last].value != 0 and fitting(many, price, alone[last]):
                    ways.append({QUANTITY: many, UNIT_PRICE: price, AMOUNT: alone[last]})
    return tuple(ways)


def without_heads(figures: Sequence[Figure]) -> dict[str, Figure] | None:
    """Return the columns of a row that no heading tells; None when several amounts would fit."""
    ways = by_product(figures)
    return ways[0] if len({way[AMOUNT].box for way in ways}) == 1 else None


def under_heads(figures: Sequence[Figure], heads: Heads, height: float) -> tuple[dict[str, Figure], bool | None]:
    """Return the columns of a row and whether their arithmetic holds (None: a number of the three is not there).

    Where the headings' own reading does not hold, one that holds and that the headings do not speak against is taken.
    """
    own = in_columns(figures, heads, height)
    if own.keys() >= set(PRICED) and fitting(own[QUANTITY], own[UNIT_PRICE], own[AMOUNT], own.get(DISCOUNT)):
        return own, True
    whole = _completed(own, figures, heads)
    if whole:
        return whole, True
    allowed = [way for way in by_product(figures) if _is_allowed(way, heads, own)]
    if allowed:
        best = max(allowed, key=lambda way: sum(own.get(name) is figure for name, figure in way.items()))
        taken = {id(figure) for figure in best.values()}
        others = {name: figure for name, figure in own.items() if name not in best and id(figure) not in taken}
        return {**others, **best}, True
    ordered = _figures_in_order(figures, heads)
    if ordered:
        return ordered, True
    if AMOUNT not in heads.boxes and (last := _last_alone(own, figures)):
        own = {**own, AMOUNT: last}
    return own, False if own.keys() >= set(PRICED) else None


def _completed(own: Mapping[str, Figure], figures: Sequence[Figure], heads: Heads) -> dict[str, Figure] | None:
    """Fill columns without a known heading with the numbers under no heading, where only one way holds."""
    missing = [name for name in PRICED if name not in heads.boxes and name not in own]
    taken = {id(figure) for figure in own.values()}
    free = [figure for figure in figures if figure.is_alone and id(figure) not in taken]
    discounts = [own.get(DISCOUNT), *([figure for figure in free if figure.is_percent] if DISCOUNT not in own else [])]
    ways = []
    for chosen in permutations([figure for figure in free if not figure.is_percent], len(missing)):
        whole = {**own, **dict(zip(missing, chosen, strict=True))}
        if whole.keys() >= set(PRICED):
            three = (whole[QUANTITY], whole[UNIT_PRICE], whole[AMOUNT])
            held = [discount for discount in discounts if fitting(*three, discount)]
            ways += [{**whole, DISCOUNT: each} if each else whole for each in held[:1]]
    return ways[0] if len(ways) == 1 else None


def _figures_in_order(figures: Sequence[Figure], heads: Heads) -> dict[str, Figure] | None:
    """Return the numbers in the order of the headings, where each has one and quantity times price is the amount.

    Numbers that end at the edge of a wide column may stand nearer to the heading of the next one.
    """
    columns = sorted(heads.boxes.keys() & heads.numeric, key=lambda name: heads.boxes[name].left)
    if not set(columns) >= set(PRICED):
        return None
    alone = [figure for figure in figures if figure.is_alone and figure.box.right > heads.boxes[columns[0]].left]
    if len(columns) != len(alone):
        return None
    whole = dict(zip(columns, alone, strict=True))
    three = (whole[QUANTITY], whole[UNIT_PRICE], whole[AMOUNT])
    return whole if fitting(*three, whole.get(DISCOUNT)) else None


def _last_alone(own: Mapping[str, Figure], figures: Sequence[Figure]) -> Figure | None:
    """Return the amount of money that stands right of every column, as amounts do."""
    edge = max((figure.box.right for figure in own.values()), default=0.0)
    last = figures[-1] if figures else None
    return last if last and own and last.is_alone and last.is_money and last.box.left >= edge else None


def _is_allowed(way: Mapping[str, Figure], heads: Heads, own: Mapping[str, Figure]) -> bool:
    """Return whether a way agrees with at least one heading and takes no number from under the heading of another."""
    agreeing = sum(own.get(name) is figure for name, figure in way.items())
    taken = sum(
        _overlap(figure.box, box) > 0
        for name, figure in way.items()
        for other, box in heads.boxes.items()
        if other != name and other in heads.numeric
    )
    return agreeing > 0 and agreeing >= taken
