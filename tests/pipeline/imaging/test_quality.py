"""Quality notes follow measurements."""

import numpy as np
import pytest

from pipeline.geometry import Box
from pipeline.imaging.preparing import letter_height
from pipeline.imaging.quality import Measures, quality_notes
from pipeline.model.page import Line, Word
from pipeline.reading.recognising import look


def notes(picture, *, skew: float = 0.0, confidence: float | None = 0.95, lines: tuple[Line, ...] = ()):
    """Return the codes of the notes on a picture."""
    survey = look(picture)
    measures = Measures(
        ink=survey.ink,
        letters=survey.letters,
        letter=letter_height(survey.letters, rotation=0, scale=survey.ink.scale),
        paper_level=float(picture.mean()),
        skew_degrees=skew,
        confidence=confidence,
        lines=lines,
    )
    return {note.code for note in quality_notes(measures)}


def test_a_good_page_has_no_note(prose):
    """A clean upright page is not talked about."""
    assert notes(prose) == set()


def test_small_letters_are_low_resolution(draw_prose):
    """Letters under 12 pixels are said to be of low resolution."""
    assert "low_resolution" in notes(draw_prose(size=13))


def test_skew_poor_reading_and_faint_print_are_said(prose):
    """Skew above one degree, a low mean confidence and weak contrast each have their note."""
    faint = (255 - (255 - prose) * 0.22).astype(np.uint8)
    assert notes(prose, skew=1.8, confidence=0.5) == {"skewed", "low_confidence"}
    assert "faint" in notes(faint)


def test_letters_at_the_edge_are_cut_off(prose):
    """A page whose lines run into the edge of the picture may have lost something."""
    assert "cut_off" in notes(np.ascontiguousarray(prose[:, 200:]))


@pytest.mark.parametrize(
    ("rows", "is_noted"),
    [((2, 1), True), ((4,), True), ((3,), False), ((1, 1), False), ((0, 0), False)],
)
def test_a_page_of_handwriting_is_noted(prose, rows, is_noted):
    """Words written by hand on two lines, or many on one, make a note; a name under a letter does not."""
    word = Word(text="Bertrand", box=Box(0.1, 0.1, 0.2, 0.2), confidence=0.4, is_by_hand=True)
    printed = Word(text="Lu", box=Box(0.1, 0.1, 0.2, 0.2), confidence=0.9)
    lines = tuple(Line(words=(printed, *(word,) * count)) for count in rows)
    assert ("handwritten" in notes(prose, lines=lines)) is is_noted
