"""A sheet photographed with a telephone: a desk behind it, slight or strong perspective, uneven light, shadows.

Cameras write the picture as the sensor lay and say in EXIF how to turn it; so does this.
"""

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from specimens.crumple import crease, shadow
from specimens.degrade import Wear, Worn, blur, handled, noise, uneven_light
from specimens.motion import Motion, in_fractions
from specimens.render import Picture

_DESKS = ((96, 74, 58), (70, 76, 84), (126, 112, 96), (52, 50, 54))
# Lamplight takes from green and blue: what each grey level becomes in the three colours.
_WARM = (np.arange(256)[:, None] * (1.0, 0.97, 0.88)).astype(np.uint8)[:, None, :]
_EXIF_ORIENTATION = 0x0112
# What to do to an upright picture so that the EXIF value turns it upright again (Exif 2.32, 4.6.4).
_LAYING = {1: None, 3: cv2.ROTATE_180, 6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE}


def photographed(page: Picture, rng: np.random.Generator) -> Worn:
    """Return the RGB picture of a sheet lying on a desk, upright."""
    height, width = page.shape[:2]
    margin = int(width * 0.07)
    drift = rng.uniform(-0.4, 0.4, (4, 2)) * margin
    there = (_corners(page) + margin + drift).astype(np.float32)
    flat = _laid(page, there, (width + 2 * margin, height + 2 * margin), rng)
    shaded = uneven_light(flat.picture, 0.25, rng)
    return Worn(picture=noise(blur(shaded, 0.6), 4, rng), motion=flat.motion)


def in_perspective(page: Picture, wear: Wear, rng: np.random.Generator) -> Worn:
    """Return a photograph taken from one side in poor light: the far edge is smaller, a shadow lies on the sheet."""
    height, width = page.shape[:2]
    page = handled(page, wear, rng) if wear.creases else crease(page, int(rng.integers(0, 3)), rng)
    margin = int(width * 0.14)
    far = float(rng.uniform(0.04, 0.11)) * width
    lean = np.array([[far, far * 0.5], [-far, far * 0.5], [0, 0], [0, 0]])
    lean = np.roll(lean, int(rng.integers(0, 2)) * 2, axis=0) * (1, float(rng.choice((-1, 1))))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-5, 5)), 1)
    corners = (_corners(page) + lean) @ turn[:, :2].T + turn[:, 2] + margin + rng.uniform(-0.1, 0.1, (4, 2)) * margin
    flat = _laid(page, corners.astype(np.float32), (width + 2 * margin, height + 2 * margin), rng)
    picture = shadow(uneven_light(flat.picture, 0.3, rng), float(rng.uniform(0.15, 0.45)), rng)
    warm = np.asarray(cv2.LUT(picture, _WARM), dtype=np.uint8)
    return Worn(picture=noise(blur(warm, 0.8), 6, rng), motion=flat.motion)


def _corners(page: Picture) -> Motion:
    height, width = page.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)


def _laid(page: Picture, there: NDArray[np.float32], size: tuple[int, int], rng: np.random.Generator) -> Worn:
    matrix = cv2.getPerspectiveTransform(_corners(page).astype(np.float32), there)
    desk = _DESKS[int(rng.integers(0, len(_DESKS)))]
    flat = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=desk)
    motion = in_fractions(np.asarray(matrix, dtype=np.float64), (page.shape[1], page.shape[0]), size)
    return Worn(picture=np.asarray(flat, dtype=np.uint8), motion=motion)


def as_jpeg(picture: Picture, *, orientation: int, quality: int) -> bytes:
    """Return a JPEG file whose pixels lie as the EXIF orientation (1, 3, 6 or 8) says."""
    turn = _LAYING[orientation]
    laid = picture if turn is None else cv2.rotate(picture, turn)
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = orientation
    out = io.BytesIO()
    Image.fromarray(np.asarray(laid)).save(out, "JPEG", quality=quality, exif=exif, dpi=(200, 200))
    return out.getvalue()
