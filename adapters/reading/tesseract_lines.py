"""From Tesseract's words to lines in source fractions; shared by both ways of running it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.geometry import PageMatrix
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.ports import EngineReading


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWord:
    """A word as the engine gives it: box and baseline in pixels of the prepared picture, confidence 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    begins_line: bool
    baseline: float | None


def to_reading(words: Iterable[RawWord], matrix: PageMatrix) -> EngineReading:
    """Group the words into lines and lead their boxes back to the source page; empty words are left out."""
    lines: list[Line] = []
    line: list[Word] = []
    feet: float | None = None
    for raw in words:
        if raw.begins_line:
            _close(lines, line, feet)
            line, feet = [], None
        text = raw.text.strip()
        if not text:
            continue
        line.append(Word(text=text, box=matrix.box_to_source(*raw.box), confidence=min(1.0, max(0.0, raw.confidence))))
        if feet is None:
            feet = _baseline(raw, matrix)
    _close(lines, line, feet)
    return EngineReading(lines=tuple(lines), confidence=mean_confidence(word for each in lines for word in each.words))


def _baseline(raw: RawWord, matrix: PageMatrix) -> float | None:
    """Lead the baseline back; on a page turned by 90 degrees it is no height and is left out."""
    if raw.baseline is None or abs(matrix.b) > abs(matrix.a):
        return None
    left, _, right, _ = raw.box
    height = matrix.to_source((left + right) / 2, raw.baseline)[1]
    return min(1.0, max(0.0, height))


def _close(lines: list[Line], words: list[Word], baseline: float | None) -> None:
    if words:
        lines.append(Line(words=tuple(words), baseline=baseline))
