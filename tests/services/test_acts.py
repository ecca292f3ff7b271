"""What each act leaves: the document or case, the verdict, the event and the outbox, then index and folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import question, reference_of
from written import Paper, certificate, declaration, identity, letter, mystery, nir, salary

from casebinder.model import CaseState, ItemStatus, PieceStatus, Verdict
from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.batch import Document, DocumentState, PageState
from pipeline.model.document import Origin
from pipeline.model.identity import ActorId, DocumentId
from pipeline.model.values import written
from services.ports import CaseQuery

WHOLE = (declaration(), certificate(), identity(), salary())


@contextmanager
def one_act(house: House, act: str, *, event: bool = True) -> Iterator[None]:
    """See to it that what happens inside is one act: its event and its outbox rows are there, then all agrees."""
    house.go_on()
    with house.records.reading() as uow:
        before = [stored.act for stored in uow.events.unsealed()]
    yield
    with house.records.reading() as uow:
        after = [stored.act for stored in uow.events.unsealed()]
        assert uow.outbox.waiting() > 0
    assert (act in after[len(before) :]) == event
    check_records(house)
    house.go_on()
    check_records(house)
    check_projections(house)


def opened(house: House, *papers: Paper, months: int = 40) -> str:
    """Capture papers, one a page, of which the first opens a case; give its reference."""
    house.import_members({1: months})
    batch = house.captured("a.pdf", *papers, batch_class="single_sheets")
    return reference_of(house, house.documents(batch)[0].id)


def verdict(house: House, reference: str) -> Verdict:
    """Give the verdict of a case as a caseworker sees it."""
    return house.find.case(LOCAL, reference).verdict


def status(house: House, reference: str, item: str) -> ItemStatus:
    """Give the state of a line of the checklist."""
    return next(line.status for line in verdict(house, reference).completeness.items if line.item == item)


def value(document: Document, name: str) -> str:
    """Give what a field says."""
    assert document.understanding is not None
    return next(written(field.value) for field in document.understanding.fields if field.name == name)


def again(house: House, name: DocumentId) -> Document:
    """Give a document as it is now."""
    return house.find.document(LOCAL, name).document


# ---------------------------------------------------------------- documents
def test_whole_papers_make_a_complete_case(house: House) -> None:
    """The ground of what follows: all pieces there, complete, with the medical adviser."""
    reference = opened(house, *WHOLE)
    assert verdict(house, reference).completeness.is_complete
    assert house.find.case(LOCAL, reference).case.basket == "medical_adviser"
    check_records(house)
    check_projections(house)


def test_correcting_a_bound_document_changes_the_verdict_at_once(house: House) -> None:
    """A correction and the new verdict of its case are one transaction; nothing else of the document changes."""
    reference = opened(house, *WHOLE)
    card = house.named("national_id_card")
    with one_act(house, "document.correct"):
        house.verify.correct(LOCAL, card.id, [("expires_on", "2020-01-01")], reason="misread")
        assert not verdict(house, reference).completeness.is_complete
    assert status(house, reference, "identity") is ItemStatus.EXPIRED
    corrected = again(house, card.id)
    assert corrected.understanding is not None
    assert card.understanding is not None
    changed = [f for f in corrected.understanding.fields if f not in card.understanding.fields]
    assert [(f.name, f.origin) for f in changed] == [("expires_on", Origin.OPERATOR)]
    assert corrected.settled_by == LOCAL.id


def test_a_correction_that_settles_the_last_doubt_releases(house: House) -> None:
    """A document leaves its queue by itself when the corrected field was its only doubt, and is bound."""
    reference = opened(house, declaration())
    told = [line.replace("first_observed_on:", "first_observed_on?:") for line in certificate()]
    batch = house.captured("c.pdf", tuple(told))
    (waiting,) = house.documents(batch)
    assert waiting.state is DocumentState.IN_QUEUE
    assert status(house, reference, "medical_certificate") is ItemStatus.MISSING
    with one_act(house, "document.correct"):
        house.verify.correct(LOCAL, waiting.id, [("first_observed_on", "2026-03-02")])
    assert again(house, waiting.id).state is DocumentState.BOUND
    assert status(house, reference, "medical_certificate") is ItemStatus.SATISFIED


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("expires_on", "tomorrow", "wrong_value"), ("colour", "red", "no_such_field")],
)
def test_a_wrong_correction_is_refused_with_what_is_right(house: House, name: str, text: str, code: str) -> None:
    """A value not of its kind and a field the class does not have change nothing."""
    opened(house, *WHOLE)
    card = house.named("national_id_card")
    with pytest.raises(WrongUsage) as refused:
        house.verify.correct(LOCAL, card.id, [(name, text)])
    assert refused.value.code == code
    assert again(house, card.id) == card


def test_one_wrong_value_of_several_changes_none(house: House) -> None:
    """Corrections given together are done together or not at all."""
    opened(house, *WHOLE)
    card = house.named("national_id_card")
    with pytest.raises(WrongUsage):
        house.verify.correct(LOCAL, card.id, [("last_name", "AUTRE"), ("expires_on", "tomorrow")])
    assert again(house, card.id) == card


def test_a_class_that_is_told_lets_the_document_go_on(house: House) -> None:
    """A page nobody recognised is read anew as what the operator says it is."""
    batch = house.captured("m.pdf", ("class something_else", "subject: x"))
    (waiting,) = house.documents(batch)
    with one_act(house, "document.set-class"):
        house.verify.set_class(LOCAL, waiting.id, "letter")
    assert again(house, waiting.id).state is DocumentState.UNMATCHED
    assert again(house, waiting.id).rules_digest is not None


def test_an_unknown_class_is_refused(house: House) -> None:
    """A class without rules cannot be told, and the refusal names those there are."""
    batch = house.captured("m.pdf", mystery())
    with pytest.raises(WrongUsage) as refused:
        house.verify.set_class(LOCAL, house.documents(batch)[0].id, "letterr")
    assert "letter" in refused.value.next_step.en


def test_a_bound_document_of_another_class_serves_another_item(house: House) -> None:
    """When the class of a bound document changes, its old line lacks again, and the new one has it for a look."""
    reference = opened(house, *WHOLE)
    card = house.named("national_id_card")
    with one_act(house, "document.set-class"):
        house.verify.set_class(LOCAL, card.id, "medical_certificate")
    assert status(house, reference, "identity") is ItemStatus.MISSING
    (piece,) = [p for p in house.find.case(LOCAL, reference).case.pieces if p.document == card.id]
    assert (piece.item, piece.status) == ("medical_certificate", PieceStatus.OFFERED)


def test_an_unmatched_document_read_anew_with_doubts_waits_again(house: House) -> None:
    """A class told to a released document brings its new doubts before a person, not into a case."""
    reference = opened(house, declaration())
    batch = house.captured("l.pdf", ("class letter", *declaration()[1:], "issued_on?: 2026-03-04"))
    (paper,) = house.documents(batch)
    assert paper.state is DocumentState.BOUND
    loose = house.captured("k.pdf", ("class letter", "issued_on?: 2026-03-04"))
    (paper,) = house.documents(loose)
    assert paper.state is DocumentState.UNMATCHED
    with one_act(house, "document.set-class"):
        house.verify.set_class(LOCAL, paper.id, "medical_certificate")
    assert again(house, paper.id).state is DocumentState.IN_QUEUE
    assert status(house, reference, "medical_certificate") is ItemStatus.MISSING


def test_releasing_binds_in_the_same_transaction(house: House) -> None:
    """A document released with its doubts accepted is in its case at once."""
    reference = opened(house, declaration())
    told = tuple(line.replace("issued_on:", "issued_on?:") for line in certificate())
    (waiting,) = house.documents(house.captured("c.pdf", told))
    with one_act(house, "document.release"):
        house.verify.release(LOCAL, waiting.id, reason="legible to me")
    assert again(house, waiting.id).settled_by == LOCAL.id
    assert status(house, reference, "medical_certificate") is ItemStatus.TO_REVIEW, (
        "a day nobody could read proves nothing"
    )


def test_only_what_waits_can_be_released(house: House) -> None:
    """A bound document is not released twice, and an unknown one not before its class is told."""
    opened(house, *WHOLE)
    with pytest.raises(NotPossible, match="does not wait"):
        house.verify.release(LOCAL, house.named("national_id_card").id)
    (unknown,) = house.documents(house.captured("m.pdf", mystery()))
    with pytest.raises(NotPossible) as refused:
        house.verify.release(LOCAL, unknown.id)
    assert refused.value.code == "class_first"


def test_splitting_gives_two_documents_understood_anew(house: House) -> None:
    """Two papers that were taken for one become two, each read for itself and bound where it belongs."""
    reference = opened(house, declaration())
    (both,) = house.documents(house.captured("two.pdf", certificate(), identity()))
    assert both.draft.pages == (1, 2)
    with one_act(house, "document.split"):
        house.verify.split(LOCAL, both.id, 2)
    assert status(house, reference, "medical_certificate") is ItemStatus.SATISFIED
    assert status(house, reference, "identity") is ItemStatus.SATISFIED
    with pytest.raises(NotPossible) as refused:
        house.verify.correct(LOCAL, both.id, [("last_name", "X")])
    assert refused.value.code == "superseded"
    assert not house.find.search(LOCAL, question("tissages")).hits


def test_merging_puts_the_pages_in_one_document(house: House) -> None:
    """Two halves of one paper become one document with all pages, in the order given."""
    batch = house.captured("two.pdf", letter("one"), letter("two"), batch_class="single_sheets")
    first, second = house.documents(batch)
    with one_act(house, "document.merge"):
        merged = house.verify.merge(LOCAL, first.id, second.id)
    assert again(house, merged).draft.pages == (1, 2)
    assert [d.id for d in house.documents(batch)] == [merged]


def test_documents_of_two_files_are_not_merged(house: House) -> None:
    """A document never spans two originals."""
    (first,) = house.documents(house.captured("a.pdf", letter("one")))
    (second,) = house.documents(house.captured("b.pdf", letter("two")))
    with pytest.raises(NotPossible) as refused:
        house.verify.merge(LOCAL, first.id, second.id)
    assert refused.value.code == "two_files"


def test_a_rejected_page_stays_accounted_for(house: House) -> None:
    """A page taken out by hand is rejected, with who and why; the rest is a document of its own."""
    batch = house.captured("two.pdf", letter("one"), letter("two"))
    (both,) = house.documents(batch)
    with one_act(house, "document.reject"):
        rest = house.verify.reject(LOCAL, both.id, 2, reason="a finger")
    assert again(house, rest).draft.pages == (1,)
    view = house.find.batches(LOCAL, batch)[0]
    (rejected,) = [page for page in view.pages if page.state is PageState.REJECTED]
    assert rejected.reason is not None
    assert "a finger" in rejected.reason.message.en
    assert dict(view.balance.by_state)[PageState.REJECTED] == 1


def test_the_last_page_of_a_bound_document_leaves_its_case(house: House) -> None:
    """A document whose only page is rejected is gone from its case, and the case lacks the piece."""
    reference = opened(house, *WHOLE)
    card = house.named("national_id_card")
    with one_act(house, "document.reject"):
        house.verify.reject(LOCAL, card.id, 1, reason="not hers")
    assert status(house, reference, "identity") is ItemStatus.MISSING
    assert card.id not in {view.document.id for view in house.find.case(LOCAL, reference).documents}


# ---------------------------------------------------------------- the case and its papers
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


# ---------------------------------------------------------------- the desk
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


def test_one_request_asks_for_all_that_lacks(house: House) -> None:
    """A request names every missing item once; a case that lacks nothing has none."""
    reference = opened(house, declaration(), certificate())
    with one_act(house, "case.request"):
        house.desk.request(LOCAL, reference)
    (request,) = house.find.case(LOCAL, reference).case.requests
    assert set(request.items) == {"identity", "salary_certificate"}
    house.captured("rest.pdf", identity(), salary(), batch_class="single_sheets")
    with pytest.raises(NotPossible):
        house.desk.request(LOCAL, reference)


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
