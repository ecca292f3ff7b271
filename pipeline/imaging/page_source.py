"""A page before it is read: what the renderer gives, what the engine takes, and the picture between the two.

The renderer (an adapter) opens originals and gives `OpenPage`; the pure steps prepare its picture; the engine (an
adapter) reads the prepared picture and answers in source fractions by the page matrix.
"""

from dataclasses import dataclass
from typing import Protocol

from pipeline.geometry import PageMatrix
from pipeline.model.einvoice import EInvoice
from pipeline.model.page import FormField, Line
from pipeline.ports import EngineReading, Grey


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How pages are to be read: Tesseract languages, the usual one first; prefixes of separator bar codes.

    separate_by: what the batch class cuts at; a sheet of such a kind (`patch`, `barcode`) is known by its code alone.
    turn: clockwise degrees by which a person wants the page turned, or None: which way up it is has to be found out.
    """

    languages: tuple[str, ...]
    separator_codes: tuple[str, ...] = ()
    separate_by: tuple[str, ...] = ()
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer:
    """The text a PDF page carries, before anyone judged it.

    invisible: share 0 to 1 of the characters drawn invisibly (an OCR layer over a scan); unmapped: share of the
    characters without a known Unicode value; turned: clockwise degrees (0, 90, 180, 270) that make most lines upright.
    is_sure: we set the page in type ourselves, so there is nothing to judge.
    """

    lines: tuple[Line, ...]
    invisible: float
    unmapped: float
    turned: int
    is_sure: bool = False


class OpenPage(Protocol):
    """One page of an opened original; width and height in source pixels at `dpi` (None: the source does not say).

    is_bilevel: the source is black and white only (a fax, a scan in 1 bit); einvoice: on the first page of a file, what
    its XML states, if it brings one.
    """

    number: int
    width: int
    height: int
    dpi: float | None
    is_bilevel: bool
    einvoice: EInvoice | None

    def text_layer(self) -> TextLayer | None:
        """Return the page's own text, or None when it has none."""
        ...

    def form_fields(self) -> tuple[FormField, ...]:
        """Return the filled fields of a PDF form that stand on this page."""
        ...

    def picture(self, *, for_reading: bool) -> Grey:
        """Return the page as a viewer shows it; sharp enough to read it, or only to look at it (codes, tick boxes)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A picture made ready for the engine: upright, straight, letters of the right size.

    matrix leads from source fractions to its pixels; rotation: clockwise degrees we turned it; skew_degrees: how far
    its lines then ran downhill before we straightened them; letter_height: median height of the letters in its own
    pixels, or None when there are none; is_enlarged: it has more pixels than the source.
    """

    grey: Grey
    matrix: PageMatrix
    rotation: int
    skew_degrees: float
    letter_height: float | None
    is_enlarged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A rectangle of a prepared picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int


ENGLISH = "eng"
"""The language, by Tesseract's name, whose model reads capitals and figures alone best."""


class Recognizer(Protocol):
    """The engine that reads letters on prepared pictures (Tesseract)."""

    @property
    def name(self) -> str:
        """Return the engine's name and version, such as `tesserocr 5.5.4`."""
        ...

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read the whole picture with the languages given (Tesseract's names)."""
        ...

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Read one zone as a block of lines that use only the characters of the alphabet (all of them when empty)."""
        ...

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Return the clockwise degrees that make the picture upright and the confidence 0 to 1; None: cannot tell."""
        ...
