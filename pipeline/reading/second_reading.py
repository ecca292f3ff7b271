"""Doubtful names and numbers are read a second time, each cut out alone, larger, and by the English model.

Two readings in different ways seldom make the same mistake, so agreement is the best witness there is without a
dictionary. Measured on drawn papers: of 85 words between 0.80 and 0.90 that both ways read alike all were right, of
9 that they read differently 7; between 0.65 and 0.80, 18 of 19 and 3 of 5. Where the two differ a third reading, alone
and in the page's own language, decides; a number so changed stays doubtful until its check digits prove it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.folding import fold
from pipeline.imaging.page_source import ENGLISH, Prepared, Recognizer
from pipeline.model.page import Line, Word
from pipeline.ports import Grey
from pipeline.reading.cut_out import read_alone
from pipeline.reading.plausibility import is_plausible

DOUBTFUL, WITH_FIGURES = (0.3, 0.9), (0.5, 0.94)
"""Confidences between which a word is read again; below, both readings are as bad; above, it is right anyway."""
HARDLY_READ = 0.5
"""A word less sure than that needs two further readings that agree with it."""
SHORTEST = 3
"""Letters and figures of a word that is worth it."""
FILLER = "<"
"""The sign of machine-readable zones, which check digits judge."""
STROKE = "/"
"""The sign of abbreviations that stand before values, such as `V/Réf`."""
MOST_WORDS = 40
"""A page with more doubtful words reads badly as a whole; a second reading of all of it would double its time."""
ENLARGED = 1.5
ROOM = 0.35
"""Paper left above and below a word, in heights of it."""
LEAST_BLANK, BLANK_TAKEN, CROSSED = 0.25, 0.3, 0.1
"""In heights of a word: the narrowest blank between words, wider than any between letters; how much of it is left on
either side; and how far the word may reach into its neighbour's box."""
CONTRAST = 60
"""Grey levels by which ink is darker than the paper."""
AGREED = 0.7
"""How much of a word's doubt an agreeing reading takes away."""
DISPUTED = 0.75
"""What two differing ones leave of a name's confidence; of 35 numbers that one differed from, 31 were right."""
OUTVOTED, NUMBER_OUTVOTED = 0.88, 0.8
"""Confidence of a text that two readings alone gave alike, against the first."""
MOST_CHANGED = 0.2
"""The share of a word's signs, one at least, in which two readings may differ from the first: more is another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A word and the part of the prepared picture (pixels) where it stands.

    is_alone: no part of its neighbours stands there.
    """

    word: Word
    left: int
    top: int
    right: int
    bottom: int
    is_alone: bool


def read_doubtful_again(
    lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer, *, language: str
) -> tuple[Line, ...]:
    """Return the lines with doubtful names and numbers as two readings, or two of three, make them.

    language: the page's, by Tesseract's name, for the third reading.
    """
    doubtful = [spot for line in lines for spot in _spots(line, prepared)]
    if not doubtful or len(doubtful) > MOST_WORDS:
        return lines
    judged = {id(spot.word): _judged(spot, prepared, engine, language) for spot in doubtful}
    return tuple(replace(line, words=tuple(judged.get(id(word), word) for word in line.words)) for line in lines)


def is_doubtful(word: Word) -> bool:
    """Return whether a word is a name or number that may have been misread; small words of a text are not asked for."""
    signs = re.sub(r"[\W_]", "", word.text)
    low, high = WITH_FIGURES if holds_figures(signs) else DOUBTFUL
    is_value = len(signs) >= SHORTEST and (signs[0].isupper() or signs[0].isdigit()) and FILLER not in word.text
    is_value &= holds_figures(signs) or STROKE not in word.text
    return is_value and low <= word.confidence < high


def _spots(line: Line, prepared: Prepared) -> Iterator[Spot]:
    """Yield where each word of the line stands, with some paper around it.

    The engine's boxes may cut a letter off or take in one of the next word: ends are moved to the blanks between words.
    """
    if not any(map(is_doubtful, line.words)):
        return
    places = [prepared.matrix.box_to_prepared(word.box) for word in line.words]
    ends = [-float("inf"), *(right for _, _, right, _ in places[:-1])]
    starts = [*(left for left, _, _, _ in places[1:]), float("inf")]
    for word, (left, top, right, bottom), before, after in zip(line.words, places, ends, starts, strict=True):
        height = bottom - top
        if not is_doubtful(word) or height <= 0:
            continue
        upper, lower = max(0, int(top - ROOM * height)), int(bottom + ROOM * height)
        blank = _blanks(prepared.grey[int(max(0, top)) : int(bottom), :], LEAST_BLANK * height)
        first, last = _outwards(blank, left, -1, height), _outwards(blank, right, 1, height)
        is_alone = first > before - CROSSED * height and last < after + CROSSED * height
        yield Spot(word=word, left=first, top=upper, right=last, bottom=lower, is_alone=is_alone)


def _blanks(strip: Grey, least: float) -> NDArray[np.bool_]:
    """Tell of each column of a line's strip whether it lies in a blank at least so many pixels wide."""
    if not strip.size:
        return np.ones(strip.shape[1], dtype=np.bool_)
    paper = np.percentile(strip[:, ::8], 90)
    ink = (strip.min(axis=0) < paper - CONTRAST).astype(np.uint8)[None, :]
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(1, round(least))), np.uint8))
    return np.asarray(closed[0] == 0)


def _outwards(blank: NDArray[np.bool_], edge: float, step: int, height: float) -> int:
    """Return the column, a little way into a blank, where a word ends that has this edge or goes on beyond it."""
    last = len(blank) - 1
    at = min(last, max(0, round(edge)))
    while 0 < at < last and not blank[at]:
        at += step
    room = round(BLANK_TAKEN * height)
    while room and 0 < at < last and blank[at]:
        at, room = at + step, room - 1
    return at


def _judged(spot: Spot, prepared: Prepared, engine: Recognizer, language: str) -> Word:
    word = spot.word
    first = bare(word.text)
    second = bare(_alone(spot, prepared, engine, enlarged=ENLARGED, language=ENGLISH))
    if second == first and word.confidence >= HARDLY_READ:
        return replace(word, confidence=1 - (1 - word.confidence) * (1 - AGREED))
    text = _alone(spot, prepared, engine, enlarged=1.0, language=language)
    third = bare(text)
    if third == second == first:
        return replace(word, confidence=1 - (1 - word.confidence) * (1 - AGREED) ** 2)
    if third and third == second:
        return _outvoted(spot, text)
    is_confirmed = third == first or holds_figures(word.text)
    return word if is_confirmed else replace(word, confidence=word.confidence * DISPUTED)


def _outvoted(spot: Spot, text: str) -> Word:
    """Return the word as two readings alone have it; one that they have quite otherwise stays doubtful."""
    word, first, new = spot.word, bare(spot.word.text), bare(text)
    is_likely = len(new) >= SHORTEST and (holds_figures(new) or is_plausible(text))
    if not spot.is_alone or not is_likely:
        return word if first in new else replace(word, confidence=min(word.confidence, HARDLY_READ))
    sure = NUMBER_OUTVOTED if holds_figures(new) else OUTVOTED
    if Levenshtein.distance(first, new) > max(1, MOST_CHANGED * len(new)):
        sure = HARDLY_READ
    return replace(word, text=_between_signs(word.text, text), confidence=sure)


def _between_signs(before: str, text: str) -> str:
    """Put a new text between the signs that stood at the ends of the old one."""
    core = re.sub(r"^[\W_]+|[\W_]+$", "", text)
    return re.sub(r"[^\W_](?:.*[^\W_])?", lambda _: core, before, count=1)


def holds_figures(text: str) -> bool:
    """Return whether a word is a number, or a mark with figures in it."""
    return any(map(str.isdigit, text))


def bare(text: str) -> str:
    """Return what two readings must have in common: letters, figures, and the signs between them."""
    return re.sub(r"[^a-z0-9./-]", "", fold(text).replace(",", ".")).strip("./-")


def _alone(spot: Spot, prepared: Prepared, engine: Recognizer, *, enlarged: float, language: str) -> str:
    """Read the word cut out alone; return what stands there without blanks, nothing when it lies off the picture."""
    cut = prepared.grey[spot.top : spot.bottom, spot.left : spot.right]
    read = read_alone(cut, (spot.left, spot.top), prepared, engine, language=language, enlarged=enlarged)
    return "".join(word.text for line in read for word in line.words)
