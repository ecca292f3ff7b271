"""Making a page's picture ready to be read: in even light, upright, straight, its letters about 26 pixels high.

Every step keeps the exact matrix from source fractions to the prepared picture, so that what is read there can be
shown on the page as the viewer knows it.
"""

import math
from dataclasses import replace

import cv2
import numpy as np

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.blankness import PALE_LEVEL
from pipeline.imaging.components import Components, Ink, even_light
from pipeline.imaging.orientation import Bearing
from pipeline.imaging.page_source import Prepared
from pipeline.ports import Grey

SMALL_LETTER_WANTED, LARGE_LETTER_WANTED = 22.0, 26.0
"""Pixels: median height of the connected components to which too small and too large letters are brought. Tesseract's
LSTM reads best from 20 to 32 (measured); more than needed only costs time, which grows with the area."""

GOOD_LETTER = (17.5, 34.0)
"""Sizes left alone: clean print from 16 to 20 pixels is read as well as it is (measured: 0 to 1 % of the words)."""

ENGINE_LETTER, ENGINE_LARGEST = 18.0, 19.0
"""Pixels of letter height to which a whole page is brought for the engine, and above which it is. Its search for lines
takes its time by the area, its reading of a line does not. Measured: on 60 drawn scans of 300 dpi 98.4 of 100 words
were read (98.2 as they were) in 83 % of the time; on 116 pages of printed files drawn as scans of 300 dpi 91.3 (91.4),
and 91.1 of 100 numbers (91.0), in 89 %. At 20 pixels, and reduced by area, it was less of each. What was scanned
small and is enlarged stays large: of its numbers some were lost (294 of 338 for 296)."""

SMALLEST_SKEW = 0.15
"""Degrees below which straightening changes no reading and only softens the letters."""

UNEVEN_PAPER = 45.0
"""Grey levels between bright and dark parts of the paper from which evening it out pays."""

SMALLEST_LETTER = 4.0
"""Pixels under which nobody reads a letter: what is so small is grain of a photograph, and measures nothing."""

LARGEST_PREPARED, LARGEST_ENLARGED = 40_000_000, 16_000_000
"""Pixels; keeps a child under its memory, and a photograph without letters from being enlarged for nothing."""

MARGIN = 0.015
"""Share of the picture's longer side that is left of its blank margins: 4 mm of A4."""


def letter_height(letters: Components, *, rotation: int, scale: float) -> float | None:
    """Return the median height of the letters in source pixels, or None when too few or too small to be letters."""
    if len(letters) < 8:
        return None
    sizes = letters.height if rotation in (0, 180) else letters.width
    height = float(np.median(sizes))
    return height / scale if height >= SMALLEST_LETTER else None


def in_even_light(picture: Grey, ink: Ink) -> Grey:
    """Return the picture with its paper evened out, where its ink was seen to stand on bright and on dark paper."""
    return even_light(picture) if ink.unevenness > UNEVEN_PAPER else picture


def prepare(picture: Grey, *, bearing: Bearing, letter: float | None) -> Prepared:
    """Make the prepared picture; `letter` is the height of the letters in pixels of `picture`, None when unknown."""
    upright = np.ascontiguousarray(np.rot90(picture, k=-(bearing.rotation // 90)))
    scale = _scale_for(letter, upright)
    skew = bearing.skew_degrees if abs(bearing.skew_degrees) >= SMALLEST_SKEW else 0.0
    height, width = upright.shape
    out_width, out_height = max(1, round(width * scale)), max(1, round(height * scale))
    turn = _straightening(width, height, out_width, out_height, skew)
    return Prepared(
        grey=_warped(upright, turn, out_width, out_height),
        matrix=_page_matrix(turn, bearing.rotation, width, height),
        rotation=bearing.rotation,
        skew_degrees=bearing.skew_degrees,
        letter_height=None if letter is None else letter * out_width / width,
        is_enlarged=scale > 1,
    )


def without_margins(prepared: Prepared, ink: Ink) -> Prepared:
    """Return the picture without its margins, as far as nothing is seen there, be it pale; a white one as it is.

    Finding lines takes its time by the area: a first form of this read 42 drawn scans in 91 % of the time, 4 words of
    4,600 better and 4 worse. Cut before it is made smaller, a picture has other pixels: 29 words better, 44 worse.
    """
    height, width = ink.grey.shape
    rows, columns = (np.flatnonzero(cv2.reduce(ink.grey, along, cv2.REDUCE_MIN) < PALE_LEVEL) for along in (1, 0))
    if not len(rows):
        return prepared
    seen = Box(columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    margin = MARGIN * max(prepared.grey.shape)
    left, top, right, bottom = prepared.matrix.box_to_prepared(seen)
    first, upper = max(0, int(left - margin)), max(0, int(top - margin))
    a, b, c, d, e, f = prepared.matrix
    return replace(
        prepared,
        grey=prepared.grey[upper : math.ceil(bottom + margin), first : math.ceil(right + margin)],
        matrix=PageMatrix(a, b, c - first, d, e, f - upper),
    )


def for_whole_page(prepared: Prepared) -> Prepared:
    """Return the picture with letters no larger than the engine needs for a whole page; the same one when none are.

    Zones, combs and single words are read from the prepared picture itself, which shows more.
    """
    letter = prepared.letter_height
    if letter is None or letter <= ENGINE_LARGEST or prepared.is_enlarged:
        return prepared
    height, width = prepared.grey.shape
    size = max(1, round(width * ENGINE_LETTER / letter)), max(1, round(height * ENGINE_LETTER / letter))
    across, down = size[0] / width, size[1] / height
    a, b, c, d, e, f = prepared.matrix
    return replace(
        prepared,
        grey=np.asarray(cv2.resize(prepared.grey, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8),
        matrix=PageMatrix(a * across, b * across, c * across, d * down, e * down, f * down),
        letter_height=letter * across,
    )


def _scale_for(letter: float | None, picture: Grey) -> float:
    scale = 1.0
    if letter is not None and not GOOD_LETTER[0] <= letter <= GOOD_LETTER[1]:
        wanted = SMALL_LETTER_WANTED if letter < GOOD_LETTER[0] else LARGE_LETTER_WANTED
        scale = float(np.clip(wanted / letter, 0.3, 4.0))
    most = LARGEST_ENLARGED if scale > 1 else LARGEST_PREPARED
    return float(min(scale, max(1.0, (most / picture.size) ** 0.5)))


def _straightening(width: int, height: int, out_width: int, out_height: int, skew: float) -> np.ndarray:
    """Return the 2 x 3 matrix from upright pixels to prepared pixels: turn about the middle, then scale."""
    angle = np.radians(skew)
    cos, sin = np.cos(angle), np.sin(angle)
    sx, sy = out_width / width, out_height / height
    linear = np.array([[sx, 0], [0, sy]]) @ np.array([[cos, sin], [-sin, cos]])
    middle = np.array([width / 2, height / 2])
    shift = np.array([out_width / 2, out_height / 2]) - linear @ middle
    return np.column_stack([linear, shift])


def _warped(upright: Grey, turn: np.ndarray, out_width: int, out_height: int) -> Grey:
    height, width = upright.shape
    is_straight = abs(turn[0, 1]) < 1e-9
    if is_straight and (out_width, out_height) == (width, height):
        return upright
    shrinks = out_width < width
    if is_straight:
        how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(upright, (out_width, out_height), interpolation=how), dtype=np.uint8)
    if shrinks:
        # A warp samples points: reduce by area first, so that no thin stroke is missed.
        upright = np.asarray(cv2.resize(upright, (out_width, out_height), interpolation=cv2.INTER_AREA), np.uint8)
        factor = np.diag([width / out_width, height / out_height])
        turn = np.column_stack([turn[:, :2] @ factor, turn[:, 2]])
    # OpenCV's matrix speaks of pixel centres, ours of pixel edges.
    centred = turn.copy()
    centred[:, 2] += turn[:, :2] @ np.array([0.5, 0.5]) - 0.5
    warped = cv2.warpAffine(
        upright, centred, (out_width, out_height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def _page_matrix(turn: np.ndarray, rotation: int, width: int, height: int) -> PageMatrix:
    """Combine: source fractions, to fractions of the upright page, to its pixels (width x height), to prepared."""
    to_upright = {
        0: np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        90: np.array([[0, -1, 1], [1, 0, 0], [0, 0, 1]]),
        180: np.array([[-1, 0, 1], [0, -1, 1], [0, 0, 1]]),
        270: np.array([[0, 1, 0], [-1, 0, 1], [0, 0, 1]]),
    }[rotation]
    whole = np.vstack([turn, [0, 0, 1]]) @ np.diag([width, height, 1]) @ to_upright
    a, b, c = (float(value) for value in whole[0])
    d, e, f = (float(value) for value in whole[1])
    return PageMatrix(a, b, c, d, e, f)
