"""How a page stands is told from its letters alone."""

import cv2
import numpy as np
import pytest

from pipeline.reading.recognising import look, make_ready


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_a_page_that_lies_wrong_is_turned_upright(prose, lies):
    """Running text is turned upright from all four positions without asking the engine."""
    lying = np.ascontiguousarray(np.rot90(prose, k=lies // 90))  # turned anticlockwise by `lies`
    stands, _ = make_ready(look(lying))
    assert stands.rotation == lies


@pytest.mark.parametrize("angle", [-7.0, -1.5, 0.4, 3.0])
def test_skew_is_measured_to_a_fifth_of_a_degree(prose, angle):
    """Skew is found to 0.2 degrees; downhill to the right is positive."""
    height, width = prose.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    skewed = cv2.warpAffine(prose, turn, (width, height), borderValue=255)
    stands, _ = make_ready(look(skewed))
    assert stands.rotation == 0
    assert stands.skew_degrees == pytest.approx(angle, abs=0.2)


def test_a_page_of_few_letters_is_left_as_it_is(draw_prose):
    """Nothing is turned or straightened on the evidence of a handful of letters."""
    stands, _ = make_ready(look(np.rot90(draw_prose(lines=0))))
    assert (stands.rotation, stands.skew_degrees) == (0, 0.0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_told_turn_is_obeyed(prose, turn):
    """Whoever looked at a page knows which way up it is; only how its lines run is still measured."""
    lying = np.ascontiguousarray(np.rot90(prose))
    stands, ready = make_ready(look(lying), turn=turn)
    assert (stands.rotation, ready.rotation) == (turn, turn)
