"""A page as the eye sees it: rows of cells, upright, whatever the turn and skew of the source.

Stored boxes are fractions of the source page; here the words are put upright in units of the upright page's height,
rows are words on one level, and a wide gap within a row begins a new cell. Readers look right and down in it.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

from pipeline.geometry import Box, around
from pipeline.model.document import Evidence
from pipeline.model.page import Line, Recognition, Word

CELL_GAP = 1.4
"""A gap wider than this many letter heights begins a new cell (a blank is a third of one, justified at most one)."""
HEAD_OF_PAGE = 0.35
"""The part of a page, from its top, where titles stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A word of the page with its upright box (units of page height)."""

    word: Word
    box: Box


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Words that stand together on one level; box and text are put together once, when first asked."""

    words: tuple[Placed, ...]

    @cached_property
    def box(self) -> Box:
        """Return the upright box around the words."""
        return around(placed.box for placed in self.words)

    @cached_property
    def text(self) -> str:
        """Return the words with single blanks between."""
        return text_of(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """The rows of a page from top to bottom, cells from left to right; letter_height: median height of a word."""

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    letter_height: float
    to_upright: "Upright"

    @property
    def words(self) -> tuple[Placed, ...]:
        """Return all words, row by row."""
        return tuple(placed for row in self.rows for cell in row for placed in cell.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """How source fractions become upright units: quarter turns clockwise, aspect (width / height), line slope."""

    rotation: int
    aspect: float
    slope: float = 0.0

    def box(self, source: Box) -> Box:
        """Return the upright box of a source box."""
        if self.rotation == 0 and self.aspect == 1.0 and self.slope == 0.0:
            return source
        x0, y0 = self._turned(source.left, source.top)
        x1, y1 = self._turned(source.right, source.bottom)
        left, right = min(x0, x1) * self.aspect, max(x0, x1) * self.aspect
        top, bottom = min(y0, y1), max(y0, y1)
        shift = self.slope * (left + right) / 2
        lean = min(abs(self.slope) * (right - left), 0.6 * (bottom - top)) / 2
        return Box(left, top - shift + lean, right, bottom - shift - lean)

    def _turned(self, u: float, v: float) -> tuple[float, float]:
        match self.rotation % 360:
            case 90:
                return 1 - v, u
            case 180:
                return 1 - u, 1 - v
            case 270:
                return v, 1 - u
            case _:
                return u, v


def text_of(words: Iterable[Placed]) -> str:
    """Return what words say, with single blanks between."""
    return " ".join(placed.word.text for placed in words)


def row_text(cells: Iterable[Cell]) -> str:
    """Return what the cells of a row say, with single blanks between."""
    return " ".join(cell.text for cell in cells)


def holding(texts: Sequence[str], start: int, end: int) -> tuple[int, ...]:
    """Return which of some texts hold the characters [start, end) of all of them with single blanks between."""
    found, at = [], 0
    for position, text in enumerate(texts):
        if at < end and at + len(text) > start:
            found.append(position)
        at += len(text) + 1
    return tuple(found)


def source_box(words: Iterable[Word]) -> Box:
    """Return the box around words on the source page; raises ValueError without words."""
    return around(word.box for word in words)


def evidence_of(words: Sequence[Word], *, page: int) -> Evidence:
    """Return where words of a page stand and what they say; raises ValueError without words."""
    return Evidence(page=page, box=source_box(words), text=" ".join(word.text for word in words))


@lru_cache(maxsize=32)
def lay_out(page: Recognition) -> PageLayout:
    """Put the page's words upright and order them in rows of cells; class and fields of a page ask for the same."""
    upright = _upright(page)
    placed = [
        Placed(word=word, box=upright.box(word.box)) for word in page.words if word.text.strip() and word.box.area > 0
    ]
    height = median(p.box.height for p in placed) if placed else 0.01
    rows = tuple(_cells(row) for row in _rows(placed))
    return PageLayout(number=page.number, rows=rows, letter_height=height, to_upright=upright)


def _upright(page: Recognition) -> Upright:
    width, height = max(1, page.width), max(1, page.height)
    aspect = height / width if page.rotation % 180 else width / height
    level = Upright(rotation=page.rotation, aspect=aspect)
    slopes = [slope for slope in (_slope(line, level) for line in page.lines) if slope is not None]
    return Upright(rotation=page.rotation, aspect=aspect, slope=median(slopes) if slopes else 0.0)


def _slope(line: Line, upright: Upright) -> float | None:
    """Return how far a line sinks for each unit to the right, or None when it is too short to tell."""
    if len(line.words) < 3:
        return None
    first, last = upright.box(line.words[0].box), upright.box(line.words[-1].box)
    run = last.centre[0] - first.centre[0]
    if run < 0.15:
        return None
    return (last.bottom + last.top - first.bottom - first.top) / 2 / run


def _rows(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Gather words whose middles lie on one level, judged against the row's tallest neighbour nearby."""
    rows: list[_Row] = []
    for word in sorted(placed, key=lambda p: p.box.centre[1]):
        row = next((row for row in reversed(rows[-3:]) if row.is_level_with(word)), None)
        if row is None:
            rows.append(row := _Row())
        row.add(word)
    return [row.words for row in sorted(rows, key=lambda row: median(row.levels))]


class _Row:
    """A row that grows word by word; the middles and the heights of its words, each in order."""

    def __init__(self) -> None:
        self.words: list[Placed] = []
        self.levels: list[float] = []
        self._heights: list[float] = []

    def add(self, word: Placed) -> None:
        self.words.append(word)
        insort(self.levels, word.box.centre[1])
        insort(self._heights, word.box.height)

    def is_level_with(self, word: Placed) -> bool:
        heights = word.box.height + median(self._heights)
        return abs(word.box.centre[1] - median(self.levels)) < 0.3 * heights


def _cells(row: list[Placed]) -> tuple[Cell, ...]:
    ordered = sorted(row, key=lambda p: p.box.left)
    height = median(p.box.height for p in ordered)
    cells: list[list[Placed]] = [[ordered[0]]]
    for before, word in pairwise(ordered):
        if word.box.left - before.box.right > CELL_GAP * height:
            cells.append([word])
        else:
            cells[-1].append(word)
    return tuple(Cell(words=tuple(words)) for words in cells)
