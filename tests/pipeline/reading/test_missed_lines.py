"""Lines that the engine passed over are found by their letters and kept only when they read as words."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from pipeline.geometry import Box
from pipeline.imaging.page_source import ENGLISH, Prepared, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import EngineReading, Grey
from pipeline.reading.missed_lines import read_missed_lines
from pipeline.reading.recognising import Survey, look, make_ready

READ = "The first line of the page was read"
MISSED = Box(0.09, 0.49, 0.5, 0.53)


class Says:
    """An engine that reads the same words in every zone, and counts how often it is asked."""

    name = "says"

    def __init__(self, text: str, confidence: float) -> None:
        """Keep what to say."""
        self.text, self.confidence, self.asked = text, confidence, 0

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Say it of the whole picture."""
        del languages
        height, width = prepared.grey.shape
        return self.read_zone(prepared, Zone(left=0, top=0, right=width, bottom=height), alphabet="")

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Say it, word by word across the middle of the picture."""
        del prepared, zone, alphabet, language
        self.asked += 1
        texts = self.text.split()
        steps = np.linspace(0.1, 0.9, len(texts) + 1)
        boxes = [Box(float(a), 0.3, float(b) - 0.01, 0.7) for a, b in pairwise(steps)]
        words = [Word(text=t, box=b, confidence=self.confidence) for t, b in zip(texts, boxes, strict=True)]
        return EngineReading(lines=(Line(words=tuple(words)),), confidence=self.confidence)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared


def page() -> Grey:
    """Draw two lines of print, one high on the page and one half-way down."""
    paper = np.full((1000, 1000), 255, np.uint8)
    cv2.putText(paper, READ, (100, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    cv2.putText(paper, "Born on the fourth", (100, 520), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    return paper


def first_line() -> Line:
    """Return the line that the engine found."""
    return Line(words=(Word(text=READ, box=Box(0.09, 0.08, 0.75, 0.14), confidence=0.95),))


def looked_again(picture: Grey, engine: Says) -> tuple[Line, ...]:
    """Look for missed lines on a page of which the first line was read."""
    survey: Survey = look(picture)
    _, prepared = make_ready(survey)
    return read_missed_lines((first_line(),), survey.letters, survey.ink, prepared, engine)


def test_a_line_that_lies_in_no_word_is_read_and_put_in_its_place():
    """It stands after the line above it, its words on the ink that made it up."""
    found = looked_again(page(), Says("Born on the fourth", 0.93))
    assert [line.text for line in found] == [READ, "Born on the fourth"]
    assert all(word.box.overlap(MISSED) > 0.5 for word in found[1].words)


@pytest.mark.parametrize(("text", "confidence"), [("Born on the fourth", 0.5), ("xq; |tz ]w", 0.9), ("a", 0.95)])
def test_what_does_not_read_as_words_is_left_out(text, confidence):
    """Unsure words, rubbish and single letters of signatures and logos are no line."""
    assert looked_again(page(), Says(text, confidence)) == (first_line(),)


def test_empty_cells_of_a_form_are_not_asked_for():
    """A row of boxes of one width is to be filled in; it is no missed line."""
    paper = page()
    paper[400:700] = 255
    for left in range(100, 600, 30):
        cv2.rectangle(paper, (left, 500), (left + 20, 525), 0, 3)
    engine = Says("Born on the fourth", 0.93)
    assert looked_again(paper, engine) == (first_line(),)
    assert engine.asked == 0
