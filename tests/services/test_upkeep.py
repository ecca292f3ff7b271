"""What happens without anybody asking: the nightly sweep, recovery, the relay, and what is received twice."""

import re
from pathlib import Path

import pytest
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import question, reference_of
from twins import SAID
from written import certificate, declaration, identity, letter, mystery, salary

from pipeline.errors import NotFound, PartUnreachable, WrongUsage
from pipeline.model.states import BatchState, DocumentState, FileState
from services.access import SYSTEM
from services.cases.sweep import Swept
from services.ports.search import IndexedPage
from services.snapshots import RECEIPTS, IntakeReceipt, unpacked
from services.units import Holder, Standing, Unit

SERVICES = Path(__file__).parents[2] / "services"


# ---------------------------------------------------------------- the one verdict
def test_only_recheck_writes_verdicts() -> None:
    """A verdict is stored in one place of the code, so that it can never be another than judging gives.

    A rebuild alone writes one back, as it was.
    """
    writers = {
        path.name: len(re.findall(r"\.set_verdict\(", path.read_text(encoding="utf-8")))
        for path in SERVICES.rglob("*.py")
    }
    assert {name: count for name, count in writers.items() if count} == {"casework.py": 1, "restoring.py": 1}
    recheck = (
        (SERVICES / "cases" / "casework.py")
        .read_text(encoding="utf-8")
        .partition("def _recheck(")[2]
        .partition("\n    def ")[0]
    )
    assert ".set_verdict(" in recheck


def test_every_verdict_is_judged_by_one_function() -> None:
    """The judge is called in one place of the services."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in SERVICES.rglob("*.py")}
    callers = [name for name, text in texts.items() if re.search(r"(?<!\.)(?<!def )\bjudge\(", text)]
    assert callers == ["casework.py"]


def test_a_newer_paper_supersedes_and_gives_way_again(house: House) -> None:
    """An older paper is set aside while a newer one satisfies its item, and counts again when that one is refused."""
    reference = complete(house)
    newer = house.captured("new.pdf", identity(expires="2032-01-01"))
    (paper,) = house.documents(newer)
    if paper.state is not DocumentState.BOUND:
        house.desk.accept(LOCAL, reference, "identity", paper.id)

    def states() -> list[str]:
        with house.records.reading() as uow:
            case = uow.cases.by_reference(reference)
        assert case is not None
        return [piece.status for piece in case.pieces if piece.item == "identity"]

    assert states() == ["superseded", "accepted"]
    house.go_on()
    check_projections(house)
    house.desk.refuse(LOCAL, reference, "identity", paper.id, reason="another person")
    assert states() == ["accepted", "refused"]
    assert house.find.case(LOCAL, reference).verdict.completeness.is_complete
    check_records(house)


# ---------------------------------------------------------------- the night
def complete(house: House) -> str:
    """Capture a complete case; return its reference."""
    house.import_members({1: 40})
    papers = (declaration(), certificate(), identity(), salary())
    batch = house.captured("a.pdf", *papers, batch_class="single_sheets")
    return reference_of(house, house.documents(batch)[0].id)


def test_a_deadline_that_comes_near_changes_the_verdict_once(house: House) -> None:
    """The night on which a deadline enters its warning changes the case; the sweep after it changes nothing."""
    reference = complete(house)
    assert house.sweep.sweep(SYSTEM) == Swept(checked=1, changed=0)
    house.clock.pass_days(25)
    before = house.find.case(LOCAL, reference)
    assert house.sweep.sweep(SYSTEM) == Swept(checked=1, changed=1)
    after = house.find.case(LOCAL, reference)
    assert after.verdict != before.verdict
    assert any(deadline.warning_basket for deadline in after.verdict.deadlines)
    assert house.sweep.sweep(SYSTEM) == Swept(checked=1, changed=0)
    assert len(house.find.case(LOCAL, reference).events) == len(after.events)
    check_records(house)
    house.go_on()
    check_projections(house)


def test_days_that_change_nothing_leave_no_event(house: House) -> None:
    """A night without consequence is not in a case's history."""
    reference = complete(house)
    events = house.find.case(LOCAL, reference).events
    house.clock.pass_days(2)
    assert house.sweep.sweep(SYSTEM).changed == 0
    assert house.find.case(LOCAL, reference).events == events
    check_records(house)


def test_a_decided_case_is_left_alone(house: House) -> None:
    """What was decided is not judged anew by the passing of days."""
    reference = complete(house)
    house.desk.decide(LOCAL, reference, "accepted", reason="all there")
    house.clock.pass_days(200)
    assert house.sweep.sweep(SYSTEM).checked == 0


# ---------------------------------------------------------------- recovery
def test_a_dead_holder_is_not_waited_for(house: House) -> None:
    """The batch of a worker known to be dead is taken up at once; that of a living one is left to it."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    house.capture.take(SYSTEM, batch, Holder(name="w-dead", lease_seconds=90))
    assert house.recover.unfinished(SYSTEM) == ()
    house.gone.add("w-dead")
    assert house.recover.unfinished(SYSTEM) == (batch,)
    assert house.run(batch) is Standing.SETTLED


def test_a_lease_that_ran_out_is_taken_up(house: House) -> None:
    """A holder that stopped renewing loses its batch, wherever it lives."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    house.capture.take(SYSTEM, batch, Holder(name="w-far", lease_seconds=0))
    assert house.recover.unfinished(SYSTEM) == (batch,)


def test_work_committed_while_the_loop_runs_is_not_lost(house: House) -> None:
    """An act on a batch that is being captured is done by the loop under way: it settles only what has nothing left."""
    batch = house.captured("a.pdf", ("class medical_certificate", "issued_on?: 2026-03-04"))
    (waiting,) = house.documents(batch)
    assert waiting.state is DocumentState.IN_QUEUE
    assert house.capture.retry(LOCAL, batch) == 0
    with house.engine.holding(SYSTEM, batch) as work:
        house.verify.release(LOCAL, waiting.id)
        assert house.documents(batch)[0].rendition is None
        assert house.recover.is_working(SYSTEM, batch)
        while isinstance(unit := work.take(), Unit):
            work.perform(unit)
    assert house.documents(batch)[0].rendition is not None
    assert not house.recover.is_working(SYSTEM, batch)


# ---------------------------------------------------------------- the relay
class DownIndex:
    """An index that is down, or that refuses one document."""

    def __init__(self, house: House, *, refuses: str = "", is_down: bool = False) -> None:
        """Stand before the real one."""
        self.index, self.refuses, self.is_down = house.index, refuses, is_down

    def replace(self, documents: "list[tuple[str, list[IndexedPage]]]") -> None:
        """Refuse, or pass on."""
        if self.is_down:
            raise PartUnreachable("index_down", SAID, next_step=SAID)
        if any(name == self.refuses for name, _ in documents):
            raise NotFound("content_not_found", SAID, next_step=SAID)
        self.index.replace(documents)


def test_an_index_that_is_down_delays_and_loses_nothing(house: House) -> None:
    """While the index is down the outbox keeps what it shall learn; a rebuild brings it all."""
    house.project._index = DownIndex(house, is_down=True)  # type: ignore[assignment]
    batch = house.captured("a.pdf", letter("introuvable"))
    assert house.search.pages(LOCAL, question("introuvable")).total == 0
    with house.records.reading() as uow:
        assert uow.outbox.waiting() > 0
    house.project._index = house.index
    house.project.reindex(SYSTEM)
    assert house.search.pages(LOCAL, question("introuvable")).total == 1
    assert house.documents(batch)[0].state is DocumentState.UNMATCHED


def test_one_document_that_cannot_be_indexed_holds_up_no_other(house: House) -> None:
    """What is wrong with one document delays that one alone."""
    batch = house.take_in(house.file("a.pdf", letter("premier"), letter("second")), batch_class="single_sheets").batch
    house.engine.run(SYSTEM, batch, lambda _: None)
    first, second = house.documents(batch)
    house.project._index = DownIndex(house, refuses=first.id)  # type: ignore[assignment]
    house.project.drain(SYSTEM)
    assert set(house.index.documents()) == {second.id}
    with house.records.reading() as uow:
        assert uow.outbox.waiting() == 1


def test_reindexing_leaves_nothing_behind(house: House) -> None:
    """A rebuild drops what the records do not have, and holds what they have."""
    complete(house)
    stray = IndexedPage(
        document="d-stray",
        page=1,
        document_class="letter",
        case=None,
        case_type=None,
        circle="open",
        received_on="2026-01-01",
        language=None,
        text="égaré",
        words=(),
        fields=(),
    )
    house.index.replace([("d-stray", [stray])])
    house.project.reindex(SYSTEM)
    check_projections(house)


# ---------------------------------------------------------------- receiving
def test_the_same_delivery_is_received_once(house: House) -> None:
    """The same files again give the batch they made, and change nothing."""
    first = house.take_in(house.file("a.pdf", letter()))
    again = house.take_in(house.file("a.pdf", letter()))
    assert (again.batch, again.is_new) == (first.batch, False)
    assert len(house.find.batches(LOCAL)) == 1


def test_the_same_bytes_in_another_delivery_are_a_duplicate(house: House) -> None:
    """A file received before is kept as a duplicate that names the first, and is not read again."""
    house.captured("a.pdf", letter())
    file = house.file("a.pdf", letter())
    receipt = house.take_in(file, house.file("b.pdf", letter("b")))
    house.run(receipt.batch)
    assert [one.state for one in receipt.files] == [FileState.DUPLICATE, FileState.STORED]
    assert receipt.files[0].reason is not None
    assert receipt.files[0].reason.code == "duplicate"
    assert house.reader.pages_read["a.pdf", 1] == 1
    assert house.find.batches(LOCAL, receipt.batch)[0].batch.state is BatchState.CLOSED


def test_the_same_name_with_other_bytes_is_another_file(house: House) -> None:
    """Files are told apart by what they hold, not by their names."""
    house.captured("a.pdf", letter())
    path = house.folder / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nother")
    house.reader.papers[b"%PDF-1.7\nother"] = (letter("other"),)
    assert house.take_in(house.file("other", letter("other"))).is_new


def test_the_store_keeps_a_receipt_before_the_records_know(house: House) -> None:
    """What was received can be told from the store alone: names, digests, order and channel."""
    receipt = house.take_in(house.file("a.pdf", letter()), house.file("b.pdf", mystery()))
    (name,) = house.snapshots.names(RECEIPTS)
    told = unpacked(IntakeReceipt, house.snapshots.get(name) or b"", name=name)
    assert told.batch == receipt.batch
    assert told.files == receipt.files
    assert [file.name for file in told.files] == ["a.pdf", "b.pdf"]


def test_nothing_to_receive_is_wrong_usage(house: House) -> None:
    """A delivery without files is a mistake, not an empty batch."""
    with pytest.raises(WrongUsage):
        house.receive.receive(LOCAL, (), batch_class="mailroom", channel="folder")
    with pytest.raises(NotFound):
        house.take_in(house.file("a.pdf", letter()), batch_class="no_such_class")
    assert house.find.batches(LOCAL) == ()


# ---------------------------------------------------------------- the ledger
def test_every_event_is_sealed_once_and_proved(house: House) -> None:
    """Sealing again adds nothing, and the chain holds over all that was done."""
    reference = complete(house)
    house.desk.set_facts(LOCAL, reference, [("employment", "agency")])
    first = house.ledger.verify(SYSTEM)
    assert first.broken_at is None
    assert 0 < first.sealed < first.events
    assert house.ledger.verify(SYSTEM).sealed == 0
