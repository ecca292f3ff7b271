"""Figures written in the cells of forms."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from adapters.reading.tesseract import open_recognizer
from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.combs import find_combs, read_combs
from pipeline.imaging.page_source import Prepared
from pipeline.model.page import Line, Word

WIDTH, HEIGHT, LETTER = 1200, 400, 26
PITCH = 46


def _form(
    text: str, *, closed: bool, cells: int | None = None, foot: bool = True, lost: Collection[int] = ()
) -> Prepared:
    """Draw one comb at (200, 150) with a letter in each cell: closed cells, or ticks on a line; some strokes lost."""
    picture = Image.new("L", (WIDTH, HEIGHT), 250)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(34)
    count = cells or len(text)
    left, top, bottom = 200, 150, 210
    right = left + count * PITCH
    if foot:
        pen.line((left, bottom, right, bottom), fill=110, width=2)
    if closed:
        pen.line((left, top, right, top), fill=110, width=2)
    for n in set(range(count + 1)) - set(lost):
        x = left + n * PITCH
        pen.line((x, top if closed else bottom - 20, x, bottom), fill=110, width=2)
    for n, letter in enumerate(text):
        pen.text((left + n * PITCH + 13, top + 8), letter, fill=20, font=font)
    grey = np.asarray(picture)
    matrix = PageMatrix(WIDTH, 0.0, 0.0, 0.0, HEIGHT, 0.0)
    return Prepared(grey=grey, matrix=matrix, rotation=0, skew_degrees=0.0, letter_height=LETTER)


@pytest.mark.parametrize("closed", [True, False])
def test_what_stands_in_cells_is_read_as_one_word(closed: bool) -> None:
    """The strokes between cells are no letters, and the words read over them give way to the figures."""
    prepared = _form("187113155551574", closed=closed)
    garbage = Word(text="L87|113", box=Box(0.18, 0.4, 0.5, 0.5), confidence=0.4)
    label = Word(text="Numéro", box=Box(0.02, 0.4, 0.12, 0.5), confidence=0.95)
    lines = read_combs((Line(words=(label, garbage)),), prepared, open_recognizer())
    assert [word.text for word in lines[0].words] == ["Numéro", "187113155551574"]
    assert lines[0].words[1].box.overlap(Box(0.16, 0.36, 0.75, 0.54)) > 0.9


@pytest.mark.parametrize("lost", [{2}, {1, 2}, {6, 7, 13}, {11, 12, 13, 14}])
def test_strokes_that_the_scan_lost_are_put_back(lost: Collection[int]) -> None:
    """A comb goes on behind a worn stroke when the next ones keep its pitch, to the right and to the left."""
    prepared = _form("187113155551574", closed=False, lost=lost)
    (comb,) = find_combs(prepared)
    assert len(comb.cells) == 15
    (line,) = read_combs((), prepared, open_recognizer())
    assert [word.text for word in line.words] == ["187113155551574"]


def _ticked(text: str, *, left_over: Collection[int]) -> Prepared:
    """Draw a frame with low ticks between its cells, of which only some are left."""
    bare = _form("", closed=True, cells=len(text), lost=range(1, len(text)))
    picture = Image.fromarray(bare.grey.copy())
    pen = ImageDraw.Draw(picture)
    for n in left_over:
        pen.line((200 + n * PITCH, 196, 200 + n * PITCH, 210), fill=110, width=2)
    for n, letter in enumerate(text):
        pen.text((200 + n * PITCH + 13, 158), letter, fill=20, font=ImageFont.load_default(34))
    return replace(bare, grey=np.asarray(picture))


@pytest.mark.parametrize("left_over", [{1, 2}, {5, 6, 7}, {3, 4}])
def test_a_frame_with_few_of_its_ticks_left_is_a_comb(left_over: Collection[int]) -> None:
    """Two ticks side by side tell the width of the cells, when the frame holds a whole number of them."""
    (line,) = read_combs((), _ticked("23072026", left_over=left_over), open_recognizer())
    assert [word.text for word in line.words] == ["23072026"]


def test_a_frame_without_ticks_is_no_comb() -> None:
    """What stands in a plain box is read as it is."""
    assert find_combs(_ticked("23072026", left_over=())) == ()


def test_an_empty_comb_changes_nothing() -> None:
    """Cells nobody filled give no word and take none away."""
    prepared = _form("", closed=True, cells=8)
    before = (Line(words=(Word(text="Date", box=Box(0.02, 0.4, 0.12, 0.5), confidence=0.9),)),)
    assert find_combs(prepared)
    assert read_combs(before, prepared, open_recognizer()) == before


def test_strokes_that_stand_on_no_line_are_no_comb() -> None:
    """Evenly spaced stems of letters are not cells: a comb has a printed foot."""
    assert find_combs(_form("", closed=False, cells=8, foot=False)) == ()


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [("Liberté,", 0.95, 0), ("Liberté,", 0.85, 1), ("LIBERTE", 0.95, 1), ("l0il1l", 0.95, 1), ("lil", 0.95, 1)],
)
def test_the_stems_of_a_word_surely_read_in_small_letters_are_no_cells(
    text: str, confidence: float, expected: int
) -> None:
    """Combs hold figures and capitals; what may be a reading of their strokes is looked at all the same."""
    over_it = Word(text=text, box=Box(0.15, 0.36, 0.6, 0.54), confidence=confidence)
    assert len(find_combs(_form("", closed=True, cells=8), beside=(Line(words=(over_it,)),))) == expected


def test_a_table_of_numbers_is_no_comb() -> None:
    """Cells that hold several figures each are a table: nothing is joined into one word."""
    picture = Image.fromarray(_form("", closed=True, cells=8).grey.copy())
    pen = ImageDraw.Draw(picture)
    for n in range(8):
        pen.text((200 + n * PITCH + 8, 162), f"{n + 1}{n}", fill=20, font=ImageFont.load_default(26))
    blank = _form("", closed=True, cells=8)
    prepared = Prepared(
        grey=np.asarray(picture), matrix=blank.matrix, rotation=0, skew_degrees=0.0, letter_height=LETTER
    )
    assert read_combs((), prepared, open_recognizer()) == ()
