"""The number that a page bears: `2/3`, `Page 2 sur 3`, `- 2 -`, read at its head or foot or beside the word for page.

Fractions, days and rows of tables look like page numbers; without the word, only what stands alone at an edge counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.folding import fold
from pipeline.model.page import Recognition
from pipeline.page_layout import Cell, PageLayout, lay_out

EDGE = 0.12
"""The part of a page's height, from its top and from its bottom, where numbers stand."""
LONGEST, ALONE = 60, 12
"""Letters of a text that can hold a page's number, and of one that holds nothing else: running text names pages too."""
MOST_PAGES = 400
_WORD = r"(?:page|pages|pag|p\.|pg|seite|feuillet|folio|feuille|sheet)"
_OF = r"(?:/|\||sur|of|von|de)"
_NOT_MORE = r"(?!\s*[\d,.%/]*\d)"
_WORDED = re.compile(rf"(?:^|\W){_WORD}\s*(?:n\s?[°o])?\s*:?\s*(\d{{1,3}})(?:\s*{_OF}\s*(\d{{1,3}}))?{_NOT_MORE}")
_BARE = re.compile(rf"[-–—\s(\[]*(\d{{1,3}})\s*(?:{_OF})\s*(\d{{1,3}})[-–—\s)\]]*")
_ALONE = re.compile(r"[-–—\s]*(\d{1,3})[-–—\s]*")
_DASHED = re.compile(r"[-–—]\s*\d{1,3}\s*[-–—]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """The number of a page, from 1, and of how many, if it says so; is_worded: it says `page`, or has a total."""

    number: int
    total: int | None
    is_worded: bool = True

    def __str__(self) -> str:
        """Return it as `2/3`, or `2` without a total."""
        return f"{self.number}/{self.total}" if self.total else f"{self.number}"

    def goes_on_in(self, other: "PageNumber") -> bool:
        """Return whether the other is the next number of the same document."""
        is_of_one = self.total == other.total or None in {self.total, other.total}
        return is_of_one and other.number == self.number + 1

    @property
    def is_last(self) -> bool:
        """Return whether no page follows."""
        return self.number == self.total


def number_of(page: Recognition, layout: PageLayout | None = None) -> PageNumber | None:
    """Return the number that a page bears; of several, one with its total before one without."""
    found = list(_numbers(layout or lay_out(page)))
    return min(found, key=lambda one: (one.total is None, not one.is_worded), default=None)


def _numbers(layout: PageLayout) -> Iterator[PageNumber]:
    for row in layout.rows:
        for cell in row:
            is_edge = cell.box.top < EDGE or cell.box.bottom > 1 - EDGE
            text = fold(cell.text)
            if len(text) < LONGEST:
                yield from (one for one in _worded(text) if one.total or is_edge or len(text) < ALONE)
            if is_edge:
                yield from _at_edge(cell, text)


def _worded(text: str) -> Iterator[PageNumber]:
    for found in _WORDED.finditer(text):
        total = int(found[2]) if found[2] else None
        if _fits(int(found[1]), total):
            yield PageNumber(number=int(found[1]), total=total)


def _at_edge(cell: Cell, text: str) -> Iterator[PageNumber]:
    """Read a cell that is nothing but a number; one without total only between dashes or in the middle of its line."""
    bare = _BARE.fullmatch(text)
    if bare and _fits(int(bare[1]), int(bare[2])):
        yield PageNumber(number=int(bare[1]), total=int(bare[2]))
    alone = _ALONE.fullmatch(text)
    is_outer = cell.box.top < EDGE / 2 or cell.box.bottom > 1 - EDGE / 2
    if alone and (_DASHED.fullmatch(cell.text.strip()) or is_outer) and _fits(int(alone[1]), None):
        yield PageNumber(number=int(alone[1]), total=None, is_worded=False)


def _fits(number: int, total: int | None) -> bool:
    return 1 <= number <= (total or MOST_PAGES) <= MOST_PAGES
