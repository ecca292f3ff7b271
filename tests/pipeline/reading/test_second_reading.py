"""Doubtful names and numbers are judged by a second reading; nothing else is touched."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.combs import AGREED, DISAGREED
from pipeline.imaging.page_source import ENGLISH, Prepared, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import EngineReading
from pipeline.reading.second_reading import MOST_WORDS, is_doubtful, read_doubtful_again

WHOLE = Box(0.1, 0.4, 0.5, 0.5)


class SaysAlways:
    """An engine that reads the same texts whatever it is shown, in French others if given, and counts its readings."""

    name = "says always"

    def __init__(self, *texts: str, in_french: Sequence[str] = ()) -> None:
        """Keep what to say."""
        self.texts, self.in_french = texts, in_french
        self.asked = 0

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Say it."""
        del prepared, languages
        return self._said()

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Say it."""
        del prepared, zone, alphabet
        return self._said(language)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared

    def _said(self, language: str = ENGLISH) -> EngineReading:
        self.asked += 1
        texts = self.in_french if language == "fra" and self.in_french else self.texts
        words = tuple(Word(text=text, box=WHOLE, confidence=1.0) for text in texts)
        return EngineReading(lines=(Line(words=words),), confidence=1.0)


PAGE = Prepared(
    grey=np.full((400, 400), 255, np.uint8),
    matrix=PageMatrix(400.0, 0.0, 0.0, 0.0, 400.0, 0.0),
    rotation=0,
    skew_degrees=0.0,
    letter_height=20.0,
)


def again(engine: SaysAlways, text: str, confidence: float) -> Word:
    """Return a word after its further readings."""
    line = Line(words=(Word(text=text, box=WHOLE, confidence=confidence),))
    ((word,),) = [each.words for each in read_doubtful_again((line,), PAGE, engine, language="fra")]
    return word


def judged(engine: SaysAlways, text: str, confidence: float) -> float:
    """Return the confidence of a word that its further readings leave as it was."""
    word = again(engine, text, confidence)
    assert word.text == text
    return word.confidence


@pytest.mark.parametrize(("text", "second"), [("LEFÈVRE", "LEFEVRE"), ("12/03/2026,", "12/03/2026"), ("Zoé", "Zoe")])
def test_a_reading_that_agrees_makes_surer(text: str, second: str):
    """Accents and the sign behind a word apart, two equal readings take most of the doubt away."""
    engine = SaysAlways(second)
    assert judged(engine, text, 0.8) == pytest.approx(0.94)
    assert engine.asked == 1


def test_what_was_hardly_read_needs_two_that_agree():
    """A word with less than half the engine's trust is believed when read alike three times, and not when twice."""
    assert judged(SaysAlways("Zoe", in_french=["Zoé"]), "Zoé", 0.4) == pytest.approx(0.946)
    assert judged(SaysAlways("Zoe", in_french=["Zos"]), "Zoé", 0.4) <= 0.4


def test_three_readings_that_all_differ_make_a_name_doubtful():
    """A name that no further reading confirms becomes doubtful; a number stays as sure as it was."""
    assert judged(SaysAlways("MORENO", in_french=["MORENA"]), "MORENDO", 0.8) == pytest.approx(0.6)
    assert judged(SaysAlways("1947.75", in_french=["1047.15"]), "1047,75", 0.8) == pytest.approx(0.8)


def test_two_readings_of_nothing_outvote_nothing():
    """Where the engine reads nothing at all in a word alone, it has not read anything else."""
    assert judged(SaysAlways(), "1047,75", 0.8) == pytest.approx(0.8)


def test_a_third_reading_that_agrees_with_the_first_leaves_it():
    """Two of three say what was read at first: it is no surer than that, and no less."""
    assert judged(SaysAlways("MORENDO", in_french=["MORENO"]), "MORENO", 0.8) == pytest.approx(0.8)


def test_two_readings_that_agree_outvote_the_first():
    """The text becomes what both say, with the accents of the page's language, between the signs it stood in."""
    word = again(SaysAlways("»", "Noemi!", in_french=["Noémi", ":"]), "(Noëémi),", 0.7)
    assert word.text == "(Noémi),"
    assert word.confidence > 0.85


def test_two_readings_of_another_word_are_doubtful():
    """What is changed wholly is not the same word read better: it is written down, and a person looks."""
    word = again(SaysAlways("Propreté", in_french=["Propreté"]), "DI1D", 0.92)
    assert word.text == "Propreté"
    assert word.confidence <= 0.5


def test_a_number_that_was_outvoted_stays_doubtful():
    """Figures have no spelling that helps: only check digits make an outvoted number sure."""
    word = again(SaysAlways("1", "83", "11"), "1831l", 0.6)
    assert word.text == "18311"
    assert word.confidence <= 0.8


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("MORENO", 0.95), ("maladie", 0.8), ("DE", 0.8), ("P<FRAMORENO<<", 0.8), ("V/Réf", 0.8), ("M0R3N0", 0.2)],
)
def test_what_needs_no_second_reading_has_none(text: str, confidence: float):
    """Sure words, words of running text, short ones, zones that check digits judge, and rubbish are left alone."""
    engine = SaysAlways("other")
    assert judged(engine, text, confidence) == confidence
    assert engine.asked == 0


class TellsInk(SaysAlways):
    """An engine that reads MARIE, and more where it is shown any ink."""

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Say what is there."""
        del zone, alphabet, language
        self.texts = ("MARIE", "T") if prepared.grey.min() < 128 else ("MARIE",)
        return self._said()


def test_a_word_is_read_again_without_its_neighbours():
    """A stroke of the next word, however near, is no letter of this one."""
    grey = PAGE.grey.copy()
    grey[160:200, 212:300] = 0
    beside = Word(text="HELENE", box=Box(0.53, 0.4, 0.75, 0.5), confidence=0.95)
    line = Line(words=(Word(text="MARIE", box=WHOLE, confidence=0.8), beside))
    ((word, _),) = [e.words for e in read_doubtful_again((line,), replace(PAGE, grey=grey), TellsInk(), language="fra")]
    assert word.text == "MARIE"
    assert word.confidence > 0.9


def test_a_word_that_hangs_together_with_its_neighbour_is_not_outvoted():
    """Where no blank parts two words, what is read there is not this word alone."""
    grey = PAGE.grey.copy()
    grey[170:190, 60:300] = 0
    beside = Word(text="HELENE", box=Box(0.51, 0.4, 0.75, 0.5), confidence=0.95)
    line = Line(words=(Word(text="MARIEI", box=WHOLE, confidence=0.8), beside))
    engine = SaysAlways("MARIE")
    ((word, _),) = [e.words for e in read_doubtful_again((line,), replace(PAGE, grey=grey), engine, language="fra")]
    assert word.text == "MARIEI"
    assert word.confidence <= 0.5


def test_a_page_that_reads_badly_as_a_whole_is_not_read_twice():
    """With too many doubtful words a second reading would cost as much as the first and tell nothing."""
    words = tuple(Word(text=f"Nom{n}", box=WHOLE, confidence=0.7) for n in range(MOST_WORDS + 1))
    engine = SaysAlways("other")
    lines = (Line(words=words),)
    assert read_doubtful_again(lines, PAGE, engine, language="fra") == lines
    assert engine.asked == 0


@pytest.mark.parametrize(("confidence", "expected"), [(AGREED, False), (DISAGREED, True)])
def test_a_number_that_its_comb_gave_twice_alike_is_not_read_over_the_strokes(
    confidence: float, expected: bool
) -> None:
    """Cell by cell it was read in two settings; what only one of them gave is read again."""
    assert is_doubtful(Word(text="27072026", box=WHOLE, confidence=confidence)) is expected
