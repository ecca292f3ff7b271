"""What an operator's act leaves: the document, its case's verdict, the event and the outbox, then index and folder."""

import pytest
from acting import WHOLE, again, one_act, opened, status, verdict
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import question
from written import certificate, declaration, identity, letter, mystery

from casebinder.model.case import PieceStatus
from casebinder.model.verdict import ItemStatus
from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.document import Origin
from pipeline.model.doubt import Answer
from pipeline.model.states import DocumentState, PageState


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
    first, second = house.documents(house.captured("two.pdf", certificate(), identity(), batch_class="single_sheets"))
    both = again(house, house.recut.merge(LOCAL, first.id, second.id))
    assert both.draft.pages == (1, 2)
    with one_act(house, "document.split"):
        house.recut.split(LOCAL, both.id, 2)
    assert status(house, reference, "medical_certificate") is ItemStatus.SATISFIED
    assert status(house, reference, "identity") is ItemStatus.SATISFIED
    with pytest.raises(NotPossible) as refused:
        house.verify.correct(LOCAL, both.id, [("last_name", "X")])
    assert refused.value.code == "superseded"
    assert not house.search.pages(LOCAL, question("tissages")).hits


def test_merging_puts_the_pages_in_one_document(house: House) -> None:
    """Two halves of one paper become one document with all pages, in the order given."""
    batch = house.captured("two.pdf", letter("one"), letter("two"), batch_class="single_sheets")
    first, second = house.documents(batch)
    with one_act(house, "document.merge"):
        merged = house.recut.merge(LOCAL, first.id, second.id)
    assert again(house, merged).draft.pages == (1, 2)
    assert [d.id for d in house.documents(batch)] == [merged]


def test_documents_of_two_files_are_not_merged(house: House) -> None:
    """A document never spans two originals."""
    (first,) = house.documents(house.captured("a.pdf", letter("one")))
    (second,) = house.documents(house.captured("b.pdf", letter("two")))
    with pytest.raises(NotPossible) as refused:
        house.recut.merge(LOCAL, first.id, second.id)
    assert refused.value.code == "two_files"


def test_a_rejected_page_stays_accounted_for(house: House) -> None:
    """A page taken out by hand is rejected, with who and why; the rest is a document of its own."""
    batch = house.captured("two.pdf", letter("one"), letter("two"))
    (both,) = house.documents(batch)
    with one_act(house, "document.reject"):
        rest = house.recut.reject(LOCAL, both.id, 2, reason="a finger")
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
        house.recut.reject(LOCAL, card.id, 1, reason="not hers")
    assert status(house, reference, "identity") is ItemStatus.MISSING
    assert card.id not in {view.document.id for view in house.find.case(LOCAL, reference).documents}


def test_a_document_waits_for_the_cut_behind_it(house: House) -> None:
    """A paper that the next page may belong to waits, and goes on once a person has said that it does not."""
    batch = house.captured("two.pdf", identity(), ("class medical_certificate", "Suite", *certificate()[1:]))
    first, second = house.documents(batch)
    assert (first.queue, second.queue) == ("verification", "separation")
    house.recut.confirm_cut(LOCAL, second.id)
    assert [again(house, one.id).queue for one in (first, second)] == [None, None]
    house.undo.undo(LOCAL, second.id)
    assert [again(house, one.id).queue for one in (first, second)] == ["verification", "separation"]


def test_the_desk_settles_both_sides_of_a_cut(house: House) -> None:
    """Who says at the desk that a document is whole has told where the one before it ends."""
    first, second = house.documents(
        house.captured("two.pdf", identity(), ("class medical_certificate", "Suite", *certificate()[1:]))
    )
    house.settle.settle(LOCAL, second.id, [Answer(doubt="cut")])
    assert [again(house, one.id).queue for one in (first, second)] == [None, None]
