"""A page that reads badly as a whole is read a second way, smoothed, and the two readings are reconciled word by word.

Grain and specks of a fax make other mistakes on the smoothed picture than on the plain one. Where the two differ the
likelier word is taken, and a number is then doubtful however sure the engine was of it.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.geometry import Box
from pipeline.imaging.page_source import Prepared, Recognizer
from pipeline.imaging.preparing import for_whole_page
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.reading.lost_words import elsewhere
from pipeline.reading.plausibility import is_plausible
from pipeline.reading.second_reading import bare, holds_figures

BAD = 0.86
"""Mean confidence below which a page is read a second way: scans and photographs of offices lie above 0.9."""
FILLER = "<"
"""The sign of machine-readable zones: long, badly read, and read again on their own, they tell nothing of the page."""
SMOOTHED = 3
"""Side of the square, in pixels, whose middle grey each pixel gets: specks of a fax are smaller than half of it."""
SAME_PLACE = 0.5
"""How much of each of two words lies in the other where they are the same word."""
DOUBTED = 0.8
"""Confidence at most of a number that the other reading has otherwise or not at all."""


def read_bad_page_again(
    lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer, *, language: str
) -> tuple[Line, ...]:
    """Return the lines of a page that reads badly as two readings make them; those of any other page as they are.

    What the second reading alone has, and is sure of, comes at the end, in any order.
    """
    words = [word for line in lines for word in line.words if FILLER not in word.text]
    if not words or mean_confidence(words) >= BAD:
        return lines
    page = for_whole_page(prepared)
    smooth = replace(page, grey=np.asarray(cv2.medianBlur(page.grey, SMOOTHED), dtype=np.uint8))
    again = engine.read(smooth, languages=(language,)).lines
    others = [word for line in again for word in line.words]
    settled = (replace(line, words=tuple(_settled(word, others) for word in line.words)) for line in lines)
    return (*settled, *elsewhere(again, lines))


def _settled(word: Word, others: Sequence[Word]) -> Word:
    other = next((each for each in others if _is_same_place(word.box, each.box)), None)
    if other is None:
        return _doubted(word)
    if bare(other.text) == bare(word.text):
        return replace(word, confidence=max(word.confidence, other.confidence))
    likelier = max((word, other), key=lambda each: (is_plausible(each.text), each.confidence))
    return _doubted(replace(likelier, box=word.box))


def _doubted(word: Word) -> Word:
    """Return a number that only one reading has as a doubtful one; words of running text have their spelling."""
    return replace(word, confidence=min(word.confidence, DOUBTED)) if holds_figures(word.text) else word


def _is_same_place(one: Box, other: Box) -> bool:
    return one.overlap(other) >= SAME_PLACE and other.overlap(one) >= SAME_PLACE
