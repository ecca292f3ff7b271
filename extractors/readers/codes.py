"""A paper's own reference that stands in the head without a label: `DRH/PB/2024-61`, `4 March 2026 | UW-25-188`."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.parties.letter_heads import HEAD_OF_LETTER, greeting_row, lines_of
from extractors.sheet import Sheet
from extractors.written.values import reference
from pipeline.model.values import Text
from pipeline.page_layout import Placed, evidence_of, text_of

BY_FORM = 0.85
_PLATE: Final = r"(?:[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2,3}-[A-Z]{1,2}-\d+)"
_CODE: Final = re.compile(
    rf"(?!{_PLATE}$)(?=.*[A-Z])(?=(?:.*\d){{3}})[A-Z\d]+(?:(?: ?/ ?|-)[A-Z\d]+){{2,}}(?: \d{{2,4}}[/-]\d+)?"
)
"""Capitals and figures that strokes part at least twice: offices join service, writer, year and number so.

French and Irish plates look alike, and are none.
"""
_MARKS: Final = frozenset("|·•–—-:")


def read_codes(asked: Asked) -> tuple[Candidate, ...]:
    """Return the one code that stands in the head of the first page."""
    return tuple(found for sheet in asked.papers.sheets[:1] for found in _on(sheet))


def _on(sheet: Sheet) -> Iterator[Candidate]:
    greeting = greeting_row(sheet)
    above = HEAD_OF_LETTER if greeting is None else sheet.layout.rows[greeting][0].box.top
    found = {
        value: words
        for row, at, cell in lines_of(sheet, above=above)
        if not _is_asked(sheet, row, at)
        for words in _parts(cell.words)
        if _CODE.fullmatch(text_of(words)) and (value := reference(text_of(words)))
    }
    if len(found) == 1:
        ((value, words),) = found.items()
        yield Candidate(
            value=Text(value),
            confidence=BY_FORM * legibility(placed.word for placed in words),
            origin=sheet.origin,
            evidence=evidence_of([placed.word for placed in words], page=sheet.page.number),
        )


def _is_asked(sheet: Sheet, row: int, at: int) -> bool:
    """Return whether a label stands before a cell, or over it: then it is the value of that one."""
    cell = sheet.layout.rows[row][at]
    before = sheet.layout.rows[row][at - 1 : at] if at else ()
    over = [c for c in sheet.layout.rows[row - 1] if c.box.left < cell.box.right and c.box.right > cell.box.left]
    near = [c for c in over if row and cell.box.top - c.box.bottom < cell.box.height]
    return any(id(other.words[0]) in sheet.label_lines for other in (*before, *near))


def _parts(words: Sequence[Placed]) -> Iterator[tuple[Placed, ...]]:
    """Yield the parts of a line between marks that stand alone."""
    part: list[Placed] = []
    for placed in words:
        if placed.word.text in _MARKS:
            yield tuple(part)
            part = []
        else:
            part.append(placed)
    yield tuple(part)
