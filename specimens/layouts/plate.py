"""A card or a booklet page lying on a sheet: its own millimetres, moved and enlarged as a whole."""

import random

from specimens.marks import portrait, signature
from specimens.sheet import Align, Face, Pen, Sheet

MRZ_PEN = Pen(face=Face.TYPEWRITER, size=12, is_bold=True)


class Plate:
    """A rectangle with its top-left corner at (x, y) of the sheet and a factor of enlargement."""

    def __init__(self, sheet: Sheet, *, x: float, y: float, scale: float) -> None:
        """Place the plate."""
        self.sheet = sheet
        self._x = x
        self._y = y
        self._scale = scale

    def text(self, x: float, y: float, text: str, pen: Pen, *, align: Align = Align.LEFT) -> None:
        """Set a text in the plate's own millimetres."""
        self.sheet.text(self._x + x * self._scale, self._y + y * self._scale, text, self.enlarged(pen), align=align)

    def enlarged(self, pen: Pen) -> Pen:
        """Return the pen as it comes out on the sheet."""
        return pen.sized(pen.size * self._scale)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, line: str = "", radius: float = 0
    ) -> None:
        """Draw a rectangle."""
        s = self._scale
        self.sheet.box(self._x + x * s, self._y + y * s, width * s, height * s, fill=fill, line=line, radius=radius * s)

    def waves(self, width: float, height: float, *, colour: str) -> None:
        """Draw the faint lines of security paper."""
        canvas, s = self.sheet.canvas, self._scale
        for row in range(4, int(height) - 2, 3):
            x1, y1 = self._x + 2 * s, self._y + row * s
            x2, y2 = self._x + (width - 2) * s, self._y + (row + 1.2) * s
            self.sheet.rule(x1, y1, x2, y2, weight=0.25, colour=colour)
        canvas.setLineWidth(0.5)

    def portrait(self, x: float, y: float, width: float, height: float, rng: random.Random) -> None:
        """Draw an identity photograph."""
        s = self._scale
        portrait(self.sheet, self._x + x * s, self._y + y * s, width * s, height * s, rng)

    def signature(self, x: float, y: float, width: float, rng: random.Random) -> None:
        """Scribble the holder's signature."""
        signature(self.sheet, self._x + x * self._scale, self._y + y * self._scale, rng, width=width * self._scale)

    def zone(self, x: float, y: float, lines: tuple[str, ...], *, step: float = 4.3) -> None:
        """Set the lines of a machine-readable zone, ten characters an inch before enlargement."""
        self.sheet.block()
        for row, line in enumerate(lines):
            self.text(x, y + row * step, line, MRZ_PEN)
        self.sheet.block()
