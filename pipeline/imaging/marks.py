"""Tick boxes: small printed squares, and whether somebody ticked, crossed or filled them.

A square is found by its four sides, so strokes that leave it do no harm, and cells of tables and combs, whose sides
run on, are not taken for one. How dark it is inside tells whether it is ticked; in between is a doubt, not an answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.components import Components, components, median_grey, outlines
from pipeline.model.page import Mark, Word
from pipeline.ports import Grey

SIDE = (1.25, 4.0)
"""Side of a tick box in heights of the page's letters: 1.8 to 6.5 mm beside print of 8 to 12 points."""

ENOUGH_LETTER = 13.0
"""Pixels of letter height at which boxes are looked for: their lines are still a pixel wide."""

USUAL_LETTER = 21.0
"""Letter height at 300 dpi when the page has too few letters to measure."""

SQUARE = (0.72, 1.38)
LONGER_BY_STROKE = 0.3
SIDE_INK = 0.8
"""Share of a side that must be inked."""

EMPTY_FILL, TICKED_FILL = 0.035, 0.10
"""Dark share of the inside up to which a box is surely empty, and from which it is surely ticked."""

TICK_REACH = 0.35
"""A tick reaches over this share of the inside; dust and a printed dot do not."""

TRACE = 35.0
"""Grey levels under the paper from which a stroke is seen inside a box."""

LABEL_REACH = 20.0
"""Sides of the box within which its label stands, along its row or its column."""

LABEL_CONFIDENCE = 0.3

INSET = 0.2
MOST_SEGMENTS = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Square:
    left: int
    top: int
    right: int
    bottom: int
    is_solid: bool = False

    @property
    def side(self) -> float:
        return (self.right - self.left + self.bottom - self.top) / 2


def find_marks(
    grey: Grey,
    matrix: PageMatrix,
    *,
    letter: float | None,
    words: Sequence[Word] = (),
    not_in: Sequence[Box] = (),
) -> tuple[Mark, ...]:
    """Return the tick boxes of an upright, straight picture (grey 0-255, even paper), in reading order.

    letter: median letter height in its pixels; words: what was read, since a letter inside a word is no box; not_in:
    boxes (source fractions) that hold bar codes.
    """
    height = letter or USUAL_LETTER
    share = min(1.0, ENOUGH_LETTER / height)
    reduced = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 0.9 else grey
    small = np.asarray(reduced, dtype=np.uint8)
    across, down = grey.shape[1] / small.shape[1], grey.shape[0] / small.shape[0]
    height *= 1 / across
    _, mask = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = np.asarray(mask, dtype=np.uint8)
    drawn = list(_outlined(ink, height))
    if not drawn:
        return ()
    # Pencil and a dry pen are paler than print: inside a box anything darker than the paper counts.
    trace = median_grey(small) - TRACE
    is_letter = _letters_of(words)
    squares = _distinct([*drawn, *_solid(ink, height)])
    outlined = [each for each in squares if not each.is_solid]
    marks = []
    for square in squares:
        if square.is_solid and not any(0.8 < each.side / square.side < 1.25 for each in outlined):
            continue  # a black square among no tick boxes is a bullet
        box = matrix.box_to_source(square.left * across, square.top * down, square.right * across, square.bottom * down)
        if any(box.overlap(code) > 0.5 for code in not_in) or is_letter(box):
            continue
        marks.append(_mark(small, trace, square, box))
    return tuple(sorted(marks, key=lambda mark: (round(mark.box.top, 2), mark.box.left)))


def labelled(marks: Sequence[Mark], words: Sequence[Word]) -> tuple[Mark, ...]:
    """Keep the tick boxes with a word on their row or in their column: squares of a photograph have none."""
    labels = [word.box for word in words if word.confidence >= LABEL_CONFIDENCE and _is_label(word.text)]
    boxes = np.array(labels).reshape(-1, 4)
    return tuple(mark for mark in marks if _has_label(mark.box, boxes))


def _is_label(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= 2


def _has_label(box: Box, boxes: np.ndarray) -> bool:
    """Return whether a word is near; distances in sides of the box, so that it holds on a page lying on its side."""
    across = np.maximum(boxes[:, 0] - box.right, box.left - boxes[:, 2]) / max(box.width, 1e-6)
    down = np.maximum(boxes[:, 1] - box.bottom, box.top - boxes[:, 3]) / max(box.height, 1e-6)
    on_row = (across <= LABEL_REACH) & (down <= 0)
    in_column = (down <= LABEL_REACH) & (across <= 0)
    return bool((on_row | in_column).any())


def _letters_of(words: Sequence[Word]) -> Callable[[Box], bool]:
    """Return the test whether a box is a letter inside a word that was read with confidence."""
    boxes = np.array([word.box for word in words if len(word.text) >= 3 and word.confidence > 0.7]).reshape(-1, 4)

    def is_letter(box: Box) -> bool:
        x, y = box.centre
        around = (boxes[:, 0] < x) & (x < boxes[:, 2]) & (boxes[:, 1] < y) & (y < boxes[:, 3])
        return bool((around & (box.width < 0.5 * (boxes[:, 2] - boxes[:, 0]))).any())

    return is_letter


def _outlined(ink: Grey, letter: float) -> Iterator[_Square]:
    """Yield the squares whose four sides are drawn."""
    shortest, longest = SIDE[0] * letter, SIDE[1] * letter
    length = max(5, int(0.8 * shortest))
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    found = outlines(np.asarray(across, dtype=np.uint8), with_area=False)
    thin = (found.height <= max(4.0, 0.55 * letter)) & (found.width >= shortest) & (found.width <= longest * 1.1)
    sides = found.only(np.asarray(thin))
    pairs = list(_pairs(sides)) if len(sides) <= MOST_SEGMENTS else []
    if not pairs:
        return
    down = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)), dtype=np.uint8)
    for top, bottom in pairs:
        square = _Square(
            left=int(max(sides.left[top], sides.left[bottom])),
            right=int(min(sides.right[top], sides.right[bottom])),
            top=int(sides.top[top]),
            bottom=int(sides.bottom[bottom]),
        )
        if _has_upright_sides(down, square):
            yield square


def _pairs(sides: Components) -> Iterator[tuple[int, int]]:
    """Yield the pairs of horizontal strokes that can be top and bottom of one square."""
    order = np.argsort(sides.top)
    tops = sides.top[order]
    for place, first in enumerate(order):
        width = sides.width[first]
        low = np.searchsorted(tops, sides.top[first] + SQUARE[0] * width - 1)
        high = np.searchsorted(tops, sides.top[first] + SQUARE[1] * width + 1)
        for second in order[max(low, place + 1) : high]:
            # A stroke that crosses a side makes it longer, never shorter.
            slack = max(2.0, LONGER_BY_STROKE * width)
            if (
                abs(sides.left[first] - sides.left[second]) <= slack
                and abs(sides.right[first] - sides.right[second]) <= slack
            ):
                yield int(first), int(second)


def _has_upright_sides(down: Grey, square: _Square) -> bool:
    """Return whether straight ink stands along the left and the right side, into the corners."""
    slack = max(2, round(0.1 * square.side))
    corner = max(2, round(0.15 * square.side))
    for x in (square.left, square.right):
        band = down[square.top : square.bottom, max(0, x - slack) : x + slack]
        if not band.size:
            return False
        inked = band.max(axis=1) > 0
        if np.count_nonzero(inked) < SIDE_INK * len(inked) or not (inked[:corner].any() and inked[-corner:].any()):
            return False
    return True


def _solid(ink: Grey, letter: float) -> Iterator[_Square]:
    """Yield the squares filled to the last corner."""
    length = max(5, int(SIDE[0] * letter))
    core = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, length), np.uint8))
    found = outlines(np.asarray(core, dtype=np.uint8))
    longest = SIDE[1] * letter
    for index in range(len(found)):
        width, height = found.width[index], found.height[index]
        if width > longest or not SQUARE[0] <= width / height <= SQUARE[1] or found.area[index] < 0.9 * width * height:
            continue
        left, top = int(found.left[index]), int(found.top[index])
        yield _Square(left=left, top=top, right=left + int(width), bottom=top + int(height), is_solid=True)


def _distinct(squares: Sequence[_Square]) -> list[_Square]:
    """Keep one of squares that lie over each other, the larger one (the outer edge of a thick line)."""
    kept: list[_Square] = []
    for square in sorted(squares, key=lambda each: -each.side):
        inside = (
            each.left - 3 <= square.left
            and square.right <= each.right + 3
            and each.top - 3 <= square.top
            and square.bottom <= each.bottom + 3
            for each in kept
        )
        if not any(inside):
            kept.append(square)
    return kept


def _mark(grey: Grey, trace: float, square: _Square, box: Box) -> Mark:
    """Return whether the square is ticked; trace: the grey level below which there is a stroke."""
    inset = max(3, round(INSET * square.side))
    within = grey[square.top + inset : square.bottom - inset, square.left + inset : square.right - inset]
    inside = np.asarray(within < trace, dtype=np.uint8)
    if square.is_solid or not inside.size:
        return Mark(box=box, is_ticked=True, fill=1.0, confidence=0.7)
    fill = float(np.count_nonzero(inside) / inside.size)
    if fill <= EMPTY_FILL:
        return Mark(box=box, is_ticked=False, fill=round(fill, 3), confidence=0.98)
    strokes = components(inside)
    reach = float(np.maximum(strokes.width, strokes.height).max()) / max(inside.shape)
    if reach < TICK_REACH:
        return Mark(box=box, is_ticked=False, fill=round(fill, 3), confidence=0.75)
    sure = min(1.0, max(0.0, (fill - EMPTY_FILL) / (TICKED_FILL - EMPTY_FILL)))
    return Mark(box=box, is_ticked=True, fill=round(fill, 3), confidence=round(0.5 + 0.47 * sure, 3))
