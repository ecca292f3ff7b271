"""The part of a page's picture beside what is said of it: cut by the server about the first box, its boxes lit."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

Fractions = tuple[float, float, float, float]
"""left, top, right, bottom, 0 to 1."""

PAGE_WIDTH = 1000
"""Pixels across the whole page of which a part is cut."""
ROOM_ACROSS, ROOM_ABOVE = 0.3, 0.02
"""How much of the page is shown about the first box, as shares of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where the picture of the part is, its pixels, and the boxes in it as shares of the part."""

    address: str
    width: int
    height: int
    words: tuple[Fractions, ...]


def cut(document: str, page: int, boxes: Sequence[Fractions], *, aspect: float = 1.414) -> Cut:
    """Cut about the first of the boxes of a page; aspect: height of the page by its width, 1.414 for A4."""
    left, top, right, bottom = boxes[0]
    part = (
        max(0.0, left - ROOM_ACROSS),
        max(0.0, top - ROOM_ABOVE),
        min(1.0, right + ROOM_ACROSS),
        min(1.0, bottom + ROOM_ABOVE),
    )
    across, down = part[2] - part[0], part[3] - part[1]
    inside = (
        box for box in boxes if part[0] <= box[0] and box[2] <= part[2] and part[1] <= box[1] <= box[3] <= part[3]
    )
    words = (
        ((box[0] - part[0]) / across, (box[1] - part[1]) / down, (box[2] - part[0]) / across, (box[3] - part[1]) / down)
        for box in inside
    )
    sides = ",".join(f"{side:.4f}" for side in part)
    return Cut(
        address=f"/documents/{quote(document)}/pages/{page}/picture?width={PAGE_WIDTH}&part={sides}",
        width=round(PAGE_WIDTH * across),
        height=round(PAGE_WIDTH * aspect * down),
        words=tuple(words),
    )
