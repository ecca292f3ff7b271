"""Parts of lines that were hardly read are cut out and read alone, and the better reading is kept.

The engine follows a row over the whole width of the page; beyond wide blanks, as before the last columns of a table, it
may lose the row and read clear print as rubbish, of which its confidence tells. Alone the same print is read well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.geometry import Box, around
from pipeline.imaging.page_source import Prepared, Recognizer
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.reading.cut_out import read_alone
from pipeline.reading.plausibility import is_plausible

HARDLY_READ = 0.6
"""Mean confidence below which a part is read again."""
WELL_READ = 0.8
"""And from which its second reading is taken."""
WIDE = 1.5
"""Blanks that part a line, in heights of its words."""
ROOM = 0.3
"""Paper left around a part, in heights of it."""
MOST_PARTS = 40
FILLER = "<"
"""The sign of machine-readable zones, which have a reading of their own."""
MOST_SURE = 0.8
"""What a second reading is believed at most: names and numbers are sure when one more agrees (`second_reading`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of a line between wide blanks, and where they stand, in pixels of the prepared picture."""

    words: tuple[Word, ...]
    box: Box


def read_parts_again(
    lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer, *, language: str
) -> tuple[Line, ...]:
    """Return the lines with the parts that were hardly read as they read alone, where that is well.

    A page with more such parts is a bad one: alone they would be read no better, in twice the time.
    """
    parted = [tuple(_parts(line, prepared)) for line in lines]
    hardly = [part for parts in parted for part in parts if _is_hardly_read(part)]
    if not hardly or len(hardly) > MOST_PARTS:
        return lines
    again = {part: _read(part, prepared, engine, language) for part in hardly}
    return tuple(
        replace(line, words=tuple(word for part in parts for word in again.get(part, part.words)))
        for line, parts in zip(lines, parted, strict=True)
    )


def _parts(line: Line, prepared: Prepared) -> Iterator[Part]:
    boxes = [prepared.matrix.box_to_prepared(word.box) for word in line.words]
    begins = 0
    for at, (before, box) in enumerate(pairwise(boxes), start=1):
        if box.left - before.right > WIDE * min(before.height, box.height):
            yield Part(words=line.words[begins:at], box=around(boxes[begins:at]))
            begins = at
    yield Part(words=line.words[begins:], box=around(boxes[begins:]))


def _is_hardly_read(part: Part) -> bool:
    text = "".join(word.text for word in part.words)
    return any(map(str.isalnum, text)) and FILLER not in text and mean_confidence(part.words) < HARDLY_READ


def _read(part: Part, prepared: Prepared, engine: Recognizer, language: str) -> tuple[Word, ...]:
    """Return the words of the part as they read alone, or as they were."""
    height, width = prepared.grey.shape
    room = ROOM * part.box.height
    left, top = max(0, int(part.box.left - room)), max(0, int(part.box.top - room))
    right, bottom = min(width, int(part.box.right + room)), min(height, int(part.box.bottom + room))
    read = read_alone(prepared.grey[top:bottom, left:right], (left, top), prepared, engine, language=language)
    words = tuple(word for line in read for word in line.words)
    if len(read) != 1 or mean_confidence(words) < WELL_READ or not all(is_plausible(word.text) for word in words):
        return part.words
    return tuple(replace(word, confidence=min(word.confidence, MOST_SURE)) for word in words)
