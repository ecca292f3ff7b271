"""Tick boxes: which there are, which are ticked, and which must be doubted."""

import cv2
import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.marks import find_marks, labelled
from pipeline.model.page import Word

SIDE = 46


def form(*strokes: str):
    """Draw a row of tick boxes (3.9 mm at 300 dpi) with these contents on a page."""
    picture = np.full((700, 1600), 250, np.uint8)
    for index, stroke in enumerate(strokes):
        x, y = 100 + 150 * index, 300
        cv2.rectangle(picture, (x, y), (x + SIDE, y + SIDE), 30, 3)
        if stroke == "cross":
            cv2.line(picture, (x - 12, y - 10), (x + SIDE + 10, y + SIDE + 12), 60, 4)
            cv2.line(picture, (x + SIDE + 8, y - 8), (x - 6, y + SIDE + 10), 60, 4)
        elif stroke == "tick":
            cv2.line(picture, (x + 8, y + 22), (x + 20, y + 40), 50, 5)
            cv2.line(picture, (x + 20, y + 40), (x + SIDE + 20, y - 18), 50, 5)
        elif stroke == "full":
            cv2.rectangle(picture, (x, y), (x + SIDE, y + SIDE), 20, -1)
        elif stroke == "hair":
            cv2.line(picture, (x + 10, y + 12), (x + 36, y + 34), 90, 1)
    return picture


def found(picture, letter: float = 22.0):
    """Find the boxes of an upright page in its own pixels."""
    height, width = picture.shape
    return find_marks(picture, PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0), letter=letter)


def test_empty_crossed_ticked_and_filled_boxes_are_told_apart():
    """Strokes that leave the square and squares filled to the corner are ticked, clean ones are empty."""
    marks = found(form("", "cross", "tick", "full", ""))
    assert [mark.is_ticked for mark in marks] == [False, True, True, True, False]
    assert marks[0].confidence > 0.9
    assert marks[1].confidence > 0.85


def test_a_hair_inside_a_box_is_a_doubt():
    """A trace that is neither empty nor ticked never has a high confidence."""
    (mark,) = found(form("hair"))
    assert mark.confidence < 0.85


def test_the_box_lies_where_it_was_drawn():
    """The mark's box is the printed square, to within three pixels."""
    (mark,) = found(form(""))
    assert mark.box.left * 1600 == pytest.approx(99, abs=3)
    assert mark.box.bottom * 700 == pytest.approx(300 + SIDE + 2, abs=3)


def test_tables_combs_and_letters_are_no_tick_boxes(prose):
    """Cells whose sides run on, and the letters of a text, are not taken for tick boxes."""
    grid = np.full((700, 1600), 250, np.uint8)
    for index in range(12):
        cv2.rectangle(grid, (100 + 46 * index, 300), (146 + 46 * index, 346), 30, 3)
    assert found(grid) == ()
    assert len(found(prose, letter=17.0)) == 0


def test_a_square_without_a_word_beside_it_is_no_tick_box():
    """Tick boxes have labels on their row or in their column; squares of a photograph have none."""
    (mark,) = found(form("cross"))
    right = Word(
        text="Oui", box=Box(mark.box.right + 0.01, mark.box.top, mark.box.right + 0.05, mark.box.bottom), confidence=0.9
    )
    above = Word(text="Non", box=Box(mark.box.left, 0.1, mark.box.right, 0.14), confidence=0.9)
    aside = Word(text="Page", box=Box(0.8, 0.9, 0.85, 0.95), confidence=0.9)
    assert labelled([mark], [right]) == (mark,)
    assert labelled([mark], [above]) == (mark,)
    assert labelled([mark], [aside]) == ()
    assert labelled([mark], []) == ()
