"""Is there anything on this page? Dust, holes, the scanner's borders and print shining through are nothing.

A page is called blank at once only when no ink is left after those are taken away. With a little ink left, the
reading decides; with faint ink, a mirror does: print that reads in the mirror stands on the other side of the paper.
"""

from enum import StrEnum

import numpy as np

from pipeline.imaging.components import WORKING_SIDE, Components, Ink, components, letters

WORKING_PIXELS_A_MM = 5.9
"""Working pixels (longer side 1754) in a millimetre of A4."""

SMALLEST_MARK = 1.2
EDGE = 0.012
"""Share of the page's sides within which a component is the scanner's border."""

HOLE = (4.0, 9.5)
"""Millimetres: punched holes are 5 to 6, their shadows a little more (ISO 838)."""

HOLE_MARGIN = 0.14
MOST_INK = 0.5
"""Share of a page that its ink may cover; a sheet that is dark all over is no blank one, whatever it shows."""
SHADED = 70.0
"""Grey levels between bright and dark parts of the paper that no light on a blank sheet makes."""

FEW_MARKS = 15
LARGE_MARK_MM = 5.0
FEW_LEFT = 8
PALE_LEVEL = 228
"""Grey 0-255 of an evened picture below which something pale can be seen."""

SHINE_DARKNESS = 90.0
"""Grey levels under the paper that print shining through does not reach."""


class Emptiness(StrEnum):
    """What the ink tells before reading."""

    BLANK = "blank"
    NEARLY = "nearly"
    PALE = "pale"
    WRITTEN = "written"


def emptiness(ink: Ink, found: Components) -> Emptiness:
    """Judge a page by its ink at working size; a dark page, or one printed without paper between, is written."""
    if ink.unevenness > SHADED or float(ink.mask.mean()) > MOST_INK * 255:
        return Emptiness.WRITTEN
    left = _left(found, ink.mask.shape)
    if len(left) > FEW_MARKS:
        return Emptiness.WRITTEN if _darkness(ink) >= SHINE_DARKNESS else Emptiness.PALE
    pale = letters(_left(components(_pale(ink)), ink.mask.shape))
    if len(pale) > 2 * FEW_MARKS:
        return Emptiness.PALE
    return Emptiness.NEARLY if len(left) else Emptiness.BLANK


def _pale(ink: Ink) -> np.ndarray:
    return np.asarray((ink.grey < PALE_LEVEL).astype(np.uint8) * 255)


def _darkness(ink: Ink) -> float:
    """Return how far the darkest tenth of the ink lies under the paper, grey levels."""
    values = ink.grey[ink.mask > 0]
    return 255.0 - float(np.percentile(values, 10)) if len(values) else 0.0


def holds_little(ink: Ink, found: Components) -> bool:
    """Return whether the ink that is more than dust, holes and borders is a few small marks only."""
    left = _left(found, ink.mask.shape)
    large = LARGE_MARK_MM * _millimetre(ink.mask.shape)
    return len(left) <= FEW_LEFT and not bool(((left.width > large) | (left.height > large)).any())


def _millimetre(shape: tuple[int, ...]) -> float:
    """Return the working pixels of a millimetre, the longer side taken to be that of A4."""
    return WORKING_PIXELS_A_MM * max(shape) / WORKING_SIDE


def _left(found: Components, shape: tuple[int, ...]) -> Components:
    height, width = shape
    mm = _millimetre(shape)
    edge_x, edge_y = EDGE * width, EDGE * height
    inside = (found.left > edge_x) & (found.top > edge_y)
    inside &= (found.right < width - edge_x) & (found.bottom < height - edge_y)
    large = np.maximum(found.width, found.height) >= SMALLEST_MARK * mm
    return found.only(inside & large & ~_holes(found, width=width, height=height, mm=mm))


def _holes(found: Components, *, width: int, height: int, mm: float) -> np.ndarray:
    """Return which components are punched holes: round, full, of the usual size, near a side of the paper."""
    x, y = (found.left + found.width / 2) / width, (found.top + found.height / 2) / height
    near = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) < HOLE_MARGIN
    size = np.maximum(found.width, found.height)
    usual = (size >= HOLE[0] * mm) & (size <= HOLE[1] * mm) & (np.minimum(found.width, found.height) >= 0.7 * size)
    full = found.area >= 0.55 * found.width * found.height
    return np.asarray(near & usual & full)
