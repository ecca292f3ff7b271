"""A sheet photographed with a telephone: a desk behind it, slight perspective, uneven light.

Cameras write the picture as the sensor lay and say in EXIF how to turn it; so does this.
"""

import io

import cv2
import numpy as np
from PIL import Image

from specimens.degrade import blur, noise, uneven_light
from specimens.render import Picture

_DESKS = ((96, 74, 58), (70, 76, 84), (126, 112, 96), (52, 50, 54))
_EXIF_ORIENTATION = 0x0112
# What to do to an upright picture so that the EXIF value turns it upright again (Exif 2.32, 4.6.4).
_LAYING = {1: None, 3: cv2.ROTATE_180, 6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE}


def photographed(page: Picture, rng: np.random.Generator) -> Picture:
    """Return the RGB picture of a sheet lying on a desk, upright."""
    height, width = page.shape[:2]
    margin = int(width * 0.07)
    size = (width + 2 * margin, height + 2 * margin)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    drift = rng.uniform(-0.4, 0.4, (4, 2)) * margin
    there = (corners + margin + drift).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, there)
    desk = _DESKS[int(rng.integers(0, len(_DESKS)))]
    flat = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=desk)
    shaded = uneven_light(np.asarray(flat, dtype=np.uint8), 0.25, rng)
    return noise(blur(shaded, 0.6), 4, rng)


def as_jpeg(picture: Picture, *, orientation: int, quality: int) -> bytes:
    """Return a JPEG file whose pixels lie as the EXIF orientation (1, 3, 6 or 8) says."""
    turn = _LAYING[orientation]
    laid = picture if turn is None else cv2.rotate(picture, turn)
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = orientation
    out = io.BytesIO()
    Image.fromarray(np.asarray(laid)).save(out, "JPEG", quality=quality, exif=exif, dpi=(200, 200))
    return out.getvalue()
