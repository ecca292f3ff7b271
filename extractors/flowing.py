"""Values that fill their printed line and go on in the next one, as the subject of a letter does.

A line is full when the first word below it would not have fitted behind its last one; a line that ends before the edge
of the text, or with the mark of an end, is a value of its own.
"""

from dataclasses import replace
from typing import Final

from extractors.regions import Region
from extractors.sheet import LINE_STEP, Sheet
from pipeline.page_layout import Cell

MOST_LINES = 2
"""Lines that a value goes on in."""
LEAST_WORDS = 3
"""The words of a cell that shows where lines of text end."""
BLANK = 0.3
"""A blank between words, in letter heights."""
_END_MARKS: Final = (".", "!", "?", ":", ";")


def whole(region: Region, sheet: Sheet) -> Region:
    """Return the region with the lines that its text goes on in; itself when its line is not full."""
    for _ in range(MOST_LINES):
        below = _next_line(region, sheet)
        if below is None:
            break
        words = tuple(placed.word for placed in below.words)
        pieces = tuple(word.text for word in words)
        region = replace(region, words=(*region.words, *words), pieces=(*region.pieces, *pieces))
    return region


def _next_line(region: Region, sheet: Sheet) -> Cell | None:
    """Return the cell right below that a full line goes on in, with the left edge of the value or of its label."""
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    last = region.words[-1]
    at = next((n for n, row in enumerate(rows) if any(p.word is last for cell in row for p in cell.words)), None)
    if at is None or at + 1 == len(rows) or last.text.endswith(_END_MARKS) or rows[at][-1].words[-1].word is not last:
        return None
    own, (cell, *others) = rows[at][-1], rows[at + 1]
    lefts = [sheet.layout.to_upright.box(region.words[0].box).left, own.box.left, rows[at][0].box.left]
    is_below = (
        cell.box.top - own.box.bottom < LINE_STEP * height and min(abs(x - cell.box.left) for x in lefts) < height
    )
    edge = max((c.box.right for row in rows for c in row if len(c.words) >= LEAST_WORDS), default=own.box.right)
    is_full = own.box.right + BLANK * height + (cell.words[0].box.right - cell.words[0].box.left) > edge
    is_labelled = any(label.start == 0 for label in sheet.labels.get((at + 1, 0), ()))
    return cell if is_below and is_full and not others and not is_labelled else None
