"""What scanners, copiers and faxes do to a sheet, one by one and together; pictures are height x width, grey."""

import io
from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Draw = Callable[[int], Picture]
"""Draws the sheet at a resolution in dpi."""


def jpeg(picture: Picture) -> Picture:
    """Pack by JPEG of quality 40."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=40)
    return np.asarray(Image.open(out))


def skewed(picture: Picture) -> Picture:
    """Turn by three degrees."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=255), dtype=np.uint8)


def noisy(picture: Picture) -> Picture:
    """Blur, grey and grain, as a copy of a copy has."""
    grain = np.random.default_rng(5).normal(0, 20, picture.shape)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.2).astype(np.float64)
    return np.clip(soft * 0.7 + 40 + grain, 0, 255).astype(np.uint8)


def faxed(picture: Picture, *, lines: int) -> Picture:
    """Send by fax (204 dots an inch, so many lines, CCITT group 3), and make its pixels square again."""
    height, width = picture.shape
    sent = Image.fromarray(picture).resize((width, round(height * lines / 204)), Image.Resampling.BOX)
    out = io.BytesIO()
    sent.point(lambda grey: 255 if grey > 127 else 0).convert("1").save(out, "TIFF", compression="group3")
    came = Image.open(out).convert("L").resize((width, height), Image.Resampling.NEAREST)
    return np.asarray(came)


WEARS: Mapping[str, Callable[[Draw], Picture]] = {
    "300 dpi": lambda draw: draw(300),
    "150 dpi": lambda draw: draw(150),
    "JPEG 40": lambda draw: jpeg(draw(200)),
    "3 degrees": lambda draw: skewed(draw(200)),
    "copy of a copy": lambda draw: noisy(draw(200)),
    "fax 204 x 196": lambda draw: faxed(draw(204), lines=196),
    "fax 204 x 98": lambda draw: faxed(draw(204), lines=98),
    "150 dpi, 3 degrees, JPEG 40": lambda draw: jpeg(skewed(draw(150))),
    "3 degrees, fax 204 x 98": lambda draw: faxed(skewed(draw(204)), lines=98),
    "3 degrees, copy, 150 dpi, JPEG 40": lambda draw: jpeg(noisy(skewed(draw(150)))),
}
"""By name; the last ones are several at once."""
