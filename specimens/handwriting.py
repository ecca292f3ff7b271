"""Entries written by hand: the letters of a hand-drawn font, each set apart with its own slant, size and height.

This is handwriting-like, not handwriting: every letter of a kind has one shape, which no two letters of a real
hand have, and letters are not joined. Figures on it flatter a reader of handwriting.
"""

import random

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from specimens.sheet import BLUE_INK, Face, Pen, Sheet

_INKS = (BLUE_INK, "#1b2a6b", "#20242c", "#2b2f77")


class Hand:
    """One writer: an ink, a slant in degrees, how unsteady; the same for everything on the paper."""

    def __init__(self, rng: random.Random, *, size: float = 13) -> None:
        """Draw a writer whose letters are about so many points high."""
        self._rng = rng
        self._colour = rng.choice(_INKS)
        self._slant = rng.uniform(-4, 14)
        self._unsteady = rng.uniform(0.5, 1.3)
        self.pen = Pen(face=Face.HAND, size=size * rng.uniform(0.9, 1.1), colour=self._colour)

    def write(self, sheet: Sheet, x: float, y: float, text: str, *, width: float = 0) -> None:
        """Write a text with its baseline near y; smaller when it would not fit into a width in millimetres."""
        if not text:
            return
        sheet.is_by_hand = True
        pen = self.pen
        needed = pen.width(text) * 1.05
        if width and needed > width:
            pen = pen.sized(pen.size * width / needed)
        rng, at = self._rng, x
        for character in text:
            at += self._letter(sheet, at, y + rng.gauss(0, 0.12 * self._unsteady), character, pen)
        sheet.note(x, y, text, height=pen.size / mm, width=at - x)

    def _letter(self, sheet: Sheet, x: float, y: float, character: str, pen: Pen) -> float:
        """Write one letter; return how far the hand moves on, in millimetres."""
        rng, canvas = self._rng, sheet.canvas
        wide = rng.gauss(1, 0.05 * self._unsteady)
        canvas.saveState()
        canvas.translate(x * mm, (sheet.height - y) * mm)
        canvas.rotate(rng.gauss(0, 2.2 * self._unsteady))
        canvas.skew(0, -self._slant + rng.gauss(0, 2 * self._unsteady))
        canvas.scale(wide, rng.gauss(1, 0.05 * self._unsteady))
        canvas.setFillColor(HexColor(self._colour))
        canvas.setFont(pen.font, pen.size)
        canvas.drawString(0, 0, character)
        canvas.restoreState()
        return pen.width(character) * wide + rng.gauss(0, 0.08 * self._unsteady)
