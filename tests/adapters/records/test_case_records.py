"""Cases and parties as the services find them again."""

from dataclasses import replace
from datetime import date

import pytest

from casebinder.model.case import CaseState, PieceStatus, Waiver
from pipeline.errors import ConcurrentChange, NotFound, NotPossible
from pipeline.model.identity import UNKNOWN, ActorId, CaseId, Digest, DocumentId, PartyId
from services.ports.case_records import CaseQuery


def test_no_two_cases_have_one_key_or_reference(captured, make):
    """Two cases are never opened under one key or one reference; cases without a key do not disturb one another."""
    with captured.writing() as unit:
        unit.cases.add(make.case("c1", key="nir:184"))
        unit.cases.add(make.case("c2"))
        unit.cases.add(make.case("c3"))
        unit.commit()
    for second in (make.case("c4", key="nir:184"), replace(make.case("c5"), reference="REF-c1")):
        with captured.writing() as unit, pytest.raises(ConcurrentChange):
            unit.cases.add(second)


def test_found_as_opened(captured, make):
    """A case is found by its key and by its reference."""
    with captured.writing() as unit:
        unit.cases.add(make.case("c1", key="nir:184"))
        unit.cases.add(make.case("c2"))
        found = unit.cases.by_key("some_type", "nir:184")
        assert found == make.case("c1", key="nir:184")
        assert unit.cases.by_key("other_type", "nir:184") is None
        assert unit.cases.by_reference("REF-c2") == make.case("c2")
        assert unit.cases.by_reference("never") is None
        with pytest.raises(NotFound):
            unit.cases.get(CaseId("never"))


def test_pinned_rules_exist(captured, make):
    """A case cannot be pinned to a rule text that is not kept."""
    with captured.writing() as unit, pytest.raises(NotPossible):
        unit.cases.add(replace(make.case(), rules_digest=Digest("sha256:never")))


def test_saved_by_version(captured, make):
    """Of two changes made to the same version the second is refused, and parts change with the case."""
    with captured.writing() as unit:
        unit.cases.add(make.case(pieces=(make.piece("e1"),)))
        changed = replace(
            make.case(),
            state=CaseState.DECIDED,
            basket="control",
            pieces=(make.piece("e1", status=PieceStatus.ACCEPTED),),
            waivers=(Waiver(item="identity", reason="known", by=ActorId("a1"), at=make.case().opened_at),),
        )
        saved = unit.cases.save(changed)
        assert saved == replace(changed, version=2) == unit.cases.get(CaseId("c1"))
        with pytest.raises(ConcurrentChange):
            unit.cases.save(changed)
        with pytest.raises(NotFound):
            unit.cases.save(make.case("never"))


def test_one_piece_an_item(captured, make):
    """A document stands at most once for an item of a case."""
    with captured.writing() as unit, pytest.raises(ConcurrentChange):
        unit.cases.add(make.case(pieces=(make.piece("e1"), make.piece("e2"))))


def test_case_of_a_document(captured, make):
    """A document that was moved belongs to the case that has it now, and stands in that one."""

    def standing(unit):
        assert unit.standings.of([DocumentId("never")]) == {}
        return unit.standings.of([DocumentId("d1"), DocumentId("never")])[DocumentId("d1")]

    with captured.writing() as unit:
        assert unit.cases.of_document(DocumentId("d1")) is None
        known = unit.documents.get(DocumentId("d1"))
        assert (standing(unit).case, standing(unit).circle, standing(unit).state) == (None, known.circle, known.state)
        unit.cases.add(make.case("c1", pieces=(make.piece("e1", status=PieceStatus.SUPERSEDED),)))
        alone = unit.cases.of_document(DocumentId("d1"))
        assert alone is not None
        assert alone.id == standing(unit).case == "c1"
        unit.cases.add(make.case("c2", basket="control", pieces=(make.piece("e0"),)))
        now = unit.cases.of_document(DocumentId("d1"))
        assert now is not None
        assert now.id == standing(unit).case == "c2"
        assert (standing(unit).case_type, standing(unit).basket) == (now.case_type, "control")


def test_cases_are_listed_under_every_condition_given(captured, make, verdict):
    """Cases are listed by reference under every condition given; without a verdict a case counts as incomplete."""
    with captured.writing() as unit:
        unit.parties.add(make.party())
        unit.cases.add(make.case("c3", basket="control"))
        unit.cases.add(make.case("c1", basket="control", party="p1"))
        unit.cases.add(make.case("c2", pieces=(make.piece("e1"),)))
        unit.cases.set_verdict(CaseId("c1"), verdict)

        def ids(query: CaseQuery) -> list[str]:
            return [case.id for case in unit.cases.listed(query)]

        assert ids(CaseQuery()) == ["c1", "c2", "c3"]
        assert ids(CaseQuery(basket="control")) == ["c1", "c3"]
        assert ids(CaseQuery(only_incomplete=True)) == ["c2", "c3"]
        assert ids(CaseQuery(party=PartyId("p1"), case_type="some_type")) == ["c1"]
        assert ids(CaseQuery(case_type="other")) == []
        assert unit.cases.listed(CaseQuery())[1].pieces == (make.piece("e1"),)


def test_verdict_in_place(captured, make, verdict):
    """A verdict takes the place of the one before; a case without one says so."""
    with captured.writing() as unit:
        unit.cases.add(make.case())
        assert unit.cases.verdict(CaseId("c1")) is None
        unit.cases.set_verdict(CaseId("c1"), verdict)
        unit.cases.set_verdict(CaseId("c1"), replace(verdict, basket="other"))
        assert unit.cases.verdict(CaseId("c1")) == replace(verdict, basket="other")


def test_references_count_from_one_for_each_type_and_year(captured):
    """Reference numbers run from 1 for each case type and year."""
    with captured.writing() as unit:
        taken = [unit.cases.next_number(UNKNOWN, 2026) for _ in range(3)]
        assert (taken, unit.cases.next_number(UNKNOWN, 2027)) == ([1, 2, 3], 1)


def test_a_party_is_found_by_any_key_and_by_day_of_birth(records, make):
    """A party is found by any of its keys and by its day of birth; a key is one party's alone."""
    with records.writing() as unit:
        unit.parties.add(make.party("p1", keys=(("nir", "184"), ("member", "7"))))
        unit.parties.add(replace(make.party("p2"), birth_date=None))
        unit.parties.add_key(PartyId("p2"), "nir", "290")
        unit.parties.add_key(PartyId("p2"), "nir", "290")
        with pytest.raises(ConcurrentChange):
            unit.parties.add_key(PartyId("p2"), "nir", "184")
        second = unit.parties.by_key("nir", "290")
        assert second == replace(make.party("p2", keys=(("nir", "290"),)), birth_date=None)
        assert unit.parties.by_key("siret", "290") is None
        assert [party.id for party in unit.parties.by_birth_date("1815-12-10")] == ["p1"]
        assert unit.parties.by_birth_date(date(1900, 1, 1).isoformat()) == ()
        with pytest.raises(NotFound):
            unit.parties.get(PartyId("never"))
