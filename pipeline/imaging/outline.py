"""A sheet photographed on a darker ground: its four edges are found, and its picture is made flat.

The paper is the one large bright shape of the picture, or what one closed edge runs around. Shadows lie on paper and
ground, so that several outlines are found; the lines of print tell which is that of the paper, for on the flat sheet
they run side by side. What is read on the flat picture is led back to the photograph by the same map of the plane (a
homography). A scan, whose paper reaches the edges, is told at once by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.imaging.components import Components, even_light
from pipeline.imaging.orientation import sharpness_of_lines
from pipeline.ports import Grey

FACTOR_SIDE = 480
"""Pixels of the longer side of the picture in which the sheet is looked for."""
DARKER = 0.88
"""Share of the paper's level under which the ground at the edges of a photograph lies; of half of a scan's edge it is
above 0.94 (measured on 36)."""
MOST_OF_EDGE = 0.6
"""Share of the picture's edge that shows the ground; a sheet may hang over the rest."""
LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Where between ground and paper the two are parted."""
CONTRASTS = ((10, 30), (20, 60), (40, 120))
"""Grey levels a pixel, faintest and surest, of an edge (Canny 1986)."""
AS_SHARP = 0.75
"""How sharply the lines of print stand out on the flat sheet at least, as a share of how they do on the photograph:
where the outline is not that of the paper it is less than half (measured on 38 photographs)."""
ALIKE, FULL = 0.93, 0.99
"""Shares of the sharpest lines, and of the letters with them, that another outline has which is as good; of these the
smallest has no rim of ground."""
SMALLEST, LARGEST = 0.08, 0.97
"""Share of the picture that the sheet takes."""
OTHER = 0.1
"""Share of the sheet's area from which another bright shape is a second paper: then the picture is left as it is."""
STRAIGHT = 0.94
"""Share of the shape and its four-cornered outline that both have in common."""
OPPOSITE = 0.55
"""The shorter of two opposite edges, in lengths of the longer: more than perspective makes of a sheet is a shadow."""
SHORTEST = 0.12
"""The shortest edge of a sheet, in longer sides of the picture: till rolls are narrow."""
CUT, CUT_LETTERS = 2.0, 3
"""Working pixels by which a letter lies on both sides of an edge that cuts it; where so many are cut, it is the edge of
a shadow. Of 17 photographs one such edge cut 4 letters, the edges of paper none."""

Corners = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flattened:
    """The flat picture of a sheet in even light; back: 3 x 3, from its fractions to those of the photograph.

    tilt_degrees: how far its upper and lower edge ran downhill on the photograph.
    """

    picture: Grey
    back: NDArray[np.float64]
    tilt_degrees: float

    def to_photograph(self, box: Box) -> Box:
        """Return the box on the photograph around a box of the flat picture."""
        corners = np.array([[[u, v]] for u in (box.left, box.right) for v in (box.top, box.bottom)], dtype=np.float64)
        points = cv2.perspectiveTransform(corners, self.back).reshape(-1, 2)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return Box(float(left), float(top), float(right), float(bottom)).clipped()


def flattened(picture: Grey, seen: Grey, letters: Components) -> Flattened | None:
    """Return the sheet made flat, or None when the picture shows no single sheet on a darker ground.

    seen: the picture at working size; letters: what may be letters on it.
    """
    ground = _ground(seen[::4, ::4])
    if ground is None:
        return None
    small = _small(seen)
    outlines = (corners * _factor(seen, small) for corners in _outlines(small, ground))
    sheets = [_weighed(corners, letters) for corners in outlines if not _cuts(corners, letters)]
    best = max(sheets, key=lambda sheet: sheet.lines, default=None)
    height, width = seen.shape
    if best is None or best.lines < AS_SHARP * sharpness_of_lines(letters, width=width, height=height):
        return None
    alike = [sheet for sheet in sheets if sheet.lines >= ALIKE * best.lines and sheet.letters >= FULL * best.letters]
    closest = min(alike, key=lambda sheet: cv2.contourArea(sheet.corners.astype(np.float32)))
    return _flat(picture, closest.corners * _factor(picture, seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What may be the sheet, in working pixels: its corners, how many letters lie on it, how sharply they line up."""

    corners: Corners
    letters: int
    lines: float


def _weighed(corners: Corners, letters: Components) -> _Sheet:
    """Weigh an outline by the letters within it, led to the flat sheet."""
    there, width, height = _map(corners)
    middle_x, middle_y = letters.left + letters.width / 2, letters.top + letters.height / 2

    def led(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cv2.perspectiveTransform(np.stack([x, y], axis=-1).reshape(1, -1, 2), there)[0])

    left, right = led(letters.left, middle_y)[:, 0], led(letters.right, middle_y)[:, 0]
    top, bottom = led(middle_x, letters.top)[:, 1], led(middle_x, letters.bottom)[:, 1]
    flat = Components(left=left, top=top, width=right - left, height=bottom - top, area=letters.area)
    inside = flat.only((left > 0) & (right < width) & (top > 0) & (bottom < height))
    lines = sharpness_of_lines(inside, width=width, height=height)
    return _Sheet(corners=corners, letters=len(inside), lines=lines)


def _factor(large: Grey, small: Grey) -> NDArray[np.float64]:
    return np.asarray(np.array(large.shape[::-1]) / np.array(small.shape[::-1]))


def _cuts(corners: Corners, letters: Components) -> bool:
    """Return whether the outline runs through letters: then it is not that of the paper."""
    left, top, right, bottom = letters.left, letters.top, letters.right, letters.bottom
    boxes = np.stack([np.stack([x, y], axis=-1) for x in (left, right) for y in (top, bottom)], axis=1)
    sides = np.roll(corners, -1, axis=0) - corners
    inwards = np.stack([-sides[:, 1], sides[:, 0]], axis=-1) / np.linalg.norm(sides, axis=1)[:, None]
    depth = ((boxes[:, :, None, :] - corners) * inwards).sum(axis=-1).min(axis=-1)
    return int(np.count_nonzero((depth.min(axis=1) < -CUT) & (depth.max(axis=1) > CUT))) >= CUT_LETTERS


def _small(seen: Grey) -> Grey:
    factor = min(1.0, FACTOR_SIDE / max(seen.shape))
    return np.asarray(cv2.resize(seen, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _ground(few: Grey) -> tuple[float, float] | None:
    """Return the levels of ground and paper, or None where the picture's edges are as bright as its paper."""
    edge = np.concatenate([few[:3].ravel(), few[-3:].ravel(), few[:, :3].ravel(), few[:, -3:].ravel()])
    paper = float(np.percentile(few[::2, ::2], 90))
    is_ground = edge < DARKER * paper
    if float(np.mean(is_ground)) < MOST_OF_EDGE:
        return None
    return float(np.median(edge[is_ground])), paper


def _outlines(small: Grey, ground: tuple[float, float]) -> Iterator[Corners]:
    """Yield the corners of what may be the sheet, clockwise from the top left, in pixels."""
    dark, bright = ground
    smooth = np.asarray(cv2.GaussianBlur(small, (0, 0), 1.5), dtype=np.uint8)
    masks = [(smooth > dark + share * (bright - dark)).astype(np.uint8) for share in LEVELS]
    masks += [np.asarray(cv2.dilate(cv2.Canny(smooth, *contrast), np.ones((3, 3))), np.uint8) for contrast in CONTRASTS]
    found = (_corners_of(mask, small) for mask in masks)
    yield from (corners for corners in found if corners is not None)


def _corners_of(mask: Grey, small: Grey) -> Corners | None:
    """Return the corners of the one large shape of a mask."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    found, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    shapes = sorted(found, key=cv2.contourArea, reverse=True)
    if not shapes or (len(shapes) > 1 and cv2.contourArea(shapes[1]) > OTHER * cv2.contourArea(shapes[0])):
        return None
    return _four_corners(np.asarray(shapes[0], dtype=np.int32), small)


def _four_corners(shape: NDArray[np.int32], small: Grey) -> Corners | None:
    hull = cv2.convexHull(shape)
    for share in (0.01, 0.02, 0.03, 0.05):
        outline = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, closed=True), closed=True)
        if len(outline) == 4:
            corners = _clockwise(outline.reshape(4, 2).astype(np.float64))
            return corners if _is_sheet(corners, shape, small) else None
    return None


def _is_sheet(corners: Corners, shape: NDArray[np.int32], small: Grey) -> bool:
    outline = corners.astype(np.float32)
    area, own = cv2.contourArea(outline), cv2.contourArea(shape)
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return bool(
        SMALLEST * small.size <= area <= LARGEST * small.size
        and min(area, own) >= STRAIGHT * max(area, own)
        and sides.min() >= SHORTEST * max(small.shape)
        and np.all(np.minimum(sides, np.roll(sides, 2)) >= OPPOSITE * np.maximum(sides, np.roll(sides, 2)))
    )


def _clockwise(corners: Corners) -> Corners:
    """Order corners clockwise on the picture from the one nearest to its top left."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _map(corners: Corners) -> tuple[NDArray[np.float64], int, int]:
    """Return the map from the photograph to the flat sheet (3 x 3), and the sheet's width and height in pixels."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = max(2, round(max(sides[0], sides[2]))), max(2, round(max(sides[1], sides[3])))
    wanted = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), wanted)), width, height


def _flat(picture: Grey, corners: Corners) -> Flattened:
    there, width, height = _map(corners)
    flat = cv2.warpPerspective(picture, there, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    rows, columns = picture.shape
    back = np.diag([1 / columns, 1 / rows, 1]) @ np.linalg.inv(there) @ np.diag([width, height, 1])
    across = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
    tilt = float(np.degrees(np.arctan2(across[1], across[0])))
    return Flattened(picture=even_light(np.asarray(flat, dtype=np.uint8)), back=back, tilt_degrees=tilt)
