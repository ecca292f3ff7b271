"""Charts as the geometry of an SVG: what stands where; colours are classes, and the figures stand in a table beside."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 546, 16, 174
"""The field of the curve within the picture."""
_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve of shares: points by their place and number in the series, its paths, and grid lines with their share.

    labels: where each value of the series stands across.
    """

    paths: tuple[str, ...]
    points: tuple[tuple[int, float, float], ...]
    grid: tuple[tuple[float, float], ...]
    labels: tuple[float, ...]


def line(shares: Sequence[float | None]) -> Line:
    """Draw shares of one, side by side; where there is none the curve is broken."""
    known = [share for share in shares if share is not None]
    least = min(known, default=0.0)
    floor = max(0.0, int(least * 10) / 10 - 0.1) if known else 0.0
    across = [LEFT + (RIGHT - LEFT) * at / max(1, len(shares) - 1) for at in range(len(shares))]
    points = tuple(
        (number, round(across[number], 1), _height(share, floor))
        for number, share in enumerate(shares)
        if share is not None
    )
    return Line(
        paths=tuple(_path(run) for run in _runs(points)),
        points=points,
        grid=tuple(
            (_height(share, floor), share)
            for share in (floor + (1 - floor) * step / _STEPS for step in range(_STEPS + 1))
        ),
        labels=tuple(round(one, 1) for one in across),
    )


def _height(share: float, floor: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (share - floor) / (1 - floor), 1)


def _runs(points: Sequence[tuple[int, float, float]]) -> list[list[tuple[int, float, float]]]:
    """Part the points where one of the series is missing."""
    runs: list[list[tuple[int, float, float]]] = []
    for point in points:
        if runs and runs[-1][-1][0] == point[0] - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _path(run: Sequence[tuple[int, float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for _, x, y in run)
