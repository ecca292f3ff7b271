"""What the index knows of a document beside its words: where it stands, whose it is, and how much it is about."""

import pytest
from house import LOCAL, House
from invariants import check_projections
from scene import question, reference_of
from written import certificate, declaration, identity, letter

from pipeline.errors import PartUnreachable
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from services.ports.search import SearchAnswer


def facet(answer: SearchAnswer, name: str) -> dict[str, int]:
    """Return one facet of an answer."""
    return dict(dict(answer.facets)[name])


def opened(house: House) -> str:
    """Capture the papers that open a case; return its reference."""
    batch = house.captured("a.pdf", declaration(), certificate(), identity(), batch_class="single_sheets")
    return reference_of(house, house.documents(batch)[0].id)


def test_papers_are_found_by_state_and_party(house: House) -> None:
    """Bound and unmatched papers are told apart, and those of a case by its party with the day of birth."""
    reference = opened(house)
    house.captured("b.pdf", letter("introuvable"))
    answer = house.search.pages(LOCAL, question(""))
    assert facet(answer, "state") == {"bound": 3, "unmatched": 1}
    ((party, count),) = facet(answer, "party").items()
    assert count == 3
    with house.records.reading() as uow:
        case = uow.cases.by_reference(reference)
        assert case is not None
        assert case.party is not None
        known = uow.parties.get(case.party)
    assert party == f"{known.name} ({known.birth_date})"


def test_papers_follow_their_case_into_another_basket(house: House) -> None:
    """When a person moves a case, its papers are counted in the new basket and in no other."""
    reference = opened(house)
    before = facet(house.search.pages(LOCAL, question("")), "basket")
    assert sum(before.values()) == 3
    with house.records.reading() as uow:
        case = uow.cases.by_reference(reference)
        assert case is not None
        baskets = [code for code, _ in house.rulebook.case_type(uow, case.rules_digest).baskets]
    other = next(code for code in baskets if code not in before)
    house.desk.assign(LOCAL, reference, ActorId(f"basket:{other}"))
    house.project.drain(SYSTEM)
    assert facet(house.search.pages(LOCAL, question("")), "basket") == {other: 3}
    check_projections(house)


def test_an_index_that_was_lost_does_not_answer_that_nothing_is_there(house: House) -> None:
    """Nothing received, nothing found; of an empty index beside papers that it should hold a search says so."""
    assert house.search.pages(LOCAL, question("introuvable")).total == 0
    house.captured("b.pdf", letter("introuvable"))
    assert house.search.pages(LOCAL, question("autre")).total == 0
    house.index.clear()
    with pytest.raises(PartUnreachable) as raised:
        house.search.pages(LOCAL, question("introuvable"))
    assert raised.value.code == "index_lost"
    house.project.reindex(SYSTEM)
    assert house.search.pages(LOCAL, question("introuvable")).total == 1
