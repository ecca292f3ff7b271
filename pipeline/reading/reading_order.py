"""Words of a text layer put into printed lines, and the lines into reading order.

PDF writes text in any order. Words on one height make a row; columns of prose are read one after the other (a
recursive XY-cut, G. Nagy and S. Seth 1984), while the columns of forms and tables stay on their rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.geometry import Box, around
from pipeline.model.page import Line, Word

GAP_IN_LINE = 1.6
"""A blank wider than this many letter heights ends a segment of a row."""

PROSE_WORDS = 3.5
"""Words a segment has on average on both sides of a gutter when columns are prose."""

PROSE_ROWS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    words: tuple[Word, ...]
    box: Box


def in_lines(words: Sequence[Word], *, aspect: float) -> tuple[Line, ...]:
    """Give the lines in reading order; aspect: width of the page divided by its height."""
    segments = [segment for row in _rows(words) for segment in _segments(row, aspect)]
    return tuple(_line(row) for row in _ordered(segments))


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


def _segments(row: list[Word], aspect: float) -> list[_Segment]:
    row = sorted(row, key=lambda word: word.box.left)
    height = median(word.box.height for word in row) / aspect
    segments: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        if word.box.left - before.box.right > GAP_IN_LINE * height:
            segments.append([])
        segments[-1].append(word)
    return [_Segment(words=tuple(each), box=around(word.box for word in each)) for each in segments]


def _ordered(segments: list[_Segment]) -> list[list[_Segment]]:
    """Give the rows of segments in reading order."""
    if len(segments) < 2:
        return [segments] if segments else []
    gutter = _gutter(segments)
    if gutter is not None:
        left = [each for each in segments if each.box.right <= gutter]
        right = [each for each in segments if each.box.right > gutter]
        return _ordered(left) + _ordered(right)
    cut = _widest_gap([(each.box.top, each.box.bottom) for each in segments])
    if cut is None:
        return _by_row(segments)
    above = [each for each in segments if each.box.bottom <= cut]
    below = [each for each in segments if each.box.bottom > cut]
    return _ordered(above) + _ordered(below)


def _gutter(segments: list[_Segment]) -> float | None:
    """Give the x of a gutter between two columns of prose, or None."""
    x = _widest_gap([(each.box.left, each.box.right) for each in segments])
    if x is None:
        return None
    for side in ([s for s in segments if s.box.right <= x], [s for s in segments if s.box.right > x]):
        words = sum(len(each.words) for each in side)
        if len(side) < PROSE_ROWS or words < PROSE_WORDS * len(side):
            return None
    return x


def _widest_gap(spans: list[tuple[float, float]]) -> float | None:
    """Give the middle of the widest stretch that no span covers, or None when they leave none."""
    best, place, end = 0.0, None, None
    for low, high in sorted(spans):
        if end is not None and low - end > best:
            best, place = low - end, (low + end) / 2
        end = high if end is None else max(end, high)
    return place


def _by_row(segments: list[_Segment]) -> list[list[_Segment]]:
    rows: list[list[_Segment]] = []
    for segment in sorted(segments, key=lambda each: each.box.centre[1]):
        if rows and segment.box.centre[1] < rows[-1][0].box.bottom:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _line(row: list[_Segment]) -> Line:
    words = tuple(word for segment in sorted(row, key=lambda each: each.box.left) for word in segment.words)
    return Line(words=words, baseline=None)
