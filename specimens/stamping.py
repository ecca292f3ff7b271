"""The mark of the mailroom pressed on some papers, and its words in the truth of those pages."""

from dataclasses import dataclass, replace

import numpy as np
from reportlab.lib.pagesizes import A4

from specimens.degrade import Wear, stamp
from specimens.render import Picture, pictures
from specimens.sheet import Pen, Sheet
from specimens.truth import Paper, PaperKind, Word

_WORDS = ("COURRIER ARRIVÉ", "Service du courrier")
_GREY = "#777777"
_SIZE = (150.0, 62.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a mark is pressed, as shares of height and width from the top left."""

    top: float
    left: float

    @property
    def is_above(self) -> bool:
        """Return whether the mark is read before the text of the page."""
        return self.top < 0.5


def draw_mark(paper: Paper, wear: Wear, rng: np.random.Generator) -> Mark | None:
    """Draw whether and where the first page of a paper is marked; only documents are."""
    chance, top, left = rng.random(), float(rng.choice((0.015, 0.93))), float(rng.uniform(0.3, 0.7))
    if paper.kind is not PaperKind.DOCUMENT or chance >= wear.stamp_chance:
        return None
    return Mark(top=top, left=left)


def marked_truth(paper: Paper, mark: Mark | None) -> Paper:
    """Return the paper with the words of the mark in the text of its first page."""
    if mark is None:
        return paper
    text, printed = "\n".join(_WORDS), _placed(mark)
    first = f"{text}\n{paper.texts[0]}" if mark.is_above else f"{paper.texts[0]}\n{text}"
    words = (*printed, *paper.words[0]) if mark.is_above else (*paper.words[0], *printed)
    return replace(paper, texts=(first, *paper.texts[1:]), words=(words, *paper.words[1:]))


def _placed(mark: Mark) -> tuple[Word, ...]:
    wide, high = _SIZE[0] / A4[0], _SIZE[1] / A4[1]
    return tuple(
        replace(
            word,
            box=(
                mark.left + word.box[0] * wide,
                mark.top + word.box[1] * high,
                mark.left + word.box[2] * wide,
                mark.top + word.box[3] * high,
            ),
        )
        for word in _mark_paper().words[0]
    )


def press(picture: Picture, mark: Mark | None, *, dpi: int) -> Picture:
    """Return the picture of a page with its mark."""
    return picture if mark is None else stamp(picture, _mark_picture(dpi), top=mark.top, left=mark.left)


def _mark_picture(dpi: int) -> Picture:
    return next(pictures(_mark_paper().pdf, dpi=dpi))


def _mark_paper() -> Paper:
    sheet = Sheet(size=_SIZE)
    sheet.box(1, 1, 50, 19, line=_GREY, weight=2)
    sheet.text(5, 8.5, _WORDS[0], Pen(size=12, is_bold=True, colour=_GREY))
    sheet.text(5, 15.5, _WORDS[1], Pen(size=10, colour=_GREY))
    return sheet.paper(PaperKind.BLANK, "", {})
