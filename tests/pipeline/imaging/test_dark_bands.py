"""Dark bands with light print on them are found; pictures, bars and prose are none."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.imaging.dark_bands import DarkBand, cut, dark_bands, negative
from pipeline.imaging.page_source import Prepared
from pipeline.reading.recognising import look, make_ready

Page = NDArray[np.uint8]
TOP, BOTTOM = 1700, 1790
"""Rows of the test page between which something dark stands, below its prose."""


def with_band(page: Page, *, ground: int = 70, words: str = "Désignation Quantité Montant") -> Page:
    """Print a dark band with light words below the prose."""
    picture = Image.fromarray(page)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((150, TOP, 1500, BOTTOM), fill=ground)
    pen.text((180, TOP + 20), words, fill=250, font=ImageFont.load_default(36))
    return np.asarray(picture)


def found_on(page: Page) -> tuple[tuple[DarkBand, ...], Prepared]:
    """Return the bands of a page and its prepared picture."""
    survey = look(page)
    _, prepared = make_ready(survey)
    return dark_bands(prepared, survey.ink), prepared


@pytest.mark.parametrize("ground", [20, 70, 130])
def test_a_dark_band_with_light_words_is_found_with_its_letters(prose: Page, ground: int):
    """The band is found where it stands, its letters too; in negative it is black on white."""
    (band,), prepared = found_on(with_band(prose, ground=ground))
    assert len(band.letters) == pytest.approx(26, abs=5)
    part = negative(cut(prepared.grey, band.zone))
    assert np.median(part) > 240
    assert np.percentile(part, 1) < 40


def test_a_band_without_letters_is_none(prose: Page):
    """A dark bar says nothing."""
    assert found_on(with_band(prose, words=""))[0] == ()


def test_a_photograph_is_no_band(prose: Page):
    """Dark ground of many levels is a picture, also with bright spots on it."""
    page = prose.copy()
    page[TOP:BOTTOM, 150:1500] = np.random.default_rng(7).integers(0, 130, (BOTTOM - TOP, 1350))
    page[TOP + 30 : TOP + 60, 200:1400:40] = 250
    assert found_on(page)[0] == ()


def test_prose_has_no_bands(prose: Page):
    """A page of text alone has none."""
    assert found_on(prose)[0] == ()
