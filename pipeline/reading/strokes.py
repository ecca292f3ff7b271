"""Rules of tables and frames of tick boxes that the engine took for signs are left out of what was read.

A rule between cells reads as `|`, an empty tick box as `[]`; the engine is often sure of them. A bar that was printed
as a sign is about as high as the letters beside it, a rule is higher, or a bit of one. A dash between words is named by
its length: the engine calls every long one an em dash, and offices print en dashes.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.model.page import Line, Word
from pipeline.page_layout import Upright

STROKES = frozenset("|[]_")
BAR = (0.3, 1.3)
"""Height of a printed bar, in heights of the words of its line."""

EM_DASH, EN_DASH = "—", "–"
LONGEST_EN_DASH = 1.0
"""Length of an en dash at most, in heights of the words of its line: half an em is 0.5 to 0.8 of them (measured), an em
1.2 and more."""


def without_strokes(lines: Sequence[Line], upright: Upright) -> tuple[Line, ...]:
    """Give the lines without drawn strokes, and without lines of nothing else."""
    cleaned = (_cleaned(line, upright) for line in lines)
    return tuple(line for line in cleaned if line.words)


def _cleaned(line: Line, upright: Upright) -> Line:
    if not any(STROKES.issuperset(word.text) or word.text == EM_DASH for word in line.words):
        return line
    heights = [upright.box(word.box).height for word in line.words if any(sign.isalnum() for sign in word.text)]
    usual = median(heights) if heights else 0.0
    kept = (word for word in line.words if not _is_stroke(word, usual, upright))
    return replace(line, words=tuple(_with_dash(word, usual, upright) for word in kept))


def _with_dash(word: Word, usual: float, upright: Upright) -> Word:
    if word.text != EM_DASH:
        return word
    box = upright.box(word.box)
    return replace(word, text=EN_DASH) if box.width <= LONGEST_EN_DASH * usual else word


def _is_stroke(word: Word, usual: float, upright: Upright) -> bool:
    if not STROKES.issuperset(word.text):
        return False
    height = upright.box(word.box).height
    return word.text != "|" or not BAR[0] * usual <= height <= BAR[1] * usual
