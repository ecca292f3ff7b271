"""Words put into printed lines, and the lines into reading order: blocks from top to bottom, left to right within.

A PDF writes its text in any order, and the engine's order follows its guesses at blocks, which it makes anew on every
scan. Words on one height make a row; columns are read one after the other (a cut in two at a time, after G. Nagy and
S. Seth 1984), while forms and tables stay on their rows.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.geometry import Box, around
from pipeline.model.page import Line, Word
from pipeline.page_layout import Upright
from pipeline.reading.columns import Gutter, Row, Segment, find_columns

GAP_IN_LINE = 1.6
"""A blank wider than this many letter heights ends a segment of a row."""
SAME_ROW = 0.5
"""Share of the lower of two segments that must stand beside the other for one row."""
HIGHER = 1.8
"""Letter heights by which a right column begins above the left one to be read first."""
FILLERS = "<<"
"""What only lines of machine-readable zones have; they are left as they were read, each a row of its own."""


def in_lines(words: Sequence[Word], *, aspect: float) -> tuple[Line, ...]:
    """Return the lines in reading order; aspect: width of the page divided by its height."""
    upright = Upright(rotation=0, aspect=aspect)
    rows = [Line(words=tuple(sorted(row, key=lambda word: word.box.left))) for row in _rows(words)]
    return reordered(rows, upright)


def reordered(lines: Sequence[Line], upright: Upright) -> tuple[Line, ...]:
    """Return lines that were read in any order, or across columns, in reading order."""
    segments = [segment for line in lines for segment in _segments(line, upright)]
    if not segments:
        return ()
    height = median(each.box.height for each in segments)
    return tuple(Line(words=tuple(w for segment in row for w in segment.words)) for row in _ordered(segments, height))


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Put words of one height together; a word joins the row that covers most of it."""
    rows: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda each: each.box.bottom):
        for index in range(len(rows) - 1, max(-1, len(rows) - 12), -1):
            top, bottom, members = rows[index]
            shared = min(bottom, word.box.bottom) - max(top, word.box.top)
            if shared >= 0.5 * min(bottom - top, max(word.box.height, 1e-6)):
                members.append(word)
                rows[index] = (min(top, word.box.top), max(bottom, word.box.bottom), members)
                break
        else:
            rows.append((word.box.top, word.box.bottom, [word]))
    return [members for _, _, members in sorted(rows, key=lambda row: row[0] + row[1])]


def _segments(line: Line, upright: Upright) -> list[Segment]:
    """Part a line at its wide blanks."""
    placed = [(word, upright.box(word.box)) for word in line.words]
    height = median(box.height for _, box in placed)
    parts: list[list[tuple[Word, Box]]] = [[placed[0]]]
    for before, after in pairwise(placed):
        gap = after[1].left - before[1].right
        if not GAP_IN_LINE * -2 * height < gap <= GAP_IN_LINE * height and FILLERS not in line.text:
            parts.append([])
        parts[-1].append(after)
    return [Segment(words=tuple(w for w, _ in part), box=around(box for _, box in part)) for part in parts]


def _ordered(segments: list[Segment], height: float) -> list[Row]:
    """Return the rows of segments in reading order."""
    rows = _by_row(segments)
    gutter = find_columns(rows, height)
    if gutter is None:
        return rows
    above = [each for row in rows[: gutter.first] for each in row]
    below = [each for row in rows[gutter.last + 1 :] for each in row]
    beside = _beside(rows, gutter, height)
    return [row for part in (above, *beside, below) if part for row in _ordered(part, height)]


def _beside(rows: Sequence[Row], gutter: Gutter, height: float) -> tuple[list[Segment], list[Segment]]:
    """Return the two columns in the order in which they are read."""
    zone = [each for row in rows[gutter.first : gutter.last + 1] for each in row]
    left = [each for each in zone if each.box.right <= gutter.x]
    right = [each for each in zone if each.box.right > gutter.x]
    is_higher = min(each.box.top for each in right) < min(each.box.top for each in left) - HIGHER * height
    return (right, left) if is_higher else (left, right)


def _by_row(segments: list[Segment]) -> list[Row]:
    """Gather the segments that stand beside each other, from top to bottom and left to right."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda each: each.box.centre[1]):
        if rows and _is_beside(segment, rows[-1]):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda each: each.box.left) for row in rows]


def _is_beside(segment: Segment, row: Row) -> bool:
    if any(FILLERS in each.text for each in (segment, *row)):
        return False
    box = segment.box
    shared = [min(each.box.bottom, box.bottom) - max(each.box.top, box.top) for each in row]
    lower = [min(each.box.height, box.height) for each in row]
    return all(common >= SAME_ROW * least for common, least in zip(shared, lower, strict=True))
