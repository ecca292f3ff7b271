"""Boxes and page matrices: where things stand on a page.

A stored box is in fractions 0 to 1 of the *source* page as a viewer shows it (EXIF orientation and PDF /Rotate
applied, before our own rotation and deskew); a page matrix leads from there to the picture we prepared for reading.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, in fractions 0 to 1 of the source page, origin at its top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width, in fractions of the page's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height, in fractions of the page's height."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle as (x, y)."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def area(self) -> float:
        """Return the area, in fractions of the page's area; 0 for an empty box."""
        return max(0.0, self.width) * max(0.0, self.height)

    def overlap(self, other: "Box") -> float:
        """Return the part of this box's area that lies in the other, 0 to 1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down / self.area if across > 0 and down > 0 else 0.0

    def clipped(self) -> "Box":
        """Cut to the page."""
        left, top = min(1.0, max(0.0, self.left)), min(1.0, max(0.0, self.top))
        return Box(left, top, min(1.0, max(left, self.right)), min(1.0, max(top, self.bottom)))


def on_turned_page(box: Box, degrees: int) -> Box:
    """Return where a box stands when its page was turned clockwise by a multiple of 90 degrees."""
    for _ in range(degrees // 90 % 4):
        box = Box(1.0 - box.bottom, box.left, 1.0 - box.top, box.right)
    return box


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of them; raises ValueError when there is none."""
    every = tuple(boxes)
    if not every:
        raise ValueError("no box to go around")
    lefts, tops, rights, bottoms = zip(*every, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


class PageMatrix(NamedTuple):
    """The affine map from source fractions (u, v) to pixels (x, y) of the prepared picture.

    x = a*u + b*v + c;  y = d*u + e*v + f.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box_to_prepared(self, box: Box) -> Box:
        """Return the rectangle of the prepared picture (pixels) around a source box."""
        (left, right), (top, bottom) = _reach(self.a, self.b, self.c, box), _reach(self.d, self.e, self.f, box)
        return Box(left, top, right, bottom)

    def to_source(self, x: float, y: float) -> tuple[float, float]:
        """Lead a point of the prepared picture (pixels) back to the source page (fractions)."""
        det = self.a * self.e - self.b * self.d
        dx, dy = x - self.c, y - self.f
        return (self.e * dx - self.b * dy) / det, (self.a * dy - self.d * dx) / det

    def box_to_source(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the source box, clipped to the page, around a rectangle of the prepared picture (pixels)."""
        corners = [self.to_source(x, y) for x in (left, right) for y in (top, bottom)]
        us, vs = [u for u, _ in corners], [v for _, v in corners]
        return Box(min(us), min(vs), max(us), max(vs)).clipped()


def _reach(across: float, down: float, shift: float, box: Box) -> tuple[float, float]:
    """Return the least and the greatest value that `across * u + down * v + shift` takes in a box."""
    left, right, top, bottom = across * box.left, across * box.right, down * box.top, down * box.bottom
    return min(left, right) + min(top, bottom) + shift, max(left, right) + max(top, bottom) + shift
