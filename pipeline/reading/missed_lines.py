"""Lines that the engine passed over are looked for among the ink that no word explains, and read by themselves.

Page layout analysis leaves out short lines in ruled boxes, between pictures and at the page's edges. Letters in a row
that lie in no word are such a line; it is kept only when it reads as words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import around
from pipeline.imaging.components import Components, Ink, in_prepared
from pipeline.imaging.page_source import ENGLISH, Prepared, Recognizer
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.reading.cut_out import read_alone
from pipeline.reading.plausibility import is_plausible

FEWEST_LETTERS, MOST_LETTERS = 3, 400
"""Letters of a line worth looking at, and unexplained ones of a page that is no page of text."""
MOST_LINES = 8
"""The longest are read: each costs the engine a fiftieth of a page."""
NEAR = 1.8
"""Letters' heights between two letters of one line."""
SIZES = (0.55, 1.9)
"""Heights of letters, in those of the page's usual ones."""
EVEN = 0.06
"""Shapes that vary less in width than that are the cells of a form, not letters."""
SURE_WORD, SURE_LINE = 0.7, 0.8
"""Confidence below which a word found so is left out, and the mean below which its line is."""
ROOM = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """The letters of a page in pixels of the prepared picture, a row (left, top, right, bottom) each."""

    boxes: NDArray[np.float64]
    letter: float


def read_missed_lines(
    lines: tuple[Line, ...], letters: Components, ink: Ink, prepared: Prepared, engine: Recognizer
) -> tuple[Line, ...]:
    """Return the lines with those that were missed, each put after the line that stands above it."""
    left_over = outside_words(letters, ink, lines)
    letter = prepared.letter_height
    if letter is None or not FEWEST_LETTERS <= len(left_over) <= MOST_LETTERS:
        return lines
    rows = _rows(Unexplained(boxes=in_prepared(left_over, ink, prepared.matrix), letter=letter))
    for row in sorted(rows, key=len, reverse=True)[:MOST_LINES]:
        found = _read(row, letter, prepared, engine)
        lines = _with(lines, found) if found else lines
    return lines


def outside_words(letters: Components, ink: Ink, lines: Sequence[Line]) -> Components:
    """Return the letters that lie in no word."""
    height, width = ink.mask.shape
    explained = np.zeros((height, width), np.uint8)
    for box in (word.box for line in lines for word in line.words):
        top, bottom = int(box.top * height) - 2, int(box.bottom * height) + 3
        explained[max(0, top) : bottom, max(0, int(box.left * width) - 2) : int(box.right * width) + 3] = 1
    x = np.clip((letters.left + letters.width / 2).astype(int), 0, width - 1)
    y = np.clip((letters.top + letters.height / 2).astype(int), 0, height - 1)
    return letters.only(explained[y, x] == 0)


def _rows(found: Unexplained) -> list[NDArray[np.float64]]:
    """Gather letters that stand side by side; return the rows long enough to be a line."""
    heights = found.boxes[:, 3] - found.boxes[:, 1]
    usual = (heights >= SIZES[0] * found.letter) & (heights <= SIZES[1] * found.letter)
    rows: list[list[NDArray[np.float64]]] = []
    for box in sorted(found.boxes[usual], key=lambda each: float(each[0])):
        own = next((row for row in rows if _goes_on(row[-1], box, found.letter)), None)
        if own is None:
            rows.append([box])
        else:
            own.append(box)
    return [np.array(row) for row in rows if len(row) >= FEWEST_LETTERS and not _are_cells(np.array(row))]


def _goes_on(last: NDArray[np.float64], box: NDArray[np.float64], letter: float) -> bool:
    common = min(last[3], box[3]) - max(last[1], box[1])
    lower = min(last[3] - last[1], box[3] - box[1])
    return bool(box[0] - last[2] <= NEAR * letter and common >= 0.4 * lower)


def _are_cells(row: NDArray[np.float64]) -> bool:
    widths = row[:, 2] - row[:, 0]
    return len(row) > FEWEST_LETTERS and float(np.std(widths)) <= EVEN * float(np.mean(widths))


def _read(row: NDArray[np.float64], letter: float, prepared: Prepared, engine: Recognizer) -> Line | None:
    """Read the row alone; return its words that are sure and look like words, when they make most of it."""
    height, width = prepared.grey.shape
    room = ROOM * letter
    left, top = max(0, int(row[:, 0].min() - room)), max(0, int(row[:, 1].min() - room))
    right, bottom = min(width, int(row[:, 2].max() + room)), min(height, int(row[:, 3].max() + room))
    read = read_alone(prepared.grey[top:bottom, left:right], (left, top), prepared, engine, language=ENGLISH)
    words = [word for line in read for word in line.words]
    sure = [word for word in words if word.confidence >= SURE_WORD and is_plausible(word.text)]
    signs = sum(len(word.text) for word in sure)
    is_most_of_it = signs >= max(FEWEST_LETTERS, 0.5 * len(row))
    is_line = is_most_of_it and mean_confidence(words) >= SURE_LINE and any(map(_is_word, sure))
    return Line(words=tuple(sure)) if is_line else None


def _is_word(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= FEWEST_LETTERS


def _with(lines: tuple[Line, ...], found: Line) -> tuple[Line, ...]:
    """Put the line after the last one that stands above it, over some of its width, or at the head of the page."""
    box = around(word.box for word in found.words)
    after = 0
    for position, line in enumerate(lines, start=1):
        other = around(word.box for word in line.words)
        is_above = other.centre[1] < box.centre[1]
        after = position if is_above and other.left < box.right and other.right > box.left else after
    return (*lines[:after], found, *lines[after:])
