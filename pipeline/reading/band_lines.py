"""What light print on dark bands says is read band by band, in negative, where the engine passed over it."""

from dataclasses import replace

import cv2
import numpy as np

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.components import Ink
from pipeline.imaging.dark_bands import DarkBand, cut, dark_bands, negative
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import Grey
from pipeline.reading.plausibility import is_plausible

TOLD = 0.8
"""Share of a band's letters in words that were read already, from which it needs no reading of its own."""
MOST_BANDS = 10
SURE_WORD = 0.7
"""Confidence below which a word found so is left out."""
GOOD_LETTER, LETTER_WANTED = (17.5, 34.0), 24.0
"""Pixels of letters that the engine reads as they are, and to which others are brought."""
BORDER = 12


def read_dark_bands(
    lines: tuple[Line, ...], prepared: Prepared, ink: Ink, engine: Recognizer, *, language: str
) -> tuple[Line, ...]:
    """Give the lines with what stands on dark bands and was not read yet, in any order."""
    every: list[Line] = list(lines)
    for band in dark_bands(prepared, ink)[:MOST_BANDS]:
        known = [_in_pixels(word, prepared.matrix) for line in every for word in line.words]
        if _told(band, known) < TOLD:
            every += _read(band, known, prepared, engine, language)
    return tuple(every)


def _in_pixels(word: Word, matrix: PageMatrix) -> Box:
    corners = [matrix.to_prepared(u, v) for u in word.box[0::2] for v in word.box[1::2]]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _told(band: DarkBand, known: list[Box]) -> float:
    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in band.letters]
    told = sum(any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in known) for x, y in middles)
    return told / len(middles)


def _read(band: DarkBand, known: list[Box], prepared: Prepared, engine: Recognizer, language: str) -> list[Line]:
    """Read a band alone; give its sure words that stand where none was read."""
    factor = _factor(band)
    framed = _framed(negative(cut(prepared.grey, band.zone)), factor)
    height, width = framed.shape
    alone = replace(prepared, grey=framed, matrix=PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0))
    whole = Zone(left=0, top=0, right=width, bottom=height)
    found: list[Line] = []
    for line in engine.read_zone(alone, whole, alphabet="", language=language).lines:
        words = [replace(word, box=_on_page(word.box, framed, factor, band.zone)) for word in line.words]
        new = tuple(
            replace(word, box=prepared.matrix.box_to_source(*word.box))
            for word in words
            if word.confidence >= SURE_WORD and is_plausible(word.text) and not any(_meet(word.box, b) for b in known)
        )
        found += [Line(words=new)] if new else []
    return found


def _factor(band: DarkBand) -> float:
    letter = float(np.median(band.letters[:, 3] - band.letters[:, 1]))
    return 1.0 if GOOD_LETTER[0] <= letter <= GOOD_LETTER[1] else LETTER_WANTED / letter


def _framed(part: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    sized = part if factor == 1 else cv2.resize(part, None, fx=factor, fy=factor, interpolation=how)
    return np.asarray(
        cv2.copyMakeBorder(sized, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8
    )


def _on_page(box: Box, framed: Grey, factor: float, zone: Zone) -> Box:
    """Lead a box of the framed band to pixels of the prepared picture."""
    height, width = framed.shape
    left, right = ((x * width - BORDER) / factor + zone.left for x in (box.left, box.right))
    top, bottom = ((y * height - BORDER) / factor + zone.top for y in (box.top, box.bottom))
    return Box(left, top, right, bottom)


def _meet(word: Box, other: Box) -> bool:
    x, y = word.centre
    return (other.left <= x <= other.right and other.top <= y <= other.bottom) or other.overlap(word) > 0.5
