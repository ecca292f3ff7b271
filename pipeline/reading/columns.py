"""Which blanks between segments of rows part columns to be read one after the other: prose, addresses, twin forms.

Most blanks that run down a page stand between labels and values or between cells of a table, and their rows are read
across. A gutter of columns needs a sign of its own: prose on both sides, an address, forms that begin their lines
alike, or lines that do not stand on one level. Where there is none, rows are kept: a value parted from its label is
worse than two addresses read across.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.geometry import Box
from pipeline.model.page import Word

NARROWEST = 2.0
"""Letter heights: the width of a gutter."""
FAR, FARTHER = 2.2, 5.0
"""Letter heights of blank below a row from which what follows is another part of the page; the second one for prose
and for forms, whose lines are far apart."""
CLOSE = 1.3
"""Letter heights of blank up to which a line on one side alone still belongs to its column."""
PROSE_WORDS, PROSE_ROWS = 3.5, 4
"""Words a row has on average, and rows, on both sides of a gutter of prose."""
FEWEST_ROWS, LOWER_SIDE = 3, 2
"""Rows of the higher and of the lower of two columns."""
MOSTLY = 0.5
"""Share of rows from which values, or labels with a colon, make a side."""
TWINS = 0.6
"""Share of rows that begin with the same word on both sides, as two forms side by side do."""
ADDRESS_ROWS = 9
"""Rows up to which a town makes its side an address, and not the column of a list."""
OFF_LEVEL, APART = 0.4, 0.4
"""Letter heights between two levels, and the share of each side's rows without a fellow on their level."""
NUMBER = re.compile(r"\d{3}")
TOWN = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÀ-Ý][^\d]+")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words of one row that stand together; box: upright, units of the page's height."""

    words: tuple[Word, ...]
    box: Box

    @cached_property
    def text(self) -> str:
        """Return the words with single blanks between."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def is_value(self) -> bool:
        """Return whether more figures than letters stand here."""
        signs = [sign for sign in self.text if sign.isalnum()]
        return 2 * sum(map(str.isdigit, signs)) > len(signs)


Row = list[Segment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gutter:
    """Rows `first` to `last` (inclusive) that a blank around x divides."""

    first: int
    last: int
    x: float


def find_columns(rows: Sequence[Row], height: float) -> Gutter | None:
    """Return the highest gutter that parts columns, the one over most rows of those; height: of a letter."""
    for far, are_columns in ((FARTHER, _are_alike), (FAR, _are_blocks)):
        found = [each for each in _gutters(rows, height, far) if are_columns(*_sides(rows, each), height)]
        if found:
            return min(found, key=lambda each: (each.first - each.last, each.first, each.x))
    return None


def _gutters(rows: Sequence[Row], height: float, far: float) -> Iterator[Gutter]:
    seen: list[tuple[int, int, float, float]] = []
    for index, (row, following) in enumerate(pairwise(rows)):
        for blank in _blanks([*row, *following], NARROWEST * height):
            if any(first <= index < last and a < blank[1] and b > blank[0] for first, last, a, b in seen):
                continue
            first, low, high = _grown(rows, index, -1, blank, height, far)
            last, low, high = _grown(rows, index, 1, (low, high), height, far)
            seen.append((first, last, low, high))
            span = _trimmed(rows, first, last, (low + high) / 2, height)
            if span is not None:
                yield Gutter(first=span[0], last=span[1], x=(low + high) / 2)


def _blanks(segments: Row, narrowest: float) -> Iterator[tuple[float, float]]:
    """Yield the blanks between segments that no other of them covers."""
    segments = sorted(segments, key=lambda each: each.box.left)
    end = segments[0].box.right
    for each in segments[1:]:
        if each.box.left - end >= narrowest:
            yield end, each.box.left
        end = max(end, each.box.right)


def _grown(
    rows: Sequence[Row], index: int, step: int, blank: tuple[float, float], height: float, far: float
) -> tuple[int, float, float]:
    """Follow a blank from row to row; return the last row it reaches and what is left of it."""
    low, high = blank
    while 0 <= index + step < len(rows):
        upper, lower = sorted((index, index + step))
        if _top(rows[lower]) - _bottom(rows[upper]) > far * height:
            break
        new_low, new_high = low, high
        for each in rows[index + step]:
            if each.box.right <= new_low or each.box.left >= new_high:
                continue
            if each.box.centre[0] < (new_low + new_high) / 2:
                new_low = max(new_low, each.box.right)
            else:
                new_high = min(new_high, each.box.left)
        if new_high - new_low < NARROWEST * height:
            break
        index, low, high = index + step, new_low, new_high
    return index, low, high


def _trimmed(rows: Sequence[Row], first: int, last: int, x: float, height: float) -> tuple[int, int] | None:
    """Leave out rows at the ends that stand on one side only, unless they hang together with the rest of it."""
    left = [index for index in range(first, last + 1) if rows[index][0].box.right <= x]
    right = [index for index in range(first, last + 1) if rows[index][-1].box.right > x]
    if not left or not right:
        return None
    start, end = max(left[0], right[0]), min(left[-1], right[-1])
    if start > end:
        return None
    while start > first and _hang_together(rows[start - 1], rows[start : end + 1], x, height):
        start -= 1
    while end < last and _hang_together(rows[end + 1], rows[start : end + 1], x, height):
        end += 1
    return start, end


def _hang_together(row: Row, zone: Sequence[Row], x: float, height: float) -> bool:
    """Return whether a row on one side stands close to the others of this side."""
    is_left = row[0].box.right <= x
    fellows = [each.box for other in zone for each in other if (each.box.right <= x) == is_left]
    top, bottom = _top(row), _bottom(row)
    return any(max(each.top - bottom, top - each.bottom) <= CLOSE * height for each in fellows)


def _sides(rows: Sequence[Row], gutter: Gutter) -> tuple[list[Row], list[Row]]:
    zone = rows[gutter.first : gutter.last + 1]
    left = [[each for each in row if each.box.right <= gutter.x] for row in zone]
    right = [[each for each in row if each.box.right > gutter.x] for row in zone]
    return [row for row in left if row], [row for row in right if row]


def _are_alike(left: list[Row], right: list[Row], _: float) -> bool:
    """Return whether both sides are prose, or forms with the same labels."""
    return (_is_prose(left) and _is_prose(right)) or _are_twins(left, right)


def _are_blocks(left: list[Row], right: list[Row], height: float) -> bool:
    """Return whether two sides are blocks of their own, and not labels with values or cells of a table."""
    lower, higher = sorted((len(left), len(right)))
    labels = sum(row[-1].text.endswith(":") for row in left)
    values = sum(row[0].is_value for row in right)
    if lower < LOWER_SIDE or higher < FEWEST_ROWS:
        return False
    if labels >= MOSTLY * len(left) or values > MOSTLY * len(right):
        return False
    alone, beside = _alone(left, right, height)
    if _is_address(left) or (_is_address(right) and (_holds_numbers(left) or min(alone) > 0)):
        return True
    return min(beside) >= FEWEST_ROWS and min(alone) >= APART * min(beside)


def _is_prose(side: list[Row]) -> bool:
    words = [len(each.words) for row in side for each in row]
    return len(side) >= PROSE_ROWS and sum(words) >= PROSE_WORDS * len(words)


def _is_address(side: list[Row]) -> bool:
    """Return whether a town with its code stands below another line, as in an address."""
    towns = [index for index, row in enumerate(side) if any(TOWN.fullmatch(each.text) for each in row)]
    return 2 <= len(side) <= ADDRESS_ROWS and len(towns) == 1 and towns[0] > 0


def _are_twins(left: list[Row], right: list[Row]) -> bool:
    begins = {row[0].words[0].text for row in left if row[0].words[0].text.isalpha()}
    alike = sum(row[0].words[0].text in begins for row in right)
    return len(begins) >= FEWEST_ROWS and alike >= max(FEWEST_ROWS, TWINS * len(right))


def _holds_numbers(side: list[Row]) -> bool:
    """Return whether half of the rows hold a number, as labels do not."""
    return sum(any(NUMBER.search(each.text) for each in row) for row in side) >= MOSTLY * len(side)


def _alone(left: list[Row], right: list[Row], height: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count rows by side where both lie beside each other: those without a fellow on their level, and all of them."""
    top = max(_top(left[0]), _top(right[0])) - height
    bottom = min(_bottom(left[-1]), _bottom(right[-1])) + height
    here, there = ([_level(row) for row in side if top <= _level(row) <= bottom] for side in (left, right))
    alone = [
        sum(all(abs(level - other) > OFF_LEVEL * height for other in fellows) for level in levels)
        for levels, fellows in ((here, there), (there, here))
    ]
    return (alone[0], alone[1]), (len(here), len(there))


def _level(row: Row) -> float:
    return row[0].box.centre[1]


def _top(row: Row) -> float:
    return min(each.box.top for each in row)


def _bottom(row: Row) -> float:
    return max(each.box.bottom for each in row)
