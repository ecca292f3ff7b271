"""Which way up a page stands is told again by the words that were read on it."""

import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.page_source import Prepared
from pipeline.model.page import Line, Word
from pipeline.reading.recognising import lies_on_its_side

WIDTH, HEIGHT = 500, 1000
AS_IT_LAY = PageMatrix(WIDTH, 0.0, 0.0, 0.0, HEIGHT, 0.0)
QUARTER_TURN = PageMatrix(0.0, -HEIGHT, HEIGHT, WIDTH, 0.0, 0.0)


def strip(text, *, rows):
    """Return the lines of a narrow strip, one word a line."""
    boxes = [Box(0.1, 0.02 * row, 0.1 + 0.05 * len(text), 0.02 * row + 0.01) for row in range(rows)]
    return [Line(words=(Word(text=text, box=box, confidence=0.95),)) for box in boxes]


@pytest.mark.parametrize(
    ("matrix", "text", "rows", "lies"),
    [
        (QUARTER_TURN, "BAGUETTE", 20, True),
        (AS_IT_LAY, "BAGUETTE", 20, False),
        (QUARTER_TURN, "BAGUETTE", 5, False),
        (QUARTER_TURN, "ab", 20, False),
    ],
)
def test_a_page_whose_long_words_stand_on_end_was_turned_wrongly(matrix, text, rows, lies):
    """The engine reads words on their side too: many long ones that are higher than wide say that the page lies."""
    page = Prepared(
        grey=np.zeros((HEIGHT, WIDTH), np.uint8), matrix=matrix, rotation=90, skew_degrees=0.0, letter_height=10.0
    )
    assert lies_on_its_side(strip(text, rows=rows), page) is lies
