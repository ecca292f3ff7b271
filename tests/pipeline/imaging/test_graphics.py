"""Signatures and pictures are told from text."""

import cv2
import numpy as np

from pipeline.imaging.graphics import find_graphics, unread_places
from pipeline.reading.recognising import look


def test_a_signature_is_a_graphic_and_prose_is_not(prose):
    """A large scribble below the text is found where it is; a page of read words alone gives none."""
    signed = prose.copy()
    t = np.linspace(0, 6 * np.pi, 400)
    points = np.column_stack([900 + 30 * t, 2150 + 60 * np.sin(t) * np.cos(0.4 * t)]).astype(np.int32)
    cv2.polylines(signed, [points], isClosed=False, color=40, thickness=5)
    survey = look(signed)
    graphics = find_graphics(signed, unread_places(survey.ink, letter=12.0, words=()), codes=())
    assert any(box.top > 0.86 and 0.5 < box.left < 0.6 for box in graphics)


def test_a_photograph_is_a_graphic():
    """A dark picture on a white page is one box around it."""
    page = np.full((2339, 1654), 250, np.uint8)
    page[500:1000, 300:800] = np.random.default_rng(1).integers(20, 150, (500, 500))
    survey = look(page)
    (box,) = find_graphics(page, unread_places(survey.ink, letter=None, words=()), codes=())
    assert abs(box.left - 300 / 1654) < 0.03
    assert abs(box.bottom - 1000 / 2339) < 0.03


def test_a_low_stroke_of_a_pen_is_a_graphic_and_a_frame_is_not(prose):
    """A hasty signature is hardly higher than a line of text, and in one piece; so is an empty box, but straight."""
    page = prose.copy()
    t = np.linspace(0, 1, 300)
    points = np.column_stack([300 + 500 * t, 2200 + 15 * np.sin(20 * t)]).astype(np.int32)
    cv2.polylines(page, [points], isClosed=False, color=40, thickness=4)
    cv2.rectangle(page, (1000, 2185), (1150, 2220), 40, 3)
    (box,) = unread_places(look(page).ink, letter=14.0, words=())
    assert abs(box.left - 300 / 1654) < 0.01
    assert abs(box.right - 800 / 1654) < 0.01
