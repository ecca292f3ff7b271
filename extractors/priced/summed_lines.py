"""Lines that no heading tells, proved by their sum: the articles of a till, the rows of a bill with amounts alone.

From the printed total upwards the last amount of each row is added: where the rows make the total to the cent, they
are its lines. Rows of taxes, payments and parts of sums are passed over; a row of words or of a product alone
(`2 x 1,05`) belongs to the line above it or below it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from extractors.priced.columns import AMOUNT, DESCRIPTION, QUANTITY, UNIT_PRICE
from extractors.priced.figures import CENT, Figure, figures_of
from extractors.priced.line_read import LineRead
from extractors.priced.total_captions import GROSS, NET
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.model.document import IndexField
from pipeline.model.values import Amount
from pipeline.page_layout import Placed, text_of

LEAST_LINES = 2
MOST_LINES = 120
LEAST_LETTERS = 2
BY_LINES = 0.95
"""A labelled total that the rows above it make."""
_PASSED: Final = re.compile(
    r"\W*(?:sous[ -]?total|sub[ -]?total|total|zwischensumme|a payer|net a|montant|tva\b|dont\b|vat\b|gst\b|tax\b|mwst|"
    r"taux|cb\b|carte|especes|rendu|cash|change|visa|mastercard|rounding|arrondi|balance|amount|nb |nombre|items?\b)"
)
"""How rows begin that are no lines: parts of sums, taxes, payments."""
_LESS: Final = re.compile(r"\b(?:remise|reduction|rabais|discount|avantage|promo\w*|bon d'achat|rabatt)\b")
_CHARGE: Final = re.compile(
    r"\W*(?:frais|port\b|transport|livraison|emballage|freight|carriage|shipping|postage|delivery|(?:export )?packing)"
)
"""How rows below a table begin that are charges on the whole and no lines."""
_PRODUCT: Final = re.compile(
    r"(?P<many>\d{1,4}(?:[.,]\d{1,3})?)\s?(?:kg|l|lit(?:er|re)s?|ltrs?|u|pcs?|stk|unites?)?\s?[xX*@×à]\s?[€£$]?\s?(?P<price>\d{1,4}[.,]\d{2,3}|\d{2,3}\.\d(?=p))"
    r"(?:\s?(?:€|£|\$|eur|(?P<pence>p))?\s?(?:/\s?(?:kg|l(?:it(?:er|re)|tr)?|u)\b)?)",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"^(\d{1,2})\s?[xX]?\s*(?=[^\W\d])")
_LEADING: Final = re.compile(r"^(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|[A-Z]{0,3}\d{4,14})\s+(?=\S)")
"""A day or a number that begins each row: columns of their own."""
_TAX_CODE: Final = re.compile(r"(?:^|\s)[A-Z]$")
"""The letter of its tax rate that ends each row before its amount."""
LEAST_WORD = 3
CENTS = 2
EDGE = 1.5
"""Amounts of one column end within this many letter heights of each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A printed row: its words, those left of its amount as text, its amount or None, the product it shows or None."""

    words: tuple[Placed, ...]
    text: str
    amount: Figure | None
    product: tuple[Decimal, Decimal] | None

    @property
    def is_named(self) -> bool:
        """Return whether the words left of the amount name something."""
        return sum(map(str.isalpha, _PRODUCT.sub("", self.text))) >= LEAST_LETTERS

    @property
    def worth(self) -> Decimal:
        """Return what the row adds to a total: less than nothing where it names a reduction, with or without a sign."""
        value = self.amount.value if self.amount else Decimal(0)
        return -abs(value) if _LESS.search(fold(self.text)) else value


def proved(
    lines: Sequence[LineRead], fields: Sequence[IndexField], sheets: Sequence[Sheet], *, sign: str
) -> tuple[LineRead, ...]:
    """Return the lines as read where they make a total, else the rows that make one if there are more of them."""
    totals = _totals(fields)
    amounts = [line.amount for line in lines if line.amount is not None]
    if not totals or (amounts and sum(amounts) in totals):
        return tuple(lines)
    summed = lines_by_sum(sheets, totals, sign=sign)
    return summed if _is_better(summed, lines) else tuple(lines)


def _is_better(summed: Sequence[LineRead], lines: Sequence[LineRead]) -> bool:
    """Return whether rows that make the total are the lines: all that their products prove, and not charges alone."""
    own = Counter(line.amount for line in lines)
    proved = Counter(line.amount for line in lines if line.is_proved)
    if proved - Counter(line.amount for line in summed):
        return False  # sums below the table, such as net and tax, make the total too
    more = [line for line in summed if line.amount not in own]
    are_charges = bool(lines) and all(_CHARGE.match(fold(line.texts[DESCRIPTION])) for line in more)
    is_proved = all(line.is_proved for line in lines)
    return bool(summed) and (not is_proved or (len(summed) > len(lines) and not are_charges))


def surer_by_lines(fields: Sequence[IndexField], lines: Sequence[LineRead]) -> tuple[IndexField, ...]:
    """Return the fields; the total that the lines make is surer."""
    amounts = [line.amount for line in lines if line.amount is not None]
    made = sum(amounts, Decimal(0)) if len(amounts) >= LEAST_LINES else None
    return tuple(
        replace(field, confidence=max(field.confidence, BY_LINES)) if made and _value(field) == made else field
        for field in fields
    )


def _totals(fields: Sequence[IndexField]) -> tuple[Decimal, ...]:
    values = (_value(field) for field in fields)
    return tuple(value for value in values if value is not None and value > 0)


def _value(field: IndexField) -> Decimal | None:
    """Return what a net or gross says, or None for other fields."""
    is_total = field.name in {NET, GROSS} and isinstance(field.value, Amount)
    return Decimal(field.value.minor) / 100 if is_total and isinstance(field.value, Amount) else None


def lines_by_sum(sheets: Sequence[Sheet], totals: Sequence[Decimal], *, sign: str) -> tuple[LineRead, ...]:
    """Return the rows over a printed total that make it; none where no rows do.

    totals: what the lines may make, net or gross; sign: what stands before the cents.
    """
    for sheet in sheets:
        last = tuple(_rows(sheet, sign, None))
        for edge in (None, *_edges(sheet, sign)):
            rows = last if edge is None else tuple(_rows(sheet, sign, edge))
            for at, row in enumerate(last):
                if row.amount is not None and row.amount.value in totals:
                    chosen = _upwards(rows, at, row.amount.value)
                    if chosen:
                        return tuple(_lines(sheet, rows, chosen))
    return ()


def _edges(sheet: Sheet, sign: str) -> tuple[float, ...]:
    """Return the right edges under which several amounts stand: columns that may hold those of the lines."""
    every = sorted(figure.box.right for row in figures_of(sheet, sign) for figure in row if figure.places == CENTS)
    near = EDGE * sheet.layout.letter_height
    firsts = [edge for at, edge in enumerate(every) if at == 0 or edge - every[at - 1] > near]
    return tuple(edge for edge in firsts if sum(0 <= other - edge <= near for other in every) >= LEAST_LINES)


def _rows(sheet: Sheet, sign: str, edge: float | None) -> Iterator[_Row]:
    """Yield the rows; edge: their amounts end there, or near it; None: wherever the last one ends."""
    near = EDGE * sheet.layout.letter_height
    for cells, figures in zip(sheet.layout.rows, figures_of(sheet, sign), strict=True):
        words = tuple(placed for cell in cells for placed in cell.words)
        text = text_of(words)
        amounts = [
            figure
            for figure in figures
            if figure.places == CENTS and not figure.is_percent
            if edge is None or abs(figure.box.right - edge) <= near
        ]
        last = amounts[-1] if amounts else None
        product = _product(text)
        if last is not None and product is not None and not _is_behind(text, last):
            last = None  # the price of a product is no amount
        left = tuple(placed for placed in words if last is None or placed.box.right <= last.box.left)
        yield _Row(
            words=left,
            text=text_of(left),
            amount=last,
            product=product,
        )


def _product(text: str) -> tuple[Decimal, Decimal] | None:
    match = _PRODUCT.search(text)
    if match is None:
        return None
    try:
        many, price = (Decimal(match[part].replace(",", ".")) for part in ("many", "price"))
        return many, price / 100 if match["pence"] else price
    except InvalidOperation:
        return None


def _is_behind(text: str, last: Figure) -> bool:
    """Return whether the last amount of a row stands behind the product that the row shows."""
    match = _PRODUCT.search(text)
    shown = text_of(last.words).lstrip("€£$")
    return match is None or shown in text[match.end() :]


def _upwards(rows: Sequence[_Row], total: int, wanted: Decimal) -> list[int] | None:
    """Return the places of the rows over a total that make it, from the top; None where they do not."""
    made, chosen = Decimal(0), []
    for at in range(total - 1, -1, -1):
        row = rows[at]
        plain = fold(row.text).replace("t.v.a", "tva").replace("h.t", "ht")
        if row.amount is None or not row.amount.value or _PASSED.match(plain):
            continue
        made += row.worth
        chosen.append(at)
        if made == wanted and sum(rows[at].worth > 0 for at in chosen) >= LEAST_LINES:
            return chosen[::-1]
        if len(chosen) > MOST_LINES:
            return None
    return None


def _lines(sheet: Sheet, rows: Sequence[_Row], chosen: Sequence[int]) -> Iterator[LineRead]:
    has_counts = all(_COUNT.match(rows[at].text) for at in chosen)
    made = list(_each(sheet, rows, chosen, has_counts=has_counts))
    if len(made) < len(chosen) or any(not line.texts[DESCRIPTION] for line in made):
        return  # what nothing names is no line, and the others alone do not make the total
    while all(_LEADING.match(line.texts[DESCRIPTION]) for line in made if (line.amount or 0) > 0):
        made = [_without(line, _LEADING) for line in made]
    has_codes = all(_TAX_CODE.search(rows[at].text) for at in chosen)
    yield from (_without(line, _TAX_CODE) for line in made) if has_codes else made


def _without(line: LineRead, part: re.Pattern[str]) -> LineRead:
    """Return the line without the part of its description that a column of its own holds."""
    return replace(line, texts={DESCRIPTION: part.sub("", line.texts[DESCRIPTION])})


def _each(sheet: Sheet, rows: Sequence[_Row], chosen: Sequence[int], *, has_counts: bool) -> Iterator[LineRead]:
    for place, at in enumerate(chosen):
        named, figure = _named(rows, at, chosen[place - 1] if place else -1), rows[at].amount
        if named is None or figure is None:
            continue
        following = chosen[place + 1] if place + 1 < len(chosen) else at
        ends = at + 1 if following == at + 1 else at + 2
        line = _line(sheet, rows[named], figure, rows[at:ends], has_counts=has_counts)
        more = rows[at + 1 : following] if following > at and rows[following].is_named else ()
        more = more[:-1] if more and _is_begun_above(rows, following) else more
        begun = [rows[at - 1]] if place and named == at and _is_begun_above(rows, at) else []
        yield _continued(line, begun, [row for row in more if row.amount is None and row.product is None])


def _is_begun_above(rows: Sequence[_Row], at: int) -> bool:
    """Return whether a row goes on, in small letters, with the words above: its figures stand at mid-height."""
    over, text = rows[at - 1], _COUNT.sub("", rows[at].text)
    is_free = over.amount is None and over.product is None and over.is_named
    return is_free and text[:1].islower() and over.text[:1].isupper()


def _continued(line: LineRead, begun: Sequence[_Row], more: Sequence[_Row]) -> LineRead:
    """Return the line with the words of the row above that begins it, and of the rows between it and the next one."""
    named = [row for row in more if row.is_named]
    if not named and not begun:
        return line
    before, behind = ([placed for row in part for placed in row.words] for part in (begun, named))
    words = (*before, *line.words[DESCRIPTION], *behind)
    text = " ".join((*(row.text for row in begun), line.texts[DESCRIPTION], *(row.text for row in named)))
    return replace(line, texts={DESCRIPTION: text}, words={**line.words, DESCRIPTION: words})


def _named(rows: Sequence[_Row], at: int, above: int) -> int | None:
    """Return the row that names a line: its own, else the row of words right above it."""
    if rows[at].is_named:
        return at
    over = at - 1
    return over if over > above and rows[over].is_named and rows[over].amount is None else None


def _line(sheet: Sheet, named: _Row, figure: Figure, near: Sequence[_Row], *, has_counts: bool) -> LineRead:
    """Make a line of the row that names it; near: rows that may show its product.

    has_counts: each row of the paper begins with how many.
    """
    amount = figure.value
    shown = [row.product for row in (named, *near) if row.product]
    product = next((each for each in shown if abs(each[0] * each[1] - amount) <= CENT), None)
    count = _COUNT.match(named.text) if has_counts else None
    product = product or _printed(sheet, figure, count=Decimal(count[1]) if count else None)
    words = _worded(sheet, named, figure)
    text = _PRODUCT.sub("", text_of(words)).strip(" -|:;.*")
    numbers = {AMOUNT: amount}
    if count:
        text = _COUNT.sub("", text)
        numbers[QUANTITY] = Decimal(count[1])
    if product:
        numbers |= {QUANTITY: product[0], UNIT_PRICE: product[1]}
    return LineRead(
        texts={DESCRIPTION: text},
        numbers=numbers,
        is_proved=True,
        words={DESCRIPTION: words or figure.words, AMOUNT: figure.words},
        page=sheet.page.number,
    )


def _worded(sheet: Sheet, named: _Row, amount: Figure) -> tuple[Placed, ...]:
    """Return the words that name a line, without the numbers of other columns."""
    every = [figure for row in figures_of(sheet, _sign_of(amount)) for figure in row if figure.is_alone]
    figures = [figure for figure in every if _is_bare(sheet, figure)]
    numbers = {id(placed) for figure in figures for placed in figure.words}
    return tuple(placed for placed in named.words if id(placed) not in numbers)


def _is_bare(sheet: Sheet, figure: Figure) -> bool:
    """Return whether a figure's cell holds no word beside it."""
    text = sheet.layout.rows[figure.row][figure.cell].text
    return all(sum(map(str.isalpha, word)) < LEAST_WORD for word in text.split())


def _sign_of(amount: Figure) -> str:
    return "," if any("," in placed.word.text for placed in amount.words) else "."


def _printed(sheet: Sheet, amount: Figure, *, count: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Return quantity and price from the columns left of an amount, else from its words, where their product is it.

    In words they stand as people write them: `28 bouteilles à 9,50 €`.
    count: how many the row begins with, where every row of the paper does.
    """
    others = [
        figure for figure in figures_of(sheet, _sign_of(amount))[amount.row] if figure.box.right <= amount.box.left
    ]
    alone = [figure.value for figure in others if figure.is_alone and not figure.is_percent]
    if amount.value in alone:
        return Decimal(1), amount.value  # the price is the amount, however badly the `1` before it was read
    pairs = [(many, price) for n, many in enumerate(alone) for price in alone[n + 1 :]]
    pairs += [(count, price) for price in alone if count is not None]
    told = [figure for figure in others if not figure.is_alone and not figure.is_percent]
    pairs += [(many.value, price.value) for n, many in enumerate(told) for price in told[n + 1 :] if price.is_money]
    return next((pair for pair in pairs if abs(pair[0] * pair[1] - amount.value) <= CENT), None)
