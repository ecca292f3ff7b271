"""What the engine passed over on a page is won by a second reading, and only where much was passed over."""

import pytest

from adapters.reading.tesseract import open_recognizer
from pipeline.imaging.page_source import ENGLISH, Prepared, Recognizer, Zone
from pipeline.model.page import Line
from pipeline.ports import EngineReading
from pipeline.reading.lost_words import with_lost_words
from pipeline.reading.recognising import look, make_ready


class Counted:
    """The engine, with a count of the zones it was asked for."""

    def __init__(self, engine: Recognizer) -> None:
        """Keep the engine."""
        self._engine, self.name, self.asked = engine, engine.name, 0

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read the whole picture."""
        return self._engine.read(prepared, languages=languages)

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Read a zone and count it."""
        self.asked += 1
        return self._engine.read_zone(prepared, zone, alphabet=alphabet, language=language)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Ask the engine."""
        return self._engine.upright(prepared)


@pytest.fixture(scope="module")
def engine() -> Recognizer:
    """Return the engine."""
    return open_recognizer()


def read_twice(drawn, engine: Recognizer, *, keep: int) -> tuple[tuple[Line, ...], int]:
    """Read a page, keep the first lines as if the rest had been passed over, and look for lost words."""
    survey = look(drawn)
    _, prepared = make_ready(survey)
    first = engine.read(prepared, languages=("fra",)).lines[:keep]
    counted = Counted(engine)
    found = with_lost_words(first, survey.letters, survey.ink, prepared, counted, language="fra")
    return found, counted.asked


def test_lines_that_were_passed_over_are_won(drawn, lines, engine):
    """Of a page of which two lines in six were read every word is read, and none twice."""
    found, _ = read_twice(drawn, engine, keep=2)
    words = sorted(word.text for line in found for word in line.words)
    assert words == sorted(word for line in lines for word in line.split())


def test_a_page_that_was_read_whole_is_not_read_again(drawn, engine):
    """Where every letter lies in a word the engine is not asked."""
    _, asked = read_twice(drawn, engine, keep=6)
    assert asked == 0
