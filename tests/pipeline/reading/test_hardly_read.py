"""What was hardly read, on a page that reads well, is read once more alone."""

from itertools import pairwise

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.page_source import ENGLISH, Prepared, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import EngineReading
from pipeline.reading.hardly_read import MOST_PARTS, MOST_SURE, read_parts_again

PAGE = Prepared(
    grey=np.full((1000, 1000), 255, np.uint8),
    matrix=PageMatrix(1000.0, 0.0, 0.0, 0.0, 1000.0, 0.0),
    rotation=0,
    skew_degrees=0.0,
    letter_height=20.0,
)
LABEL = Word(text="Montant", box=Box(0.1, 0.4, 0.3, 0.43), confidence=0.96)


class SaysAlone:
    """An engine that reads the same text in every zone, and remembers how wide the zones were."""

    name = "says alone"

    def __init__(self, text: str, confidence: float) -> None:
        """Keep what to say."""
        self.text, self.confidence = text, confidence
        self.widths: list[int] = []

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read nothing: whole pages are not asked for here."""
        raise AssertionError((prepared, languages))

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Say it, word by word across the zone."""
        del prepared, alphabet, language
        self.widths.append(zone.right - zone.left)
        texts = self.text.split()
        edges = [float(edge) for edge in np.linspace(0.1, 0.9, len(texts) + 1)]
        words = (
            Word(text=text, box=Box(left, 0.3, right, 0.7), confidence=self.confidence)
            for text, (left, right) in zip(texts, pairwise(edges), strict=True)
        )
        return EngineReading(lines=(Line(words=tuple(words)),), confidence=self.confidence)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared


def amount(text: str = "35,601", confidence: float = 0.1) -> Word:
    """Return a word far to the right of the label."""
    return Word(text=text, box=Box(0.7, 0.4, 0.85, 0.43), confidence=confidence)


def again(engine: SaysAlone, *words: Word) -> Line:
    """Return the line after its parts were read again."""
    (line,) = read_parts_again((Line(words=words),), PAGE, engine, language="fra")
    return line


def test_the_end_of_a_row_is_read_alone():
    """Two columns that were read as one word are two words, where they stand; what was read well is left."""
    engine = SaysAlone("35,60 1", 0.95)
    line = again(engine, LABEL, amount())
    assert line.text == "Montant 35,60 1"
    assert line.words[0] == LABEL
    assert all(word.box.overlap(amount().box) > 0.9 for word in line.words[1:])
    assert line.words[1].box.right <= line.words[2].box.left
    assert len(engine.widths) == 1
    assert engine.widths[0] < 250


def test_it_is_not_so_sure_that_no_further_reading_could_doubt_it():
    """Two readings differed: names and numbers among them are looked at once more."""
    assert again(SaysAlone("35,60", 0.97), LABEL, amount()).words[1].confidence == MOST_SURE


@pytest.mark.parametrize(("text", "confidence"), [("35,60 1", 0.7), ("xqrtz bcdfgh", 0.95), ("", 0.0)])
def test_what_reads_no_better_alone_stays(text: str, confidence: float):
    """Unsure words, rubbish and nothing are no better reading."""
    assert again(SaysAlone(text, confidence), LABEL, amount()) == Line(words=(LABEL, amount()))


@pytest.mark.parametrize("word", [amount(confidence=0.7), amount("P<FRA<<", 0.2), amount("|—", 0.2)])
def test_what_needs_no_further_reading_has_none(word: Word):
    """Parts that were read, zones that check digits judge, and strokes are left alone."""
    engine = SaysAlone("other", 0.95)
    assert again(engine, LABEL, word) == Line(words=(LABEL, word))
    assert not engine.widths


def test_a_bad_page_is_not_read_part_by_part():
    """Where most was hardly read, it would be as badly read again, in twice the time."""
    engine = SaysAlone("other", 0.95)
    lines = (Line(words=(LABEL, amount())),) * (MOST_PARTS + 1)
    assert read_parts_again(lines, PAGE, engine, language="fra") == lines
    assert not engine.widths
