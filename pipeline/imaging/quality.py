"""What a person should know about a page's picture, each note with a measurement behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.imaging.components import Components, Ink
from pipeline.model.page import Line, QualityNote, Severity

SMALL_LETTER, TINY_LETTER = 12.0, 9.0
"""Source pixels: below 12 the share of words found falls, at 8.5 it was 0.58 as scanned (measured)."""

SKEWED = 1.0
"""Degrees of skew that a person notices; words are found again after straightening."""

FAINT_CONTRAST = 70.0
DARK_PAPER = 120.0
LOW_CONFIDENCE, POOR_CONFIDENCE = 0.80, 0.60
CUT_LETTERS = 6
"""Letters that touch the picture's edge, where a whole page has none."""
WORDS_BY_HAND = 3
"""Words in two lines at least, or one word more in one: a signature or the print of a stamp is taken for fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What was measured; letter in source pixels; confidence None when the engine read nothing; lines: as read."""

    ink: Ink
    letters: Components
    letter: float | None
    paper_level: float
    skew_degrees: float
    confidence: float | None
    lines: tuple[Line, ...] = ()


def quality_notes(measures: Measures) -> tuple[QualityNote, ...]:
    """Return the notes, most useful first."""
    notes = []
    if measures.letter is not None and measures.letter < SMALL_LETTER:
        is_tiny = measures.letter < TINY_LETTER
        notes.append(QualityNote(code="low_resolution", severity=Severity.DOUBT if is_tiny else Severity.NOTE))
    if len(measures.letters) >= 20 and _contrast(measures.ink) < FAINT_CONTRAST:
        notes.append(QualityNote(code="faint", severity=Severity.DOUBT))
    if measures.paper_level < DARK_PAPER:
        notes.append(QualityNote(code="dark", severity=Severity.NOTE))
    if abs(measures.skew_degrees) >= SKEWED:
        notes.append(QualityNote(code="skewed", severity=Severity.NOTE))
    if _touching_edge(measures) >= CUT_LETTERS:
        notes.append(QualityNote(code="cut_off", severity=Severity.DOUBT))
    if measures.confidence is not None and measures.confidence < LOW_CONFIDENCE:
        is_poor = measures.confidence < POOR_CONFIDENCE
        notes.append(QualityNote(code="low_confidence", severity=Severity.DOUBT if is_poor else Severity.NOTE))
    if _is_by_hand(measures.lines):
        notes.append(QualityNote(code="handwritten", severity=Severity.DOUBT))
    return tuple(notes)


def _is_by_hand(lines: Sequence[Line]) -> bool:
    """Return whether words of the page were written by hand, more than a name below it."""
    counts = [sum(word.is_by_hand and sum(map(str.isalnum, word.text)) > 1 for word in line.words) for line in lines]
    return sum(counts) >= WORDS_BY_HAND + (sum(map(bool, counts)) == 1)


def _contrast(ink: Ink) -> float:
    """Return the grey levels between the paper (255 in the evened picture) and the middle of the ink."""
    values = ink.grey[ink.mask > 0]
    return 255.0 - float(np.median(values)) if len(values) else 255.0


def _touching_edge(measures: Measures) -> int:
    height, width = measures.ink.mask.shape
    letters = measures.letters
    at_edge = (letters.left <= 0) | (letters.top <= 0) | (letters.right >= width) | (letters.bottom >= height)
    return int(np.count_nonzero(at_edge))
