"""The lines of invoices, orders, quotes and delivery notes: what was sold, how much of it, at which price.

Columns are told by their headings where there are any, else by arithmetic: quantity times unit price is the amount.
Descriptions may run over several printed rows and tables over several pages; what is carried over and subtotals are
no lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.priced.columns import (
    AMOUNT,
    DESCRIPTION,
    DISCOUNT,
    QUANTITY,
    UNIT_PRICE,
    VAT_RATE,
    Heads,
    fitting,
    heads_on,
    under_heads,
    without_heads,
)
from extractors.priced.figures import Figure, figures_of
from extractors.priced.line_read import POSITION, REFERENCE, UNIT, LineRead
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.geometry import around
from pipeline.page_layout import Cell, Placed, row_text, text_of
from pipeline.rules.catalog import TableRule

_STROKES: Final = frozenset("|¦[]{}!")
_UNIT_WORD: Final = re.compile(r"[|\[ ]*[^\W\d][^\W\d.²³]{0,11}[.²³]?")
_CODE: Final = re.compile(r"[|\[ ]*(?=[\w./]*[\d-])[A-Z0-9][A-Z0-9._/-]{2,19}")
"""A code of an article: capitals, with figures or a hyphen among them, without blanks."""
_LINE_NUMBER: Final = re.compile(r"^\d{1,3}\s+(?=\S)")
_RATE: Final = re.compile(r"\d{1,2}(?:[.,]\d{1,2})? ?%")
"""A rate of tax, which names a row of the table of taxes."""
HIGHEST_RATE = 30
SENTENCE = 25
"""Words with more letters than this in one cell may be a sentence."""
GOES_ON = 1.3
"""A row that goes on with a description follows within this many letter heights."""
CLEARLY_NEARER = 0.6
"""A row of words belongs to the line below when it is that much nearer to it than to the line above."""
_CARRIED: Final = re.compile(
    r"\W*(?:a reporter|report\b(?=\W*(?:$|\d|de la page|page))|sous[ -]?total|subtotal|sub[ -]total|zwischensumme|"
    r"ubertrag|carried|brought|total (?:de la )?page|suite\b|page\b)"
)
_SUMS: Final = re.compile(
    r"\W*(?:totale?s?\b|totaux|montant|net\b|net a|tva\b|taux\b|taxe?s?\b|vat\b|base\b|dont tva|acompte|a payer|"
    r"merchandise\b|goods total|valeur (?:nette )?totale|order total|"
    r"grand total|remise (?:globale|commerciale|sur)|escompte|(?:frais de )?port\b|frais d|arrete|reste|deja|"
    r"amount (?:due|payable)|balance|deposit|shipping|postage|carriage|discount|mwst|ust\b|umsatzsteuer|summe|gesamt|"
    r"netto|brutto|positionssumme|rechnungssumme|endsumme|zuzuglich|zahlbetrag|versandkosten|steuer)(?!-)"
)


_SUM_WITHIN: Final = re.compile(
    r"\b(?:total (?:ht|h\.t|ttc|t\.t\.c|tva|general|net|due|incl|excl|eur)|net a payer|montant tva|base ht|net total|"
    r"grand total|invoice total|amount due|balance due|sub[- ]?total|gesamtbetrag|nettobetrag|rechnungsbetrag)\b|"
    r"\bvat (?:@|at\b)|\b(?:ht|ttc) ?: ?\d|\bht [\d .]+,\d\d ?(?:€|eur)?$"
)

_CLOSING: Final = re.compile(
    r"\W*(?:(?:nombre|nb|nbre|total)\W+(?:total )?(?:de |des )?(?:colis|palettes?)|poids (?:total|brut|net)|"
    r"recue? (?:le|par|en|conforme)|nom (?:et|du)|signature|cachet|(?:les |sous )?reserves?\b|transporteur|livre par|"
    r"(?:mode|conditions|modalites|delai|date)s? (?:de|du|d')|tva non applicable|merci|"
    r"received (?:by|in)|goods received|signed|print name|"
    r"(?:number|no\.?) of (?:parcels|packages|boxes|pallets|cartons)|"
    r"(?:total|gross|net) weight|payment|thank you|please|back ?order)(?!-)"
)
"""How words under a table begin that are about the parcel, its receipt or the payment, and no description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A printed row as a line or as words that go on with one; top and bottom: upright.

    ends: it is a sum, behind which no line is taken for one by its place; is_apart: its words go on with no line.
    """

    row: int
    top: float
    bottom: float
    texts: Mapping[str, tuple[Placed, ...]]
    figures: Mapping[str, Figure]
    is_proved: bool | None
    ends: bool
    is_apart: bool = False

    @property
    def is_line(self) -> bool:
        """Return whether the row has the numbers of a line."""
        return not self.ends and bool(self.figures.keys() & {QUANTITY, AMOUNT})


def read_lines(sheets: Sequence[Sheet], rule: TableRule, *, sign: str) -> tuple[LineRead, ...]:
    """Return the lines of the table on the sheets, in order; sign: what stands before the cents on these papers."""
    lines: list[LineRead] = []
    last: Heads | None = None
    for sheet in sheets:
        figures = figures_of(sheet, sign)
        heads = heads_on(sheet, rule)
        if heads:
            ends = (*(each.row for each in heads[1:]), len(sheet.layout.rows))
            for each, end in zip(heads, ends, strict=True):
                lines += _under(sheet, figures, each, range(each.row + 1, end))
            last = heads[-1]
        elif last is not None:
            lines += _under(sheet, figures, last, range(len(sheet.layout.rows)), is_strict=True)
        else:
            lines += _without_heading(sheet, figures)
    return tuple(lines)


def _under(
    sheet: Sheet, figures: Sequence[tuple[Figure, ...]], heads: Heads, rows: range, *, is_strict: bool = False
) -> list[LineRead]:
    """Read the rows under a heading; is_strict: the heading is that of another page, so a line has to be proved."""
    read = [_row(sheet, figures[row], heads, row) for row in rows]
    read = [replace(row, ends=row.ends or (is_strict and not row.is_proved)) for row in read]
    return _gathered(sheet, _without_sums(read), headed=frozenset(heads.boxes))


def _without_heading(sheet: Sheet, figures: Sequence[tuple[Figure, ...]]) -> list[LineRead]:
    read = []
    for row, among in enumerate(figures):
        columns = without_heads(among)
        texts = _before(sheet.layout.rows[row], columns)
        box = around(cell.box for cell in sheet.layout.rows[row])
        is_sum = _CARRIED.match(_words_of(sheet, row)) or _SUMS.match(_words_of(sheet, row))
        ends = bool(is_sum) and columns is None
        read.append(
            _Row(
                row=row,
                top=box.top,
                bottom=box.bottom,
                texts={DESCRIPTION: texts} if texts else {},
                figures=columns or {},
                is_proved=True if columns else None,
                ends=ends,
            )
        )
    return _gathered(sheet, read)


def _before(cells: Sequence[Cell], columns: Mapping[str, Figure] | None) -> tuple[Placed, ...]:
    """Return the words left of the numbers, without a line's number before them; all words of a row without numbers."""
    if columns is None:
        return tuple(placed for cell in cells for placed in cell.words)
    edge = min(figure.box.left for figure in columns.values())
    words = [placed for cell in cells for placed in cell.words if placed.box.right <= edge]
    while len(words) > 1 and words[0].word.text.strip(".)#").isdigit():
        words = words[1:]
    return tuple(words)


def _row(sheet: Sheet, figures: Sequence[Figure], heads: Heads, row: int) -> _Row:
    cells = sheet.layout.rows[row]
    columns, is_proved = under_heads(figures, heads, sheet.layout.letter_height)
    box = around(cell.box for cell in cells)
    words = _words_of(sheet, row)
    is_counted = columns.keys() >= {QUANTITY, UNIT_PRICE} or (QUANTITY in columns and AMOUNT not in heads.boxes)
    is_sum = bool(_SUMS.match(words) or _SUM_WITHIN.search(words)) and not is_proved and not is_counted
    is_apart = bool(_CLOSING.match(words)) or _runs_under_numbers(cells, heads)
    if is_apart and not is_proved:  # numbers within a sentence are none of the table's
        columns = {name: figure for name, figure in columns.items() if figure.is_alone}
    if AMOUNT in heads.boxes and columns.keys() == {QUANTITY} and not columns[QUANTITY].is_alone:
        columns = {}  # a number among the words of a note
    texts = _texts(cells, columns, heads, sheet.layout.letter_height)
    return _Row(
        row=row,
        top=box.top,
        bottom=box.bottom,
        texts=texts,
        figures=columns,
        is_proved=is_proved,
        ends=is_sum or bool(_CARRIED.match(words)),
        is_apart=is_apart,
    )


def _runs_under_numbers(cells: Sequence[Cell], heads: Heads) -> bool:
    """Return whether one cell of words runs under several headings of numbers: a sentence below the table."""
    heading = [heads.boxes[name] for name in heads.numeric & heads.boxes.keys()]
    return any(
        sum(box.left < cell.box.right and box.right > cell.box.left for box in heading) > 1
        for cell in cells
        if sum(map(str.isalpha, cell.text)) > SENTENCE
    )


def _words_of(sheet: Sheet, row: int) -> str:
    return fold(row_text(sheet.layout.rows[row]))


def _texts(
    cells: Sequence[Cell], columns: Mapping[str, Figure], heads: Heads, height: float
) -> dict[str, tuple[Placed, ...]]:
    """Return the words of each column of words; those beside a quantity in its cell are its unit.

    Ruled lines that were read as strokes part columns; words of a column whose heading was not read are told by what
    they are: a short word behind the quantity is its unit, a second one without blanks the reference.
    """
    numbers = {placed for figure in columns.values() for placed in figure.words}
    counted = columns[QUANTITY].cell if QUANTITY in columns and columns[QUANTITY].is_alone else -1
    texts: dict[str, tuple[Placed, ...]] = {}
    edge = _edge(cells, heads)
    ordered = heads.in_order(cells, columns)
    for at, cell in enumerate(cells):
        for part in _parted(cell):
            if around(placed.box for placed in part).right < edge:
                continue
            left = tuple(placed for placed in part if placed not in numbers)
            if not left or _is_sign(left):
                continue
            name = UNIT if at == counted else heads.text_column_of(around(placed.box for placed in left), height)
            is_ordered = ordered is not None and at != counted and ordered[at] not in heads.numeric
            name = ordered[at] if ordered and is_ordered else _by_form(left, name, columns, heads, texts)
            is_of_other = (
                name == DESCRIPTION and text_of(left).isdigit() and heads.is_of_other(around(w.box for w in left))
            )
            if name is not None and not is_of_other:
                texts[name] = (*texts.get(name, ()), *left)
    return texts


def _edge(cells: Sequence[Cell], heads: Heads) -> float:
    """Return where a table's row begins: what stands left of every heading, beside words under one, is not of it."""
    left = min(box.left for box in heads.boxes.values())
    head = heads.boxes.get(DESCRIPTION)
    is_headed = head and any(cell.box.left < head.right and cell.box.right > head.left for cell in cells)
    return left if is_headed else 0.0


def _parted(cell: Cell) -> Iterator[tuple[Placed, ...]]:
    """Part a cell at strokes; strokes at the edges of words are left to `_clean`."""
    part: list[Placed] = []
    for placed in cell.words:
        if set(placed.word.text) <= _STROKES or (part and placed.word.text[0] in _STROKES):
            if part:
                yield tuple(part)
            part = []
        if not set(placed.word.text) <= _STROKES:
            part.append(placed)
    if part:
        yield tuple(part)


def _by_form(
    words: Sequence[Placed],
    name: str | None,
    columns: Mapping[str, Figure],
    heads: Heads,
    texts: Mapping[str, tuple[Placed, ...]],
) -> str | None:
    """Return the column of words by their form where the heading of their own was not read."""
    text = text_of(words)
    counted = columns.get(QUANTITY)
    is_behind = counted is not None and words[0].box.left >= counted.box.right
    is_free = name is None or (name == DESCRIPTION and DESCRIPTION not in heads.boxes)
    if UNIT not in heads.boxes and is_free and is_behind and _UNIT_WORD.fullmatch(text):
        return UNIT
    if REFERENCE in heads.boxes or name not in {None, DESCRIPTION} or not _CODE.fullmatch(text):
        return name
    return REFERENCE if DESCRIPTION in texts or name is None or len(words) == 1 else name


def _is_sign(words: Sequence[Placed]) -> bool:
    return not any(any(map(str.isalnum, placed.word.text)) for placed in words) or all(
        placed.word.text.strip(".").upper() in {"€", "EUR", "$", "£", "%", "HT"} for placed in words
    )


def _without_sums(rows: Sequence[_Row]) -> list[_Row]:
    """After the first row of sums only proved lines count: what stands there else is sums, taxes and payment.

    An amount alone that is the sum of the lines above it is a sum, whatever stands before it.
    """
    kept: list[_Row] = []
    is_over, so_far, count = False, Decimal(0), 0
    for row in rows:
        amount = row.figures[AMOUNT].value if AMOUNT in row.figures else None
        is_bare = not row.figures.keys() & {QUANTITY, UNIT_PRICE}
        is_sum = amount is not None and is_bare and count > 0 and amount == so_far
        is_over = is_over or is_sum or (row.ends and not _CARRIED.match(_folded_text(row)))
        ends = row.ends or is_sum or (is_over and not row.is_proved)
        kept.append(replace(row, ends=ends))
        if amount is not None and not ends:
            so_far, count = so_far + amount, count + 1
    return kept


def _folded_text(row: _Row) -> str:
    return fold(" ".join(placed.word.text for words in row.texts.values() for placed in words))


def _gathered(sheet: Sheet, rows: Sequence[_Row], *, headed: frozenset[str] = frozenset()) -> list[LineRead]:
    """Return the lines with the words of the rows that go on with each; headed: the columns that a heading names."""
    lines = [at for at, row in enumerate(rows) if row.is_line]
    parts: dict[int, list[int]] = {at: [at] for at in lines}
    for at in range(len(rows)):
        owner = _owner(sheet, rows, lines, at)
        if owner is not None:
            parts[owner].append(at)
    made = (_line(sheet, rows, at, sorted(parts[at]), headed=headed) for at in lines)
    return [line for line in made if DESCRIPTION in line.texts and not _RATE.fullmatch(line.texts[DESCRIPTION])]


def _owner(sheet: Sheet, rows: Sequence[_Row], lines: Sequence[int], at: int) -> int | None:
    """Return the line that a row of words belongs to: that above when the rows between follow, else that below."""
    row = rows[at]
    if row.is_line or row.ends or row.is_apart or DESCRIPTION not in row.texts:
        return None
    above, below = max((n for n in lines if n < at), default=None), min((n for n in lines if n > at), default=None)
    height = sheet.layout.letter_height * GOES_ON
    up = None if above is None else _reach(rows, above, at, height)
    down = None if below is None else _reach(rows, at, below, height)
    owner = None
    if up is not None and (down is None or down >= CLEARLY_NEARER * up):
        owner = above
    elif down is not None and up is not None:
        owner = below
    return owner if owner is not None and not _is_beside(row, rows[owner], height) else None


def _is_beside(row: _Row, line: _Row, height: float) -> bool:
    """Return whether words end left of where the line begins: a column of addresses beside the table."""
    begins = min((placed.box.left for words in line.texts.values() for placed in words), default=0.0)
    return max(placed.box.right for placed in row.texts[DESCRIPTION]) < begins - height


def _reach(rows: Sequence[_Row], first: int, last: int, most: float) -> float | None:
    """Return the widest gap between the rows from first to last; None when rows of sums or a wider gap part them."""
    gaps = [rows[n + 1].top - rows[n].bottom for n in range(first, last)]
    between = [row for row in rows[first : last + 1] if row.ends or (row.is_apart and not row.is_line)]
    is_parted = bool(between) or max(gaps) > most
    return None if is_parted else max(0.0, *gaps)


def _line(sheet: Sheet, rows: Sequence[_Row], at: int, parts: Sequence[int], *, headed: frozenset[str]) -> LineRead:
    """Make a line of its rows; headed: the columns that a heading names, such as that for the number of each line."""
    texts: dict[str, str] = {}
    cells: dict[str, tuple[Placed, ...]] = {}
    for part in parts:
        for name, words in rows[part].texts.items():
            if part == at or name == DESCRIPTION:
                own = _clean(text_of(words))
                texts[name] = f"{texts[name]} {own}" if name in texts else own
                cells[name] = (*cells.get(name, ()), *words)
    figures = rows[at].figures
    if POSITION not in figures and POSITION in headed:  # the line's number was read as a part of what stands behind it
        texts = {name: _LINE_NUMBER.sub("", text) for name, text in texts.items()}
    return LineRead(
        texts=texts,
        numbers=_with_one(_numbers(figures), headed),
        is_proved=rows[at].is_proved,
        words={name: figure.words for name, figure in figures.items()} | cells,
        page=sheet.page.number,
    )


def _with_one(numbers: dict[str, Decimal], headed: frozenset[str]) -> dict[str, Decimal]:
    """Add the quantity that was not read where the price is the amount: a thin `1` is the figure that is lost most."""
    price = numbers.get(UNIT_PRICE)
    is_one = QUANTITY in headed and QUANTITY not in numbers and price is not None and price == numbers.get(AMOUNT)
    return {**numbers, QUANTITY: Decimal(1)} if is_one else numbers


def _clean(text: str) -> str:
    """Leave out strokes at the edges of a text: ruled lines of the table."""
    return text.strip("|¦[]{}! ")


def _numbers(figures: Mapping[str, Figure]) -> dict[str, Decimal]:
    """Return the numbers by column; of those that may be read in several ways the reading that fits the others."""
    numbers = {name: figure.value for name, figure in figures.items() if _is_possible(name, figure.value)}
    numbers |= {name: abs(numbers[name]) for name in (DISCOUNT, VAT_RATE) if name in numbers}
    if figures.keys() >= {QUANTITY, UNIT_PRICE, AMOUNT}:
        found = fitting(figures[QUANTITY], figures[UNIT_PRICE], figures[AMOUNT], figures.get(DISCOUNT))
        if found:
            numbers |= {QUANTITY: found.quantity, UNIT_PRICE: found.unit_price, AMOUNT: found.amount}
    return numbers


def _is_possible(name: str, value: Decimal) -> bool:
    """Return whether a column may hold the number: no tax is of half the price, no discount more than it."""
    return not (name == VAT_RATE and abs(value) > HIGHEST_RATE)
