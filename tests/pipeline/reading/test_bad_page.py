"""A page that reads badly as a whole is read a second way; where the two readings differ, numbers are doubtful."""

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.page_source import ENGLISH, Prepared, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import EngineReading
from pipeline.reading.bad_page import BAD, DOUBTED, read_bad_page_again

PAGE = Prepared(
    grey=np.full((400, 400), 255, np.uint8),
    matrix=PageMatrix(400.0, 0.0, 0.0, 0.0, 400.0, 0.0),
    rotation=0,
    skew_degrees=0.0,
    letter_height=18.0,
)
HERE, BELOW = Box(0.1, 0.4, 0.5, 0.5), Box(0.1, 0.6, 0.5, 0.7)
POOR = Word(text="rubbish", box=Box(0.1, 0.1, 0.9, 0.2), confidence=0.1)
"""A word that makes the mean of any page here a bad one."""


class SaysWords:
    """An engine that reads the same words on every page, and counts the pages."""

    name = "says words"

    def __init__(self, *words: Word) -> None:
        """Keep what to say."""
        self.words, self.asked = words, 0

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Say it."""
        del prepared, languages
        self.asked += 1
        return EngineReading(lines=(Line(words=self.words),), confidence=0.9)

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Say it."""
        del zone, alphabet
        return self.read(prepared, languages=(language,))

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared


def word(text: str, confidence: float, box: Box = HERE) -> Word:
    """Return a word, of which both readings have one."""
    return Word(text=text, box=box, confidence=confidence)


def settled(first: Word, *second: Word) -> Word:
    """Return what the first reading's word becomes on a bad page."""
    lines = (Line(words=(POOR, first)),)
    return read_bad_page_again(lines, PAGE, SaysWords(*second), language="fra")[0].words[1]


def test_what_both_readings_have_is_as_sure_as_the_surer_one():
    """The same number twice is no more doubtful than where it was read better."""
    assert settled(word("191,07", 0.6), word("191,07", 0.92)) == word("191,07", 0.92)


def test_the_likelier_of_two_words_is_taken():
    """A word that can be one comes before rubbish, a sure one before an unsure one; it stays in its place."""
    moved = Box(0.11, 0.41, 0.49, 0.5)
    assert settled(word("xqrtzbcd", 0.8), word("payer", 0.7, moved)) == word("payer", 0.7)
    assert settled(word("payor", 0.5), word("payer", 0.9)) == word("payer", 0.9)
    assert settled(word("payer", 0.9), word("payor", 0.5)) == word("payer", 0.9)


@pytest.mark.parametrize("second", [(word("576921522", 0.9),), (), (word("578921522", 0.97, BELOW),)])
def test_a_number_that_one_reading_alone_has_is_doubtful(second: tuple[Word, ...]):
    """However sure the engine was: the other reading has another number there, or none."""
    found = settled(word("578921522", 0.96), *second)
    assert found.text == "578921522"
    assert found.confidence == DOUBTED


def test_what_the_first_reading_missed_is_added():
    """Sure words stand at the end of the page's lines, others are left out."""
    lines = (Line(words=(POOR,)),)
    engine = SaysWords(word("payer", 0.9), word("doubtful", 0.5, BELOW))
    found = read_bad_page_again(lines, PAGE, engine, language="fra")
    assert [line.text for line in found] == ["rubbish", "payer"]


def test_a_page_that_reads_well_is_read_once():
    """The second reading costs as much as the first: only bad pages have one."""
    engine = SaysWords(word("other", 0.9))
    lines = (Line(words=(word("payer", BAD),)),)
    assert read_bad_page_again(lines, PAGE, engine, language="fra") == lines
    assert engine.asked == 0
