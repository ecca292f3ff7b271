"""Which way up a page stands and how its lines run, by the feet of its letters.

In Latin script the feet of letters line up more sharply than their heads (more letters rise than descend), and both
far more than their sides; so of the four edges of all letters, the sharpest tells where down is (after W. Postl's
projection profiles and D. Bloomberg's baseline points, Leptonica `skew.c`, `flipdetect.c`). No engine is asked.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.imaging.components import Components, Floats

FEWEST_LETTERS = 25
"""Below this many letters neither turn nor skew is judged."""

WIDEST_SKEW = 15.0
"""Degrees; beyond this a page is photographed, not scanned."""

MOST_POINTS = 4000

SURE_UPSIDE_DOWN = 1.15
"""How much sharper the heads' side must be than the feet's before a page is turned upside down unread: running text
gives 1.2 to 1.6, capitals and figures (identity papers, machine-readable zones) 1.0 to 1.1 either way (measured)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How a page stands: turn it `rotation` degrees clockwise, then its lines run downhill by `skew_degrees`.

    certainty: how much sharper the feet are than the heads (1.0: equal, a page all in capitals).
    """

    rotation: int
    skew_degrees: float
    certainty: float


UPRIGHT = Bearing(rotation=0, skew_degrees=0.0, certainty=1.0)


def bearing(letters: Components, *, width: int, height: int) -> Bearing:
    """Return how the page stands from its letters (working pixels, page width x height); UPRIGHT when they are few."""
    if len(letters) < FEWEST_LETTERS:
        return UPRIGHT
    tried = _tried(letters, width=width, height=height)
    best = max(tried, key=lambda rotation: tried[rotation][1])
    if best == 180 and tried[180][1] < SURE_UPSIDE_DOWN * tried[0][1]:
        best = 0
    angle, sharpness = tried[best]
    rival = tried[(best + 180) % 360][1]
    feet, along = _feet(letters, best, width=width, height=height)
    return Bearing(
        rotation=best, skew_degrees=_refined(feet, along, angle), certainty=sharpness / rival if rival else 1.0
    )


def sharpness_of_lines(letters: Components, *, width: int, height: int) -> float:
    """Return how sharply the feet of all letters line up, however the page lies: the sum of the squares of the profile.

    Letters left out count as much as lines that lean each in its own way, as on a sheet seen from one side. 0 for too
    few letters.
    """
    if len(letters) < FEWEST_LETTERS:
        return 0.0
    tried = _tried(letters, width=width, height=height)
    return len(letters) * max(sharpness for _, sharpness in tried.values())


def _tried(letters: Components, *, width: int, height: int) -> dict[int, tuple[float, float]]:
    """Return the angle and the sharpness of the sharpest profile by the turn of the page."""
    turns = (0, 90, 180, 270)
    return {turn: _sharpest(*_feet(letters, turn, width=width, height=height)) for turn in turns}


def bearing_of(letters: Components, rotation: int, *, width: int, height: int) -> Bearing:
    """Return how the lines run of a page that is to be turned so far, as one says who has looked at it."""
    if len(letters) < FEWEST_LETTERS:
        return Bearing(rotation=rotation, skew_degrees=0.0, certainty=1.0)
    feet, along = _feet(letters, rotation, width=width, height=height)
    angle, _ = _sharpest(feet, along)
    return Bearing(rotation=rotation, skew_degrees=_refined(feet, along, angle), certainty=1.0)


def _feet(letters: Components, rotation: int, *, width: int, height: int) -> tuple[Floats, Floats]:
    """Return the height of each letter's foot and its place along the line, once the page is turned clockwise."""
    if len(letters) > MOST_POINTS:
        keep = np.zeros(len(letters), dtype=np.bool_)
        keep[np.linspace(0, len(letters) - 1, MOST_POINTS).astype(int)] = True
        letters = letters.only(keep)
    x, y = letters.left + letters.width / 2, letters.top + letters.height / 2
    match rotation:
        case 0:
            return letters.bottom, x
        case 90:
            return letters.right, height - y
        case 180:
            return height - letters.top, width - x
        case _:
            return width - letters.left, y


def _sharpness(feet: Floats, along: Floats, angle: float, *, bin_pixels: float) -> float:
    """Sum the squares of the profile of the feet seen along a direction, per foot."""
    profile = (feet * np.cos(angle) - along * np.sin(angle)) / bin_pixels
    profile -= profile.min()
    floor = profile.astype(np.int64)
    share = profile - floor
    # Each foot is shared between two bins, so that the score does not jump with the grid.
    counts = np.bincount(floor, weights=1 - share, minlength=int(floor.max()) + 2)
    counts[1:] += np.bincount(floor, weights=share, minlength=len(counts))[:-1]
    return float(np.square(counts).sum() / len(feet))


def _sharpest(feet: Floats, along: Floats) -> tuple[float, float]:
    """Return the angle (radians, to a quarter of a degree) of the sharpest profile and its sharpness."""
    coarse = np.radians(np.arange(-WIDEST_SKEW, WIDEST_SKEW + 0.1, 0.75))
    scores = [_sharpness(feet, along, angle, bin_pixels=3.0) for angle in coarse]
    near = coarse[int(np.argmax(scores))] + np.radians(np.arange(-0.75, 0.76, 0.25))
    fine = [_sharpness(feet, along, angle, bin_pixels=2.0) for angle in near]
    best = int(np.argmax(fine))
    return float(near[best]), fine[best]


def _refined(feet: Floats, along: Floats, angle: float) -> float:
    """Return the angle in degrees, to about 0.03 of a degree."""
    near = angle + np.radians(np.arange(-0.3, 0.301, 0.05))
    scores = np.array([_sharpness(feet, along, each, bin_pixels=1.5) for each in near])
    best = int(np.argmax(scores))
    return float(np.degrees(near[best]))
