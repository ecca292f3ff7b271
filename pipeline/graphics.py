"""Large ink that is no text: signatures, stamps, drawings, photographs, as boxes."""

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.components import Ink, components, paper
from pipeline.geometry import Box
from pipeline.model.page import Word
from pipeline.ports import Grey

USUAL_LETTER = 11.0
"""Working pixels of a letter when the page has too few to measure."""

TALL = 2.2
WIDE = 3.0
"""A drawing is this many letters high and wide."""

MOST_GRAPHICS = 20
"""The largest are kept: a photograph falls into a hundred pieces, and a page has few signatures."""

SURE_WORD = 0.75
DARK_PAPER = 0.72
"""Where the paper itself is darker than this share of the page's, a picture is printed."""

SMALLEST_PICTURE = 0.006
"""Share of the page's area."""


def unread_places(ink: Ink, *, letter: float | None, words: Sequence[Word]) -> tuple[Box, ...]:
    """Give the boxes (source fractions) of large ink that no word explains; letter in working pixels."""
    height, width = ink.mask.shape
    return tuple(_drawings(ink.mask, letter or USUAL_LETTER, words, width=width, height=height))


def find_graphics(picture: Grey, unread: Sequence[Box], *, codes: Sequence[Box]) -> tuple[Box, ...]:
    """Give the boxes of drawn and printed pictures: unread ink that is no code, and photographs (in any size of it)."""
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
    chosen = found.only(np.asarray(large))
    return [
        Box(left / width, top / height, (left + across) / width, (top + down) / height)
        for left, top, across, down in zip(chosen.left, chosen.top, chosen.width, chosen.height, strict=True)
    ]


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
    """Give the boxes of printed pictures: where no bright paper shows between the ink."""
    scale = 220 / max(picture.shape)
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ground = paper(small)
    dark = np.asarray((ground < DARK_PAPER * np.percentile(ground, 90)).astype(np.uint8) * 255)
    found = components(dark)
    height, width = dark.shape
    large = (found.area >= SMALLEST_PICTURE * dark.size) & (found.area >= 0.5 * found.width * found.height)
    large &= (found.width < 0.97 * width) | (found.height < 0.97 * height)
    large &= np.minimum(found.width, found.height) >= 8
    chosen = found.only(np.asarray(large))
    return [
        Box(left / width, top / height, (left + across) / width, (top + down) / height).clipped()
        for left, top, across, down in zip(chosen.left, chosen.top, chosen.width, chosen.height, strict=True)
    ]


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Leave out boxes that lie in larger ones."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda each: -each.area):
        if not any(box.overlap(other) > 0.6 for other in kept):
            kept.append(box)
    return sorted(kept[:MOST_GRAPHICS], key=lambda each: (each.top, each.left))
