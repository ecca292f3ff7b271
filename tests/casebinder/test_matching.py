"""Matching: a document finds its case by reference, key or person; every doubt is left to a person with a reason."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from casebinder.binding.keys import key_of
from casebinder.binding.matching import find_case
from casebinder.binding.outcomes import Incoming, KnownCase, KnownPerson, Matched, Opens, Unmatched
from casebinder.model.case import Fact, FactOrigin
from casebinder.parties import Person
from pipeline.model.document import Origin
from pipeline.model.values import Day

OTHER_NIR = "190017512345674"


@dataclass
class Directory:
    """Cases and persons in memory."""

    cases: list = field(default_factory=list)
    people: list = field(default_factory=list)

    def by_reference(self, reference):
        """Find by reference."""
        return next((known for known in self.cases if known.case.reference == reference), None)

    def by_key(self, case_type, key):
        """Find by key."""
        return next((k for k in self.cases if (k.case.case_type, k.case.key) == (case_type, key)), None)

    def open_cases_of(self, number):
        """Find by number."""
        return [k for k in self.cases for f in k.facts if f.name.endswith("number") and f.value.value == number]

    def persons(self, last_name, first_names, birth_date):
        """Find by date of birth."""
        return [known for known in self.people if known.person.birth_date == birth_date]


def incoming(paper, reference=None):
    """Make a document looking for its case."""
    return Incoming(document_class=paper.document_class, fields=paper.fields, case_reference=reference)


def find(case_type, document, directory, on=date(2026, 7, 1)):
    """Look for the case of a document."""
    return find_case(document, [case_type], directory, on=on)


@pytest.fixture
def known(desk, case_type):
    """Return the case the declaration opened, with the facts of its verdict."""
    key = key_of(desk.declaration().fields, case_type)
    return KnownCase(case=desk.case(key=key), facts=desk.judge(desk.declaration()).facts)


@pytest.fixture
def second(desk, known):
    """Return another open case of the same person, of another disease."""
    other = [f for f in known.facts if f.name != "first_observed_on"]
    day = Fact(name="first_observed_on", value=Day(date(2025, 1, 1)), origin=FactOrigin.OPERATOR)
    return KnownCase(case=replace(known.case, id="c-2", reference="OD-2", key="other"), facts=(*other, day))


def without(paper, *names):
    """Return a paper on which some fields were not read."""
    return replace(paper, fields=tuple(f for f in paper.fields if f.name not in names))


def test_a_declaration_opens_a_case_under_its_key(desk, case_type) -> None:
    """The opening document names type, key and person; number and day are in the key as normal forms."""
    outcome = find(case_type, incoming(desk.declaration()), Directory())
    assert isinstance(outcome, Opens)
    assert outcome.key == f"social_security_number={desk.NIR};first_observed_on=2026-03-02"
    assert outcome.person.last_name == "DURAND"
    assert outcome.person.birth_date == desk.BORN


def test_a_second_declaration_of_the_same_disease_opens_nothing(desk, case_type, known) -> None:
    """A case is never opened twice under one key: the second declaration joins it."""
    outcome = find(case_type, incoming(desk.declaration()), Directory([known]))
    assert isinstance(outcome, Matched)
    assert outcome.case.id == known.case.id
    other = find(case_type, incoming(desk.declaration(first_observed_on=date(2025, 1, 1))), Directory([known]))
    assert isinstance(other, Opens)


def test_a_key_that_is_not_certain_opens_nothing(desk, case_type) -> None:
    """A number whose key is wrong, or a day not read, leaves the declaration to a person, in words."""
    wrong = find(case_type, incoming(desk.declaration(social_security_number="184037512345691")), Directory())
    assert isinstance(wrong, Unmatched)
    assert "numéro de sécurité sociale" in wrong.reason.fr
    unread = find(case_type, incoming(without(desk.declaration(), "first_observed_on")), Directory())
    assert (unread.code, "première constatation" in unread.reason.fr) == ("key_not_known", True)
    paper = desk.declaration(social_security_number="184037512345691")
    confirmed = replace(paper, fields=tuple(replace(f, origin=Origin.OPERATOR) for f in paper.fields))
    assert isinstance(find(case_type, incoming(confirmed), Directory()), Opens)


def test_rules_open_cases_only_once_in_force(desk, case_type) -> None:
    """Before its first day a case type opens nothing."""
    before = find(case_type, incoming(desk.declaration()), Directory(), on=date(2025, 12, 31))
    assert isinstance(before, Unmatched)


def test_a_reference_on_a_slip_leads_to_its_case(desk, case_type, known) -> None:
    """The reference wins over every other way, unless the paper is provably another person's."""
    directory = Directory([known])
    letter = desk.paper("x", "letter", says={"reference": "OD-2026-00001"})
    assert isinstance(find(case_type, incoming(letter), directory), Matched)
    slip = desk.paper("x", "letter", says={})
    assert isinstance(find(case_type, incoming(slip, "OD-2026-00001"), directory), Matched)
    stranger = desk.paper("x", "letter", says={"social_security_number": proven("1900175123456")})
    outcome = find(case_type, incoming(stranger, "OD-2026-00001"), directory)
    assert isinstance(outcome, Unmatched)
    assert outcome.code == "reference_of_another_person"


def proven(body):
    """Return a number with its key."""
    return f"{body}{97 - int(body) % 97:02d}"


def test_a_proven_number_leads_to_the_only_open_case(desk, case_type, known) -> None:
    """A paper without the key finds the person's case by the number."""
    outcome = find(case_type, incoming(desk.salary()), Directory([known]))
    assert isinstance(outcome, Matched)
    assert "numéro de sécurité sociale" in outcome.because.fr


def test_several_open_cases_are_a_doubt_unless_the_paper_tells_them_apart(desk, case_type, known, second) -> None:
    """With two cases of one person only the case type's own key field decides."""
    directory = Directory([known, second])
    assert find(case_type, incoming(desk.salary()), directory).code == "several_cases"
    dated = desk.paper(
        "salary_certificate", "employer_certificate", says={**desk.person(), "first_observed_on": date(2025, 1, 1)}
    )
    by_day = find(case_type, incoming(dated), Directory([known, second]))
    assert isinstance(by_day, Matched)
    assert by_day.case.id == "c-2"


def test_name_and_date_of_birth_together_lead_to_the_person(desk, case_type, known) -> None:
    """An identity card carries no number: names and date of birth together do."""
    person = Person(last_name="DURAND", first_names="Marie Claire", birth_date=desk.BORN, number=desk.NIR)
    directory = Directory([known], [KnownPerson(person=person, cases=(known,))])
    outcome = find(case_type, incoming(desk.identity()), directory)
    assert isinstance(outcome, Matched)
    assert "date de naissance" in outcome.because.fr


def test_a_name_alone_never_matches(desk, case_type, known) -> None:
    """Without a date of birth a name proves nothing, however rare it is."""
    person = Person(last_name="DURAND", first_names="Marie Claire", birth_date=desk.BORN)
    directory = Directory([known], [KnownPerson(person=person, cases=(known,))])
    outcome = find(case_type, incoming(without(desk.identity(), "birth_date")), directory)
    assert isinstance(outcome, Unmatched)
    assert outcome.code == "person_not_known"


def test_two_persons_alike_or_a_name_nearly_equal_are_a_doubt(desk, case_type, known) -> None:
    """Same names and same day twice, or one letter apart: a person decides."""
    person = Person(last_name="DURAND", first_names="Marie Claire", birth_date=desk.BORN)
    twice = [KnownPerson(person=person, cases=(known,)), KnownPerson(person=person, cases=())]
    assert find(case_type, incoming(desk.identity()), Directory([known], twice)).code == "person_doubtful"
    near = replace(person, last_name="DURANT")
    nearly = [KnownPerson(person=near, cases=(known,))]
    assert find(case_type, incoming(desk.identity()), Directory([known], nearly)).code == "person_doubtful"
    stranger = replace(person, last_name="PETIT")
    none = [KnownPerson(person=stranger, cases=(known,))]
    assert find(case_type, incoming(desk.identity()), Directory([known], none)).code == "no_open_case"
