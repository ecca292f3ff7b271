"""What the model of likeness is trained on: drawn papers of open layouts, and papers worded by skeletons.

Each is given as its pages, its class and a group, which is left out as a whole when the model is measured: a layout of
the drawn papers, or a skeleton of the worded ones. Layouts that are held back are never drawn here.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.reading.page import PageWork
from adapters.reading.tools import ReadingTools
from pipeline.geometry import Box
from pipeline.imaging.page_source import Wishes
from pipeline.model.page import Line, Recognition, TextSource, Word
from specimens.mixture import CLASSES
from wordings.drawing import PaperLine, drawn
from wordings.skeletons import skeletons

ROOT = Path(__file__).parents[1]
LAYOUTS = 4
"""Layouts of each class drawn with one seed."""
LOST, MISREAD = 0.12, 0.05
"""Shares of words that a worn reading of a paper has not, or has wrong."""
LINES, LEFT, RIGHT, TOP = 62, 0.06, 0.94, 0.04
"""Of a worded page: its most lines, and where they begin and end."""
FEWEST, FILLED = 12, (0.5, 0.92)
"""Of a worded page: lines that it is set for at least, and how much of its height they fill."""
LETTER, WIDTH, LARGER, GAP = 0.011, 0.0065, 1.6, 0.03
"""Of a worded page: a letter's height and width, how much larger headings are, and the blank between columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A reading of a paper, what it is, with which it is left out, and whether a skeleton worded it."""

    pages: tuple[Recognition, ...]
    document_class: str
    group: str
    is_worded: bool


def drawn_papers(number: int, seed: int) -> Iterator[Paper]:
    """Draw papers of the open layouts, read each by its text, and give it as it is and worn."""
    work = PageWork(ReadingTools())
    chance = random.Random(seed)  # noqa: S311 - wears out words, protects nothing
    for sheet in range(-(-number // (LAYOUTS * len(CLASSES)))):
        with tempfile.TemporaryDirectory(prefix="casebinder-train-") as made:
            _draw(Path(made), seed * 1000 + sheet)
            for position, path in enumerate(sorted(Path(made).rglob("*.pdf"))):
                truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
                pages = _read(work, path)
                for document in truth["documents"]:
                    own = tuple(pages[number - 1] for number in document["pages"])
                    group = f"{document['document_class']} layout {position // len(CLASSES) % LAYOUTS}"
                    for reading in (own, worn(own, chance)):
                        yield Paper(
                            pages=reading, document_class=document["document_class"], group=group, is_worded=False
                        )


def worded_papers(times: int, seed: int) -> Iterator[Paper]:
    """Word some papers by each skeleton; every other one is worn."""
    for each in skeletons():
        group = f"{each.document_class} {each.name}"
        chance = random.Random(f"{seed} {group}")  # noqa: S311 - words papers, protects nothing
        for time in range(times):
            pages = tuple(laid_out(drawn(each, chance), chance))
            reading = worn(pages, chance) if time % 2 else pages
            yield Paper(pages=reading, document_class=each.document_class, group=group, is_worded=True)


def laid_out(lines: Sequence[PaperLine], chance: random.Random) -> Iterator[Recognition]:
    """Set the lines of a worded paper on pages, over as much of each as papers fill; long ones are broken."""
    rows = [(row, line.is_large) for line in lines for row in _rows(line)]
    for number, first in enumerate(range(0, len(rows), LINES), start=1):
        among = rows[first : first + LINES]
        step = chance.uniform(*FILLED) / max(FEWEST, len(among))
        set_lines = tuple(_set(row, TOP + at * step, LARGER if large else 1.0) for at, (row, large) in enumerate(among))
        yield _page(number, set_lines)


def _rows(line: PaperLine) -> Iterator[list[tuple[float, str]]]:
    """Yield the words of a line with where each begins; a line that is too long becomes several."""
    scale = LARGER if line.is_large else 1.0
    row: list[tuple[float, str]] = []
    left = LEFT
    for column in line.text.split("   "):
        for text in column.split():
            if row and left + scale * WIDTH * len(text) > RIGHT:
                yield row
                row, left = [], LEFT
            row.append((left, text))
            left += scale * WIDTH * (len(text) + 1)
        left += GAP
    if row:
        yield row


def _set(row: Sequence[tuple[float, str]], top: float, scale: float) -> Line:
    boxes = [Box(left, top, left + scale * WIDTH * len(text), top + scale * LETTER) for left, text in row]
    return Line(
        words=tuple(Word(text=text, box=box, confidence=1.0) for (_, text), box in zip(row, boxes, strict=True))
    )


def _page(number: int, lines: tuple[Line, ...]) -> Recognition:
    nothing: tuple[()] = ()
    return Recognition(
        number=number,
        width=1654,
        height=2339,
        dpi=200.0,
        rotation=0,
        skew_degrees=0.0,
        is_blank=not lines,
        separator=None,
        source=TextSource.TEXT_LAYER,
        language=None,
        confidence=1.0,
        lines=lines,
        codes=nothing,
        marks=nothing,
        form_fields=nothing,
        graphics=nothing,
        quality=nothing,
        engine="wordings",
    )


def worn(pages: Sequence[Recognition], chance: random.Random) -> tuple[Recognition, ...]:
    """Return the pages with words lost and misread, as scanners do."""
    return tuple(_worn(page, chance) for page in pages)


def _worn(page: Recognition, chance: random.Random) -> Recognition:
    lines = []
    for line in page.lines:
        words = [word for word in line.words if chance.random() >= LOST]
        words = [replace(w, text=_misread(w.text, chance)) if chance.random() < MISREAD else w for w in words]
        if words:
            lines.append(Line(words=tuple(words)))
    return replace(page, lines=tuple(lines))


def _misread(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("aeilnorstu") + text[at + 1 :]


def _draw(folder: Path, seed: int) -> None:
    pages = str(LAYOUTS * len(CLASSES))
    options = ["--seed", str(seed), "--pages", pages, "--classes", "all", "--media", "born-digital", "--single"]
    command = [sys.executable, "-m", "specimens", "batch", str(folder), *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _read(work: PageWork, path: Path) -> list[Recognition]:
    media_type = "application/pdf"
    wishes = Wishes(languages=("fra", "eng"))
    return [work.read(path, media_type, n + 1, wishes)[0] for n in range(work.count_pages(path, media_type))]
