"""The records as matching asks of them: cases by reference, key and person (fulfils `matching.CaseDirectory`)."""

from collections.abc import Sequence
from datetime import date

from casebinder.binding.outcomes import KnownCase, KnownPerson
from casebinder.model.case import OPEN_STATES, Case, CaseState, Party
from casebinder.parties import Person
from pipeline.model.identity import PartyId
from pipeline.model.states import DocumentState
from services.cases.deciding import is_by_rule
from services.ports.case_records import CaseQuery
from services.ports.records import UnitOfWork

NIR = "nir"
"""The key scheme of a person's social security number, without blanks."""
SIREN, VAT = "siren", "vat"
"""The key schemes of a company: its French number, or its VAT number abroad."""


class RecordsDirectory:
    """Looks cases and persons up in one unit of work."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def by_reference(self, reference: str) -> KnownCase | None:
        """Return the case of that reference."""
        case = self._uow.cases.by_reference(reference)
        return self._known(case) if case else None

    def by_key(self, case_type: str, key: str) -> KnownCase | None:
        """Return the case opened under that key, in whatever state."""
        case = self._uow.cases.by_key(case_type, key)
        return self._known(case) if case else None

    def open_cases_of(self, number: str) -> Sequence[KnownCase]:
        """Return the open cases of the person with that number."""
        party = self._uow.parties.by_key(NIR, number)
        return self._open_cases(party.id) if party else ()

    def persons(self, last_name: str, first_names: str, birth_date: date) -> Sequence[KnownPerson]:  # noqa: ARG002
        """Return the persons born on that day; `matching` decides which of them bear the name."""
        born = self._uow.parties.by_birth_date(birth_date.isoformat())
        return tuple(KnownPerson(person=person_of(party), cases=self._open_cases(party.id)) for party in born)

    def cases_saying(self, case_type: str, field: str, value: str) -> Sequence[KnownCase]:
        """Return the open cases of a type of which a paper says that value in that field, the oldest first.

        Without one those that a rule has ended: what comes late may speak against it.
        """
        documents = self._uow.documents.with_field(field, value, state=DocumentState.BOUND)
        cases = {case.id: case for one in documents if (case := self._uow.cases.of_document(one.id))}
        fitting = [case for case in cases.values() if case.case_type == case_type]
        found = [case for case in fitting if case.state in OPEN_STATES]
        found = found or [case for case in fitting if case.state is CaseState.DECIDED and is_by_rule(case)]
        return tuple(self._known(case) for case in sorted(found, key=lambda case: (case.opened_at, case.id)))

    def _open_cases(self, party: PartyId) -> tuple[KnownCase, ...]:
        cases = self._uow.cases.listed(CaseQuery(party=party))
        return tuple(self._known(case) for case in cases if case.state in OPEN_STATES)

    def _known(self, case: Case) -> KnownCase:
        verdict = self._uow.cases.verdict(case.id)
        return KnownCase(case=case, facts=verdict.facts if verdict else case.facts)


def person_of(party: Party) -> Person:
    """Return a party as the person to compare with."""
    last_name, _, first_names = party.name.partition(", ")
    number = next((value for scheme, value in party.keys if scheme == NIR), None)
    return Person(last_name=last_name, first_names=first_names, birth_date=party.birth_date, number=number)
