"""Opening cases: a new reference, the key no second case may have, and the party the case is about."""

from dataclasses import replace

from casebinder.binding.keys import fields_of, has_whole_key, key_of, whose
from casebinder.binding.outcomes import Opens
from casebinder.casetypes import CaseType
from casebinder.model.case import Case, CaseState, Fact, Party
from casebinder.parties import Company, Person, compact
from pipeline.model.identity import OPEN_CIRCLE, CaseId, Circle, PartyId
from pipeline.ports import Clock, Ids
from services.access import SYSTEM, write_down
from services.cases.directory import NIR, SIREN, VAT
from services.ports.house_records import RuleSet
from services.ports.records import UnitOfWork
from services.refusals.cases import case_exists
from services.rules.rulebook import Rulebook


class Opening:
    """The steps by which a case comes to be; each takes the unit of work of the act it is part of."""

    def __init__(self, rulebook: Rulebook, clock: Clock, ids: Ids) -> None:
        self._rulebook = rulebook
        self._clock = clock
        self._ids = ids

    def new_case(
        self,
        uow: UnitOfWork,
        rules: RuleSet,
        case_type: CaseType,
        *,
        facts: tuple[Fact, ...] = (),
        key: str | None = None,
        party: PartyId | None = None,
        circle: Circle = OPEN_CIRCLE,
    ) -> Case:
        """Open a case under a new reference, such as `OD-2026-00001`, by the rules now in force.

        Raises NotPossible when there is a case of the key that the facts make.
        """
        year = self._clock.today().year
        initials = "".join(word[0] for word in case_type.code.split("_")).upper()
        case = Case(
            id=CaseId(self._ids.new("c")),
            reference=f"{initials}-{year}-{uow.cases.next_number(case_type.code, year):05d}",
            case_type=case_type.code,
            rules_digest=rules.digest,
            rules_version=rules.version,
            circle=circle,
            state=CaseState.OPEN,
            opened_at=self._clock.now(),
            party=party,
            key=key,
            facts=facts,
        )
        case = self.identified(uow, case, case_type)
        uow.cases.add(case)
        return case

    def identified(self, uow: UnitOfWork, case: Case, case_type: CaseType) -> Case:
        """Give a case the key and the person that its stated facts tell, where it has none.

        So a paper that comes later finds it, and opens no second one. Raises NotPossible when another has that key.
        """
        fields, key, party = fields_of(case.facts, case_type), case.key, case.party
        if key is None and has_whole_key(case.facts, case_type):
            key = key_of(fields, case_type)
            other = uow.cases.by_key(case_type.code, key)
            if other is not None:
                raise case_exists(other.reference)
        about = whose(fields, case_type.matching)
        if party is None and about.number:
            party = self._party(uow, about)
        return replace(case, key=key, party=party)

    def open_for(self, uow: UnitOfWork, outcome: Opens, circle: Circle) -> Case:
        """Open the case that a released paper leads to, and write that down."""
        rules, case_type = self._rulebook.latest_case_type(uow, outcome.case_type.code)
        party = self._party(uow, outcome.person)
        case = self.new_case(uow, rules, case_type, key=outcome.key, party=party, circle=circle)
        cause = outcome.because.fr
        write_down(uow, self._clock, SYSTEM, "case.open", f"case:{case.id}", case=case.id, reason=cause)
        return case

    def _party(self, uow: UnitOfWork, about: Person | Company) -> PartyId:
        """Return the party of a person or company, recorded when new."""
        number, scheme = compact(about.number) if about.number else None, NIR
        if isinstance(about, Company):
            scheme = SIREN if number and number.isdecimal() else VAT
        known = uow.parties.by_key(scheme, number) if number else None
        if known is not None:
            return known.id
        is_company = isinstance(about, Company)
        party = Party(
            id=PartyId(self._ids.new("y")),
            kind="company" if is_company else "person",
            name=_named(about),
            birth_date=None if isinstance(about, Company) else about.birth_date,
            keys=((scheme, number),) if number else (),
        )
        uow.parties.add(party)
        return party.id


def _named(about: Person | Company) -> str:
    if isinstance(about, Company):
        return about.name or about.number or "?"
    return f"{about.last_name or '?'}, {about.first_names or '?'}"
