"""A page filled from top to bottom: each block is set where the last one ended, and breaks to a new page when full.

What one call sets is one block of the truth: it is read as a whole, after everything set before it.
"""

from collections.abc import Callable, Sequence

from specimens.blocks.theme import Theme
from specimens.sheet import Align, Pen, Sheet

Pairs = Sequence[tuple[str, str]]


class Flow:
    """A cursor going down a sheet; `y` is the next baseline in millimetres from the top."""

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        """Begin at the top margin."""
        self.sheet = sheet
        self.theme = theme
        self.y = theme.top
        self.page = 1
        self.footer: Callable[[Flow], None] | None = None

    @property
    def step(self) -> float:
        """Return the distance of two lines of running text in millimetres."""
        return self.theme.size * 0.46

    def gap(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def room(self, height: float) -> bool:
        """Begin a new page unless so many millimetres are left; return whether one was begun."""
        if self.y + height <= self.theme.bottom:
            return False
        self.close()
        self.sheet.next_page()
        self.page += 1
        self.y = self.theme.top
        return True

    def close(self) -> None:
        """Set the footer of the page."""
        if self.footer:
            self.sheet.block()
            self.footer(self)

    def say(self, text: str, pen: Pen | None = None, *, x: float | None = None, align: Align = Align.LEFT) -> None:
        """Set one line and go on below it."""
        pen = pen or self.theme.text
        self.room(self.step)
        self.y += max(0.0, pen.size - self.theme.size) * 0.2  # large letters reach higher
        self.sheet.block()
        self.sheet.text(self._place(x, align), self.y, text, pen, align=align)
        self.y += pen.size * 0.46

    def prose(self, *paragraphs: str, pen: Pen | None = None, x: float | None = None, gap: float = 2) -> None:
        """Set paragraphs over the width of the page."""
        pen = pen or self.theme.text
        left = self.theme.left if x is None else x
        for paragraph in paragraphs:
            self.room(pen.size * 0.46 * (1 + pen.width(paragraph) / (self.theme.right - left)))
            self.sheet.block()
            self.y = self.sheet.paragraph(left, self.y, self.theme.right - left, paragraph, pen) + gap

    def stack(self, x: float, y: float, texts: Sequence[str], pen: Pen | None = None, *, first: Pen | None = None,
              align: Align = Align.LEFT) -> float:  # fmt: skip
        """Set lines under each other at a place of their own, such as an address; return the baseline after them."""
        pen = pen or self.theme.text
        self.sheet.block()
        for row, text in enumerate(texts):
            used = first if first and row == 0 else pen
            self.sheet.text(x, y, text, used, align=align)
            y += used.size * 0.46
        return y

    def pairs(self, rows: Pairs, *, x: float | None = None, label_width: float = 42, colon: str = "") -> None:
        """Set labels with their values in two columns, one pair a line; pairs without a value are left out."""
        left = self.theme.left if x is None else x
        self.sheet.block()
        for label, value in rows:
            if not value:
                continue
            if self.room(self.step):
                self.sheet.block()
            self.sheet.text(left, self.y, label + colon, self.theme.text)
            self.sheet.text(left + label_width, self.y, value, self.theme.strong)
            self.y += self.step * 1.12

    def cells(self, rows: Pairs, *, height: float = 12) -> None:
        """Set a row of framed cells over the width, a small label above each value."""
        rows = [(label, value) for label, value in rows if value]
        width = self.theme.width / len(rows)
        for place, (label, value) in enumerate(rows):
            x = self.theme.left + place * width
            self.sheet.block()
            self.sheet.box(x, self.y - 4, width, height, line=self.theme.colour, weight=0.5)
            self.sheet.text(x + 2, self.y, label, self.theme.small)
            self.sheet.text(x + 2, self.y + 5, value, fitted(self.theme.strong, value, width - 4))
        self.y += height + 2

    def ticks(self, options: Sequence[tuple[str, bool]], *, x: float | None = None) -> None:
        """Set boxes with their labels in a row, ticked or not."""
        at = self.theme.left if x is None else x
        self.sheet.block()
        for label, is_ticked in options:
            self.sheet.box(at, self.y - 3, 3.4, 3.4, weight=0.7)
            if is_ticked:
                self.sheet.cross(at, self.y - 3, 3.4)
            self.sheet.text(at + 5, self.y, label, self.theme.text)
            at += 5 + self.theme.text.width(label) + 7
        self.y += self.step * 1.3

    def banner(self, text: str, *, height: float = 8) -> None:
        """Set a title in white on a band of the layout's colour."""
        self.room(height + 4)
        self.sheet.block()
        theme = self.theme
        self.sheet.box(theme.left, self.y - height * 0.7, theme.width, height, fill=theme.colour, line="")
        self.sheet.text(theme.left + 3, self.y, text, theme.strong.coloured("#ffffff").sized(theme.size * 1.15))
        self.y += height

    def line(self, *, weight: float = 0.6, colour: str = "") -> None:
        """Draw a line across."""
        theme = self.theme
        self.sheet.rule(theme.left, self.y, theme.right, self.y, weight=weight, colour=colour or theme.colour)
        self.y += self.step

    def _place(self, x: float | None, align: Align) -> float:
        if x is not None:
            return x
        theme = self.theme
        middle = (theme.left + theme.right) / 2
        return {Align.LEFT: theme.left, Align.CENTRE: middle, Align.RIGHT: theme.right}[align]


def fitted(pen: Pen, text: str, width: float) -> Pen:
    """Return the pen, smaller if the text would not fit into the millimetres given."""
    needed = pen.width(text)
    return pen if needed <= width else pen.sized(pen.size * width / needed)
