"""Drawn pages for the tests of measuring and preparing pictures; nothing comes from real documents."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Page = NDArray[np.uint8]

PROSE = (
    "Nous accusons réception de votre courrier du douze mars et vous remercions des pièces jointes. "
    "Votre dossier sera étudié dans les meilleurs délais par le gestionnaire chargé de la région. "
    "Pour toute question, rappelez le numéro indiqué en haut de cette page et gardez une copie. "
)


def _draw(*, size: int = 32, lines: int = 30, width: int = 1654, height: int = 2339) -> Page:
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    words = (PROSE * 12).split()
    for row in range(lines):
        text = " ".join(words[row * 9 : row * 9 + 9])
        pen.text((150, 200 + row * int(size * 1.9)), text, fill=20, font=font)
    return np.asarray(picture)


@pytest.fixture
def draw_prose() -> Callable[..., Page]:
    """Return the drawer of a page of French prose: size of the type in pixels, number of lines, page in pixels."""
    return _draw


@pytest.fixture(scope="session")
def prose() -> Page:
    """Return one upright page of prose."""
    return _draw()
