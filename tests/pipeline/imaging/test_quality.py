"""Quality notes follow measurements."""

import numpy as np

from pipeline.imaging import letter_height
from pipeline.quality import Measures, quality_notes
from pipeline.recognising import look


def notes(picture, *, skew: float = 0.0, confidence: float | None = 0.95):
    """Give the codes of the notes on a picture."""
    survey = look(picture)
    measures = Measures(
        ink=survey.ink,
        letters=survey.letters,
        letter=letter_height(survey.letters, rotation=0, scale=survey.ink.scale),
        paper_level=float(picture.mean()),
        skew_degrees=skew,
        confidence=confidence,
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
