"""Is the text a PDF page carries what a person sees on it? Only then is it taken instead of reading the picture.

A bad layer (broken fonts, the poor reading of an old scanner, text that covers only a heading) is worse than none,
because it looks sure. So its words must look like words, lie on ink, and cover the letters that are seen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.imaging.components import Components, Ink
from pipeline.imaging.page_source import TextLayer
from pipeline.model.page import Line
from pipeline.reading.plausibility import plausible_share

MOST_UNMAPPED = 0.08
LEAST_PLAUSIBLE = 0.70
LEAST_PLAUSIBLE_FEW = 0.4
LEAST_PLAUSIBLE_SCAN = 0.85
"""A layer behind a scan is a machine's reading: it must be better than drawn text to be believed."""

LEAST_SIGNIFICANT = 0.5
"""Share of letters and figures; fonts without a table of characters give signs instead."""
_TO_WRITE_ON = re.compile(r"[_.…·\-–—|☐□]")
LEAST_COVERED = 0.75
LEAST_COVERED_SCAN = 0.85
FEW_LETTERS = 20
"""So many uncovered letters (a logo, a stamp) are no reason to read the page again."""

SEEN_CONTRAST = 6.0
"""Grey levels of standard deviation below which nothing is seen in a word's box (white on white, off the crop)."""

SCAN_CONFIDENCE = 0.90
"""Confidence given to the words of a believed scan layer: nobody told how sure its engine was."""


def seen_only(layer: TextLayer, ink: Ink) -> TextLayer:
    """Leave out the words that nobody can see, such as white text on white paper."""
    boxes = [word.box for line in layer.lines for word in line.words]
    seen = iter(_contrast(boxes, ink.grey) >= SEEN_CONTRAST)
    lines = (replace(line, words=tuple(word for word in line.words if next(seen))) for line in layer.lines)
    return replace(layer, lines=tuple(line for line in lines if line.words))


def is_good(layer: TextLayer, ink: Ink, letters: Components) -> bool:
    """Judge a layer whose unseen words are gone, against the ink of the page."""
    words = [word.text for line in layer.lines for word in line.words]
    if not words or layer.unmapped > MOST_UNMAPPED:
        return False
    is_scan = layer.invisible > 0.5
    share = plausible_share(words)
    least = LEAST_PLAUSIBLE_SCAN if is_scan else LEAST_PLAUSIBLE
    if share < (least if len(words) > 3 else LEAST_PLAUSIBLE_FEW) or _letters_and_figures(words) < LEAST_SIGNIFICANT:
        return False
    covered, uncovered = _covered(layer.lines, ink, letters)
    return uncovered <= FEW_LETTERS or covered >= (LEAST_COVERED_SCAN if is_scan else LEAST_COVERED)


def _letters_and_figures(words: Sequence[str]) -> float:
    """Return their share of the characters; rules and dots to be written on do not count."""
    text = _TO_WRITE_ON.sub("", "".join(words))
    return sum(map(str.isalnum, text)) / len(text) if text else 1.0


def believed(layer: TextLayer) -> tuple[Line, ...]:
    """Return the lines with the confidence the layer deserves."""
    if layer.invisible <= 0.5:
        return layer.lines
    return tuple(
        replace(line, words=tuple(replace(word, confidence=SCAN_CONFIDENCE) for word in line.words))
        for line in layer.lines
    )


def _covered(lines: tuple[Line, ...], ink: Ink, letters: Components) -> tuple[float, int]:
    """Return the share of the letters that lie in a word's box, and the number of those that do not."""
    if not len(letters):
        return 1.0, 0
    height, width = ink.mask.shape
    words = np.zeros((height, width), np.uint8)
    for line in lines:
        for word in line.words:
            left, top, right, bottom = _pixels(word.box, width, height, margin=2)
            words[top:bottom, left:right] = 1
    x = np.clip((letters.left + letters.width / 2).astype(int), 0, width - 1)
    y = np.clip((letters.top + letters.height / 2).astype(int), 0, height - 1)
    inside = int(np.count_nonzero(words[y, x]))
    return inside / len(letters), len(letters) - inside


def _contrast(boxes: list[Box], grey: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the standard deviation of the grey levels inside each box."""
    height, width = grey.shape
    sums, squares = cv2.integral2(grey)
    result = np.zeros(len(boxes))
    for index, box in enumerate(boxes):
        left, top, right, bottom = _pixels(box, width, height, margin=1)
        area = (right - left) * (bottom - top)
        total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        square = squares[bottom, right] - squares[top, right] - squares[bottom, left] + squares[top, left]
        result[index] = max(0.0, square / area - (total / area) ** 2) ** 0.5 if area > 0 else 0.0
    return result


def _pixels(box: Box, width: int, height: int, *, margin: int) -> tuple[int, int, int, int]:
    left, top = max(0, int(box.left * width) - margin), max(0, int(box.top * height) - margin)
    right, bottom = min(width, int(box.right * width) + 1 + margin), min(height, int(box.bottom * height) + 1 + margin)
    return left, top, right, bottom
