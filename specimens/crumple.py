"""What hands do to a sheet before it is scanned or photographed: creases that catch the light, shadows, stains.

Pictures are height x width grey or height x width x 3, 0 to 255; each function returns a new one.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from specimens.render import Picture

Light = NDArray[np.float32]
# Light is computed on a picture so many times smaller.
_COARSE = 8
# Full light in the bytes it is multiplied as; a little more than full light still fits.
_UNIT = 200


def crease(picture: Picture, count: int, rng: np.random.Generator) -> Picture:
    """Fold the sheet so many times across and along: each side of a fold is lit otherwise, the ridge is worn."""
    height, width = picture.shape[:2]
    small = np.ones((height // _COARSE + 1, width // _COARSE + 1), dtype=np.float32)
    ridges = []
    for place in range(count):
        light, ridge = _fold(small.shape, rng, is_upright=bool(place % 2))
        small *= light
        ridges.append(ridge)
    light = np.asarray(cv2.resize(small, (width, height)), dtype=np.float32)
    for ridge in ridges:
        ends = [(int(x * width), int(y * height)) for x, y in ridge]
        cv2.line(light, ends[0], ends[1], 0.74, 2)
    return _lit(picture, light)


def _fold(
    shape: tuple[int, ...], rng: np.random.Generator, *, is_upright: bool
) -> tuple[Light, list[tuple[float, float]]]:
    """Return the light of one fold and the ends of its ridge in fractions."""
    height, width = shape if not is_upright else shape[::-1]
    middle = float(rng.choice((1 / 4, 1 / 3, 1 / 2, 2 / 3))) + float(rng.normal(0, 0.01))
    tilt = float(rng.normal(0, 0.008))
    ridge = middle + tilt * np.linspace(0, 1, width, dtype=np.float32)[None, :]
    away = np.linspace(0, 1, height, dtype=np.float32)[:, None] - ridge
    depth = float(rng.uniform(0.05, 0.16))
    slope = np.where(away < 0, -depth, depth * 0.4) * np.exp(-np.abs(away) / 0.035)
    light = (1 + slope).astype(np.float32)
    if is_upright:
        return light.T, [(middle, 0.0), (middle + tilt, 1.0)]
    return light, [(0.0, middle), (1.0, middle + tilt)]


def shadow(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Let the shadow of a hand or a telephone fall on the sheet from one edge, with soft borders."""
    height, width = picture.shape[:2]
    small = np.ones((height // _COARSE + 1, width // _COARSE + 1), dtype=np.float32)
    rows, columns = small.shape
    side = rng.uniform(0.25, 0.7)
    points = np.array(
        [
            [columns * side, rows],
            [columns, rows],
            [columns, rows * rng.uniform(0.2, 0.6)],
            [columns * rng.uniform(0.5, 0.9), rows * rng.uniform(0.35, 0.7)],
        ],
        dtype=np.int32,
    )
    if rng.random() < 0.5:
        points[:, 0] = columns - points[:, 0]
    cv2.fillPoly(small, [points], 1 - strength)
    soft = cv2.GaussianBlur(small, (0, 0), columns * 0.02)
    return _lit(picture, np.asarray(cv2.resize(soft, (width, height)), dtype=np.float32))


def stain(picture: Picture, rng: np.random.Generator) -> Picture:
    """Leave the ring of a cup; what is printed under it stays readable."""
    height, width = picture.shape[:2]
    layer = np.ones((height, width), dtype=np.float32)
    centre = (int(rng.uniform(0.15, 0.85) * width), int(rng.uniform(0.15, 0.85) * height))
    radius = int(width * rng.uniform(0.07, 0.12))
    cv2.circle(layer, centre, radius, float(rng.uniform(0.78, 0.9)), max(2, radius // 9))
    return _lit(picture, np.asarray(cv2.GaussianBlur(layer, (0, 0), 2), dtype=np.float32))


def dropouts(picture: Picture, rng: np.random.Generator) -> Picture:
    """Lose a few scan lines and leave a streak along the page, as a fax machine with a dirty head does."""
    spoiled = picture.copy()
    height, width = picture.shape[:2]
    for row in rng.integers(0, height, int(rng.integers(0, 5))):
        spoiled[row : row + 1] = 255
    if rng.random() < 0.4:
        column = int(rng.integers(width // 20, width - width // 20))
        spoiled[:, column : column + 2] = 0
    return spoiled


def _lit(picture: Picture, light: Light) -> Picture:
    plane = np.asarray(cv2.convertScaleAbs(light, alpha=_UNIT), dtype=np.uint8)
    lit = cv2.multiply(picture, plane if picture.ndim == 2 else cv2.merge([plane] * 3), scale=1 / _UNIT)
    return np.asarray(lit, dtype=np.uint8)
