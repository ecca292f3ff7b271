"""A page and what was read on it.

`Recognition` is everything later steps may know of a page's picture: words, codes, ticked boxes, form fields and
graphics, in fractions of the source page; after this step only people look at pixels.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.geometry import Box
from pipeline.model.einvoice import EInvoice


class TextSource(StrEnum):
    """Where a page's words come from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    NONE = "none"


class Severity(StrEnum):
    """How much a finding or a quality note weighs."""

    NOTE = "note"
    DOUBT = "doubt"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word; confidence 0 to 1; is_by_hand: its letters stand as a hand puts them, not as print does."""

    text: str
    box: Box
    confidence: float
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line, its words in reading order."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return the words with single spaces between."""
        return " ".join(word.text for word in self.words)


def mean_confidence(words: Iterable[Word]) -> float:
    """Return the mean confidence of the words, weighed by their length; 0 without words."""
    every = tuple(words)
    weight = sum(len(word.text) for word in every)
    return sum(word.confidence * len(word.text) for word in every) / weight if weight else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A bar code, matrix code or patch code and what it says."""

    symbology: str
    payload: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A tick box found on the page; `fill` is the dark share of its inside, confidence 0 to 1 of `is_ticked`."""

    box: Box
    is_ticked: bool
    fill: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A filled field of a PDF form: its own name, its value as text, and where it stands."""

    name: str
    label: str
    value: str
    is_button: bool
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityNote:
    """Something about the picture that a person should know, such as `low_resolution` or `skewed`."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """A page as read: its measures and all that stands on it.

    width and height: pixels (PDF pages: at `dpi`), of the source as a viewer shows it; dpi: dots per inch, or None
    when the source does not say; rotation: clockwise degrees we turned it by to read it; skew_degrees: then
    straightened; separator: `patch-1` to `patch-6`, `patch-t`, `barcode`, `blank`, or None; confidence: 0 to 1, the
    mean over its words; language: ISO 639-1 or None; engine: name, version and settings that made it;
    graphics: boxes of large ink that is no text (signatures, stamps, photographs); einvoice: on the first page of a
    file, what its XML states.
    """

    number: int
    width: int
    height: int
    dpi: float | None
    rotation: int
    skew_degrees: float
    is_blank: bool
    separator: str | None
    source: TextSource
    language: str | None
    confidence: float
    lines: tuple[Line, ...]
    codes: tuple[Code, ...]
    marks: tuple[Mark, ...]
    form_fields: tuple[FormField, ...]
    graphics: tuple[Box, ...]
    quality: tuple[QualityNote, ...]
    engine: str
    einvoice: EInvoice | None = None

    @property
    def upright_size(self) -> tuple[int, int]:
        """Return width and height in pixels once the page is turned upright."""
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)

    @property
    def text(self) -> str:
        """Return the text in reading order, a line per printed line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        """Return all words in reading order."""
        return tuple(word for line in self.lines for word in line.words)
