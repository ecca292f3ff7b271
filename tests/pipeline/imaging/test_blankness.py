"""Blank pages are told from pages with little on them; in doubt a page is not blank."""

import cv2
import numpy as np

from pipeline.imaging.blankness import Emptiness, emptiness, holds_little
from pipeline.reading.recognising import look


def judged(picture):
    """Judge a picture by its ink."""
    survey = look(picture)
    return emptiness(survey.ink, survey.components)


def paper(noise: float = 3.0):
    """Return a sheet of scanned paper with nothing on it."""
    grain = np.random.default_rng(1).normal(246, noise, (2339, 1654))
    return np.clip(grain, 0, 255).astype(np.uint8)


def test_grain_holes_borders_and_dust_are_nothing():
    """Punched holes, the scanner's black border and specks of dust leave a page blank."""
    sheet = paper()
    for y in (900, 1400):
        cv2.circle(sheet, (90, y), 22, 40, -1)
    sheet[:, -12:] = 10
    for x, y in np.random.default_rng(2).integers(50, 1600, (40, 2)):
        sheet[y : y + 2, x : x + 2] = 60
    assert judged(sheet) is Emptiness.BLANK


def test_a_few_words_are_not_blank_at_once(draw_prose):
    """A page with one short line is left for the reading to decide."""
    assert judged(draw_prose(lines=1, size=24)) in {Emptiness.NEARLY, Emptiness.WRITTEN}


def test_print_shining_through_is_pale(prose):
    """The mirrored print of the other side, weak and soft, is neither blank at once nor written."""
    through = cv2.GaussianBlur(255 - ((255 - prose[:, ::-1]) * 0.22).astype(np.uint8), (0, 0), 1.2)
    assert judged(np.minimum(paper(), through)) is Emptiness.PALE


def test_prose_is_written(prose):
    """Printed text is written, whatever its layout."""
    assert judged(prose) is Emptiness.WRITTEN


def test_a_sign_that_fills_a_small_picture_is_no_little_mark():
    """How large a mark is, is judged by its picture: a sign that fills one of 32 pixels does not leave it blank."""
    sign = np.full((32, 32), 255, np.uint8)
    cv2.line(sign, (6, 26), (26, 6), 0, 4)
    sheet = paper()
    cv2.line(sheet, (600, 600), (612, 612), 0, 4)
    large, small = look(sign), look(sheet)
    assert not holds_little(large.ink, large.components)
    assert holds_little(small.ink, small.components)


def test_a_picture_without_paper_between_is_not_blank():
    """Large plain areas, light and dark, are a picture; a sheet under uneven light is still a blank one."""
    picture = np.full((200, 200), 100, np.uint8)
    picture[:100, :100], picture[100:, 100:] = 30, 170
    slope = np.linspace(205, 250, 1654)[None, :].repeat(2339, axis=0).astype(np.uint8)
    assert judged(picture) is Emptiness.WRITTEN
    assert judged(slope) is Emptiness.BLANK


def test_a_dark_picture_is_not_blank():
    """Light signs on a ground that is dark up to the edges are print, in however small a picture."""
    picture = np.zeros((16, 16), np.uint8)
    picture[11, 4:12], picture[4:7, 8] = 255, 255
    assert judged(picture) is Emptiness.WRITTEN
