"""Words written by hand are told from print by how their letters stand; every page is drawn here."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.geometry import Box
from pipeline.imaging.handwriting import told_from_print
from pipeline.model.page import Line, Word
from pipeline.reading.recognising import look, make_ready

WIDTH, HEIGHT, SIZE = 1654, 2339, 34
ROWS = (
    "Nous accusons réception de votre courrier recommandé",
    "Votre dossier sera étudié dans les meilleurs délais",
    "Madame Geneviève Bertrand demeurant boulevard Gambetta",
    "certifie que le contrat numéro 83452 reste en vigueur",
    "Merci de renvoyer cette déclaration avant le 25 octobre",
    "Pour toute question rappelez le gestionnaire habituel",
)


def page(
    by_hand: Sequence[str] = (), *, unsteady: float = 0.0, size: int = SIZE
) -> tuple[np.ndarray, tuple[Line, ...]]:
    """Draw the rows; the letters of some words stand as high and large as they like, by a share of their size."""
    picture, hand = Image.new("L", (WIDTH, HEIGHT), 250), random.Random(7)
    pen, lines = ImageDraw.Draw(picture), []
    for number, row in enumerate(ROWS * 3):
        x, y, words = 150.0, 200 + number * size * 2.4, []
        for text in row.split():
            left, off = x, unsteady if text in by_hand else 0.0
            for letter in text:
                font = ImageFont.load_default(round(size * (1 + hand.gauss(0, off))))
                pen.text((x, y + hand.gauss(0, off * size)), letter, fill=20, font=font, anchor="ls")
                x += font.getlength(letter)
            box = Box(left / WIDTH, (y - 0.8 * size) / HEIGHT, x / WIDTH, (y + 0.3 * size) / HEIGHT)
            words.append(Word(text=text, box=box, confidence=0.96))
            x += 0.4 * size
        lines.append(Line(words=tuple(words)))
    return np.asarray(picture), tuple(lines)


def told(drawn: tuple[np.ndarray, tuple[Line, ...]]) -> set[str]:
    """Return the words that are told to be written by hand."""
    picture, lines = drawn
    survey = look(picture)
    _, prepared = make_ready(survey)
    found = told_from_print(lines, survey.components, survey.ink, prepared)
    return {word.text for line in found for word in line.words if word.is_by_hand}


def test_print_is_never_taken_for_handwriting() -> None:
    """No word of a printed page is said to be written by hand."""
    assert told(page()) == set()


@pytest.mark.parametrize("unsteady", [0.08, 0.12])
def test_words_written_into_print_are_told(unsteady: float) -> None:
    """Words whose letters stand unevenly are found among printed ones, however sure the engine was of them."""
    by_hand = ("Geneviève", "Bertrand", "Gambetta", "demeurant")
    found = told(page(by_hand, unsteady=unsteady))
    assert found <= set(by_hand)
    assert len(found) >= 2


def test_a_page_written_whole_is_told() -> None:
    """A page without any print is told by the same signs: they need no print beside them."""
    every = {word for row in ROWS for word in row.split()}
    assert len(told(page(tuple(every), unsteady=0.1))) >= 0.3 * len(every)


def test_letters_too_small_to_tell_are_left_alone() -> None:
    """Of letters of a few pixels nothing is said: their feet stand as the scanner's grid has them."""
    assert told(page(("Geneviève", "Gambetta"), unsteady=0.12, size=12)) == set()
