"""A lost database is made again from the store: everything is told as before, and what is lost is said."""

from collections.abc import Callable, Iterator

import pytest
from acting import WHOLE, opened, status
from databases import records_in_memory
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import INSIDER, Scene, reference_of, set_up
from telling import Told, next_reference, told
from twins import SAID, CommitRefused
from written import certificate, declaration, identity, letter

from casebinder.model.request import RequestState
from casebinder.model.verdict import ItemStatus
from pipeline.errors import NotPossible
from pipeline.model.batch import Reason
from pipeline.model.identity import ActorId, JobId
from pipeline.model.states import BatchState, DocumentState
from services.access import SYSTEM
from services.ports.work_records import JobState
from services.snapshots import CASES, DETAILS, DOCUMENTS, RECEIPTS, SEGMENTS
from services.topics import BATCH
from services.units import UNIT_JOB, Unit, UnitKind
from services.upkeep.rebuild import Rebuilt

GIVEN_UP = Reason(code="worker_lost", message=SAID, next_step=SAID)
Lose = Callable[[House], tuple[House, Rebuilt]]


@pytest.fixture(scope="module")
def lose() -> Iterator[Lose]:
    """Yield the accident: the database and the index are gone, and made again from the store."""
    opened = []

    def lose(house: House) -> tuple[House, Rebuilt]:
        opened.append(records_in_memory())
        other = House(opened[-1], house.folder, lost=house)
        rebuilt = other.rebuild.from_store(SYSTEM)
        other.furnish()
        other.administer.add_actor(SYSTEM, INSIDER)
        other.project.start_over(SYSTEM)
        return other, rebuilt

    yield lose
    for records in opened:
        records.close()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield a house in which much has happened, also by hand; no test of this module changes what it tells."""
    records = records_in_memory()
    scene = set_up(records, tmp_path_factory.mktemp("scene"))
    house, desk, verify, recut = scene.house, scene.house.desk, scene.house.verify, scene.house.recut
    verify.release(LOCAL, scene.doubtful, reason="seen")
    verify.set_class(LOCAL, scene.waiting, "letter")
    recut.split(LOCAL, scene.long, 2, reason="two letters")
    recut.merge(LOCAL, *scene.halves)
    verify.correct(LOCAL, scene.bound, [("expires_on", "2031-01-01")], reason="misread")
    desk.refuse(LOCAL, scene.first, "identity", scene.bound, reason="unreadable")
    desk.accept(LOCAL, scene.first, "identity", scene.bound, reason="a better look")
    desk.waive(LOCAL, scene.first, "career_statement", reason="known from before")
    desk.set_facts(LOCAL, scene.second, [("employment", "agency")])
    desk.move(LOCAL, scene.first, scene.bound, scene.second, reason="other person")
    house.correspond.request(LOCAL, scene.second)
    desk.assign(LOCAL, scene.second, ActorId("local"))
    desk.decide(LOCAL, scene.first, "accepted", reason="all seen")
    house.capture.give_back(SYSTEM, scene.held)
    house.dispatch.send(SYSTEM)
    house.go_on()
    yield scene
    records.close()


@pytest.fixture(scope="module")
def before(scene: Scene) -> Told:
    """Return all that the house tells before the accident."""
    return told(scene.house)


@pytest.fixture(scope="module")
def found(scene: Scene, before: Told, lose: Lose) -> tuple[House, Rebuilt]:
    """Return the house made again, and what the rebuild said; tests that only look share it."""
    return lose(scene.house)


def test_everything_is_told_as_before(found: tuple[House, Rebuilt], before: Told) -> None:
    """Batches, pages, documents, cases with their history, parties, tables and search answers are equal."""
    other, rebuilt = found
    assert rebuilt.problems == ()
    assert told(other) == before
    assert rebuilt.brought.cases == len(before["cases"])  # type: ignore[arg-type]
    assert rebuilt.brought.received == 0
    check_records(other)
    check_projections(other)


def test_nothing_is_captured_again(scene: Scene, found: tuple[House, Rebuilt]) -> None:
    """What was read, understood and rendered is not read, understood or rendered once more."""
    read, made = dict(scene.house.reader.pages_read), dict(scene.house.reader.renditions_made)
    other, _ = found
    other.go_on()
    assert sum(read.values()) > 0
    assert (other.reader.pages_read, other.reader.renditions_made) == (read, made)


def test_references_are_not_given_twice(scene: Scene, lose: Lose) -> None:
    """The next case after a rebuild has the number after the last one."""
    other, _ = lose(scene.house)
    assert next_reference(other) > max(scene.first, scene.second, scene.secret_case)


def test_the_chain_of_the_journal_holds_on(scene: Scene, found: tuple[House, Rebuilt]) -> None:
    """Every event has its number, place and hash again, and what is written after is chained to them."""
    before = scene.house.ledger.verify(SYSTEM)
    other, rebuilt = found
    after = other.ledger.verify(SYSTEM)
    assert after.broken_at is None
    assert rebuilt.brought.events == before.events
    assert after.events > before.events
    with other.records.reading() as uow:
        assert [event.act for event in uow.events.of_subject("records")] == ["rebuild"]


def test_acts_go_on_after_a_rebuild(scene: Scene, lose: Lose) -> None:
    """A case brought back is worked on like any other: versions, rules and pieces are those it had."""
    other, _ = lose(scene.house)
    other.desk.waive(LOCAL, scene.second, "medical_certificate", reason="seen elsewhere")
    other.verify.correct(LOCAL, scene.bound, [("document_number", "Y1")])
    assert status(other, scene.second, "medical_certificate") is ItemStatus.WAIVED
    other.go_on()
    check_records(other)
    check_projections(other)


def test_what_was_done_before_a_rebuild_can_be_undone(scene: Scene, lose: Lose) -> None:
    """The history that comes back holds what an act needs to be taken back."""
    other, _ = lose(scene.house)
    assert other.undo.undo(LOCAL, scene.halves[0]) == scene.halves
    other.go_on()
    assert {scene.halves[0], scene.halves[1]} <= {document.id for document in other.every_document()}
    check_records(other)
    check_projections(other)


def test_a_rebuilt_house_can_be_lost_again(scene: Scene, lose: Lose) -> None:
    """What was done after a rebuild is brought back by the next one."""
    first, _ = lose(scene.house)
    first.desk.waive(LOCAL, scene.second, "medical_certificate", reason="seen elsewhere")
    first.go_on()
    before = told(first)
    second, rebuilt = lose(first)
    assert rebuilt.problems == ()
    assert told(second) == before
    assert second.ledger.verify(SYSTEM).broken_at is None


def test_a_letter_that_may_have_gone_out_is_a_draft_again(scene: Scene, lose: Lose) -> None:
    """Nobody can tell after a rebuild whether a queued letter went out, so a person says; its slips still bind."""
    first, _ = lose(scene.house)
    first.correspond.send(LOCAL, scene.asked)
    first.go_on()
    (queued,) = first.find.case(LOCAL, scene.asked).case.requests
    second, rebuilt = lose(first)
    (request,) = second.find.case(LOCAL, scene.asked).case.requests
    assert (queued.state, request.state) == (RequestState.QUEUED, RequestState.DRAFTED)
    assert second.correspond.letter(LOCAL, scene.asked) == first.correspond.letter(LOCAL, scene.asked)
    with second.records.reading() as uow:
        found = uow.cases.by_answer_code(queued.slips[0].code)
    assert found is not None
    assert found.reference == scene.asked
    assert rebuilt.problems == ()


def test_a_house_from_before_snapshots_gets_them_by_reindexing(scene: Scene, before: Told, lose: Lose) -> None:
    """`reindex` writes every snapshot, so that an installation made by an older version can be rebuilt too."""
    older, _ = lose(scene.house)
    kept = older.snapshots._content  # type: ignore[attr-defined]
    kept.clear()
    older.project.reindex(SYSTEM)
    assert not [name for name in kept if name.startswith(RECEIPTS)]
    other, rebuilt = lose(older)
    assert rebuilt.problems == ()
    assert told(other) == before
    assert other.ledger.verify(SYSTEM).broken_at is None


def test_keeping_again_changes_nothing(scene: Scene) -> None:
    """Snapshots are the same bytes under the same names however often they are written."""
    snapshots = scene.house.snapshots
    before = {name: snapshots.get(name) for name in snapshots.names("")}
    scene.house.project.reindex(SYSTEM)
    assert {name: snapshots.get(name) for name in snapshots.names("")} == before


# ---------------------------------------------------------------- what is refused
def test_only_an_empty_database_is_filled(scene: Scene, before: Told) -> None:
    """A database in which something was received is left as it is."""
    with pytest.raises(NotPossible) as refused:
        scene.house.rebuild.from_store(SYSTEM)
    assert refused.value.code == "records_not_empty"
    assert told(scene.house) == before


def test_a_database_that_was_only_set_up_counts_as_empty(scene: Scene, before: Told) -> None:
    """Whoever opened the new installation once, or had its tables made, can still rebuild; its numbers are right."""
    records = records_in_memory()
    other = House(records, scene.house.folder, lost=scene.house)
    other.furnish()
    assert other.rebuild.from_store(SYSTEM).problems == ()
    other.administer.add_actor(SYSTEM, INSIDER)
    other.project.start_over(SYSTEM)
    assert told(other) == before
    assert other.ledger.verify(SYSTEM).broken_at is None
    records.close()


def test_an_empty_store_is_said(house: House) -> None:
    """Nothing to rebuild from is an error: the folder may not be mounted."""
    records = records_in_memory()
    other = House(records, house.folder, lost=house)
    with pytest.raises(NotPossible) as refused:
        other.rebuild.from_store(SYSTEM)
    assert refused.value.code == "nothing_to_rebuild"
    records.close()


def test_an_interrupted_rebuild_leaves_the_database_empty(scene: Scene) -> None:
    """All comes back in one transaction: when it fails nothing is there, and the next try succeeds."""
    records = records_in_memory()
    other = House(records, scene.house.folder, lost=scene.house)
    other.records.is_failing = True
    with pytest.raises(CommitRefused):
        other.rebuild.from_store(SYSTEM)
    other.records.is_failing = False
    assert other.find.batches(SYSTEM) == ()
    assert other.rebuild.from_store(SYSTEM).problems == ()
    records.close()


# ---------------------------------------------------------------- lost between two steps
def test_a_batch_the_relay_never_saw_is_captured_from_its_receipt(house: House, lose: Lose) -> None:
    """The receipt is kept before the records know: a batch lost right after it came in is captured all the same."""
    house.captured("a.pdf", letter("first"))
    taken = house.take_in(house.file("b.pdf", declaration(), certificate()), house.file("a.pdf", letter("first")))
    other, rebuilt = lose(house)
    assert rebuilt.brought.received == 1
    other.go_on()
    (batch,) = other.find.batches(LOCAL, taken.batch)
    assert [file.state for file in batch.files] == ["done", "duplicate"]
    assert len(batch.pages) == 2
    check_records(other)
    check_projections(other)


def test_a_receipt_without_its_batch_is_not_taken_in_twice(house: House, lose: Lose) -> None:
    """A delivery whose first taking in was broken off has one receipt too many, and is still one batch."""
    file = house.file("a.pdf", letter("once"))
    house.records.is_failing = True
    with pytest.raises(CommitRefused):
        house.take_in(file)
    house.records.is_failing = False
    house.run(house.take_in(file).batch)
    assert len(list(house.snapshots.names(RECEIPTS))) == 2
    other, rebuilt = lose(house)
    assert rebuilt.brought.received == 0
    assert len(other.find.batches(LOCAL)) == 1


def test_a_batch_lost_while_it_was_read_goes_on(house: House, lose: Lose) -> None:
    """What the relay did not see of a batch is done anew; every page is accounted for."""
    receipt = house.take_in(house.file("a.pdf", *WHOLE), batch_class="single_sheets")
    house.project.drain(SYSTEM)
    house.engine.run(SYSTEM, receipt.batch, lambda _: None)
    other, rebuilt = lose(house)
    assert rebuilt.brought.documents == 0
    other.go_on()
    (view,) = other.find.batches(LOCAL, receipt.batch)
    assert view.batch.state is BatchState.CLOSED
    assert len(view.documents) == len(WHOLE)
    check_records(other)
    check_projections(other)


def test_what_was_given_up_is_still_listed(house: House, lose: Lose) -> None:
    """A unit on the failed list is there again with its reason and its attempts, and can be tried afresh."""
    batch = house.captured("a.pdf", letter("first"))
    unit = Unit(kind=UnitKind.RENDER, batch=batch, subjects=(house.documents(batch)[0].id,))
    with house.records.writing() as uow:
        uow.jobs.put(JobId("j-1"), kind=UNIT_JOB, subject=unit.key, subjects=unit.subjects)
        for _ in range(3):
            uow.jobs.put_off(UNIT_JOB, unit.key, seconds=0, reason=GIVEN_UP)
        uow.jobs.mark(UNIT_JOB, unit.key, state=JobState.FAILED, reason=GIVEN_UP)
        uow.outbox.add(BATCH, batch)
        uow.commit()
    house.project.drain(SYSTEM)
    before = house.find.batches(LOCAL, batch)[0].failed
    assert before
    assert before[0].attempts == 3
    other, _ = lose(house)
    assert other.find.batches(LOCAL, batch)[0].failed == before
    other.capture.retry(LOCAL, batch)
    assert other.find.batches(LOCAL, batch)[0].failed == ()


def lost_snapshot(house: House, prefix: str, holding: str = "") -> None:
    """Damage the last snapshot of that kind, as a failing disk would."""
    name = max(name for name in house.snapshots.names(prefix) if holding in name)
    whole = house.snapshots.get(name)
    assert whole is not None
    house.snapshots.put(name, whole[: len(whole) // 2])


def test_a_damaged_document_is_understood_again(house: House, lose: Lose) -> None:
    """A document whose snapshot is damaged is cut and understood anew from its pages, and finds its case again."""
    reference = opened(house, *WHOLE)
    with house.records.reading() as uow:
        case = uow.cases.by_reference(reference)
    assert case is not None
    lost_snapshot(house, DOCUMENTS, holding=case.pieces[-1].document)
    other, rebuilt = lose(house)
    assert [problem.name.partition("/")[0] for problem in rebuilt.problems] == ["documents", f"case {reference}"]
    other.go_on()
    check_records(other)
    check_projections(other)
    assert len(other.find.case(LOCAL, reference).documents) == len(WHOLE)
    assert other.find.case(LOCAL, reference).verdict.completeness.is_complete


def test_documents_of_a_damaged_case_look_for_it_again(house: House, lose: Lose) -> None:
    """When a case is lost its documents are bound again, and the journal shows where its events are."""
    reference = opened(house, *WHOLE)
    lost_snapshot(house, CASES)
    other, rebuilt = lose(house)
    assert any(problem.name.startswith("cases/") for problem in rebuilt.problems)
    assert any(problem.name.startswith("event ") for problem in rebuilt.problems)
    other.go_on()
    check_records(other)
    check_projections(other)
    assert not other.in_state(DocumentState.UNMATCHED)
    assert len({reference_of(other, document.id) for document in other.every_document()}) == 1
    assert reference == "OD-2026-00001"
    assert other.ledger.verify(SYSTEM).broken_at is not None


def test_erased_details_stay_erased(house: House, lose: Lose) -> None:
    """What may be personal of the journal lies apart: taken away it does not come back, and the chain still holds."""
    reference = opened(house, declaration(), identity())
    house.desk.waive(LOCAL, reference, "identity", reason="Ada said so")
    house.go_on()
    kept = house.snapshots._content  # type: ignore[attr-defined]
    for name in list(house.snapshots.names(DETAILS)):
        del kept[name]
    other, rebuilt = lose(house)
    assert rebuilt.problems == ()
    events = other.find.case(LOCAL, reference).events
    assert events
    assert {event.reason for event in events} == {""}
    assert other.ledger.verify(SYSTEM).broken_at is None


def test_a_lost_segment_of_the_journal_is_said(house: House, lose: Lose) -> None:
    """A gap in the journal is named, and the proof of the chain fails at it."""
    opened(house, declaration())
    house.desk.set_facts(LOCAL, "OD-2026-00001", [("employment", "agency")])
    house.go_on()
    kept = house.snapshots._content  # type: ignore[attr-defined]
    segments = sorted(house.snapshots.names(SEGMENTS))
    assert len(segments) > 1
    del kept[segments[0]]
    other, rebuilt = lose(house)
    assert [problem.name.partition(" ")[0] for problem in rebuilt.problems] == ["journal"]
    assert other.ledger.verify(SYSTEM).broken_at is not None
