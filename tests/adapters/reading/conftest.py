"""Drawn originals for the tests of reading: files with known words, in every form a door may bring."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import reportlab
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
"""A font with accents that the development tools bring along."""

LINES = (
    "Madame Claire Fontaine a déclaré une maladie",
    "professionnelle auprès de la caisse primaire.",
    "Le certificat médical initial du 12 mars 2026",
    "est joint à la présente demande de réparation.",
    "Nous vous remercions de compléter le dossier",
    "dans un délai de trente jours à compter de ce jour.",
)


def draw(*, size: int = 38, height: int = 2339) -> NDArray[np.uint8]:
    """Draw an A4 page of 200 dpi with the lines above."""
    picture = Image.new("L", (1654, height), 255)
    pen = ImageDraw.Draw(picture)
    for row, text in enumerate(LINES):
        pen.text((160, 260 + 90 * row), text, fill=10, font=ImageFont.truetype(FONT, size))
    return np.asarray(picture)


@pytest.fixture
def drawn() -> NDArray[np.uint8]:
    """Return the drawn page."""
    return draw()


@pytest.fixture
def lines() -> tuple[str, ...]:
    """Return the words that stand on the drawn page."""
    return LINES


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Return the saver of a picture under a name, at 200 dpi."""

    def save(picture: NDArray[np.uint8], name: str = "page.png", **options: object) -> Path:
        path = tmp_path / name
        Image.fromarray(picture).save(path, dpi=(200, 200), **options)
        return path

    return save


@pytest.fixture(scope="session", autouse=True)
def _tesseract() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-fra tesseract-ocr-osd")
