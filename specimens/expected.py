"""What the checklist of a case must say, from the knowledge of the generator alone.

The rules are written again here in three-valued logic (None is unknown), so that the product's
verdict is compared with an independent one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from specimens.dossier import Dossier, Item
from specimens.papers import Employment, RequestKind

_ENOUGH_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The status of each item and the statuses a careful system may give instead."""

    statuses: Mapping[Item, str]
    acceptable: Mapping[Item, tuple[str, ...]]
    consistency: Mapping[str, bool]

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is missing, expired or undetermined and all papers agree."""
        done = all(status in {"satisfied", "not-applicable"} for status in self.statuses.values())
        return done and all(self.consistency.values())


def expectation_of(dossier: Dossier) -> Expectation:
    """Return what the checklist must say."""
    plan = dossier.plan
    statuses = {item: _status(item, dossier) for item in Item}
    acceptable: dict[Item, tuple[str, ...]] = {}
    if plan.is_identity_of_other_name:
        # Whether a paper in another name is bound at all is a matter of caution; accepted unseen it must not be.
        acceptable[Item.IDENTITY] = ("missing", "to-review", "undetermined", "refused")
    return Expectation(
        statuses=statuses,
        acceptable=acceptable,
        consistency={"same_last_name": not plan.is_identity_of_other_name},
    )


def _status(item: Item, dossier: Dossier) -> str:
    required = _required(item, dossier)
    if required is None:
        return "undetermined"
    if not required:
        return "not-applicable"
    if item not in dossier.plan.papers:
        return "missing"
    return _identity_status(dossier) if item is Item.IDENTITY else "satisfied"


def _identity_status(dossier: Dossier) -> str:
    if not dossier.plan.is_dated:
        return "undetermined"
    if dossier.identity_expires_on < dossier.declared_on:
        return "expired"
    return "missing" if dossier.plan.is_identity_of_other_name else "satisfied"


def _required(item: Item, dossier: Dossier) -> bool | None:
    plan = dossier.plan
    is_agency = None if plan.employment is None else plan.employment is Employment.AGENCY
    match item:
        case Item.DECLARATION | Item.MEDICAL_CERTIFICATE | Item.IDENTITY:
            return True
        case Item.SALARY_CERTIFICATE:
            if plan.request_kind is RequestKind.NEW_INJURY:
                return False
            return None if plan.employment is None else plan.employment is not Employment.RETIRED
        case Item.CAREER_STATEMENT:
            return True if plan.contribution_months < _ENOUGH_MONTHS else is_agency
        case Item.AGENCY_CERTIFICATE:
            return is_agency
