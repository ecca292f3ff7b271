"""An act on a document is taken back: what was there is there again, exactly, and the history shows both."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from acting import WHOLE, again, one_act, opened, status, verdict
from house import LOCAL, House
from scene import careful_batch_class
from written import BLANK, declaration, letter

from casebinder.model.case import Case
from casebinder.model.verdict import ItemStatus
from pipeline.errors import NoRight, NotPossible
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.batch import Document, Page
from pipeline.model.identity import ActorId, DocumentId
from pipeline.model.states import DocumentState, PageState
from services.access import SYSTEM
from services.ports.case_records import CaseQuery

Act = Callable[[House, tuple[DocumentId, ...]], object]

ACTS: dict[str, Act] = {
    "document.correct": lambda h, d: h.verify.correct(LOCAL, d[2], [("expires_on", "2020-01-01")]),
    "document.set-class": lambda h, d: h.verify.set_class(LOCAL, d[2], "letter"),
    "document.release": lambda h, d: h.verify.release(LOCAL, d[4]),
    "document.split": lambda h, d: h.recut.split(LOCAL, d[5], 2),
    "document.merge": lambda h, d: h.recut.merge(LOCAL, d[1], d[2]),
    "document.reorder": lambda h, d: h.recut.reorder(LOCAL, d[5], (3, 1, 2)),
    "document.rotate": lambda h, d: h.recut.rotate(LOCAL, d[5], 2, 180),
    "document.reject": lambda h, d: h.recut.reject(LOCAL, d[5], 2),
    "document.move-page": lambda h, d: h.recut.move_page(LOCAL, d[2], 1, d[3]),
    "document.confirm-cut": lambda h, d: h.recut.confirm_cut(LOCAL, d[6]),
}
"""Each act that can be taken back, on one of: four papers of a case, one in doubt, three pages, one behind a blank."""


def papers(house: House) -> tuple[DocumentId, ...]:
    """Capture a complete case, a doubtful paper, a letter of three pages, and one cut at a blank page."""
    opened(house, *WHOLE)
    bound = [d.id for d in house.every_document()]
    house.captured("d.pdf", ("class bank_details", "holder: x", "iban?: FR7630006000011234567890189"))
    house.captured("l.pdf", letter("one"), letter("two"), letter("three"))
    house.rulebook.publish(SYSTEM, (careful_batch_class(),))
    house.captured("k.pdf", letter("one"), BLANK, letter("two"), batch_class="careful")
    others = [d.id for d in house.every_document() if d.id not in bound]
    house.go_on()
    return (*bound, others[0], others[1], others[3])


def kept(house: House) -> tuple[list[Document], list[Page], list[Case]]:
    """Return all that acts on documents change, but counts of changes, and clocks, which tell what was between."""
    with house.records.reading() as uow:
        batches = uow.batches.every()
        documents = [d for batch in batches for d in uow.documents.of_batch(batch.id)]
        pages = [page for batch in batches for page in uow.pages.of_batch(batch.id)]
        cases = list(uow.cases.listed(CaseQuery()))
    return [replace(d, version=0) for d in documents], pages, [replace(c, version=0, clocks=()) for c in cases]


def said(house: House, name: DocumentId, act: str) -> bool:
    """Return whether the history of a document tells of an act."""
    with house.records.reading() as uow:
        return any(event.act == act for event in uow.events.of_subject(f"document:{name}"))


def test_what_was_is_again(house: House) -> None:
    """Documents, pages, fields, archive and case binding are what they were before each act; history shows both."""
    documents = papers(house)
    before = kept(house)
    for act, do in ACTS.items():
        with one_act(house, act):
            do(house, documents)
        assert kept(house) != before, act
        touched = next(name for name in documents if said(house, name, act))
        with one_act(house, "document.undo"):
            back = house.undo.undo(LOCAL, touched, reason="a slip")
        assert touched in back, act
        assert kept(house) == before, act
        assert said(house, touched, act), act
        assert said(house, touched, "document.undo"), act
        assert house.undo.undoable(LOCAL, touched) is None, act


def test_acts_are_taken_back_one_by_one_from_the_last(house: House) -> None:
    """After a step is taken back the one before it is the last; an older one waits for the younger."""
    documents = papers(house)
    before = kept(house)
    first = house.recut.split(LOCAL, documents[5], 2)
    second = next(d.id for d in house.every_document() if d.draft.pages == (2, 3))
    house.recut.split(LOCAL, second, 2)
    with pytest.raises(NotPossible) as refused:
        house.undo.undo(LOCAL, first)
    assert refused.value.code == "changed_since"
    told = house.undo.undoable(LOCAL, first)
    assert told is not None
    assert told.hindrance is not None
    assert house.undo.undo(LOCAL, second) == (second,)
    assert house.undo.undo(LOCAL, first) == (documents[5],)
    house.go_on()
    assert kept(house) == before
    with pytest.raises(NotPossible) as refused:
        house.undo.undo(LOCAL, documents[5])
    assert refused.value.code == "nothing_to_undo"


def test_a_case_that_an_undone_act_opened_is_found_again(house: House) -> None:
    """The case stays, without the paper; the same act again puts the paper into it and opens no second one."""
    batch = house.captured("m.pdf", ("class mistaken", *declaration()[1:]))
    (paper,) = house.documents(batch)
    house.verify.set_class(LOCAL, paper.id, "occupational_disease_declaration")
    reference = house.find.cases(LOCAL, CaseQuery())[0].case.reference
    house.undo.undo(LOCAL, paper.id)
    assert again(house, paper.id).state is DocumentState.IN_QUEUE
    assert house.find.case(LOCAL, reference).documents == ()
    house.verify.set_class(LOCAL, paper.id, "occupational_disease_declaration")
    assert [file.case.reference for file in house.find.cases(LOCAL, CaseQuery())] == [reference]


def decided(house: House, reference: str, _: DocumentId) -> None:
    """Decide the case."""
    house.desk.decide(LOCAL, reference, "refused", reason="expired")


def judged(house: House, reference: str, card: DocumentId) -> None:
    """Refuse the piece."""
    house.desk.refuse(LOCAL, reference, "identity", card)


def asked(house: House, reference: str, _: DocumentId) -> None:
    """Send a letter that asks for another paper."""
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.dispatch.send(SYSTEM)


@pytest.mark.parametrize("founded", [decided, judged, asked])
def test_what_others_rest_on_stays(house: House, founded: Callable[[House, str, DocumentId], None]) -> None:
    """Once a case was decided, the piece judged or a letter sent, the act before can no longer be taken back."""
    reference = opened(house, *WHOLE)
    card = house.named("national_id_card").id
    house.verify.correct(LOCAL, card, [("expires_on", "2020-01-01")])
    founded(house, reference, card)
    before = kept(house)
    with pytest.raises(NotPossible) as refused:
        house.undo.undo(LOCAL, card)
    assert refused.value.code == "depended_on"
    assert reference in refused.value.message.en
    assert kept(house) == before


def test_nobody_brings_a_paper_back_into_a_case_they_may_not_work_on(house: House) -> None:
    """Who has no right on the case of the former document does not undo what took it out."""
    opened(house, *WHOLE)
    card = house.named("national_id_card").id
    house.recut.reject(LOCAL, card, 1)
    grant = Grant(role=Role.CASEWORKER, case_type="supplier_invoice")
    stranger = Actor(id=ActorId("stranger"), name="stranger", grants=(grant,), circles=LOCAL.circles)
    before = kept(house)
    with pytest.raises(NoRight):
        house.undo.undo(stranger, card)
    assert kept(house) == before


def test_a_letter_that_only_waits_does_not_stand_against_it(house: House) -> None:
    """A drafted request for what lacks no more is withdrawn by itself when the paper is back in its place."""
    reference = opened(house, *WHOLE)
    card = house.named("national_id_card").id
    house.recut.reject(LOCAL, card, 1)
    assert status(house, reference, "identity") is ItemStatus.MISSING
    house.correspond.request(LOCAL, reference)
    house.undo.undo(LOCAL, card)
    assert verdict(house, reference).completeness.is_complete


def test_a_rejected_page_comes_back_into_its_place(house: House) -> None:
    """The page is in the document again at its position, without the reason of its rejection."""
    batch = house.captured("l.pdf", letter("one"), letter("two"), letter("three"))
    (long,) = house.documents(batch)
    rest = house.recut.reject(LOCAL, long.id, 2, reason="a finger")
    house.undo.undo(LOCAL, rest)
    with house.records.reading() as uow:
        pages = uow.pages.of_document(long.id)
    assert [(page.ordinal, page.state, page.reason) for page in pages] == [
        (number, PageState.IN_DOCUMENT, None) for number in (1, 2, 3)
    ]
