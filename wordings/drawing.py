"""Words a paper by a skeleton: seeded text, and of its layout lines, columns and large letters.

Lines are lost as papers differ: no two issuers say all of what a skeleton may say. Around it stands what any paper may
carry (`around.txt`: letterheads, addresses, the small print below), which so becomes a sign of nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from wordings.fillers import SLOTS
from wordings.skeletons import Row, Skeleton, parsed

LEFT_OUT, OPTIONAL_LEFT_OUT = 0.15, 0.5
"""How often a line, and one that may be left out, is not on the paper."""
PLAIN_HEADING, CAPITALS = 0.3, 0.3
"""How often a heading has letters no larger than the rest, and how often capitals."""
MOST_ABOVE, MOST_BELOW = 3, 3
"""Lines that any paper may carry."""
AROUND = Path(__file__).with_name("around.txt")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A line as it is printed; three blanks part its columns."""

    text: str
    is_large: bool = False


def drawn(skeleton: Skeleton, chance: Random) -> tuple[PaperLine, ...]:
    """Word one paper; the same chance gives the same paper."""
    above, below = _around()
    lines: list[PaperLine] = []
    while not lines:
        lines = [line for row in skeleton.rows for line in _lines(row, chance)]
    head = [PaperLine(text=worded(row.text, chance)) for row in _some(above, MOST_ABOVE, chance)]
    foot = [PaperLine(text=worded(row.text, chance)) for row in _some(below, MOST_BELOW, chance)]
    return tuple(line for line in (*head, *lines, *foot) if line.text)


def worded(text: str, chance: Random) -> str:
    """Choose among what stands in braces, the innermost first, and fill the slots that are left."""
    while "{" in text:
        text = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)
    return _SLOT.sub(lambda found: SLOTS[found[1]](chance), text).strip()


def _lines(row: Row, chance: Random) -> Iterator[PaperLine]:
    is_left_out = chance.random() < (LEFT_OUT if row.fewest else OPTIONAL_LEFT_OUT)
    if is_left_out and not row.is_heading:
        return
    for _ in range(chance.randint(max(1, row.fewest), row.most)):
        text = worded(row.text, chance)
        if row.is_heading and chance.random() < CAPITALS:
            text = text.upper()
        yield PaperLine(text=text, is_large=row.is_heading and chance.random() >= PLAIN_HEADING)


def _some(rows: Sequence[Row], most: int, chance: Random) -> list[Row]:
    return chance.sample(list(rows), chance.randint(0, most))


@cache
def _around() -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    above, below = parsed(AROUND.stem, AROUND.read_text("utf-8"))
    return above.rows, below.rows
