"""Ink and its connected components at a working size: the raw material of every measurement on a page's picture.

All measurements (orientation, skew, size of the letters, blankness, tick boxes) are made on one reduced picture, so
that a page of 300 dpi costs a few milliseconds; sizes are given back in source pixels by `scale`.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import PageMatrix
from pipeline.ports import Grey

WORKING_SIDE = 1754
"""Pixels of the longer side of the working picture: 150 dpi on A4, where letters of 8 points are still 8 pixels.

A scan of A4 at 300 dpi is halved exactly, which takes a twentieth of the time of another reduction (measured).
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The ink of a page at working size.

    seen: the working picture; grey: with its background made even (paper 255); mask: 255 where ink; scale: working
    pixels per source pixel; unevenness: difference between bright and dark parts of the paper, grey levels.
    """

    seen: Grey
    grey: Grey
    mask: Grey
    scale: float
    unevenness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Connected components as columns, in working pixels; area: ink pixels of each."""

    left: Floats
    top: Floats
    width: Floats
    height: Floats
    area: Floats

    def __len__(self) -> int:
        return len(self.left)

    @property
    def right(self) -> Floats:
        """Return the right edges (exclusive)."""
        return self.left + self.width

    @property
    def bottom(self) -> Floats:
        """Return the bottom edges (exclusive)."""
        return self.top + self.height

    def only(self, keep: NDArray[np.bool_]) -> "Components":
        """Return the components where `keep` is true."""
        return Components(
            left=self.left[keep],
            top=self.top[keep],
            width=self.width[keep],
            height=self.height[keep],
            area=self.area[keep],
        )


def find_ink(picture: Grey) -> Ink:
    """Reduce the picture to working size, even out its background and mark its ink."""
    scale = min(1.0, WORKING_SIDE / max(picture.shape))
    reduced = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    small = np.asarray(reduced, dtype=np.uint8)
    background = paper(small)
    even = np.asarray(cv2.divide(small, background, scale=255), dtype=np.uint8)
    found, _ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Otsu always splits; on a page without ink it would split the noise of the paper.
    level = float(np.clip(found, 110, 205))
    mask = np.asarray((even < level).astype(np.uint8) * 255)
    low, high = np.percentile(background[::8, ::8], (5, 95))
    return Ink(seen=small, grey=even, mask=mask, scale=scale, unevenness=float(high - low))


def median_grey(picture: Grey) -> float:
    """Return what `np.median` gives, by counting the grey levels: a fifth of the time (0.5 ms for 2.7 on a page)."""
    upto = np.cumsum(cv2.calcHist([picture], [0], None, [256], [0, 256]), dtype=np.int64)
    low, high = np.searchsorted(upto, [(picture.size + 1) // 2, picture.size // 2 + 1])
    return float(low + high) / 2


def paper(grey: Grey) -> Grey:
    """Return the brightness of the paper under the ink, smooth, same size (grey 0-255).

    A closing over about 1/40 of the page takes letters away; larger dark areas (photographs) stay dark.
    """
    height, width = grey.shape
    factor = max(1, max(height, width) // 220)
    reduced = cv2.resize(grey, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(reduced, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    smooth = cv2.GaussianBlur(closed, (0, 0), 3)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def even_light(picture: Grey) -> Grey:
    """Return the picture with its paper of one level, nearly white: a level for the whole then parts ink from paper."""
    return np.asarray(cv2.divide(picture, paper(picture), scale=245), dtype=np.uint8)


def components(mask: Grey) -> Components:
    """Return the connected components (8-neighbours) of a mask.

    By blocks of four pixels (Grana, Borghesani and Cucchiara, 2010): a third of the time of OpenCV's own choice.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_GRANA)
    columns = stats[1:].astype(np.float64)
    return Components(
        left=columns[:, cv2.CC_STAT_LEFT],
        top=columns[:, cv2.CC_STAT_TOP],
        width=columns[:, cv2.CC_STAT_WIDTH],
        height=columns[:, cv2.CC_STAT_HEIGHT],
        area=columns[:, cv2.CC_STAT_AREA],
    )


def outlines(mask: Grey, *, with_area: bool = True) -> Components:
    """Return what `components` gives, by the outlines (of holes too); area: the ink in each box, 0 when not asked.

    On a mask that is nearly empty it takes a tenth of the time (10 ms for 110 ms on a page at 300 dpi).
    """
    found, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(outline) for outline in found]
    columns = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    area = np.zeros(len(boxes))
    if with_area:
        parts = (mask[top : top + height, left : left + width] for left, top, width, height in boxes)
        area = np.array([cv2.countNonZero(part) for part in parts], dtype=np.float64)
    return Components(left=columns[:, 0], top=columns[:, 1], width=columns[:, 2], height=columns[:, 3], area=area)


def letters(found: Components) -> Components:
    """Keep what can be a letter: neither dust nor line nor picture, and near the median size of its fellows."""
    longer, shorter = np.maximum(found.width, found.height), np.minimum(found.width, found.height)
    plausible = (longer >= 4) & (longer <= 90) & (shorter >= 1) & (longer <= 9 * shorter)
    plausible &= found.area >= 0.12 * found.width * found.height
    some = found.only(plausible)
    if len(some) < 2:
        return some
    middle = float(np.median(np.maximum(some.width, some.height)))
    size = np.maximum(some.width, some.height)
    return some.only((size >= 0.5 * middle) & (size <= 2.5 * middle))


def in_prepared(found: Components, ink: Ink, matrix: PageMatrix) -> Floats:
    """Lead boxes of the working picture to the prepared one: rows (left, top, right, bottom) in its pixels."""
    height, width = ink.mask.shape
    corners = [
        np.stack([matrix.a * u + matrix.b * v + matrix.c, matrix.d * u + matrix.e * v + matrix.f])
        for u, v in ((found.left / width, found.top / height), (found.right / width, found.bottom / height))
    ]
    low, high = np.minimum(*corners), np.maximum(*corners)
    return np.stack([low[0], low[1], high[0], high[1]], axis=1)
