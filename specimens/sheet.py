"""A sheet of paper to draw on in millimetres from its top-left corner, which remembers its words.

One drawing serves the born-digital file and, rastered, the scan and the photograph. The words drawn
come back page by page in reading order, a line per printed line, with their boxes, as the truth of the page.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from specimens.truth import Paper, PaperKind, Tables, Word

INK = "#10131a"
BLUE_INK = "#1f3a93"


class Face(StrEnum):
    """Typefaces that come with every PDF viewer, with reportlab or as packages of fonts; HAND is drawn by hand."""

    SANS = "sans"
    SERIF = "serif"
    TYPEWRITER = "typewriter"
    ROUND = "round"
    BOOK = "book"
    HUMANIST = "humanist"
    HAND = "hand"


class Align(StrEnum):
    """Where the given abscissa lies on the text."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


_FONTS = {
    Face.SANS: ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    Face.SERIF: ("Times-Roman", "Times-Bold", "Times-Italic"),
    Face.TYPEWRITER: ("Courier", "Courier-Bold", "Courier-Oblique"),
    Face.ROUND: ("Vera", "VeraBd", "VeraIt"),
    Face.BOOK: ("Caladea-Regular", "Caladea-Bold", "Caladea-Italic"),
    Face.HUMANIST: ("Lato-Regular", "Lato-Bold", "Lato-Italic"),
    Face.HAND: ("Intuitive", "Intuitive", "Intuitive"),
}
_PACKAGES = {Face.ROUND: "", Face.BOOK: "font_caladea", Face.HUMANIST: "font_lato", Face.HAND: "font_intuitive"}
# How far letters reach above and below the baseline, as shares of the size: capitals with accents, descenders.
_ASCENT, _DESCENT = 0.78, 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How a text is set: typeface, size in points, weight, slope, colour, width in percent."""

    face: Face = Face.SANS
    size: float = 9.5
    is_bold: bool = False
    is_italic: bool = False
    colour: str = INK
    stretch: int = 100

    @property
    def font(self) -> str:
        """Return the name of the font in the PDF."""
        regular, bold, italic = _registered(self.face)
        return bold if self.is_bold else italic if self.is_italic else regular

    def width(self, text: str) -> float:
        """Return the width of a text in millimetres."""
        return pdfmetrics.stringWidth(text, self.font, self.size) * self.stretch / 100 / mm

    def bold(self) -> "Pen":
        """Return the same pen in bold."""
        return replace(self, is_bold=True)

    def sized(self, size: float) -> "Pen":
        """Return the same pen at another size in points."""
        return replace(self, size=size)

    def coloured(self, colour: str) -> "Pen":
        """Return the same pen in another colour."""
        return replace(self, colour=colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text set at once; lines are put together from runs of one block.

    pen: what it was set with, None for text drawn by other means, whose words share its width evenly.
    """

    block: int
    x: float
    y: float
    height: float
    width: float
    text: str
    pen: Pen | None = None

    def words(self) -> Iterator[tuple[str, float, float]]:
        """Yield each word with its left and right edge in millimetres."""
        at = 0
        for word in self.text.split(" "):
            if word:
                yield word, self.x + self._reach(at), self.x + self._reach(at + len(word))
            at += len(word) + 1

    def _reach(self, count: int) -> float:
        if self.pen is None:
            return self.width * count / len(self.text)
        return self.pen.width(self.text[:count])


class Sheet:
    """A PDF being drawn; see the module."""

    def __init__(self, *, size: tuple[float, float] = A4) -> None:
        """Open an empty document of pages of one size in points."""
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=size, invariant=1, pageCompression=1)
        self.canvas.setProducer("")
        self.height = size[1] / mm
        self.width = size[0] / mm
        self._runs: list[Run] = []
        self._texts: list[str] = []
        self._words: list[tuple[Word, ...]] = []
        self._block = 0
        self.is_by_hand = False

    def block(self) -> None:
        """Begin a new block: what follows is read after everything drawn so far."""
        self._block += 1

    def text(self, x: float, y: float, text: str, pen: Pen, *, align: Align = Align.LEFT) -> None:
        """Set a text with its baseline at y; empty texts are skipped."""
        if not text:
            return
        width = pen.width(text)
        left = x - (width if align is Align.RIGHT else width / 2 if align is Align.CENTRE else 0)
        setting = self.canvas.beginText(left * mm, self._up(y))
        setting.setFont(pen.font, pen.size)
        setting.setHorizScale(pen.stretch)
        setting.setFillColor(HexColor(pen.colour))
        setting.textOut(text)
        setting.setHorizScale(100)
        self.canvas.drawText(setting)
        self._runs.append(Run(block=self._block, x=left, y=y, height=pen.size / mm, width=width, text=text, pen=pen))

    def note(self, x: float, y: float, text: str, *, height: float, width: float = 0) -> None:
        """Remember words drawn by other means, such as spaced letters or form fields; width 0 is a guess."""
        guess = len(text) * height * 0.5
        self._runs.append(Run(block=self._block, x=x, y=y, height=height, width=width or guess, text=text))

    def paragraph(self, x: float, y: float, width: float, text: str, pen: Pen) -> float:
        """Set a text wrapped to a width; return the baseline after it."""
        leading = pen.size * 1.28 / mm
        for source_line in text.split("\n"):
            line = ""
            for word in source_line.split(" "):
                longer = f"{line} {word}".strip()
                if line and pen.width(longer) > width:
                    self.text(x, y, line, pen)
                    y += leading
                    longer = word
                line = longer
            self.text(x, y, line, pen)
            y += leading
        return y

    def spaced(self, x: float, y: float, text: str, pen: Pen, *, pitch: float) -> None:
        """Set characters one by one at a pitch in millimetres; remembered as one word."""
        self.canvas.setFont(pen.font, pen.size)
        self.canvas.setFillColor(HexColor(pen.colour))
        for position, character in enumerate(text):
            self.canvas.drawCentredString((x + (position + 0.5) * pitch) * mm, self._up(y), character)
        self.note(x, y, text, height=pen.size / mm, width=pitch * len(text))

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = 0.5, colour: str = INK) -> None:
        """Draw a line; weight in points."""
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(weight)
        self.canvas.line(x1 * mm, self._up(y1), x2 * mm, self._up(y2))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        line: str = INK,
        weight: float = 0.5,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its top-left corner; an empty colour leaves that part out."""
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if line:
            self.canvas.setStrokeColor(HexColor(line))
            self.canvas.setLineWidth(weight)
        shape = (x * mm, self._up(y + height), width * mm, height * mm, radius * mm)
        self.canvas.roundRect(*shape, stroke=int(bool(line)), fill=int(bool(fill)))

    def cross(self, x: float, y: float, size: float, *, colour: str = INK) -> None:
        """Draw the cross of a ticked box whose top-left corner is given."""
        inset = size * 0.14
        ends = (x + inset, y + inset, x + size - inset, y + size - inset)
        self.rule(ends[0], ends[1], ends[2], ends[3], weight=1.3, colour=colour)
        self.rule(ends[0], ends[3], ends[2], ends[1], weight=1.3, colour=colour)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str) -> None:
        """Fill a polygon."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * mm, self._up(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * mm, self._up(y))
        path.close()
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.drawPath(path, stroke=0, fill=1)

    def disc(self, x: float, y: float, radius: float, *, fill: str = "", line: str = "", weight: float = 0.8) -> None:
        """Draw a circle around a centre."""
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if line:
            self.canvas.setStrokeColor(HexColor(line))
            self.canvas.setLineWidth(weight)
        self.canvas.circle(x * mm, self._up(y), radius * mm, stroke=int(bool(line)), fill=int(bool(fill)))

    def next_page(self) -> None:
        """Finish the page and begin another."""
        lines = _lines(self._runs)
        self._texts.append("\n".join(" ".join(run.text for run in line) for line in lines))
        self._words.append(tuple(self._placed(run, word) for line in lines for run in line for word in run.words()))
        self._runs = []
        self._block = 0
        self.canvas.showPage()

    def paper(
        self, kind: PaperKind, document_class: str, fields: dict[str, str], tables: Tables | None = None
    ) -> Paper:
        """Finish the document and return it with its words and what it states."""
        self.next_page()
        self.canvas.save()
        return Paper(
            kind=kind,
            document_class=document_class,
            pdf=self._buffer.getvalue(),
            texts=tuple(self._texts),
            words=tuple(self._words),
            fields=fields,
            tables=tables or {},
            is_by_hand=self.is_by_hand,
        )

    def _up(self, y: float) -> float:
        return (self.height - y) * mm

    def _placed(self, run: Run, word: tuple[str, float, float]) -> Word:
        text, left, right = word
        top, bottom = run.y - run.height * _ASCENT, run.y + run.height * _DESCENT
        return Word(text=text, box=(left / self.width, top / self.height, right / self.width, bottom / self.height))


@cache
def _registered(face: Face) -> tuple[str, str, str]:
    """Return the names of a face's fonts, registered; where a package of fonts is missing, reportlab's own stand in."""
    names = _FONTS[face]
    if face in _PACKAGES:
        package = _PACKAGES[face]
        for name, stand_in in zip(names, _FONTS[Face.ROUND], strict=True):
            is_there = bool(package) and find_spec(package) is not None
            path = str(files(package) / "files" / f"{name}.ttf") if is_there else f"{stand_in}.ttf"
            pdfmetrics.registerFont(TTFont(name, path))
    return names


def _lines(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.block, r.y, r.x)):
        last = lines[-1][0] if lines else None
        if last and last.block == run.block and run.y - last.y < 0.45 * max(run.height, last.height):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: r.x) for line in lines]
