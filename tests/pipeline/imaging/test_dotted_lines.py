"""Dotted lines to write on go, and the dots that belong to letters stay."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.geometry import PageMatrix
from pipeline.imaging.dotted_lines import without_dotted_lines
from pipeline.imaging.page_source import Prepared
from pipeline.reading.recognising import look, make_ready

Page = NDArray[np.uint8]
STEP = 11


def dotted(page: Page, *, row: int, first: int = 150, last: int = 1500) -> Page:
    """Print dots of 3 by 3 pixels, one each STEP."""
    printed = page.copy()
    for left in range(first, last, STEP):
        printed[row : row + 3, left : left + 3] = 60
    return printed


def askew(page: Page, degrees: float) -> Page:
    """Turn the paper a little."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=255), dtype=np.uint8)


def ready(page: Page) -> Page:
    """Return the picture that the engine would be shown."""
    _, prepared = make_ready(look(page))
    return prepared.grey


@pytest.mark.parametrize("degrees", [0.0, 1.2])
def test_a_dotted_line_is_taken_out_and_no_letter_with_it(prose: Page, degrees: float):
    """The page is prepared as it would be without the dots under its lines, also when it lay askew."""
    bare, written_on = (ready(askew(page, degrees)) for page in (prose, dotted(prose, row=251)))
    assert np.count_nonzero(written_on < 128) == pytest.approx(np.count_nonzero(bare < 128), rel=0.001)


def test_the_dots_of_letters_stay(draw_prose):
    """Dots over letters, full stops and three dots are uneven or few: a page of text is left as it is."""
    page = draw_prose(lines=12)
    assert np.array_equal(ready(page), page)


def test_a_short_row_of_dots_stays(prose: Page):
    """Three or eight dots may say that something goes on: only a long row is a line to write on."""
    page = dotted(prose, row=251, first=800, last=800 + 8 * STEP)
    assert np.array_equal(ready(page), page)


def test_letters_made_of_dots_stay():
    """A needle printer sets its letters as dots in rows above each other: none of these rows is a line to write on."""
    page = np.full((2339, 1654), 255, np.uint8)
    pins = np.random.default_rng(3).random((30, 7, 180)) < 0.4
    for line, row, column in np.argwhere(pins):
        y, x = 200 + 60 * line + 5 * row, 150 + 7 * column
        page[y : y + 3, x : x + 3] = 40
    survey = look(page)
    height, width = page.shape
    as_it_is = PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0)
    printed = Prepared(grey=page, matrix=as_it_is, rotation=0, skew_degrees=0.0, letter_height=33.0)
    assert np.array_equal(without_dotted_lines(printed, survey.ink).grey, page)


def test_a_row_that_straightening_turned_out_of_the_picture_is_let_be(prose: Page):
    """What stood in a corner of the paper may stand nowhere in the prepared picture."""
    page = dotted(prose, row=20)
    height, width = page.shape
    moved_up = PageMatrix(width, 0.0, 0.0, 0.0, height, -100.0)
    prepared = Prepared(grey=prose, matrix=moved_up, rotation=0, skew_degrees=0.0, letter_height=20.0)
    assert np.array_equal(without_dotted_lines(prepared, look(page).ink).grey, prose)
