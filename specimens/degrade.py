"""What paper, glass and copiers do to a page: pure functions from picture to picture.

Pictures are height x width grey or height x width x 3, 0 to 255; each function returns a new one.
Chance comes from the generator handed in, so equal seeds give equal pictures.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from specimens.crumple import crease, stain
from specimens.motion import HALF_TURN, STILL, Motion, in_fractions
from specimens.render import Picture


class Level(StrEnum):
    """How much a scan has suffered."""

    CLEAN = "clean"
    OFFICE = "office"
    POOR = "poor"
    CRUMPLED = "crumpled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """The strengths of one level: dots an inch, largest skew in degrees, noise in grey levels, blur in pixels, ..."""

    dpi: int
    skew_degrees: float
    noise: float
    blur: float
    shade: float
    fold_chance: float
    stamp_chance: float
    upside_down_chance: float
    quality: int
    creases: int = 0
    stain_chance: float = 0


WEARS = {
    Level.CLEAN: Wear(
        dpi=300,
        skew_degrees=0.3,
        noise=2,
        blur=0,
        shade=0,
        fold_chance=0,
        stamp_chance=0,
        upside_down_chance=0,
        quality=76,
    ),
    Level.OFFICE: Wear(
        dpi=200,
        skew_degrees=1.2,
        noise=5,
        blur=0.5,
        shade=0.06,
        fold_chance=0.25,
        stamp_chance=0.2,
        upside_down_chance=0,
        quality=72,
    ),
    Level.POOR: Wear(
        dpi=200,
        skew_degrees=2.6,
        noise=12,
        blur=1.0,
        shade=0.22,
        fold_chance=0.6,
        stamp_chance=0.4,
        upside_down_chance=0.1,
        quality=45,
    ),
    Level.CRUMPLED: Wear(
        dpi=200,
        skew_degrees=1.8,
        noise=7,
        blur=0.6,
        shade=0.14,
        fold_chance=0,
        stamp_chance=0.3,
        upside_down_chance=0,
        quality=60,
        creases=3,
        stain_chance=0.25,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """A page after its wear, and where the wear has moved what was printed."""

    picture: Picture
    motion: Motion


def skew(picture: Picture, degrees: float) -> Picture:
    """Turn the page about its centre; the glass behind it is white."""
    height, width = picture.shape[:2]
    turn = _turn(picture, degrees)
    return _u8(cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)))


def _turn(picture: Picture, degrees: float) -> Motion:
    height, width = picture.shape[:2]
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), dtype=np.float64)


def noise(picture: Picture, sigma: float, rng: np.random.Generator) -> Picture:
    """Add grain of a standard deviation in grey levels."""
    if sigma <= 0:
        return picture
    height, width = picture.shape[:2]
    tile = rng.normal(0, sigma, (512, 521)).astype(np.float32)
    grain = np.tile(tile, (height // 512 + 1, width // 521 + 1))[:height, :width]
    plane = grain if picture.ndim == 2 else cv2.merge([grain] * 3)
    return _u8(cv2.add(picture, plane, dtype=cv2.CV_8U))


def speckle(picture: Picture, count: int, rng: np.random.Generator) -> Picture:
    """Scatter dark specks of dust."""
    dusty = picture.copy()
    height, width = picture.shape[:2]
    for x, y in zip(rng.integers(0, width, count), rng.integers(0, height, count), strict=True):
        cv2.circle(dusty, (int(x), int(y)), int(rng.integers(1, 3)), (90, 90, 90), -1)
    return dusty


def blur(picture: Picture, sigma: float) -> Picture:
    """Blur by a Gaussian of a standard deviation in pixels."""
    return _u8(cv2.GaussianBlur(picture, (0, 0), sigma)) if sigma > 0 else picture


def jpeg(picture: Picture, quality: int) -> Picture:
    """Return the picture as it comes back from a JPEG of that quality."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _u8(cv2.imdecode(data, cv2.IMREAD_UNCHANGED))


def uneven_light(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Darken smoothly towards one side by at most a share of the light."""
    if strength <= 0:
        return picture
    height, width = picture.shape[:2]
    corners = 1 - strength * rng.random((3, 3)).astype(np.float32)
    light = cv2.resize(corners, (width, height), interpolation=cv2.INTER_CUBIC)
    plane = light if picture.ndim == 2 else cv2.merge([light] * 3)
    return _u8(cv2.multiply(picture, plane, dtype=cv2.CV_8U))


def fold(picture: Picture, rng: np.random.Generator) -> Picture:
    """Leave the soft grey line of a fold across the page, near a third or the half."""
    height, width = picture.shape[:2]
    middle = height * float(rng.choice((1 / 3, 1 / 2, 2 / 3))) + float(rng.normal(0, height * 0.01))
    tilt = float(rng.normal(0, 0.004)) * width
    folded = picture.copy()
    for thickness, grey in ((5, 222), (2, 188)):
        ends = (0, int(middle)), (width, int(middle + tilt))
        layer = np.full_like(picture, 255)
        cv2.line(layer, ends[0], ends[1], (grey, grey, grey), thickness)
        folded = np.minimum(folded, layer)
    return folded


def stamp(picture: Picture, mark: Picture, *, top: float, left: float) -> Picture:
    """Press a grey mark, its corner at shares of the height and width; what is under it stays visible."""
    height, width = picture.shape[:2]
    row, column = int(top * height), int(left * width)
    stamped = picture.copy()
    region = stamped[row : row + mark.shape[0], column : column + mark.shape[1]]
    np.minimum(region, mark[: region.shape[0], : region.shape[1]], out=region)
    return stamped


def show_through(back: Picture, front: Picture, strength: float) -> Picture:
    """Let the mirrored front show faintly through an empty back of the same size."""
    soft = cv2.GaussianBlur(cv2.flip(front, 1), (0, 0), 3)
    return _u8(cv2.addWeighted(back, 1.0, soft, strength, -255 * strength))


def worn(picture: Picture, wear: Wear, rng: np.random.Generator) -> Worn:
    """Apply a level's wear in the order it happens: hands, fold, glass, optics, sensor."""
    picture = handled(picture, wear, rng)
    if rng.random() < wear.fold_chance:
        picture = fold(picture, rng)
    motion = STILL
    if rng.random() < wear.upside_down_chance:
        picture = _u8(cv2.rotate(picture, cv2.ROTATE_180))
        motion = HALF_TURN
    degrees = float(rng.uniform(-wear.skew_degrees, wear.skew_degrees))
    size = (picture.shape[1], picture.shape[0])
    motion = in_fractions(np.vstack([_turn(picture, degrees), [0, 0, 1]]), size, size) @ motion
    picture = skew(picture, degrees)
    picture = uneven_light(picture, wear.shade, rng)
    picture = blur(picture, wear.blur)
    picture = speckle(picture, int(rng.integers(0, 6)), rng)
    return Worn(picture=noise(picture, wear.noise, rng), motion=motion)


def handled(picture: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """Apply what hands did to the sheet: creases and stains; nothing for levels that have none."""
    if wear.creases:
        picture = crease(picture, int(rng.integers(1, wear.creases + 1)), rng)
    if wear.stain_chance and rng.random() < wear.stain_chance:
        picture = stain(picture, rng)
    return picture


def _u8(picture: object) -> Picture:
    return np.asarray(picture, dtype=np.uint8)
