"""Dotted lines to write on, as forms have them, are taken out of the prepared picture before it is read.

Their dots touch the feet of what stands on them; the engine then takes `8` for `3`, drops strokes of dates, and ends
words in a row of full stops. A dotted line is told from the dots of letters by its even step over many dots.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.components import Components, Ink, components, in_prepared
from pipeline.imaging.page_source import Prepared
from pipeline.ports import Grey

SPECK, FAINTEST = 4.0, 25
"""Working pixels, above which either way nothing is a dot, and grey levels by which one is darker than around it: dots
are smaller than the working picture's pixels, and too pale there to count as ink."""
SPECK_REACH = 5
"""Working pixels around a dot that it is compared with."""
HINTS, FEWEST_DOTS = 6, 12
"""Specks in a row that make it worth looking closer, and dots of a line."""
MOST_ROWS = 80
"""A page with more rows of specks is a texture, and is left as it is."""
LARGEST_DOT = 0.3
"""Height and width of a dot, in heights of the page's letters."""
LEVEL = 0.2
"""How far dots of one line may stand above or below each other, in heights of the page's letters."""
LONGEST_STEP = 1.2
"""From dot to dot, in heights of the page's letters."""
MOST_COVERED = 25
"""Steps over which the dots may be hidden by what is written on them."""
OFF_STEP, EVEN = 0.22, 0.8
"""How far a distance may be from a whole number of steps, and the share of the distances that must be so near."""
BAND = 0.8
"""Heights of the page's letters looked at on either side of the line: what is part of a letter is seen to be."""
CONTRAST = 40
"""Grey levels by which a dot is darker than the paper beside it."""


def without_dotted_lines(prepared: Prepared, ink: Ink) -> Prepared:
    """Return the prepared picture with its dotted lines whitened; the same one when there are none."""
    letter = prepared.letter_height
    if letter is None:
        return prepared
    rows = _rows(in_prepared(_specks(ink), ink, prepared.matrix), letter)
    levels = [level for level in rows if 0 <= level < prepared.grey.shape[0]]  # straightening turns corners out
    if not levels or len(levels) > MOST_ROWS:
        return prepared
    clean = prepared.grey.copy()
    for level in levels:
        _whiten(clean, level, letter)
    return replace(prepared, grey=clean)


def _specks(ink: Ink) -> Components:
    around = np.ones((SPECK_REACH, SPECK_REACH), np.uint8)
    darker = cv2.morphologyEx(ink.grey, cv2.MORPH_BLACKHAT, around)
    found = components(np.asarray((darker > FAINTEST).astype(np.uint8)))
    return found.only((found.width <= SPECK) & (found.height <= SPECK))


def _rows(boxes: NDArray[np.float64], letter: float) -> Iterator[float]:
    """Yield the height of each row in which specks stand close enough together to belong to a dotted line."""
    middles = np.sort((boxes[:, 1] + boxes[:, 3]) / 2)
    breaks = np.flatnonzero(np.diff(middles) > LEVEL * letter)
    for row in np.split(middles, breaks + 1):
        if len(row) >= HINTS:
            yield float(np.median(row))


def _whiten(grey: Grey, level: float, letter: float) -> None:
    top = max(0, int(level - BAND * letter))
    strip = grey[top : int(level + BAND * letter) + 1]
    paper = int(np.percentile(strip[::2, ::8], 90))
    for line in _lines(_dots(strip, paper, level - top, letter), letter):
        for left, above, width, height in line[:, 1:].astype(int):
            strip[max(0, above - 1) : above + height + 1, max(0, left - 1) : left + width + 1] = paper


def _dots(strip: Grey, paper: int, level: float, letter: float) -> NDArray[np.float64]:
    """Return the small pieces of ink at the level as rows (middle, left, top, width, height), from left to right."""
    dark = np.asarray(strip < paper - CONTRAST, dtype=np.uint8)
    _, _, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    boxes = stats[1:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].astype(np.float64)
    middles = centres[1:]
    is_dot = (boxes[:, 2:].max(axis=1, initial=0) <= LARGEST_DOT * letter) & (
        np.abs(middles[:, 1] - level) <= LEVEL * letter
    )
    dots = np.column_stack([middles[is_dot, 0], boxes[is_dot]])
    return dots[np.argsort(dots[:, 0])]


def _lines(dots: NDArray[np.float64], letter: float) -> Iterator[NDArray[np.float64]]:
    """Yield the runs of dots that follow each other in even steps; each is one dotted line."""
    if len(dots) < FEWEST_DOTS:
        return
    step = float(np.median(np.diff(dots[:, 0])))
    if not 0 < step <= LONGEST_STEP * letter:
        return
    for run in np.split(dots, np.flatnonzero(np.diff(dots[:, 0]) > MOST_COVERED * step) + 1):
        if len(run) >= FEWEST_DOTS and _is_even(np.diff(run[:, 0]), step):
            yield run


def _is_even(distances: NDArray[np.float64], step: float) -> bool:
    steps = np.maximum(1, np.round(distances / step))
    exact = float(distances.sum() / steps.sum())
    return float(np.mean(np.abs(distances / exact - steps) <= OFF_STEP)) >= EVEN
