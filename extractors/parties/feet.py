"""The company at the foot of a paper: the line with its legal form and its numbers, or the line right above that.

Who issues a paper says there who it is: name, legal form, capital, register, VAT number (art. R. 123-237 of the
French commercial code; section 35a GmbHG; section 82 of the Companies Act 2006).
"""

from collections.abc import Iterator, Sequence

from extractors.parties.address_lines import street_and_town
from extractors.parties.blocks import Line, Party, words_of
from extractors.parties.company_signs import NUMBERS, REGISTERED
from extractors.parties.name_lines import SUBLABEL, may_be_name, name_with_form, payee_in
from extractors.sheet import Sheet
from extractors.written.addresses import PARTS, TOWN, has_street
from extractors.written.names import company
from pipeline.folding import fold
from pipeline.geometry import around
from pipeline.page_layout import Cell, row_text

FOOT = 0.7
"""The foot begins below this share of what is printed."""
MOST_WORDS = 6
"""A name that stands alone over the register's line has at most this many words; a sentence has more."""
LEAST_WORD = 4
"""Words of a name that are shorter may be small: `de`, `et`, `les`."""
NEXT_LINE = 1.6
"""Lines of the foot follow each other within this many letter heights."""


def feet_of(sheet: Sheet, issuer: str) -> Iterator[Party]:
    """Yield the companies that the foot names, and whoever is to be paid; issuer: the role of who writes the paper."""
    height = max((row[0].box.bottom for row in sheet.layout.rows), default=1.0)
    for row, cells in enumerate(sheet.layout.rows):
        text = row_text(cells)
        payee = payee_in(text)
        if payee:
            yield _party(sheet, issuer, cells, payee, by="payee")
        if cells[0].box.top < FOOT * height or not NUMBERS.search(fold(text)):
            continue
        name = name_with_form(SUBLABEL.sub("", text))
        named, name = (cells, name) if name else _named_above(sheet, row)
        if name:
            yield _party(sheet, issuer, named, name, address=_address(named, cells))


def _named_above(sheet: Sheet, row: int) -> tuple[Sequence[Cell], str | None]:
    """Return the name that begins the line of an address over a line of the register, or makes a line of its own."""
    cells, above = sheet.layout.rows[row], sheet.layout.rows[row - 1] if row else ()
    if not REGISTERED.search(fold(row_text(cells))):
        return cells, None
    whole = _addressed(row_text(cells))
    if whole:
        return cells, whole
    gap = cells[0].box.top - above[0].box.bottom if above else 1.0
    if not above or gap > NEXT_LINE * sheet.layout.letter_height or len(above) > 1:
        return cells, None
    text = row_text(above)
    is_name = may_be_name(text, frozenset()) and not any(map(str.isdigit, text)) and _is_written_as_name(text)
    return above, _addressed(text) or (company(text) if is_name else None)


def _is_written_as_name(text: str) -> bool:
    """Return whether a line of words is a name and no sentence: few words, all but the small ones with a capital."""
    words = text.split()
    return len(words) <= MOST_WORDS and all(word[0].isupper() for word in words if len(word) >= LEAST_WORD)


def _addressed(text: str) -> str | None:
    """Return the name before an address on one line: `Hydro Ouest - 8 rue du Port - 44800 Saint-Herblain`."""
    first, *others = PARTS.split(text)
    has_address = any(has_street(part) or TOWN.search(part) for part in others)
    is_name = may_be_name(first, frozenset()) and not any(map(str.isdigit, first)) and not NUMBERS.search(fold(first))
    return company(first) if has_address and is_name and len(first.split()) <= MOST_WORDS else None


def _address(*rows: Sequence[Cell]) -> tuple[Line, ...]:
    """Return the street and the town that one of the rows holds, as two lines."""
    for words in map(_words, rows):
        if found := street_and_town([placed.word.text for placed in words]):
            return tuple(words[part] for part in found)
    return ()


def _words(cells: Sequence[Cell]) -> Line:
    return tuple(placed for cell in cells for placed in cell.words)


def _party(
    sheet: Sheet, issuer: str, cells: Sequence[Cell], name: str, *, by: str = "foot", address: tuple[Line, ...] = ()
) -> Party:
    words = _words(cells)
    return Party(
        role=issuer,
        by=by,
        page=sheet.page.number,
        box=around(cell.box for cell in cells),
        name=name,
        name_words=words_of(words, name),
        address=address,
        text=row_text(cells),
    )
