"""Fields of one paper that vouch for each other or speak against each other.

A proved social-security number tells year and month of birth; the postal code of an address stands by its commune.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.reconcile import SUREST
from pipeline.check_digits import nir_holds
from pipeline.geometry import on_turned_page
from pipeline.model.document import Evidence, Finding, IndexField
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, Identifier

VOUCHED: Final = 0.7
"""How much of a birth date's doubt the number's year and month take away; its day they do not show."""
DISPUTED: Final = 0.5
LINES_APART: Final = 4.0
"""Heights of a line between postal code and commune: each may have a line of its own on a form."""
BESIDE_CODE: Final = frozenset({"address", "commune"})
"""The fields that are of the same address as the postal code."""
KNOWN_MONTHS: Final = range(1, 13)
"""Other figures stand for a month not known when the number was given (INSEE)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossChecked:
    """The fields after the check, and what was noted."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


def cross_check(fields: Sequence[IndexField], pages: Sequence[Recognition]) -> CrossChecked:
    """Compare fields in pairs; nothing changes where one of a pair is missing."""
    return _birth_beside_number(_of_one_address(_address_in_one_place(fields, pages)))


def _address_in_one_place(fields: Sequence[IndexField], pages: Sequence[Recognition]) -> tuple[IndexField, ...]:
    """Doubt a postal code that stands away from the commune: it is of somebody else's address."""
    code, commune = (next((f for f in fields if f.name == name), None) for name in ("postal_code", "commune"))
    if code is None or commune is None or code.evidence is None or commune.evidence is None:
        return tuple(fields)
    if is_by(code.evidence, commune.evidence, pages):
        return tuple(fields)
    return _put(fields, replace(code, confidence=min(code.confidence, DISPUTED)))


def _of_one_address(fields: Sequence[IndexField]) -> tuple[IndexField, ...]:
    """Believe street and town no more than a postal code that has a rival: the papers show two persons' addresses."""
    code = next((field for field in fields if field.name == "postal_code" and field.alternatives), None)
    if code is None:
        return tuple(fields)
    return tuple(
        replace(field, confidence=min(field.confidence, code.confidence)) if field.name in BESIDE_CODE else field
        for field in fields
    )


def is_by(one: Evidence, other: Evidence, pages: Sequence[Recognition]) -> bool:
    """Return whether two places are on one line of a page, or on lines that follow each other."""
    if one.page != other.page:
        return False
    turned = next((page.rotation for page in pages if page.number == one.page), 0)
    first, second = (on_turned_page(place.box, turned) for place in (one, other))
    return abs(first.centre[1] - second.centre[1]) <= LINES_APART * max(first.height, second.height)


def _birth_beside_number(fields: Sequence[IndexField]) -> CrossChecked:
    """Set birth date and social-security number side by side; nothing changes without proof."""
    number = next((f.value.value for f in fields if isinstance(f.value, Identifier) and f.value.scheme == "nir"), "")
    born = next((f for f in fields if f.name == "birth_date" and isinstance(f.value, Day)), None)
    if born is None or not isinstance(born.value, Day) or not nir_holds(number):
        return CrossChecked(fields=tuple(fields), findings=())
    year, month = int(number[1:3]), int(number[3:5])
    if month not in KNOWN_MONTHS:
        return CrossChecked(fields=tuple(fields), findings=())
    if (born.value.value.year % 100, born.value.value.month) == (year, month):
        surer = min(SUREST, born.confidence + (1 - born.confidence) * VOUCHED)
        return CrossChecked(fields=_put(fields, replace(born, confidence=round(surer, 4))), findings=())
    doubted = replace(born, confidence=min(born.confidence, DISPUTED))
    return CrossChecked(fields=_put(fields, doubted), findings=(_differs(number),))


def _put(fields: Sequence[IndexField], changed: IndexField) -> tuple[IndexField, ...]:
    return tuple(changed if field.name == changed.name else field for field in fields)


def _differs(number: str) -> Finding:
    year, month = number[1:3], number[3:5]
    return Finding(
        code="birth_date_differs",
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"La date de naissance n'est pas celle du numéro de sécurité sociale (mois {month}, année {year}).",
            en=f"The birth date is not that of the social-security number (month {month}, year {year}).",
        ),
        field="birth_date",
    )
