"""What a paper shows besides its words: priced rows, a taxed sum, columns, boxes, a zone, a form, its shape.

Rules name such features as `typical` or `untypical` of a class (`rules/documents/`). A paper on which something
untypical of its class is seen goes to a person, for a letter that sells or a report that pays is mostly something else.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import Final

from classifiers.correspondence import letter_form, mail_header, memo_head
from classifiers.entry_codes import licence_entries, vehicle_codes
from pipeline.amounts import amounts_in
from pipeline.check_digits import iban_holds
from pipeline.model.document import Evidence
from pipeline.model.page import Recognition
from pipeline.mrz.parsing import zones
from pipeline.page_layout import Cell, evidence_of, lay_out
from pipeline.rules.catalog import Feature

PAGES = 3
"""Pages looked at: a paper shows what it is on its first ones."""
CELLS = 3
"""Cells of a row that belongs to a table: a date or a greeting beside an address are two."""
COLUMNED_ROWS = 2
FEWEST_BOXES = 3
FEWEST_ROWS = 8
FEWEST_WORDS, FIGURES = 30, 0.3
"""Share of a page's words that hold figures; in prose it is a tenth."""
MOST_AMOUNTS = 40
"""Among more amounts than that a sum holds by chance."""
LEAST_SUM = 100
"""Cents; less is no sum."""
CENT: Final = Decimal("0.01")
NARROW, TALLER, TALL, TALL_TEXT = 100, 1.2, 1.7, 1.5
"""Of a strip from a till: millimetres that it is wide at most, standing up; or how much higher it is than wide, and its
text. Rolls are 57 and 80 mm wide; A4 is 1.41 times as high as wide, Legal 1.65, a photograph of 16 to 9 is told by its
text."""
MILLIMETRES = 25.4
TAXES: Final = tuple(map(Decimal, ("0.20", "0.10", "0.055", "0.021", "0.085", "0.05", "0.21", "0.06", "0.19", "0.07")))
"""Rates of value added tax in France with its departments overseas, in Britain, Belgium and Germany."""
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
Row = Sequence[Cell]


def features(pages: Sequence[Recognition]) -> dict[Feature, Evidence]:
    """Return each feature that is seen on the first pages, with the first place that shows it."""
    laid_out = [(page, lay_out(page).rows) for page in pages[:PAGES]]
    found: dict[Feature, Evidence] = {}
    for page, rows in laid_out:
        for feature, evidence in (*_of_page(page, rows), *_of_codes(page, rows)):
            found.setdefault(feature, evidence)
    return found | dict(_of_correspondence(laid_out))


def _of_correspondence(laid_out: Sequence[tuple[Recognition, Sequence[Row]]]) -> Iterator[tuple[Feature, Evidence]]:
    if letter := letter_form(laid_out):
        yield Feature.LETTER_FORM, letter
    if laid_out and (mail := mail_header(*laid_out[0])):
        yield Feature.MAIL_HEADER, mail
    elif laid_out and (memo := memo_head(*laid_out[0])):
        yield Feature.MEMO_HEAD, memo


def _of_page(page: Recognition, rows: Sequence[Row]) -> Iterator[tuple[Feature, Evidence]]:
    if not rows:
        return
    columned = [row for row in rows if len(row) >= CELLS and any(_is_figures(cell.text) for cell in row)]
    showing = {
        Feature.PRICED_ROWS: next(filter(_is_priced, rows), None),
        Feature.COLUMNS: columned[0] if len(columned) >= COLUMNED_ROWS else None,
        Feature.SUMS: next(_taxed(rows), None),
        Feature.ACCOUNT: next(filter(_is_account, rows), None),
        Feature.BOXES: rows[0] if len(page.marks) >= FEWEST_BOXES else None,
        Feature.ZONE: rows[-1] if zones(page) else None,
        Feature.FIGURES: rows[0] if _is_of_figures(page) else None,
        Feature.STRIP: rows[0] if _is_strip(page, rows) else None,
    }
    for feature, row in showing.items():
        if row is not None:
            yield feature, _shown(page, row)


def _of_codes(page: Recognition, rows: Sequence[Row]) -> Iterator[tuple[Feature, Evidence]]:
    licence, vehicle = licence_entries(page, rows), vehicle_codes(page, rows)
    if licence:
        yield Feature.LICENCE_ENTRIES, licence
    if vehicle:
        yield Feature.VEHICLE_CODES, vehicle


def _shown(page: Recognition, row: Row) -> Evidence:
    words = [placed.word for cell in row for placed in cell.words]
    return evidence_of(words, page=page.number)


def _is_priced(row: Row) -> bool:
    """Return whether a row of a table holds a quantity, a price and their product."""
    values = [value for cell in row for value in _values(cell.text)]
    if len(row) < CELLS or not CELLS <= len(values) <= 8:
        return False
    return any(one * two == product and product >= 1 for one, two, product in permutations(values, 3))


def _is_account(row: Row) -> bool:
    """Return whether a row holds an IBAN with the check digits of one."""
    return any(iban_holds(found.replace(" ", "")) for cell in row for found in _ACCOUNT.findall(cell.text))


def _taxed(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the row of a sum that is another one and its tax at a usual rate."""
    printed = [(found, row) for row in rows for cell in row for found in amounts_in(cell.text)]
    amounts = [(Decimal(f.minor).scaleb(-2), row) for f, row in printed if f.quality == 1.0 and f.minor > LEAST_SUM]
    if len(amounts) > MOST_AMOUNTS:
        return
    known = dict(amounts)
    for net, tax in combinations(known, 2):
        small, large = sorted((net, tax))
        if small + large in known and any(abs(large * rate - small) <= CENT for rate in TAXES):
            yield known[small + large]


def _values(text: str) -> Iterator[Decimal]:
    for found in amounts_in(text):
        yield Decimal(found.minor).scaleb(-2)


def _is_figures(text: str) -> bool:
    return any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) <= CELLS


def _is_of_figures(page: Recognition) -> bool:
    words = [word.text for word in page.words]
    return len(words) >= FEWEST_WORDS and sum(any(map(str.isdigit, text)) for text in words) >= FIGURES * len(words)


def _is_strip(page: Recognition, rows: Sequence[Row]) -> bool:
    """Return whether the paper is a strip: narrow by its measures, or much higher than wide and so its text."""
    width, height = page.upright_size
    if len(rows) < FEWEST_ROWS or height < TALLER * width:
        return False
    if page.dpi is not None and width / page.dpi * MILLIMETRES <= NARROW:
        return True
    boxes = [placed.box for row in rows for cell in row for placed in cell.words]
    wide = max(box.right for box in boxes) - min(box.left for box in boxes)
    high = max(box.bottom for box in boxes) - min(box.top for box in boxes)
    return height >= TALL * width and high >= TALL_TEXT * wide
