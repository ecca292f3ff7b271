"""What is set in type: headings, paragraphs and tables in their order; the form that every reader of a format gives.

Texts are taken as they are: nothing in them is a command of the typesetter.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from pipeline import refusals
from pipeline.errors import InputRefused
from pipeline.model.text import Bilingual

MOST_CHARACTERS = 2_000_000
"""Some five hundred full pages; setting them takes a gigabyte and ten seconds (measured), and more is no letter."""
MOST_CELLS = 100_000
"""Cells of tables; setting this many takes half a minute."""
MOST_COLUMNS = 14
"""More columns are too narrow for words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is the largest of 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table; rows may differ in length. is_ruled: drawn with lines, else laid out like a letter's head."""

    rows: tuple[tuple[str, ...], ...]
    is_ruled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What follows begins a new page."""


Block = Heading | Paragraph | Rows | Break


def tables(rows: Iterable[tuple[str, ...]]) -> Iterator[Rows]:
    """Yield rows as tables that fit on a page: empty rows and last columns left out, wide ones cut into several."""
    kept = [row for row in rows if any(row)]
    across = max((len(row) - sum(1 for _ in takewhile(_is_empty, reversed(row))) for row in kept), default=0)
    for left in range(0, across, MOST_COLUMNS):
        part = tuple(row[left : min(across, left + MOST_COLUMNS)] for row in kept)
        yield Rows(rows=tuple(row for row in part if any(row)))


def _is_empty(cell: str) -> bool:
    return not cell


def as_json(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as the layout reads them; raises InputRefused when they would fill too many pages."""
    if sum(len(row) for block in blocks if isinstance(block, Rows) for row in block.rows) > MOST_CELLS:
        raise too_many_cells()
    text = json.dumps([_told(block) for block in blocks], ensure_ascii=False)
    if len(text) > MOST_CHARACTERS:
        raise refusals.refused(refusals.too_large(_too_long(len(text))))
    return text


def _told(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "lines": _spaced(block.text).splitlines()}
        case Rows():
            across = max((len(row) for row in block.rows), default=0)
            rows = [[*map(_spaced, row), *([""] * (across - len(row)))] for row in block.rows]
            return {"kind": "rows", "rows": rows, "across": across, "ruled": block.is_ruled}
        case Break():
            return {"kind": "break"}


def _spaced(text: str) -> str:
    """Return a text with a wide blank for each tabulator, which the typesetter does not know."""
    return text.replace("\t", "\N{EM SPACE}")


def too_many_cells() -> InputRefused:
    """Return the exception that refuses a table of more cells than are set in type."""
    what = Bilingual(
        fr=f"un tableau de plus de {MOST_CELLS // 1000} 000 cases",
        en=f"a table of more than {MOST_CELLS // 1000},000 cells",
    )
    return refusals.refused(refusals.too_large(what))


def _too_long(characters: int) -> Bilingual:
    return Bilingual(
        fr=f"un texte de {characters} caractères, {MOST_CHARACTERS // 1_000_000} millions au plus sont acceptés",
        en=f"a text of {characters} characters, at most {MOST_CHARACTERS // 1_000_000} million are accepted",
    )
