"""Rules of tables and frames of tick boxes that the engine took for signs are left out of what was read.

A rule between cells reads as `|`, an empty tick box as `[]`; the engine is often sure of them. A rule that touches a
word is read with it (`HT|Taux`, `[Route`). A bar that was printed as a sign is about as high as the letters beside
it, a rule is higher, or a bit of one. A dash between words is named by its length: the engine calls every long one an
em dash, and offices print en dashes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.geometry import Box, on_turned_page
from pipeline.model.page import Line, Word
from pipeline.page_layout import Upright

STROKES = frozenset("|[]_")
_TOUCHING = re.compile(r"[^|]*[^\W_][^|]*")
"""What holds a letter or figure between rules."""
BAR = (0.3, 1.3)
"""Height of a printed bar, in heights of the words of its line."""

EM_DASH, EN_DASH = "—", "–"
LONGEST_EN_DASH = 1.0
"""Length of an en dash at most, in heights of the words of its line: half an em is 0.5 to 0.8 of them (measured), an em
twice as much."""


def without_strokes(lines: Sequence[Line], upright: Upright) -> tuple[Line, ...]:
    """Return the lines without drawn strokes, and without lines of nothing else."""
    cleaned = (_cleaned(line, upright) for line in lines)
    return tuple(line for line in cleaned if line.words)


def _cleaned(line: Line, upright: Upright) -> Line:
    if not any(sign in STROKES or sign == EM_DASH for word in line.words for sign in word.text):
        return line
    heights = [upright.box(word.box).height for word in line.words if any(sign.isalnum() for sign in word.text)]
    usual = median(heights) if heights else 0.0
    kept = (word for word in line.words if not _is_stroke(word, usual, upright))
    parted = (part for word in kept for part in _parted(word, upright))
    return replace(line, words=tuple(_with_dash(word, usual, upright) for word in parted))


def _parted(word: Word, upright: Upright) -> Iterator[Word]:
    """Part a word at the rules that touch it, and take the side of a frame from its end."""
    parts = list(_TOUCHING.finditer(word.text))
    if not parts:
        yield word
    for part in parts:
        text = _without_frame(part[0])
        share = part.start() / len(word.text), part.end() / len(word.text)
        is_whole = len(parts) == 1
        yield replace(word, text=text, box=word.box if is_whole else _share(word.box, share, upright.rotation))


def _without_frame(text: str) -> str:
    """Take a bracket away that has no fellow."""
    if text.startswith("[") and "]" not in text:
        return text[1:]
    return text[:-1] if text.endswith("]") and "[" not in text else text


def _share(box: Box, share: tuple[float, float], rotation: int) -> Box:
    """Return the part of a word's box from one share of its length to another."""
    along = on_turned_page(box, rotation)
    start, end = (along.left + part * along.width for part in share)
    return on_turned_page(Box(start, along.top, end, along.bottom), -rotation % 360)


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
