"""Values by what their caption speaks of: days and numbers whose label nobody listed.

Where a label is looked up word by word, a caption is only asked whether one of its words begins like a hint of the
rule: `Pièce comptable numéro` speaks of a piece. The caption stands before the value, left of it, or above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.candidates import Asked, Candidate, trust
from extractors.regions import Region
from extractors.sheet import Sheet
from extractors.written.dates import days_in
from extractors.written.identifiers import identifier_in, proved_in
from extractors.written.values import parse
from pipeline.amounts import amounts_in
from pipeline.folding import fold
from pipeline.page_layout import Cell
from pipeline.rules.catalog import FieldKind

BY_CAPTION = 0.86
BY_ONE_OF_SEVERAL = 0.6
BY_TITLE = 0.97
BARE, LONE = "n°", "date"
"""Hints of the fields that a bare number by the title, or a lone day at the head, may be."""
_BARE_NUMBER = re.compile(r"(?:n[°ºo]?|no|nr|numero|number|num|ref|reference)\.?")
HEAD = 0.5
"""Captions are looked for above this share of the page."""
LONGEST_CAPTION = 45
BELOW = 2.6
"""A value begins within this many letter heights below its caption."""
ROWS_ABOVE = 3
SHORTEST_NUMBER = 4
WHOLE = 3
_KINDS = frozenset({FieldKind.DATE, FieldKind.IDENTIFIER, FieldKind.TEXT})


def read_captions(asked: Asked) -> tuple[Candidate, ...]:
    """Return the days or numbers at the head of the first page whose caption speaks of the field."""
    if not asked.rule.hints or asked.rule.kind not in _KINDS:
        return ()
    found = [one for sheet in asked.papers.sheets[:1] for one in (*_on(asked, sheet), *_lone_day(asked, sheet))]
    sure = BY_CAPTION if len({candidate.value for candidate in found}) == 1 else BY_ONE_OF_SEVERAL
    by_title = [one for sheet in asked.papers.sheets[:1] for one in _by_title(asked, sheet)]
    if len({candidate.value for candidate in by_title}) == 1:
        return tuple(replace(candidate, confidence=candidate.confidence * BY_TITLE) for candidate in by_title)
    return tuple(replace(candidate, confidence=candidate.confidence * sure) for candidate in found)


def _by_title(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the number that stands by the title of the paper, behind nothing but `N°`: it is the paper's own."""
    if asked.rule.scheme != "local" or BARE not in asked.rule.hints:
        return
    titles = tuple(map(fold, asked.papers.document_class.titles))
    for row, cells in enumerate(sheet.layout.rows):
        for at, cell in enumerate(cells):
            start = _value_start(asked, cell)
            caption = None if start is None else _caption(sheet, row, at, start)
            if caption is not None and _BARE_NUMBER.fullmatch(fold(caption)) and _is_under(sheet, row, cell, titles):
                yield from _read(asked, sheet, cell, start or 0)


def _is_under(sheet: Sheet, row: int, cell: Cell, titles: Sequence[str]) -> bool:
    """Return whether a cell stands below a title of the papers, or beside it."""
    for upper in range(max(0, row - ROWS_ABOVE), row + 1):
        for other in sheet.layout.rows[upper]:
            is_near = upper == row or (other.box.left < cell.box.right and other.box.right > cell.box.left)
            text = fold(other.text)
            if is_near and other is not cell and any(text == one or text.startswith(f"{one} ") for one in titles):
                return True
    return False


def _lone_day(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the one day that the head of the page holds, captioned by nothing or by a place: the day of the paper."""
    if asked.rule.kind is not FieldKind.DATE or LONE not in asked.rule.hints:
        return
    bottom = HEAD * max((row[0].box.bottom for row in sheet.layout.rows), default=1.0)
    rows = [(row, cells) for row, cells in enumerate(sheet.layout.rows) if cells[0].box.top <= bottom]
    places = [(row, at, cell) for row, cells in rows for at, cell in enumerate(cells)]
    dated = [(place, start) for place in places if (start := _value_start(asked, place[2])) is not None]
    if len(dated) != 1:
        return
    (row, at, cell), start = dated[0]
    if start == 0 and not _caption(sheet, row, at, start):
        yield from _read(asked, sheet, cell, start)


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    bottom = HEAD * max((row[0].box.bottom for row in sheet.layout.rows), default=1.0)
    for row, cells in enumerate(sheet.layout.rows):
        if cells[0].box.top > bottom:
            return
        for at, cell in enumerate(cells):
            start = _value_start(asked, cell)
            if start is not None and _speaks(asked, _caption(sheet, row, at, start)):
                yield from _read(asked, sheet, cell, start)


def _read(asked: Asked, sheet: Sheet, cell: Cell, start: int) -> Iterator[Candidate]:
    words = tuple(placed.word for placed in cell.words)
    region = Region.of(words, sheet)
    sources = asked.papers.sources
    parsed = parse(asked.rule, region.text[start:], today=sources.today, language=sources.language)
    if parsed is None:
        return
    place = (start + parsed.start, start + parsed.end)
    legible = trust(region.words_at(*place), parsed.value, is_proved=parsed.is_proved)
    yield Candidate(
        value=parsed.value,
        confidence=parsed.quality * legible,
        origin=sheet.origin,
        evidence=region.evidence(*place),
        is_proved=parsed.is_proved,
    )


def _value_start(asked: Asked, cell: Cell) -> int | None:
    """Return the character at which a value of the field's kind begins in the cell, or None."""
    if not any(map(str.isdigit, cell.text)):
        return None
    days = days_in(cell.text, today=asked.papers.sources.today)
    if asked.rule.kind is FieldKind.DATE:
        return days[0].start if days else None
    found = identifier_in(cell.text, "local")
    if found is None or days or _is_of_another_kind(found.value, cell.text):
        return None
    return found.start


def _is_of_another_kind(value: str, text: str) -> bool:
    """Return whether a number is an amount, a phone number, or one that check digits prove."""
    is_money = any(amount.quality == 1.0 for amount in amounts_in(text))
    is_proved = any(proved_in(text, scheme) for scheme in ("siret", "vat", "iban"))
    is_phone = re.search(r"(?:\d{2}[ .]){4}\d{2}|\+\d{2} ", text)
    return is_money or is_proved or is_phone is not None or len(value) < SHORTEST_NUMBER or "@" in text


def _caption(sheet: Sheet, row: int, at: int, start: int) -> str:
    """Return the words that caption a value: before it in its cell, else in the cell to the left, else above it."""
    cells = sheet.layout.rows[row]
    before = cells[at].text[:start].strip(" :-–#")
    if any(map(str.isalpha, before)):
        return before
    if at > 0 and _is_words(cells[at - 1]):
        return cells[at - 1].text
    return _above(sheet, row, cells[at])


def _above(sheet: Sheet, row: int, cell: Cell) -> str:
    height = sheet.layout.letter_height
    for upper in range(row - 1, max(-1, row - 1 - ROWS_ABOVE), -1):
        over = [c for c in sheet.layout.rows[upper] if c.box.left < cell.box.right and c.box.right > cell.box.left]
        if over:
            is_near = cell.box.top - over[0].box.bottom < BELOW * height
            return over[0].text if is_near and _is_words(over[0]) else ""
    return ""


def _is_words(cell: Cell) -> bool:
    return not any(map(str.isdigit, cell.text)) and any(map(str.isalpha, cell.text))


def _speaks(asked: Asked, caption: str) -> bool:
    """Return whether a caption has a word that begins like one of the hints, and none that forbids it."""
    words = re.findall(r"n°|[a-z]+", fold(caption))
    if not words or len(caption) > LONGEST_CAPTION:
        return False
    return _has(words, asked.rule.hints) and not _has(words, asked.rule.hints_against)


def _has(words: Sequence[str], beginnings: Sequence[str]) -> bool:
    """Return whether a word begins like one of the beginnings; those of three letters and less are whole words."""
    plain = [fold(beginning) for beginning in beginnings]
    return any(word == one or (len(one) > WHOLE and word.startswith(one)) for word in words for one in plain)
