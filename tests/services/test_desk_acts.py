"""What a caseworker's act leaves: the case, its verdict, the event and the outbox, then index and folder."""

from datetime import timedelta

import pytest
from acting import WHOLE, again, one_act, opened, status, verdict
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import reference_of
from written import certificate, declaration, identity, mystery, nir, person, salary

from casebinder.model.case import CaseState
from casebinder.model.verdict import ItemStatus
from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.identity import ActorId
from pipeline.model.states import DocumentState
from pipeline.reference_tables import REFERENCE_TABLES
from services.ports.case_records import CaseQuery


def test_papers_that_came_before_the_case_are_bound_when_it_opens(house: House) -> None:
    """What waited unmatched for a person joins the case as soon as there is one."""
    house.import_members({1: 40})
    early = house.captured("early.pdf", certificate(), identity(), batch_class="single_sheets")
    assert {d.state for d in house.documents(early)} == {DocumentState.UNMATCHED}
    house.captured("late.pdf", declaration())
    assert {d.state for d in house.documents(early)} == {DocumentState.BOUND}
    check_records(house)
    check_projections(house)


def test_the_same_key_never_opens_two_cases(house: House) -> None:
    """A second declaration of the same disease joins the case; one of another disease opens another."""
    opened(house, declaration())
    house.captured("again.pdf", (*declaration(), "employer: Autre"))
    assert len(house.find.cases(LOCAL, CaseQuery())) == 1
    house.captured("other.pdf", declaration(observed="2025-12-01"))
    assert len(house.find.cases(LOCAL, CaseQuery())) == 2


def test_a_case_opened_by_hand_is_found_by_the_declaration(house: House) -> None:
    """A case opened at the desk with its key is the one the later declaration joins; and early papers join it."""
    early = house.captured("early.pdf", certificate())
    facts = [("social_security_number", nir(1)), ("first_observed_on", "2026-03-02")]
    with one_act(house, "case.open"):
        reference = house.desk.open_case(LOCAL, "occupational_disease", facts, reason="by telephone")
    assert reference_of(house, house.documents(early)[0].id) == reference
    batch = house.captured("late.pdf", declaration())
    assert reference_of(house, house.documents(batch)[0].id) == reference
    with pytest.raises(NotPossible) as refused:
        house.desk.open_case(LOCAL, "occupational_disease", facts)
    assert (refused.value.code, refused.value.where) == ("case_exists", reference)


def test_a_key_told_later_counts_too(house: House) -> None:
    """A case opened empty gets its key when its facts make one, and then no second case opens for it."""
    reference = house.desk.open_case(LOCAL, "occupational_disease", ())
    with one_act(house, "case.set"):
        facts = [("social_security_number", nir(1)), ("first_observed_on", "2026-03-02")]
        house.desk.set_facts(LOCAL, reference, facts)
    batch = house.captured("late.pdf", declaration())
    assert reference_of(house, house.documents(batch)[0].id) == reference


def test_the_key_follows_a_corrected_paper(house: House) -> None:
    """A case opened by a date read wrongly is the one which the same declaration, read rightly, joins."""
    reference = opened(house, declaration())
    read_wrongly = house.named("occupational_disease_declaration")
    house.verify.correct(LOCAL, read_wrongly.id, [("first_observed_on", "2025-12-01")], reason="misread")
    batch = house.captured("again.pdf", declaration(observed="2025-12-01"))
    assert reference_of(house, house.documents(batch)[0].id) == reference
    batch = house.captured("other.pdf", declaration())
    assert reference_of(house, house.documents(batch)[0].id) != reference
    check_records(house)


def test_a_fact_set_by_hand_changes_what_is_required(house: House) -> None:
    """A stated fact goes before what papers say, and an empty value gives it back to them."""
    reference = opened(house, *WHOLE)
    with one_act(house, "case.set"):
        house.desk.set_facts(LOCAL, reference, [("employment", "agency")], reason="told")
    assert status(house, reference, "agency_certificate") is not ItemStatus.NOT_APPLICABLE
    with one_act(house, "case.set"):
        house.desk.set_facts(LOCAL, reference, [("employment", "")])
    assert status(house, reference, "agency_certificate") is ItemStatus.NOT_APPLICABLE


@pytest.mark.parametrize("fact", [("employment", "pilot"), ("wage", "3"), ("declared_on", "monday")])
def test_a_wrong_fact_is_refused(house: House, fact: tuple[str, str]) -> None:
    """A fact the case type does not have, a value not among its choices, or not of its kind, changes nothing."""
    reference = opened(house, declaration())
    with pytest.raises(WrongUsage) as refused:
        house.desk.set_facts(LOCAL, reference, [fact])
    assert refused.value.code == "wrong_fact"


def test_refusing_and_accepting_a_piece(house: House) -> None:
    """A refused piece no longer counts, its document stays in the case; accepted again it counts again."""
    reference = opened(house, *WHOLE)
    with one_act(house, "case.refuse"):
        house.desk.refuse(LOCAL, reference, "identity", None, reason="a copy of a copy")
    assert status(house, reference, "identity") is ItemStatus.REFUSED
    with one_act(house, "case.accept"):
        house.desk.accept(LOCAL, reference, "identity", None)
    assert verdict(house, reference).completeness.is_complete


def test_a_document_without_a_case_is_brought_in_by_hand(house: House) -> None:
    """What found no case by itself is accepted into one by a person; what still waits for its doubts is not."""
    reference = opened(house, declaration(), certificate(), salary())
    anonymous = ("class national_id_card", *identity(2)[1:])
    (card,) = house.documents(house.captured("card.pdf", anonymous))
    assert card.state is DocumentState.UNMATCHED
    with one_act(house, "case.accept"):
        house.desk.accept(LOCAL, reference, "identity", card.id, reason="handed over the counter")
    assert again(house, card.id).state is DocumentState.BOUND
    (unknown,) = house.documents(house.captured("m.pdf", mystery()))
    with pytest.raises(NotPossible) as refused:
        house.desk.accept(LOCAL, reference, "identity", unknown.id)
    assert refused.value.code == "release_first"


def test_a_document_of_another_case_must_be_moved(house: House) -> None:
    """Accepting does not take a document out of another case."""
    reference = opened(house, declaration())
    house.captured("b.pdf", declaration(2), identity(2), batch_class="single_sheets")
    card = house.named("national_id_card")
    with pytest.raises(NotFound) as refused:
        house.desk.accept(LOCAL, reference, "identity", card.id)
    assert refused.value.code == "not_in_case"


def test_moving_changes_both_verdicts(house: House) -> None:
    """A piece given to another case is missing in the first and there in the second."""
    first = opened(house, *WHOLE)
    second = reference_of(house, house.documents(house.captured("b.pdf", declaration(2)))[0].id)
    card = house.named("national_id_card")
    with one_act(house, "case.move"):
        house.desk.move(LOCAL, first, card.id, second, reason="his wife's")
    assert status(house, first, "identity") is ItemStatus.MISSING
    assert status(house, second, "identity") is not ItemStatus.MISSING


def test_a_waiver_needs_a_reason_and_counts(house: House) -> None:
    """An item is done without only for a stated reason."""
    reference = opened(house, declaration(), certificate(), identity())
    with pytest.raises(WrongUsage):
        house.desk.waive(LOCAL, reference, "salary_certificate")
    with one_act(house, "case.waive"):
        house.desk.waive(LOCAL, reference, "salary_certificate", reason="employer bankrupt")
    assert status(house, reference, "salary_certificate") is ItemStatus.WAIVED
    assert verdict(house, reference).completeness.is_complete


def test_a_decision_needs_a_reason_and_an_open_case(house: House) -> None:
    """A case is decided once, for a stated reason."""
    reference = opened(house, *WHOLE)
    with pytest.raises(WrongUsage):
        house.desk.decide(LOCAL, reference, "accepted")
    with one_act(house, "case.decide"):
        house.desk.decide(LOCAL, reference, "accepted", reason="all there")
    assert house.find.case(LOCAL, reference).case.state is CaseState.DECIDED
    with pytest.raises(NotPossible):
        house.desk.decide(LOCAL, reference, "refused", reason="second thoughts")


def test_a_case_put_into_a_basket_stays_there_until_the_rules_say_otherwise(house: House) -> None:
    """An assignment by hand outlives a recheck that names the same basket as before, and ends when it names another."""
    reference = opened(house, declaration(), certificate(), identity())
    with one_act(house, "case.assign"):
        house.desk.assign(LOCAL, reference, ActorId("basket:control"))
    with one_act(house, "case.set"):
        house.desk.set_facts(LOCAL, reference, [("contribution_months", "20")])
    assert house.find.case(LOCAL, reference).case.basket == "control"
    house.captured("rest.pdf", salary())
    assert house.find.case(LOCAL, reference).case.basket == "medical_adviser"


@pytest.mark.parametrize("who", ["nobody", "basket:nowhere"])
def test_a_case_is_not_given_to_nobody(house: House, who: str) -> None:
    """An unknown person or basket is refused."""
    reference = opened(house, declaration())
    with pytest.raises(NotFound):
        house.desk.assign(LOCAL, reference, ActorId(who))


def test_looking_at_another_day_changes_nothing(house: House) -> None:
    """A case can be seen as it will stand on another day; its verdict stays that of today."""
    reference = opened(house, *WHOLE)
    before = verdict(house, reference)
    later = house.find.case(LOCAL, reference, on=house.clock.today() + timedelta(days=100)).verdict
    assert [d.days_left for d in later.deadlines] != [d.days_left for d in before.deadlines]
    assert verdict(house, reference) == before


TABLES = (
    ("members", "last_name\nDurand\n", "columns_missing"),
    ("own", "code,title,code\n1,a,2\n", "columns_twice"),
    ("own", "a,b\n1\n", "wrong_row"),
    ("own", "a,b\n1," + "x" * 200_000 + "\n", "wrong_row"),
    ("../own", "a,b\n1,2\n", "wrong_table"),
)


@pytest.mark.parametrize(
    ("table", "text", "code"), TABLES, ids=["columns", "column twice", "cells", "too wide", "name"]
)
def test_a_table_that_is_none_is_refused_whole(house: House, table: str, text: str, code: str) -> None:
    """What is no table of reference data is told, and nothing of it is imported."""
    house.import_members({1: 40})
    with pytest.raises(WrongUsage) as refused:
        house.administer.import_reference(LOCAL, table, text, where="table.csv")
    assert refused.value.code == code
    with house.records.reading() as uow:
        assert uow.reference.has_table("members")
        assert not uow.reference.has_table(table) or table == "members"


DOUBTED = (
    ("members", "social_security_number", "1 85 05 78 006 084 92"),
    ("members", "birth_date", "31/02/1990"),
    ("members", "contribution_months", "un an"),
    ("suppliers", "iban", "FR7630006000011234567890188"),
    ("suppliers", "seller_siret", "12345678901234"),
    ("suppliers", "seller_vat_id", "FR00123456789"),
    ("suppliers", "currency", "euro"),
    ("orders", "ordered_on", "03/01/2026"),
    ("orders", "unit_price", "12,50"),
)


@pytest.mark.parametrize(("table", "column", "cell"), DOUBTED, ids=[column for _, column, _ in DOUBTED])
def test_a_cell_that_cannot_be_meant_is_told(house: House, table: str, column: str, cell: str) -> None:
    """The row is imported as it is, and its line and column are said; empty and right cells are not."""
    columns = REFERENCE_TABLES[table].columns
    rows = (",".join(f'"{value}"' if name == column else "" for name in columns) for value in ("", cell))
    made = house.administer.import_reference(LOCAL, table, "\n".join((",".join(columns), *rows, "")), where="-")
    assert (made.rows, [(doubt.line, doubt.column) for doubt in made.doubts]) == (2, [(3, column)])
    with house.records.reading() as uow:
        assert [row[column] for row in uow.reference.whole(table).rows] == ["", cell]


def test_the_members_of_the_specimens_are_not_doubted(house: House) -> None:
    """Numbers whose keys hold and days as YYYY-MM-DD leave nothing to say."""
    last_name, first_names, born, number = (line.partition(": ")[2] for line in person(1))
    text = f"{','.join(REFERENCE_TABLES['members'].columns)}\n{number},{last_name},{first_names},{born},40\n"
    assert house.administer.import_reference(LOCAL, "members", text, where="members.csv").doubts == ()


def test_a_decision_has_an_outcome(house: House) -> None:
    """A decision without an outcome decides nothing."""
    reference = opened(house, declaration())
    with pytest.raises(WrongUsage):
        house.desk.decide(LOCAL, reference, " ", reason="x")
    assert house.find.case(LOCAL, reference).case.state is CaseState.OPEN
