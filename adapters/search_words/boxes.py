"""The boxes of a page's words in few bytes: four numbers of two bytes a word, in the order of the words."""

import struct
from collections.abc import Sequence

from adapters.search_words.page import Box

_STEPS = 65_535
"""Boxes are kept in this many steps a side: a tenth of a pixel on an A4 page of 600 dpi."""
_FOUR_STEPS = struct.Struct("<4H")


def packed(boxes: Sequence[Box]) -> bytes:
    """Write boxes in a row, 8 bytes each."""
    steps = [round(min(max(side, 0.0), 1.0) * _STEPS) for box in boxes for side in box]
    return struct.pack(f"<{len(steps)}H", *steps)


def unpacked(kept: bytes, word: int) -> Box:
    """Return the box of one word, from 0, in fractions rounded to five decimals."""
    left, top, right, bottom = (round(step / _STEPS, 5) for step in _FOUR_STEPS.unpack_from(kept, word * 8))
    return left, top, right, bottom
