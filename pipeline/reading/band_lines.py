"""What light print on dark bands says is read band by band, in negative, where the engine passed over it."""

import numpy as np

from pipeline.geometry import Box
from pipeline.imaging.components import Ink
from pipeline.imaging.dark_bands import DarkBand, cut, dark_bands, negative
from pipeline.imaging.page_source import Prepared, Recognizer
from pipeline.model.page import Line, Word
from pipeline.reading.cut_out import read_alone
from pipeline.reading.plausibility import is_plausible

TOLD = 0.8
"""Share of a band's letters in words that were read already, from which it needs no reading of its own."""
MOST_BANDS = 10
SURE_WORD = 0.7
"""Confidence below which a word found so is left out."""
GOOD_LETTER, LETTER_WANTED = (17.5, 34.0), 24.0
"""Pixels of letters that the engine reads as they are, and to which others are brought."""


def read_dark_bands(
    lines: tuple[Line, ...], prepared: Prepared, ink: Ink, engine: Recognizer, *, language: str
) -> tuple[Line, ...]:
    """Return the lines with what stands on dark bands and was not read yet, in any order."""
    every: list[Line] = list(lines)
    for band in dark_bands(prepared, ink)[:MOST_BANDS]:
        known = [prepared.matrix.box_to_prepared(word.box) for line in every for word in line.words]
        if _told(band, known) < TOLD:
            every += _read(band, known, prepared, engine, language)
    return tuple(every)


def _told(band: DarkBand, known: list[Box]) -> float:
    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in band.letters]
    told = sum(any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in known) for x, y in middles)
    return told / len(middles)


def _read(band: DarkBand, known: list[Box], prepared: Prepared, engine: Recognizer, language: str) -> list[Line]:
    """Read a band alone; return its sure words that stand where none was read."""
    part, at = negative(cut(prepared.grey, band.zone)), (band.zone.left, band.zone.top)
    found: list[Line] = []
    for line in read_alone(part, at, prepared, engine, language=language, enlarged=_factor(band)):
        new = tuple(word for word in line.words if _is_new(word, known, prepared))
        found += [Line(words=new)] if new else []
    return found


def _is_new(word: Word, known: list[Box], prepared: Prepared) -> bool:
    box = prepared.matrix.box_to_prepared(word.box)
    return word.confidence >= SURE_WORD and is_plausible(word.text) and not any(_meet(box, each) for each in known)


def _factor(band: DarkBand) -> float:
    letter = float(np.median(band.letters[:, 3] - band.letters[:, 1]))
    return 1.0 if GOOD_LETTER[0] <= letter <= GOOD_LETTER[1] else LETTER_WANTED / letter


def _meet(word: Box, other: Box) -> bool:
    x, y = word.centre
    return (other.left <= x <= other.right and other.top <= y <= other.bottom) or other.overlap(word) > 0.5
