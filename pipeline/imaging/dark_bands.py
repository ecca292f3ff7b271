"""Dark bands with light print on them, as heads of tables and sums have it.

The engine takes a dark band for a picture and passes over what it says. A band is told from a photograph by its one
even level, and from a blot by the letters in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.components import Ink, components
from pipeline.imaging.page_source import Prepared, Zone
from pipeline.ports import Grey

REDUCED = 0.3
"""Reduced pixels per letter height: a letter is a third of a pixel, a band some pixels high."""
GLANCE = 4
"""Of so many pixels of the working picture one is looked at to see whether anything is dark throughout."""
DARK = 0.66
"""Share of the paper's level under which a ground is dark; the letters on it lighten it when reduced."""
LOWEST, NARROWEST = 1.25, 3.0
"""Height and width of a band, in heights of the page's letters."""
MOST_OF_PAGE = 0.5
"""A larger dark ground is a page in negative, which is looked at as a whole."""
FILLED = 0.85
"""Share of its box that a band fills."""
LIGHT, MOST_LIGHT = 0.02, 0.45
"""Share of a band that letters cover."""
CONTRAST = 60
"""Grey levels between the ground and its letters."""
EVEN = 22
"""Grey levels by which half of the ground may vary: the ink of a photograph varies more."""
FEWEST_LETTERS = 3
SIZES = (0.4, 3.0)
"""Heights of letters on a band, in those of the page's usual ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkBand:
    """A band in pixels of the prepared picture; letters: a row (left, top, right, bottom) each, of the same."""

    zone: Zone
    letters: NDArray[np.float64]


def dark_bands(prepared: Prepared, ink: Ink) -> tuple[DarkBand, ...]:
    """Return the dark bands that carry light letters; most pages have none, which a glance tells."""
    letter = prepared.letter_height
    if letter is None or not _dark(ink.seen[::GLANCE, ::GLANCE], 1).any():
        return ()
    found = ((zone, _letters_on(cut(prepared.grey, zone), letter)) for zone in _dark_grounds(prepared.grey, letter))
    return tuple(
        DarkBand(zone=zone, letters=letters + np.array([zone.left, zone.top, zone.left, zone.top]))
        for zone, letters in found
        if len(letters) >= FEWEST_LETTERS
    )


def cut(grey: Grey, zone: Zone) -> Grey:
    """Return the part of a picture that a zone is."""
    return grey[zone.top : zone.bottom, zone.left : zone.right]


def negative(part: Grey) -> Grey:
    """Return a band with its ground white and its letters black."""
    ground, ink = np.percentile(part, (30, 98))
    spread = 255.0 / max(1.0, float(ink - ground))
    return np.asarray(np.clip((ink - part.astype(np.float32)) * spread, 0, 255).astype(np.uint8))


def _dark_grounds(grey: Grey, letter: float) -> Iterator[Zone]:
    """Yield the rectangles that are dark throughout, in pixels of the picture."""
    factor = max(1, int(letter * REDUCED))
    dark = _dark(grey, factor)
    height, width = dark.shape
    found = components(np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))))
    is_band = (found.height * factor >= LOWEST * letter) & (found.width * factor >= NARROWEST * letter)
    is_band &= found.area >= FILLED * found.width * found.height
    is_band &= found.width * found.height <= MOST_OF_PAGE * width * height
    for left, top, right, bottom in zip(
        *(column[is_band] for column in (found.left, found.top, found.right, found.bottom)), strict=True
    ):
        yield Zone(
            left=int(left) * factor, top=int(top) * factor, right=int(right) * factor, bottom=int(bottom) * factor
        )


def _dark(grey: Grey, factor: int) -> Grey:
    """Return 1 where the picture, reduced so many times, is dark over three pixels and more, 0 elsewhere."""
    height, width = max(1, grey.shape[0] // factor), max(1, grey.shape[1] // factor)
    part = grey[: height * factor, : width * factor]
    small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA) if factor > 1 else part
    dark = (small < DARK * float(np.percentile(small[::2, ::2], 75))).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _letters_on(part: Grey, letter: float) -> NDArray[np.float64]:
    """Return the boxes of light shapes of letters' size on an even dark ground; none when it is no such ground."""
    nothing = np.zeros((0, 4))
    _, light = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if not LIGHT <= float(np.count_nonzero(light)) / light.size <= MOST_LIGHT:
        return nothing
    ground, ink = part[light == 0], part[light > 0]
    low, middle, high = np.percentile(ground, (25, 50, 75))
    if high - low > EVEN or float(np.median(ink)) - middle < CONTRAST:
        return nothing
    found = components(np.asarray(light))
    usual = (found.height >= SIZES[0] * letter) & (found.height <= SIZES[1] * letter) & (found.width <= 4 * letter)
    some = found.only(usual)
    return np.stack([some.left, some.top, some.right, some.bottom], axis=1)
