"""Storage, snapshots or search away for a while: a real folder that fails, and nothing lost when it is back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from acting import WHOLE
from house import LOCAL, House
from invariants import check_records
from scene import question
from twins import SAID
from written import letter

from adapters.local.snapshots import LocalSnapshots
from adapters.local.store import INCOMING, LocalBlobStore
from adapters.records.faults import fault as fault_of_records
from adapters.records.unit import SqlRecords
from adapters.tantivy.index import TantivyIndex
from pipeline.errors import PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState, DocumentState
from services.access import SYSTEM
from services.capture.receive import CAPTURE_JOB
from services.ports.work_records import JobState
from services.snapshots import BATCHES, RECEIPTS
from services.units import MOST_ATTEMPTS, UNIT_JOB
from services.upkeep.relay import Projection, Relay


class Fault:
    """A folder that can be away: a file stands in its place meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self._folder, self._aside = folder, folder.with_name(folder.name + "-aside")

    def begin(self) -> None:
        """Take the folder away."""
        if self._folder.exists():
            self._folder.rename(self._aside)
        self._folder.write_bytes(b"away")

    def end(self) -> None:
        """Bring it back."""
        self._folder.unlink()
        if self._aside.exists():
            self._aside.rename(self._folder)


@pytest.fixture
def house(records: SqlRecords, tmp_path: Path) -> House:
    """Return an installation whose content, snapshots and index lie in folders."""
    return House(
        records,
        tmp_path,
        store=LocalBlobStore(tmp_path / "blobs", sign=tmp_path / "snapshots" / "receipts"),
        snapshots=LocalSnapshots(tmp_path / "snapshots"),
        index=TantivyIndex(tmp_path / "index"),
    )


def waiting(house: House) -> int:
    """Count what the relay still has to do."""
    with house.records.reading() as uow:
        return uow.outbox.waiting()


def end_pause(house: House, batch: BatchId) -> None:
    """Let the pause of a batch pass: it can be taken up at once."""
    with house.records.writing() as uow:
        uow.jobs.mark(CAPTURE_JOB, batch, state=JobState.LEASED)
        job = uow.jobs.find(CAPTURE_JOB, batch)
        assert job is not None
        uow.jobs.finish(job, state=JobState.READY)
        uow.commit()


@pytest.mark.parametrize("part", ["blobs", "snapshots"])
def test_storage_away_at_the_door_takes_nothing_in(house: House, part: str) -> None:
    """Neither content nor receipt without a batch that counts: the delivery is refused, and taken when tried again."""
    house.captured("first.pdf", letter("first"))
    file, fault = house.file("a.pdf", letter("later")), Fault(house.folder / part)
    fault.begin()
    with pytest.raises(PartUnreachable):
        house.take_in(file)
    assert len(house.find.batches(LOCAL)) == 1
    fault.end()
    receipt = house.take_in(file)
    assert receipt.is_new
    house.run(receipt.batch)
    assert house.find.batches(LOCAL, receipt.batch)[0].batch.state is BatchState.CLOSED
    check_records(house)


def test_storage_that_goes_away_while_pages_are_read_costs_no_attempt(house: House) -> None:
    """The page in hand is read again when the store is back; those already kept are not, and no page failed."""
    receipt = house.take_in(house.file("a.pdf", *WHOLE), batch_class="single_sheets")
    fault = Fault(house.folder / "blobs" / INCOMING)

    def fail_at_the_third() -> None:
        if sum(house.reader.pages_read.values()) == 2:
            fault.begin()

    house.reader.before_page = fail_at_the_third
    with pytest.raises(PartUnreachable):
        house.run(receipt.batch)
    with house.records.reading() as uow:
        assert uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED) == ()
    house.reader.before_page = lambda: None
    fault.end()
    end_pause(house, receipt.batch)
    house.run(receipt.batch)
    (view,) = house.find.batches(LOCAL, receipt.batch)
    assert (view.failed, view.batch.state, len(view.documents)) == ((), BatchState.CLOSED, len(WHOLE))
    assert sorted(house.reader.pages_read.values()) == [1, 1, 1, 2]
    check_records(house)


def test_records_that_go_away_while_pages_are_read_cost_no_attempt(house: House) -> None:
    """What could not even be given back is taken again by the same worker, and the outage counts for nothing."""
    receipt = house.take_in(house.file("a.pdf", *WHOLE), batch_class="single_sheets")
    house.records.refusal = fault_of_records("records_unreachable", "-")
    house.reader.before_page = lambda: setattr(house.records, "is_failing", True)
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(PartUnreachable):
            house.run(receipt.batch)
        house.records.is_failing = False
    house.reader.before_page = lambda: None
    house.run(receipt.batch)
    (view,) = house.find.batches(LOCAL, receipt.batch)
    assert (view.failed, view.batch.state, len(view.documents)) == ((), BatchState.CLOSED, len(WHOLE))
    with house.records.reading() as uow:
        assert {job.attempt for job in uow.jobs.of_kind(UNIT_JOB)} == {1}
    check_records(house)


def test_recovery_waits_for_no_pause(house: House) -> None:
    """What an outage put off is taken up at once by one who knows that the outage is over."""
    receipt = house.take_in(house.file("a.pdf", letter("first")))
    fault = Fault(house.folder / "blobs")
    fault.begin()
    with pytest.raises(PartUnreachable):
        house.run(receipt.batch)
    fault.end()
    assert house.recover.unfinished(SYSTEM) == (receipt.batch,)
    house.run(receipt.batch)
    assert house.find.batches(LOCAL, receipt.batch)[0].batch.state is BatchState.WORKING
    assert house.recover.unfinished(SYSTEM, at_once=True) == (receipt.batch,)
    house.run(receipt.batch)
    assert house.find.batches(LOCAL, receipt.batch)[0].batch.state is BatchState.CLOSED


def test_content_that_is_not_mounted_is_not_lost_content(house: House) -> None:
    """An empty mount point is an outage: nothing is written into it, and no document is blamed."""
    house.captured("first.pdf", letter("first"))
    (house.folder / "blobs").rename(house.folder / "mount")
    (house.folder / "blobs").mkdir()
    with pytest.raises(PartUnreachable):
        house.take_in(house.file("a.pdf", letter("later")))
    (view,) = house.find.batches(LOCAL)
    with pytest.raises(PartUnreachable):
        house.find.recount(SYSTEM, view)
    assert list((house.folder / "blobs").iterdir()) == []
    (house.folder / "blobs").rmdir()
    (house.folder / "mount").rename(house.folder / "blobs")
    assert house.find.recount(SYSTEM, view) == ()


def test_search_and_snapshots_away_for_a_whole_batch_only_delay(house: House) -> None:
    """Capture goes on, what shall be known outside waits with pauses, and catching up brings all of it."""
    receipt = house.take_in(house.file("a.pdf", letter("introuvable"), letter("autre")), batch_class="single_sheets")
    faults = [Fault(house.folder / part) for part in ("index", "snapshots")]
    for fault in faults:
        fault.begin()
    house.run(receipt.batch)
    assert house.find.batches(LOCAL, receipt.batch)[0].batch.state is BatchState.CLOSED
    held_up = waiting(house)
    assert held_up > 0
    assert house.project.catch_up(SYSTEM) == 0
    assert waiting(house) >= held_up
    for fault in faults:
        fault.end()
    assert house.project.catch_up(SYSTEM) >= held_up
    assert waiting(house) == 0
    assert house.search.pages(LOCAL, question("introuvable")).total == 1
    assert [name for name in house.snapshots.names(BATCHES) if receipt.batch in name]
    assert len(house.in_state(DocumentState.UNMATCHED)) == 2


def test_search_away_holds_no_snapshot_up(house: House) -> None:
    """With the index down for days the records can still be rebuilt to the last change."""
    fault = Fault(house.folder / "index")
    fault.begin()
    batch = house.captured("a.pdf", letter("first"))
    assert [name for name in house.snapshots.names(BATCHES) if batch in name]
    assert [name for name in house.snapshots.names(RECEIPTS) if batch in name]
    before = dict(_contents(house))
    house.project.catch_up(SYSTEM)
    assert dict(_contents(house)) == before
    assert waiting(house) > 0


def test_nobody_waits_twice_for_a_part_that_is_away(records: SqlRecords) -> None:
    """One try tells that a part is away: the topic's other rows wait, and all others when they need that part too."""
    asked: list[str] = []

    def away(keys: Sequence[str]) -> None:
        asked.extend(keys)
        raise PartUnreachable("away", SAID, next_step=SAID)

    def relay(*, is_needed: bool) -> Relay:
        first = Projection(topic="first", act=away, is_together=False, is_needed=is_needed)
        return Relay(records, (first, Projection(topic="second", act=asked.extend)))

    def wish() -> None:
        with records.writing() as uow:
            for topic, key in (("first", "a"), ("first", "b"), ("second", "c")):
                uow.outbox.add(topic, key)
            uow.outbox.hurry()
            uow.commit()

    wish()
    assert (relay(is_needed=True).run(), asked) == (0, ["a"])
    asked.clear()
    with records.writing() as uow:
        uow.outbox.hurry()
        uow.commit()
    assert (relay(is_needed=False).run(), asked) == (1, ["a", "c"])
    with records.reading() as uow:
        assert uow.outbox.waiting() == 2


def test_what_nobody_foresaw_keeps_no_other_row_waiting(records: SqlRecords) -> None:
    """A row that ends in an error of no kind of ours is put off alone, and asked again later; the others are done."""
    asked: list[str] = []

    def act(keys: Sequence[str]) -> None:
        if "b" in keys:
            raise OverflowError
        asked.extend(keys)

    with records.writing() as uow:
        for key in ("a", "b", "c"):
            uow.outbox.add("first", key)
        uow.commit()
    relay = Relay(records, (Projection(topic="first", act=act),))
    assert (relay.run(), asked) == (2, ["a", "c"])
    with records.reading() as uow:
        assert uow.outbox.waiting() == 1


def test_what_changed_often_is_projected_once(records: SqlRecords) -> None:
    """Several wishes for one key are one act in a round, oldest key first, and all of them are done with it."""
    asked: list[Sequence[str]] = []
    with records.writing() as uow:
        for key in ("b", "a", "b", "b"):
            uow.outbox.add("first", key)
        uow.commit()
    relay = Relay(records, (Projection(topic="first", act=asked.append, is_together=False),))
    assert (relay.run(), asked) == (4, [["b"], ["a"]])
    with records.reading() as uow:
        assert uow.outbox.waiting() == 0


def _contents(house: House) -> list[tuple[str, bytes | None]]:
    return [(name, house.snapshots.get(name)) for name in sorted(house.snapshots.names(""))]
