"""Doubtful names and numbers are judged by a second reading; nothing else is touched."""

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.model.page import Line, Word
from pipeline.page_source import Prepared, Zone
from pipeline.ports import EngineReading
from pipeline.second_reading import MOST_WORDS, read_doubtful_again

WHOLE = Box(0.1, 0.4, 0.5, 0.5)


class SaysAlways:
    """An engine that reads the same text whatever it is shown, and counts how often it is asked."""

    name = "says always"

    def __init__(self, *texts: str) -> None:
        """Keep what to say."""
        self.texts = texts
        self.asked = 0

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Say it."""
        del prepared, languages
        return self._said()

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str) -> EngineReading:
        """Say it."""
        del prepared, zone, alphabet
        return self._said()

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared

    def _said(self) -> EngineReading:
        self.asked += 1
        words = tuple(Word(text=text, box=WHOLE, confidence=1.0) for text in self.texts)
        return EngineReading(lines=(Line(words=words),), confidence=1.0)


PAGE = Prepared(
    grey=np.full((400, 400), 255, np.uint8),
    matrix=PageMatrix(400.0, 0.0, 0.0, 0.0, 400.0, 0.0),
    rotation=0,
    skew_degrees=0.0,
    letter_height=20.0,
)


def judged(engine: SaysAlways, text: str, confidence: float) -> float:
    """Give the confidence of a word after its second reading."""
    line = Line(words=(Word(text=text, box=WHOLE, confidence=confidence),))
    ((word,),) = [each.words for each in read_doubtful_again((line,), PAGE, engine)]
    assert word.text == text
    return word.confidence


@pytest.mark.parametrize(
    ("text", "again"), [("LEFÈVRE", ["LEFEVRE"]), ("12/03/2026,", ["12/03/2026"]), ("Zoé", ["Zoe"])]
)
def test_a_reading_that_agrees_makes_surer(text: str, again: Sequence[str]):
    """Accents and the sign behind a word apart, two equal readings take most of the doubt away."""
    assert judged(SaysAlways(*again), text, 0.8) == pytest.approx(0.94)


def test_a_reading_that_differs_makes_a_name_doubtful():
    """A name that the second reading does not confirm becomes doubtful; a number stays as sure as it was."""
    assert judged(SaysAlways("MORENO"), "MORENDO", 0.8) == pytest.approx(0.6)
    assert judged(SaysAlways("1947.75"), "1047,75", 0.8) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("text", "confidence"), [("MORENO", 0.95), ("maladie", 0.8), ("DE", 0.8), ("P<FRAMORENO<<", 0.8), ("M0R3N0", 0.2)]
)
def test_what_needs_no_second_reading_has_none(text: str, confidence: float):
    """Sure words, words of running text, short ones, zones that check digits judge, and rubbish are left alone."""
    engine = SaysAlways("other")
    assert judged(engine, text, confidence) == confidence
    assert engine.asked == 0


def test_a_page_that_reads_badly_as_a_whole_is_not_read_twice():
    """With too many doubtful words a second reading would cost as much as the first and tell nothing."""
    words = tuple(Word(text=f"Nom{n}", box=WHOLE, confidence=0.7) for n in range(MOST_WORDS + 1))
    engine = SaysAlways("other")
    lines = (Line(words=words),)
    assert read_doubtful_again(lines, PAGE, engine) == lines
    assert engine.asked == 0
