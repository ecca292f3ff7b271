"""Large ink that is no text: signatures, stamps, drawings, photographs, as boxes."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from pipeline.geometry import Box
from pipeline.imaging.components import Components, Ink, components, paper
from pipeline.model.page import Word
from pipeline.ports import Grey

USUAL_LETTER = 11.0
"""Working pixels of a letter when the page has too few to measure."""

TALL = 2.2
WIDE = 3.0
"""A drawing is this many letters high and wide."""

PEN_WIDE, PEN_TALL = 6.0, 1.5
"""A stroke of a pen is low and long, as hasty signatures are: in one piece wider than letters ever hang together."""

PEN_INK, PEN_STRAIGHT = 0.25, 0.5
"""The most ink in its box, where print has more; and of its width in one row, where frames and underlines have more."""

MOST_GRAPHICS = 20
"""The largest are kept: a photograph falls into a hundred pieces, and a page has few signatures."""

SURE_WORD = 0.75
DARK_PAPER = 0.72
"""Where the paper itself is darker than this share of the page's, a picture is printed."""

SMALLEST_PICTURE = 0.006
"""Share of the page's area."""


Corners = tuple[int, int, int, int]
"""Left, top, right, bottom, in working pixels."""


def unread_places(ink: Ink, *, letter: float | None, words: Sequence[Word]) -> tuple[Box, ...]:
    """Return the boxes (source fractions) of large ink that no word explains; letter in working pixels."""
    height, width = ink.mask.shape
    return tuple(_drawings(ink.mask, letter or USUAL_LETTER, words, width=width, height=height))


def find_graphics(picture: Grey, unread: Sequence[Box], *, codes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes of drawn and printed pictures: unread ink that is no code, and photographs of any size."""
    boxes = [*_photographs(picture), *unread]
    free = [box for box in boxes if not any(box.overlap(code) > 0.5 or code.overlap(box) > 0.9 for code in codes)]
    return tuple(_merged(free))


def _drawings(mask: Grey, letter: float, words: Sequence[Word], *, width: int, height: int) -> list[Box]:
    unread = _without_words(_without_rules(mask, letter), words)
    reach = max(3, round(0.9 * letter))
    joined = cv2.morphologyEx(unread, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    found = components(np.asarray(joined, dtype=np.uint8))
    large = (found.height >= TALL * letter) & (found.width >= WIDE * letter)
    large &= found.area >= 0.06 * found.width * found.height
    # Borders of the scan touch the picture's edge along most of it.
    large &= ~((found.width >= 0.9 * width) | (found.height >= 0.9 * height))
    low = (found.height >= PEN_TALL * letter) & (found.width >= PEN_WIDE * letter) & ~large
    pens = (pen for box in _boxes(found.only(np.asarray(low))) for pen in _pen_strokes(unread, box, letter))
    chosen = [*_boxes(found.only(np.asarray(large))), *pens]
    return [Box(left / width, top / height, right / width, bottom / height) for left, top, right, bottom in chosen]


def _boxes(found: Components) -> Iterator[Corners]:
    """Yield the corners of each."""
    left, top, right, bottom = (
        column.astype(int).tolist() for column in (found.left, found.top, found.right, found.bottom)
    )
    yield from zip(left, top, right, bottom, strict=True)


def _pen_strokes(unread: Grey, within: Corners, letter: float) -> Iterator[Corners]:
    """Yield the long low curves in one piece that stand within a box."""
    x, y, right, bottom = within
    ink = unread[y:bottom, x:right]
    found = components(ink)
    long = (found.width >= PEN_WIDE * letter) & (found.height >= PEN_TALL * letter)
    long &= (found.height < TALL * letter) & (found.area <= PEN_INK * found.width * found.height)
    for left, top, end, foot in _boxes(found.only(np.asarray(long))):
        if float((ink[top:foot, left:end] > 0).mean(axis=1).max()) <= PEN_STRAIGHT:
            yield x + left, y + top, x + end, y + foot


def _without_rules(mask: Grey, letter: float) -> Grey:
    """Take the ruled lines of forms and tables away."""
    length = max(15, round(9 * letter))
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(mask, cv2.bitwise_not(rules)), dtype=np.uint8)


def _without_words(mask: Grey, words: Sequence[Word]) -> Grey:
    """Take the words away that were read with confidence."""
    height, width = mask.shape
    left_over = mask.copy()
    for word in words:
        if word.confidence >= SURE_WORD and len(word.text) > 1:
            box = word.box
            top, bottom = int(box.top * height) - 1, int(box.bottom * height) + 2
            left_over[max(0, top) : bottom, max(0, int(box.left * width) - 1) : int(box.right * width) + 2] = 0
    return left_over


def _photographs(picture: Grey) -> list[Box]:
    """Return the boxes of printed pictures: where no bright paper shows between the ink."""
    scale = 220 / max(picture.shape)
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ground = paper(small)
    dark = np.asarray((ground < DARK_PAPER * np.percentile(ground, 90)).astype(np.uint8) * 255)
    found = components(dark)
    height, width = dark.shape
    large = (found.area >= SMALLEST_PICTURE * dark.size) & (found.area >= 0.5 * found.width * found.height)
    large &= (found.width < 0.97 * width) | (found.height < 0.97 * height)
    large &= np.minimum(found.width, found.height) >= 8
    chosen = _boxes(found.only(np.asarray(large)))
    return [
        Box(left / width, top / height, right / width, bottom / height).clipped() for left, top, right, bottom in chosen
    ]


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Leave out boxes that lie in larger ones."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda each: -each.area):
        if not any(box.overlap(other) > 0.6 for other in kept):
            kept.append(box)
    return sorted(kept[:MOST_GRAPHICS], key=lambda each: (each.top, each.left))
