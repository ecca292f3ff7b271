"""From Tesseract's words to lines in source fractions; shared by both ways of running it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.geometry import PageMatrix
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.ports import EngineReading


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWord:
    """A word as the engine gives it: box in pixels of the prepared picture, confidence 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    begins_line: bool


def to_reading(words: Iterable[RawWord], matrix: PageMatrix) -> EngineReading:
    """Group the words into lines and lead their boxes back to the source page; empty words are left out."""
    lines: list[Line] = []
    line: list[Word] = []
    for raw in words:
        if raw.begins_line:
            _close(lines, line)
            line = []
        text = raw.text.strip()
        if text:
            confidence = min(1.0, max(0.0, raw.confidence))
            line.append(Word(text=text, box=matrix.box_to_source(*raw.box), confidence=confidence))
    _close(lines, line)
    return EngineReading(lines=tuple(lines), confidence=mean_confidence(word for each in lines for word in each.words))


def _close(lines: list[Line], words: list[Word]) -> None:
    if words:
        lines.append(Line(words=tuple(words)))
