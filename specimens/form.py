"""Entries and boxes of a form, either printed on the paper or left as fields of the PDF (AcroForm).

A layout states where an entry stands; whether it is ink or a field is a matter of the form.
"""

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from specimens.sheet import Face, Pen, Sheet


class Form:
    """A form being filled in on a sheet, with one pen for everything typed into it."""

    def __init__(self, sheet: Sheet, *, pen: Pen, is_fillable: bool) -> None:
        """Fill in with this pen; a fillable form keeps its entries as PDF form fields."""
        self.sheet = sheet
        self.pen = pen
        self._is_fillable = is_fillable

    def entry(self, name: str, x: float, y: float, width: float, value: str) -> None:
        """Fill in a value with its baseline at y."""
        if self._is_fillable:
            self._field(name, x, y, width, value)
        else:
            self.sheet.text(x, y, value, self._fitted(value, width))

    def cells(self, name: str, x: float, y: float, value: str, *, count: int, pitch: float = 5.0) -> None:
        """Fill in a row of digit cells, one character in each."""
        if self._is_fillable:
            self._field(name, x, y, count * pitch, value)
            return
        self.sheet.box(x, y - 4.6, count * pitch, 6.2, line="#7f8aa8", weight=0.5)
        for cell in range(1, count):
            self.sheet.rule(x + cell * pitch, y + 0.2, x + cell * pitch, y + 1.6, weight=0.4, colour="#7f8aa8")
        if value:
            self.sheet.spaced(x, y, value, self.pen, pitch=pitch)

    def choice(self, name: str, x: float, y: float, label: str, pen: Pen, *, is_ticked: bool) -> float:
        """Draw a box with its label to the right; return the abscissa after the label."""
        size = 3.6
        if self._is_fillable:
            self._checkbox(name, x, y, size, is_ticked=is_ticked)
        else:
            self.sheet.box(x, y - size + 0.6, size, size, weight=0.7)
            if is_ticked:
                self.sheet.cross(x, y - size + 0.6, size, colour=self.pen.colour)
        self.sheet.text(x + size + 1.6, y, label, pen)
        return x + size + 1.6 + pen.width(label) + 6

    def _fitted(self, value: str, width: float) -> Pen:
        needed = self.pen.width(value)
        return self.pen if needed <= width else self.pen.sized(self.pen.size * width / needed)

    def _field(self, name: str, x: float, y: float, width: float, value: str) -> None:
        self.sheet.canvas.acroForm.textfield(
            name=name,
            value=value,
            x=round(x * mm),
            y=round((self.sheet.height - y - 2.4) * mm),
            width=round(width * mm),
            height=round(6 * mm),
            fontName="Helvetica",
            fontSize=9,
            borderWidth=0,
            fillColor=HexColor("#eef2fb"),
            textColor=HexColor(self.pen.colour),
            forceBorder=False,
        )
        if value:
            self.sheet.note(x, y, value, height=3.2, width=Pen(size=9).width(value))

    def _checkbox(self, name: str, x: float, y: float, size: float, *, is_ticked: bool) -> None:
        self.sheet.canvas.acroForm.checkbox(
            name=name,
            checked=is_ticked,
            buttonStyle="cross",
            x=round(x * mm),
            y=round((self.sheet.height - y - 0.6) * mm),
            size=round(size * mm),
            borderWidth=1,
            fillColor=HexColor("#ffffff"),
            forceBorder=True,
        )


TYPED = Pen(face=Face.TYPEWRITER, size=10.5, is_bold=True, colour="#1b2140")
