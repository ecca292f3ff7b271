"""Prepared pictures and the exact way back to the source page."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.imaging.blankness import PALE_LEVEL
from pipeline.imaging.orientation import UPRIGHT, Bearing
from pipeline.imaging.preparing import ENGINE_LARGEST, for_whole_page, prepare, without_margins
from pipeline.reading.recognising import look, make_ready


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 2.5, -4.0])
@pytest.mark.parametrize("letter", [None, 10.0, 50.0])
def test_a_spot_found_on_the_prepared_picture_is_the_spot_on_the_source(rotation, skew, letter):
    """Whatever was turned, straightened and scaled, the matrix leads back to the source to within two pixels."""
    picture = np.full((900, 600), 255, np.uint8)
    picture[300:312, 400:412] = 0
    bearing = Bearing(rotation=rotation, skew_degrees=skew, certainty=2.0)
    ready = prepare(picture, bearing=bearing, letter=letter)
    rows, columns = np.nonzero(ready.grey < 128)
    u, v = ready.matrix.to_source(columns.mean() + 0.5, rows.mean() + 0.5)
    assert u * 600 == pytest.approx(406, abs=2)
    assert v * 900 == pytest.approx(306, abs=2)


@pytest.mark.parametrize("turned", range(4))
@pytest.mark.parametrize("skew", [0.0, 3.0])
def test_blank_margins_are_left_out_and_no_ink(draw_prose, turned, skew):
    """Of a page written at its head only that is looked at, however it lay, and its words stand where they are."""
    bearing = Bearing(rotation=90 * turned, skew_degrees=skew, certainty=2.0)
    page = draw_prose(lines=12)
    whole = prepare(page, bearing=bearing, letter=None)
    ready = without_margins(whole, look(page).ink)
    assert ready.grey.size < 0.7 * whole.grey.size
    assert np.count_nonzero(ready.grey < PALE_LEVEL) == np.count_nonzero(whole.grey < PALE_LEVEL)
    spots = [each.matrix.to_source(*(np.argwhere(each.grey < 128)[0, ::-1])) for each in (whole, ready)]
    assert spots[0] == pytest.approx(spots[1])


@pytest.mark.parametrize("level", [150, PALE_LEVEL - 3])
def test_what_stands_pale_in_a_margin_is_not_left_out(draw_prose, level):
    """Nothing that can be seen is cut off, such as a number printed pale at the foot of the page."""
    page = draw_prose(lines=12).copy()
    page[-60:-40, 800:830] = level
    ready = without_margins(prepare(page, bearing=UPRIGHT, letter=None), look(page).ink)
    assert np.count_nonzero(ready.grey[-100:] == level) == 20 * 30


def test_a_page_on_which_nothing_is_seen_is_left_whole():
    """White paper has no part that is written on."""
    white = np.full((900, 600), 255, np.uint8)
    ready = prepare(white, bearing=UPRIGHT, letter=None)
    assert without_margins(ready, look(white).ink) is ready


@pytest.mark.parametrize("size", [12, 20, 90])
def test_letters_are_brought_to_the_size_the_engine_reads_best(draw_prose, size):
    """Small and large print comes out with letters of 15 to 35 pixels."""
    _, ready = make_ready(look(draw_prose(size=size, lines=12)))
    _, again = make_ready(look(ready.grey))
    assert again.letter_height is not None
    assert 15 <= again.letter_height <= 35


def test_uneven_light_is_evened_out(prose):
    """Under a shadow across the page the paper comes out white everywhere."""
    shadow = np.linspace(1.0, 0.45, prose.shape[1])
    _, ready = make_ready(look((prose * shadow).astype(np.uint8)))
    assert np.percentile(ready.grey[:, -100:], 80) > 220


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_spot_found_on_the_picture_for_the_engine_is_the_spot_on_the_source(rotation):
    """Large print is shown to the engine smaller, and its words still stand where they are on the page."""
    picture = np.full((900, 600), 255, np.uint8)
    picture[300:312, 400:412] = 0
    bearing = Bearing(rotation=rotation, skew_degrees=1.5, certainty=2.0)
    ready = for_whole_page(prepare(picture, bearing=bearing, letter=24.0))
    assert ready.grey.size < 0.6 * picture.size
    rows, columns = np.nonzero(ready.grey < 128)
    u, v = ready.matrix.to_source(columns.mean() + 0.5, rows.mean() + 0.5)
    assert u * 600 == pytest.approx(406, abs=2)
    assert v * 900 == pytest.approx(306, abs=2)


@pytest.mark.parametrize("letter", [None, 8.0, ENGINE_LARGEST])
def test_print_that_is_not_large_is_shown_to_the_engine_as_it_was_prepared(letter):
    """A picture whose letters are small, or could not be measured, loses no pixel."""
    picture = np.full((90, 60), 255, np.uint8)
    ready = prepare(picture, bearing=Bearing(rotation=0, skew_degrees=0.0, certainty=2.0), letter=19.0)
    ready = replace(ready, letter_height=letter)
    assert for_whole_page(ready) is ready


def test_print_that_was_enlarged_is_shown_to_the_engine_large():
    """What was scanned small has few pixels to lose: the engine sees it as it was enlarged."""
    picture = np.full((90, 60), 255, np.uint8)
    ready = prepare(picture, bearing=Bearing(rotation=0, skew_degrees=0.0, certainty=2.0), letter=12.0)
    assert ready.letter_height == pytest.approx(22.0, abs=0.5)
    assert for_whole_page(ready) is ready
