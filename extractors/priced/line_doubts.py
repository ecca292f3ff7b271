"""Which cells of a line of goods may have been read wrongly, so that a person looks at the line.

Numbers that prove each other need no trust in single letters; what nothing proves has to be legible. A description is
free text: a misread letter of a word changes nothing that is compared, so only its words with figures, and one of which
much is hardly legible, are doubted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from extractors.candidates import legibility
from extractors.priced.columns import AMOUNT, DESCRIPTION, DISCOUNT, PRICED, QUANTITY, UNIT_PRICE, VAT_RATE
from extractors.priced.line_read import REFERENCE, UNIT, LineRead
from pipeline.folding import letters
from pipeline.page_layout import Placed

LEGIBLE = 0.85
"""A number, unit or code that nothing proves is at least so likely read right."""
HARDLY = 0.5
MOST_HARDLY = 0.2
"""A description of which more than this share of its letters is hardly legible is doubted."""
_UNIT: Final = re.compile(r"[^\W\d]{1,15}\.?(?: ?[²³23])?(?: [^\W\d]{2,15})?|\d{1,4} ?[^\W\d]{1,10}")
"""How a unit is written: a word or two, `m2`, `100 feuilles`."""
_CODE: Final = re.compile(r"(?=[A-Z0-9/._-]*\d)(?=[A-Z0-9/._-]*[A-Z])[A-Z0-9][A-Z0-9/._-]{4,}")
"""An article's code: capitals with figures, in one word."""
_LOST_SIGNS: Final = frozenset({"%", "€", "£", "$"})
_PROVING: Final = frozenset(PRICED)


def doubted_cells(lines: Sequence[LineRead]) -> Iterator[tuple[LineRead, str]]:
    """Yield each line with the name of each column of it that may be read wrongly.

    A price whose quantity is not read, where those of other lines are, may as well be another line's.
    """
    has_codes = any(REFERENCE in line.texts for line in lines)
    are_counted = any({QUANTITY, UNIT_PRICE} <= line.numbers.keys() for line in lines)
    seen = {name: Counter(_said(line, name) for line in lines) for name in (UNIT, VAT_RATE, DISCOUNT)}
    for line in lines:
        for name in line.words:
            is_uncounted = (
                are_counted and name == UNIT_PRICE and AMOUNT in line.numbers and QUANTITY not in line.numbers
            )
            if is_uncounted or _is_doubted(line, name, seen, has_codes=has_codes):
                yield line, name


def _said(line: LineRead, name: str) -> str:
    return letters(line.texts[name]) if name in line.texts else str(line.numbers.get(name, ""))


def _is_doubted(line: LineRead, name: str, seen: Mapping[str, Counter[str]], *, has_codes: bool) -> bool:
    words = line.words[name]
    if name == DESCRIPTION:
        return _is_odd_description(line, words, has_codes=has_codes)
    if name in _PROVING and line.is_proved:
        return False
    is_unlike = name == UNIT and not _UNIT.fullmatch(line.texts.get(UNIT, ""))
    is_repeated = seen[name][_said(line, name)] > 1 if name in seen else False
    is_read = name in {QUANTITY, UNIT_PRICE, AMOUNT, DISCOUNT, VAT_RATE, UNIT, REFERENCE}
    return is_read and (is_unlike or (not is_repeated and legibility(placed.word for placed in words) < LEGIBLE))


def _is_odd_description(line: LineRead, words: Sequence[Placed], *, has_codes: bool) -> bool:
    """Return whether figures in a description are hardly legible, much of it is, or a code or a number has run into it.

    A sign alone is left of a number that stands under no heading we know, such as a share of the work done.
    """
    figured = [placed.word for placed in words if any(map(str.isdigit, placed.word.text))]
    if figured and legibility(figured) < LEGIBLE:
        return True
    size = sum(len(placed.word.text) for placed in words)
    hardly = sum(len(placed.word.text) for placed in words if legibility([placed.word]) < HARDLY)
    if hardly > MOST_HARDLY * size:
        return True
    own = line.texts[DESCRIPTION].split()
    if any(word in _LOST_SIGNS and before[-1:].isalpha() for before, word in pairwise(own)):
        return True
    return has_codes and REFERENCE not in line.texts and any(_CODE.fullmatch(own[at]) for at in (0, -1))
