"""What the readings of blocks share: how sure each kind of place is, and the candidate made of its words."""

from collections.abc import Sequence

from extractors.candidates import Candidate, legibility
from extractors.sheet import Sheet
from pipeline.model.values import Text
from pipeline.page_layout import Placed, evidence_of

BY_PROOF = 0.93
"""Greeting or signature names the party again."""
BY_TWO_BLOCKS = 0.88
BY_ONE_BLOCK = 0.7
BY_NUMBERS = 0.88
"""A company's block with its number of the register beside or right below it; a person's that is addressed."""
BY_FORM = 0.85
"""A line at the top with a legal form."""
BY_TOP = 0.55
"""The first line of a page, where nothing else names a company: below every threshold."""
LETTERHEAD_TOP = 0.12
LONGEST_LINE = 70
"""Letters of a line that stands alone, such as a subject or an address; longer ones are of a text."""


def candidate(
    sheet: Sheet, words: Sequence[Placed], value: str, sure: float, *, seen: Sequence[Placed] | None = None
) -> Candidate:
    """Make a candidate of printed words; seen: those that are legible enough for all of them."""
    evidence = evidence_of([placed.word for placed in words], page=sheet.page.number)
    confidence = sure * legibility(placed.word for placed in seen or words)
    return Candidate(value=Text(value), confidence=confidence, origin=sheet.origin, evidence=evidence)
