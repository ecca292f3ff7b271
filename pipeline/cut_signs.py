"""What speaks for a cut between two pages and what against it: signs for the person who judges, never a judgement.

Signs stand on the pages themselves: their numbering, references that both bear, and what their documents are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.document import UNKNOWN
from pipeline.model.page import Recognition

MOST_REFERENCES = 2
FEWEST_SIGNS, FEWEST_FIGURES = 6, 4
"""What a reference has at least: shorter ones are found on any two pages."""
_NUMBERING = re.compile(r"(?:^|.*\bp(?:age)?\b\.?)\s*(\d{1,3})\s*(?:/|sur|of)\s*(\d{1,3})", re.IGNORECASE)
_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
_AROUND = ".,;:()[]«»\"'"


class Sign(StrEnum):
    """A sign between two pages."""

    NUMBERING_GOES_ON = "numbering_goes_on"
    SAME_REFERENCE = "same_reference"
    SAME_CLASS = "same_class"
    NUMBERING_ENDS = "numbering_ends"
    NUMBERING_BEGINS = "numbering_begins"
    OTHER_CLASS = "other_class"


FOR_A_CUT = frozenset({Sign.NUMBERING_ENDS, Sign.NUMBERING_BEGINS, Sign.OTHER_CLASS})
"""Signs that a new document begins; the others say that the pages belong together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sign and what was seen: the numbering as `2/3`, a reference as printed, or a document class."""

    sign: Sign
    value: str


def signs(before: Recognition, after: Recognition, *, class_before: str, class_after: str) -> tuple[Seen, ...]:
    """Give what is seen between a page and the next, with the classes of the documents they are in."""
    return (
        *_numbering(before, after),
        *(Seen(sign=Sign.SAME_REFERENCE, value=text) for text in _shared(before, after)),
        *_classes(class_before, class_after),
    )


def _numbering(before: Recognition, after: Recognition) -> Iterator[Seen]:
    first, second = _number_of(before), _number_of(after)
    if first and second and second == (first[0] + 1, first[1]):
        yield Seen(sign=Sign.NUMBERING_GOES_ON, value=_written(second))
        return
    if first and first[0] == first[1]:
        yield Seen(sign=Sign.NUMBERING_ENDS, value=_written(first))
    if second and second[0] == 1:
        yield Seen(sign=Sign.NUMBERING_BEGINS, value=_written(second))


def _number_of(page: Recognition) -> tuple[int, int] | None:
    """Give the number that a page bears and of how many, if a line ends with them."""
    for line in page.lines:
        found = _NUMBERING.fullmatch(line.text.strip())
        if found and 1 <= int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    return None


def _written(number: tuple[int, int]) -> str:
    return f"{number[0]}/{number[1]}"


def _shared(before: Recognition, after: Recognition) -> list[str]:
    """Give the longest references that both pages bear."""
    both = _references(before) & _references(after)
    return sorted(both, key=lambda text: (-len(text), text))[:MOST_REFERENCES]


def _references(page: Recognition) -> set[str]:
    printed = (word.text.strip(_AROUND) for word in page.words)
    return {
        text
        for text in printed
        if len(text) >= FEWEST_SIGNS and sum(map(str.isdigit, text)) >= FEWEST_FIGURES and not _DAY.fullmatch(text)
    }


def _classes(before: str, after: str) -> Iterator[Seen]:
    if UNKNOWN not in {before, after}:
        yield Seen(sign=Sign.SAME_CLASS if before == after else Sign.OTHER_CLASS, value=after)
