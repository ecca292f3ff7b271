"""A sheet photographed on a darker ground is made flat, and its places are led back to the photograph."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.imaging.components import components, find_ink, letters
from pipeline.imaging.outline import Flattened, flattened

Page = NDArray[np.uint8]
WIDTH, HEIGHT = 1800, 2400
LEANING = ((300, 250), (1450, 150), (1600, 2150), (200, 2250))
"""Corners of a sheet seen from one side, clockwise from the top left."""


def photographed(sheet: Page, corners: tuple[tuple[int, int], ...] = LEANING, *, desk: int = 60) -> Page:
    """Lay the sheet on a dark desk, its corners where they are told."""
    height, width = sheet.shape
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(own, np.array(corners, np.float32))
    ground = np.full((HEIGHT, WIDTH), desk, np.uint8)
    seen = cv2.warpPerspective(sheet, there, (WIDTH, HEIGHT), dst=ground, borderMode=cv2.BORDER_TRANSPARENT)
    return np.asarray(seen, dtype=np.uint8)


def flat(picture: Page) -> Flattened | None:
    """Return the sheet made flat."""
    ink = find_ink(picture)
    return flattened(picture, ink.seen, letters(components(ink.mask)))


def test_a_leaning_sheet_is_made_flat(prose: Page):
    """The flat picture shows the page alone: its paper fills it, and its lines of print lie level."""
    found = flat(photographed(prose))
    assert found is not None
    assert np.mean(found.picture > 200) > 0.85
    rows = np.mean(found.picture[50:-50] < 128, axis=1)
    assert np.count_nonzero(rows < 0.002) > 0.4 * len(rows)


def test_a_soft_shadow_over_the_sheet_does_not_bend_its_outline(prose: Page):
    """Half of sheet and desk in shadow: the lines of print tell which of the outlines is that of the paper."""
    picture = photographed(prose, desk=90)
    shade = np.interp(np.arange(WIDTH), (700, 1100), (1.0, 0.45))
    found = flat(np.asarray(picture * shade, dtype=np.uint8))
    assert found is not None
    for (x, y), (u, v) in zip(LEANING, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        box = found.to_photograph(Box(u, v, u, v))
        assert (box.left, box.top) == pytest.approx((x / WIDTH, y / HEIGHT), abs=0.02)


def test_a_desk_little_darker_than_the_paper_shows_its_edges(prose: Page):
    """Of a bright ground the edges of the paper are still seen."""
    found = flat(photographed(prose, desk=200))
    assert found is not None
    assert np.mean(found.picture > 200) > 0.85


def test_places_are_led_back_to_where_they_stand_on_the_photograph(prose: Page):
    """The corners of the flat picture are those of the sheet, within a hundredth of the photograph."""
    found = flat(photographed(prose))
    assert found is not None
    for (x, y), (u, v) in zip(LEANING, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        box = found.to_photograph(Box(u, v, u, v))
        assert (box.left, box.top) == pytest.approx((x / WIDTH, y / HEIGHT), abs=0.01)


def test_the_tilt_of_the_sheet_is_told(prose: Page):
    """A sheet turned by some degrees, its edges square, is told to run downhill by as much."""
    turn = cv2.getRotationMatrix2D((900, 1200), -8.0, 1)
    square = np.array([[400, 400], [1400, 400], [1400, 1900], [400, 1900]], np.float64)
    corners = tuple((round(x), round(y)) for x, y in square @ turn[:, :2].T + turn[:, 2])
    found = flat(photographed(prose, corners))
    assert found is not None
    assert found.tilt_degrees == pytest.approx(8.0, abs=0.5)


def test_a_narrow_till_roll_is_found(prose: Page):
    """A strip that is a small part of the picture is cut out."""
    strip = prose[150:1900, 150:560].copy()
    strip[:, :40] = strip[:, -40:] = 255
    found = flat(photographed(strip, ((700, 300), (1150, 320), (1140, 2200), (690, 2180))))
    assert found is not None
    assert found.picture.shape[0] > 3 * found.picture.shape[1]


def test_the_black_edge_of_a_copier_is_cut_off(prose: Page):
    """A page with a black edge all around is a sheet on a dark ground as well."""
    page = prose.copy()
    page[:90], page[-90:], page[:, :70], page[:, -70:] = 10, 10, 10, 10
    found = flat(page)
    assert found is not None
    assert np.mean(found.picture < 60) < np.mean(page < 60) / 2


def test_a_scan_stays_as_it_is(prose: Page):
    """A page that reaches the edges of the picture has no outline."""
    assert flat(prose) is None


def test_the_edge_of_a_shadow_is_not_that_of_the_paper(prose: Page):
    """A corner as dark as the ground hides where the paper ends: no edge is believed that runs through letters."""
    picture = photographed(prose, desk=150)
    shadow = cv2.fillPoly(np.zeros_like(picture), [np.array([(900, 100), (1799, 0), (1799, 2399), (700, 2399)])], 1)
    dim = np.where((shadow > 0) & (picture != 150), np.asarray(picture * 0.62, np.uint8), picture)
    assert flat(picture) is not None
    assert flat(dim) is None


def test_two_sheets_on_one_picture_stay_as_they_are(prose: Page):
    """Nothing is cut away where a second paper may carry words."""
    one = photographed(prose, ((100, 200), (850, 200), (850, 1300), (100, 1300)))
    two = photographed(prose, ((950, 900), (1700, 900), (1700, 2000), (950, 2000)))
    assert flat(np.maximum(one, two)) is None


def test_a_photograph_of_no_sheet_stays_as_it_is():
    """A bright shape without four straight edges is no paper."""
    picture = np.full((HEIGHT, WIDTH), 50, np.uint8)
    cv2.circle(picture, (900, 1200), 700, 230, -1)
    assert flat(picture) is None
