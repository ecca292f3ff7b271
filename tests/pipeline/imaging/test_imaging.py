"""Prepared pictures and the exact way back to the source page."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.imaging.orientation import Bearing
from pipeline.imaging.preparing import ENGINE_LARGEST, for_whole_page, prepare
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
