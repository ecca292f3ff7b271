"""The verification desk: what is asked, who has it, what an answer leaves, and how it is taken back."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from databases import records_on
from house import LOCAL, House, someone
from invariants import check_projections, check_records
from written import Paper, certificate, declaration, letter, mystery, person

from adapters.records.unit import SqlRecords
from casebinder.model.verdict import ItemStatus
from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.actor import Actor, Role
from pipeline.model.batch import Document
from pipeline.model.document import Origin
from pipeline.model.doubt import Answer
from pipeline.model.events import AuditEvent
from pipeline.model.identity import DocumentId
from pipeline.model.page import Severity
from pipeline.model.states import DocumentState
from pipeline.model.values import written
from services.access import SYSTEM
from services.verification.claims import VERIFY_JOB

NADIA, YANN = someone("nadia", Role.OPERATOR), someone("yann", Role.OPERATOR)


def doubtful(serial: int = 1, *, name: str = "last_name?: {}", born: str = "birth_date?: {}") -> Paper:
    """Write a certificate whose name and day of birth are hard to read."""
    said = dict(line.split(": ", 1) for line in person(serial))
    told = ("issued_on: 2026-03-04", "first_observed_on?: 2026-03-02", "signed: true")
    own = (name.format(said["last_name"]), f"first_names: {said['first_names']}", born.format(said["birth_date"]))
    return ("class medical_certificate", *own, f"social_security_number: {said['social_security_number']}", *told)


@pytest.fixture
def desk(house: House) -> House:
    """Return a house in which two operators are known."""
    for one in (NADIA, YANN):
        house.administer.add_actor(SYSTEM, one)
    return house


def waiting(house: House, *papers: Paper) -> list[DocumentId]:
    """Capture papers of a file, a document each; return those that wait for a person."""
    batch = house.captured(f"{house.ids.new('w')}.pdf", *papers, batch_class="single_sheets")
    return [document.id for document in house.documents(batch) if document.queue]


def now(house: House, name: DocumentId) -> Document:
    """Return a document as it stands."""
    return house.find.document(LOCAL, name).document


def asked(house: House, name: DocumentId) -> list[str]:
    """Name what is in doubt about a document."""
    return [doubt.key for doubt in house.doubts.on_desk(LOCAL, name).doubts]


def values(document: Document) -> dict[str, str]:
    """Return what a document says, by field."""
    assert document.understanding is not None
    return {field.name: written(field.value) for field in document.understanding.fields}


def events(house: House, name: DocumentId, act: str) -> list[AuditEvent]:
    """Return the audit events of an act on a document."""
    with house.records.reading() as uow:
        return [event for event in uow.events.of_subject(f"document:{name}") if event.act == act]


# ---------------------------------------------------------------- what is asked
def test_a_class_is_asked_before_what_the_paper_says(desk: House) -> None:
    """Of a paper that no class fits nothing but the class is asked; its fields come once it is told."""
    (name,) = waiting(desk, ("class nothing", "holder?: x", "iban?: FR7630006000011234567890189"))
    assert asked(desk, name) == ["class"]
    desk.settle.settle(NADIA, name, [Answer(doubt="class", text="bank_details")])
    assert asked(desk, name) == ["field.holder", "field.iban"]
    assert now(desk, name).settled_by is None


def test_fields_are_asked_down_the_paper_and_what_is_missing_last(desk: House) -> None:
    """In the order in which they stand on the paper; a field that must be there and was not found comes last."""
    (name,) = waiting(desk, ("class bank_details", "iban?: FR7630006000011234567890189"))
    assert asked(desk, name) == ["field.iban", "field.holder"]


# ---------------------------------------------------------------- who has it
def test_a_document_is_in_one_pair_of_hands(desk: House) -> None:
    """What one took is shown as theirs, is not given to another, and cannot be answered by them."""
    name, other = waiting(desk, doubtful(1), doubtful(2))
    assert desk.doubts.take_next(NADIA) == name
    assert desk.doubts.take_next(YANN) == other
    assert desk.doubts.take_next(LOCAL) is None
    assert desk.doubts.on_desk(YANN, name).holder == "nadia"
    assert [waits.holder for waits in desk.doubts.queues(YANN).documents] == ["nadia", "yann"]
    with pytest.raises(NotPossible) as told:
        desk.settle.settle(YANN, name, [Answer(doubt="field.last_name", text="X")])
    assert told.value.code == "in_other_hands"
    assert "nadia" in told.value.message.en
    desk.doubts.give_back(NADIA, name)
    desk.doubts.take(YANN, name)
    assert desk.doubts.on_desk(YANN, name).is_mine


def test_what_is_skipped_comes_again_at_the_end(desk: House) -> None:
    """The next one is that behind the one skipped; after the last the first one comes again."""
    first, second, third = waiting(desk, doubtful(1), doubtful(2), doubtful(3))
    assert desk.doubts.take_next(NADIA, after=first) == second
    assert desk.doubts.take_next(NADIA, after=second) == third
    assert desk.doubts.take_next(NADIA, after=third) == first


def test_a_lease_that_ran_out_is_free(desk: House) -> None:
    """Who went away without a word keeps nobody from a document; whoever is still there keeps it by working."""
    (name,) = waiting(desk, doubtful())
    with desk.records.writing() as uow:
        uow.jobs.put(desk.ids.new("j"), kind=VERIFY_JOB, subject=name)
        assert uow.jobs.claim(VERIFY_JOB, owner="nadia", lease_seconds=-1, subject=name)
        uow.commit()
    assert desk.doubts.on_desk(YANN, name).holder is None
    assert desk.doubts.take_next(YANN) == name
    with pytest.raises(NotPossible):
        desk.doubts.take(NADIA, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Yield a house whose records several can write at once."""
    opened: SqlRecords = records_on(request, request.param, tmp_path)
    made = House(opened, tmp_path)
    yield made
    opened.close()


def test_two_who_ask_at_once_never_get_the_same(shared: House) -> None:
    """However many ask for the next document at the same moment, each gets another one, and the rest gets none."""
    people = [someone(f"operator-{n}", Role.OPERATOR) for n in range(6)]
    for one in people:
        shared.administer.add_actor(SYSTEM, one)
    names = waiting(shared, *(doubtful(serial) for serial in range(1, 5)))
    together = Barrier(len(people))

    def take(actor: Actor) -> DocumentId | None:
        together.wait(60)
        return shared.doubts.take_next(actor)

    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        taken = list(pool.map(take, people))
    assert sorted(name for name in taken if name) == sorted(names)
    assert taken.count(None) == 2


# ---------------------------------------------------------------- answers
def test_a_confirmed_value_is_certain(desk: House) -> None:
    """Confirming what was read makes it the operator's, leaves the other doubts, and is in the log as it was said."""
    (name,) = waiting(desk, doubtful())
    read = values(now(desk, name))["last_name"]
    desk.settle.settle(NADIA, name, [Answer(doubt="field.last_name", text=read)])
    assert asked(desk, name) == ["field.first_observed_on"]
    made = now(desk, name).understanding
    assert made is not None
    field = next(field for field in made.fields if field.name == "last_name")
    assert (field.origin, field.confidence, written(field.value)) == (Origin.OPERATOR, 1.0, read)
    (event,) = events(desk, name, "document.settle")
    assert event.actor == "nadia"
    assert json.loads(event.detail)["answers"] == [{"doubt": "field.last_name", "said": read, "read": read}]


def test_the_last_answer_lets_the_document_go(desk: House) -> None:
    """With its last doubt a document is released and bound, its case judged anew and found by what was said."""
    desk.captured("a.pdf", declaration(1))
    (name,) = waiting(desk, doubtful(1))
    answers = [Answer(doubt=key, text=values(now(desk, name))[key[6:]]) for key in asked(desk, name)]
    desk.settle.settle(NADIA, name, answers)
    view = desk.find.document(LOCAL, name)
    assert view.document.state is DocumentState.BOUND
    assert view.case is not None
    file = desk.find.case(LOCAL, view.case.reference)
    status = next(item.status for item in file.verdict.completeness.items if item.item == "medical_certificate")
    assert status is ItemStatus.SATISFIED
    assert desk.doubts.waiting(NADIA) == 0
    desk.doubts.give_back(NADIA, name)


def test_an_unlikely_value_is_asked_about_once_more(desk: House) -> None:
    """A typed value that its check digits refute stays in doubt; confirmed, it is believed."""
    (name,) = waiting(desk, ("class bank_details", "holder: x", "iban?: FR7630006000011234567890189"))
    wrong = "FR7630006000011234567890188"
    for left in (["field.iban"], []):
        desk.settle.settle(NADIA, name, [Answer(doubt="field.iban", text=wrong)])
        assert asked(desk, name) == left
    made = now(desk, name).understanding
    assert made is not None
    assert values(now(desk, name))["iban"] == wrong
    assert {finding.severity for finding in made.findings} == {Severity.NOTE}


def test_what_nobody_can_read_is_left_out(desk: House) -> None:
    """A value that a person cannot confirm is gone, what the machine read stays as a note, and work goes on."""
    (name,) = waiting(desk, doubtful())
    for key in asked(desk, name):
        desk.settle.settle(NADIA, name, [Answer(doubt=key)])
    document = now(desk, name)
    assert "last_name" not in values(document)
    assert document.state is not DocumentState.IN_QUEUE
    assert document.understanding is not None
    assert {f.severity for f in document.understanding.findings} == {Severity.NOTE}


def test_a_value_of_another_kind_changes_nothing(desk: House) -> None:
    """A day that is none is refused with the form expected, and so is a doubt that is not there."""
    (name,) = waiting(desk, doubtful())
    before = now(desk, name)
    with pytest.raises(WrongUsage):
        desk.settle.settle(NADIA, name, [Answer(doubt="field.first_observed_on", text="yesterday")])
    for unknown in ("remark.blurred.1", "field.shoe_size", "cut"):
        with pytest.raises(NotPossible) as told:
            desk.settle.settle(NADIA, name, [Answer(doubt=unknown)])
        assert told.value.code == "no_such_doubt"
    for answers in ([], [Answer(doubt="class")]):
        with pytest.raises(WrongUsage) as needed:
            desk.settle.settle(NADIA, name, answers)
        assert needed.value.code == "answer_needed"
    assert now(desk, name) == before


def test_a_row_of_the_members_answers_several_doubts(desk: House) -> None:
    """What a reference table tells fills the field asked about and the others in doubt, and nothing certain."""
    desk.import_members({1: 12})
    (name,) = waiting(desk, doubtful(1, name="last_name?: WRONG"))
    (row,) = desk.doubts.suggest(NADIA, name, "last_name", "ccco")
    assert dict(row.values)["last_name"] == "CCCOTIN"
    assert desk.doubts.suggest(NADIA, name, "last_name", "zz") == ()
    assert desk.doubts.suggest(NADIA, name, "issued_on", "2") == ()
    desk.settle.settle_by_row(NADIA, name, "last_name", table=row.table, key=row.key)
    assert asked(desk, name) == ["field.first_observed_on"]
    assert values(now(desk, name))["last_name"] == "CCCOTIN"
    assert [given["doubt"] for given in json.loads(events(desk, name, "document.settle")[0].detail)["answers"]] == [
        "field.last_name"
    ]


# ---------------------------------------------------------------- undo
def undone(house: House, name: DocumentId, act: Callable[[], object]) -> None:
    """Do an act, take it back, and see that the document is as it was."""
    before = now(house, name)
    act()
    assert now(house, name).understanding != before.understanding
    house.undo.undo(NADIA, name)
    after = now(house, name)
    assert (after.understanding, after.draft, after.state) == (before.understanding, before.draft, before.state)
    assert after.settled_by == before.settled_by


def test_answers_are_taken_back_one_by_one(desk: House) -> None:
    """A value, an absence and a class are undone, the last act first; the desk offers it to whom it was."""
    (name,) = waiting(desk, ("class nothing", "holder?: x", "iban?: FR7630006000011234567890189"))
    settle = desk.settle.settle
    undone(desk, name, lambda: settle(NADIA, name, [Answer(doubt="class", text="bank_details")]))
    settle(NADIA, name, [Answer(doubt="class", text="bank_details")])
    undone(desk, name, lambda: settle(NADIA, name, [Answer(doubt="field.holder")]))
    undone(desk, name, lambda: settle(NADIA, name, [Answer(doubt="field.holder", text="y")]))
    assert not desk.doubts.on_desk(YANN, name).can_undo
    desk.undo.undo(NADIA, name)
    assert asked(desk, name) == ["class"]
    assert len(events(desk, name, "document.undo")) == 4


def test_a_document_comes_back_from_its_case(desk: House) -> None:
    """The answer that released a document is undone with what followed: it leaves its case, which is judged."""
    desk.captured("a.pdf", declaration(1))
    (name,) = waiting(desk, doubtful(1))
    answers = [Answer(doubt=key, text=values(now(desk, name))[key[6:]]) for key in asked(desk, name)]
    undone(desk, name, lambda: desk.settle.settle(NADIA, name, answers))
    assert desk.find.document(LOCAL, name).case is None
    desk.settle.settle(NADIA, name, answers)
    assert desk.find.document(LOCAL, name).case is not None


def test_what_others_built_upon_is_not_undone(desk: House) -> None:
    """Once a caseworker has judged the piece, the answer stays."""
    desk.captured("a.pdf", declaration(1))
    (name,) = waiting(desk, doubtful(1))
    answers = [Answer(doubt=key, text=values(now(desk, name))[key[6:]]) for key in asked(desk, name)]
    desk.settle.settle(NADIA, name, answers)
    case = desk.find.document(LOCAL, name).case
    assert case is not None
    assert desk.doubts.on_desk(NADIA, name).can_undo
    desk.desk.refuse(LOCAL, case.reference, "medical_certificate", name, reason="not signed by hand")
    with pytest.raises(NotPossible) as told:
        desk.undo.undo(NADIA, name)
    assert told.value.code == "depended_on"


def test_only_what_waits_is_taken(desk: House) -> None:
    """A document that waits for nobody is not taken, and counts tell what waits in which queue."""
    batch = desk.captured("c.pdf", certificate(1), letter(), mystery(), doubtful(3), batch_class="single_sheets")
    bound = next(document for document in desk.documents(batch) if document.queue is None)
    with pytest.raises(NotPossible) as told:
        desk.doubts.take(NADIA, bound.id)
    assert told.value.code == "not_waiting"
    assert dict(desk.doubts.queues(NADIA).counts) == {"classification": 1, "verification": 1}
    assert len(desk.doubts.queues(NADIA, "classification").documents) == 1


def test_two_operators_and_chance_leave_all_in_step(desk: House) -> None:
    """Whatever two operators answer, take back and skip, records, index and folders agree; all is settled at last."""
    chance = random.Random(20261127)
    desk.captured("a.pdf", declaration(1), declaration(2), batch_class="single_sheets")
    waiting(desk, doubtful(1), doubtful(2), mystery(), doubtful(3), ("class bank_details", "iban?: x"))
    done: Counter[str] = Counter()
    for number in range(60):
        actor = chance.choice((NADIA, YANN))
        done[chance_act(desk, chance, actor, done)] += 1
        if number % 4 == 3:
            check_records(desk)
        if number % 20 == 19:
            desk.go_on()
            check_projections(desk)
    assert {"settled", "skipped", "undone"} <= set(done), done
    while (name := desk.doubts.take_next(NADIA)) is not None:
        answer_first(desk, chance, NADIA, name)
    assert desk.doubts.waiting(NADIA) == 0
    check_records(desk)


def chance_act(house: House, chance: random.Random, actor: Actor, done: Counter[str]) -> str:
    """Do what comes by chance with the next document; tell what was done. A document is with one of the two alone."""
    name = house.doubts.take_next(actor)
    held = [waits.holder for waits in house.doubts.queues(actor).documents if waits.document.id == name]
    assert held in ([], [actor.name])
    kind = chance.choice(("settled", "settled", "undone", "skipped"))
    documents = house.every_document()
    if kind == "undone" and done["settled"]:
        try:
            house.undo.undo(actor, chance.choice(documents).id)
        except NotPossible as refused:
            return refused.code
        return kind
    if name is None:
        return "nothing waits"
    if kind == "skipped":
        house.doubts.skip(actor, name)
        return kind
    answer_first(house, chance, actor, name)
    return "settled"


def answer_first(house: House, chance: random.Random, actor: Actor, name: DocumentId) -> None:
    """Answer the first doubt of a document: a class, what was read, or that the paper does not tell."""
    doubt = house.doubts.on_desk(actor, name).doubts[0]
    told = written(doubt.read.value) if doubt.read and chance.random() > 0.2 else None
    text = chance.choice(("letter", "bank_details", "medical_certificate")) if doubt.key == "class" else told
    house.settle.settle(actor, name, [Answer(doubt=doubt.key, text=text)])
    house.doubts.give_back(actor, name)
