"""A person's whole name where a paper prints it in parts: `Nom : DURAND` and `Prénom : Anne` tell the employee.

Only where nobody read it whole, and each part has a place of its own: their order is the paper's.
"""

from collections.abc import Sequence
from typing import Final

from pipeline.model.document import Evidence, IndexField, Origin
from pipeline.model.values import Text, written
from pipeline.rules.catalog import DocumentClass

WHOLE: Final = "full_name"
PARTS: Final = ("last_name", "first_names")
LEVEL: Final = 0.6
"""What stands on one line has its middles within this many of its own heights."""


def with_whole_names(document_class: DocumentClass, fields: Sequence[IndexField]) -> tuple[IndexField, ...]:
    """Return the fields, and the whole names that the class asks for and only their parts tell."""
    told = {field.name: field for field in fields}
    parts = [told[name] for name in PARTS if name in told]
    wanted = [rule.name for rule in document_class.fields if rule.scheme == WHOLE and rule.name not in told]
    places = [part.evidence for part in parts if part.evidence is not None]
    if len(places) < len(PARTS) or places[0] == places[1]:
        return tuple(fields)
    first, second = parts if _stands_before(*places) else parts[::-1]
    whole = Text(f"{written(first.value)} {written(second.value)}")
    sure = min(first.confidence, second.confidence)
    made = (
        IndexField(name=name, value=whole, confidence=sure, origin=Origin.DERIVED, evidence=first.evidence)
        for name in wanted
    )
    return (*fields, *made)


def _stands_before(one: Evidence, other: Evidence) -> bool:
    """Return whether a place comes first in print: on an earlier page, left on the same line, or above."""
    first, second = one.box, other.box
    if one.page == other.page and abs(first.centre[1] - second.centre[1]) < LEVEL * max(first.height, second.height):
        return first.left < second.left
    return (one.page, first.top) < (other.page, second.top)
