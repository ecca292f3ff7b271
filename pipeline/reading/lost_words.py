"""A page of whose letters many lie in no word is read a second way, as one block, and the readings are joined.

Page layout analysis may take a framed list for a picture, or a column for a border, and pass over most of it while what
it reads is read well: confidence does not tell. Read as one block every row is read, whatever stands around it.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import Box
from pipeline.imaging.components import Components, Ink, even_light
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.imaging.preparing import for_whole_page
from pipeline.model.page import Line, Word
from pipeline.reading.missed_lines import outside_words
from pipeline.reading.plausibility import is_plausible

FEWEST_LOST, LOST = 40, 0.15
"""Letters outside of words, and their share of all, from which a page is read a second time."""
SURE_WORD = 0.7
"""Confidence below which a word of the second reading alone is left out."""


def with_lost_words(
    lines: tuple[Line, ...],
    letters: Components,
    ink: Ink,
    prepared: Prepared,
    engine: Recognizer,
    *,
    language: str,
) -> tuple[Line, ...]:
    """Return the lines with the sure words of a second reading that stand where the first has none, in any order."""
    lost = len(outside_words(letters, ink, lines))
    if lost < FEWEST_LOST or lost < LOST * len(letters):
        return lines
    page = for_whole_page(prepared)
    page = replace(page, grey=even_light(page.grey))
    height, width = page.grey.shape
    whole = Zone(left=0, top=0, right=width, bottom=height)
    again = engine.read_zone(page, whole, alphabet="", language=language).lines
    return (*lines, *elsewhere(again, lines))


def elsewhere(again: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the sure words of a second reading that stand where the lines have none."""
    known = [word.box for line in lines for word in line.words]
    found = (Line(words=tuple(word for word in line.words if _is_new(word, known))) for line in again)
    return tuple(line for line in found if line.words)


def _is_new(word: Word, known: Sequence[Box]) -> bool:
    if word.confidence < SURE_WORD or not is_plausible(word.text) or not any(map(str.isalnum, word.text)):
        return False
    return not any(word.box.overlap(box) > 0.3 or box.overlap(word.box) > 0.5 for box in known)
