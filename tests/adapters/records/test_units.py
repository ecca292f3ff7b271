"""One unit of work is one transaction, whatever happens in it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest

from adapters.records.open import open_records
from pipeline.errors import ConcurrentChange, NotFound, NotPossible, PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState

STRIKES = 60
"""Signals sent at instants of chance; of those that did not wait for the end of a unit some left it open for good."""


def test_left_without_commit(records, make):
    """What was not committed never was."""
    with records.writing() as unit:
        unit.batches.add(make.batch())
    with records.reading() as unit:
        assert unit.batches.every() == ()


def test_left_by_an_error(records, make):
    """An error inside the unit takes everything back, also what was written before it."""

    def fail_in_the_middle() -> None:
        with records.writing() as unit:
            unit.batches.add(make.batch("b1"))
            unit.outbox.add("document", "d1")
            unit.batches.add(make.batch("b1"))

    with pytest.raises(ConcurrentChange):
        fail_in_the_middle()
    with records.reading() as unit:
        assert (unit.batches.every(), unit.outbox.waiting()) == ((), 0)


class Interrupting(str):
    """A text at which somebody types Ctrl-C, in the middle of what the driver does with it."""

    __slots__ = ()

    def __conform__(self, _protocol: object) -> str:
        """Be asked by SQLite's driver."""
        raise KeyboardInterrupt

    def replace(self, *_: object) -> str:
        """Be asked by our dumper for PostgreSQL."""
        raise KeyboardInterrupt


def test_an_interruption_stays_one(records, make):
    """Ctrl-C or SIGTERM in the middle of a statement ends the work: it is not taken for a database that is away."""

    def work() -> None:
        with records.writing() as unit:
            unit.batches.add(make.batch())
            unit.batches.get(BatchId(Interrupting("b1")))

    with pytest.raises(KeyboardInterrupt):
        work()


@pytest.fixture
def sigterm() -> Iterator[None]:
    """Have SIGTERM interrupt this process, as it does a worker."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before)


@contextmanager
def struck(after: float) -> Iterator[None]:
    """Send this process SIGTERM after so many seconds, unless the context has ended by then."""
    main = threading.main_thread().ident
    assert main is not None
    timer = threading.Timer(after, signal.pthread_kill, (main, signal.SIGTERM))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def write_batch_and_row(records, make, number: int) -> None:
    """Read in one unit, then write two things in another."""
    with records.reading() as unit:
        unit.outbox.waiting()
    with records.writing() as unit:
        unit.batches.add(make.batch(f"b{number}"))
        unit.outbox.add("batch", f"b{number}")
        unit.commit()


@pytest.mark.usefixtures("sigterm")
def test_a_signal_in_a_unit_waits_for_its_commit(records, make):
    """What the unit does goes on undisturbed; its commit is where it is interrupted, and nothing is written."""
    reached = []

    def work() -> None:
        with records.writing() as unit:
            signal.raise_signal(signal.SIGTERM)
            unit.batches.add(make.batch())
            reached.append("the commit")
            unit.commit()
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["the commit"]
    with records.reading() as unit:
        assert unit.batches.every() == ()


@pytest.mark.usefixtures("sigterm")
def test_a_signal_in_a_reading_unit_waits_for_its_end(records):
    """It is interrupted when its connection is given back; so the next unit works."""
    reached = []

    def work() -> None:
        with records.reading() as unit:
            signal.raise_signal(signal.SIGTERM)
            reached.append(unit.batches.every())
        reached.append("after it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == [()]
    with records.reading() as unit:
        assert unit.batches.every() == ()


@pytest.mark.usefixtures("sigterm")
def test_a_signal_at_any_instant_is_an_interruption_and_nothing_else(records, make, chance):
    """No error of the driver takes its place, no unit stays open, the next one works, and none is done by half."""
    tries = interrupted = 0
    while interrupted < STRIKES:
        tries += 1
        assert tries < 20 * STRIKES, f"{interrupted} interruptions in {tries} tries"
        started = perf_counter()
        write_batch_and_row(records, make, -tries)
        seconds = perf_counter() - started
        try:
            with struck(chance.uniform(0.0, seconds)):
                write_batch_and_row(records, make, tries)
        except KeyboardInterrupt:
            interrupted += 1
    with records.reading() as unit:
        written = len(unit.batches.every())
        assert unit.outbox.waiting() == written
    assert tries <= written < 2 * tries


def test_what_was_committed_is_there_for_the_next_unit(records, make):
    """What was committed is there for the next unit."""
    with records.writing() as unit:
        unit.batches.add(make.batch())
        unit.commit()
    with records.reading() as unit:
        assert unit.batches.get(BatchId("b1")) == make.batch()


def test_reading_is_a_snapshot(captured, make):
    """A reading unit sees one state from its first question to its end, whatever others commit meanwhile."""

    def write() -> None:
        with captured.writing() as unit:
            unit.batches.add(make.batch("b2", minutes=1))
            unit.commit()

    writer = threading.Thread(target=write)
    with captured.reading() as unit:
        before = unit.batches.every()
        writer.start()
        writer.join(timeout=0.5)  # in a file the writer is through; in memory it waits for its turn
        assert unit.batches.every() == before
    writer.join()
    with captured.reading() as unit:
        assert len(unit.batches.every()) == len(before) + 1


def test_reading_cannot_write(records, make):
    """A reading unit refuses to write."""
    with records.reading() as unit, pytest.raises(NotPossible) as told:
        unit.batches.add(make.batch())
    assert told.value.code == "records_read_only"
    with records.writing() as unit:
        unit.batches.add(make.batch())


def test_no_unit_in_a_unit(records):
    """A unit begun inside another of the same thread is refused at once: it would wait for itself."""
    with records.writing(), pytest.raises(RuntimeError, match="already open"), records.reading():
        raise AssertionError("not reached")
    with records.writing() as unit:
        assert unit.outbox.waiting() == 0


def test_two_writers_queue(captured):
    """Writers wait for one another: of many threads that each take a number, none gets another's."""
    numbers: list[int] = []

    def take() -> None:
        for _ in range(5):
            with captured.writing() as unit:
                number = unit.cases.next_number("some_type", 2026)
                unit.commit()
            numbers.append(number)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))


def test_unique_key_under_two_threads(captured, make):
    """Of two threads that receive the same source, one records it and the other is told."""
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def receive() -> None:
        barrier.wait()
        try:
            with captured.writing() as unit:
                unit.batches.add(make.batch("b9"))
                unit.commit()
            outcomes.append("recorded")
        except ConcurrentChange:
            outcomes.append("told")

    threads = [threading.Thread(target=receive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["recorded", "told"]


def test_what_points_nowhere(records, make):
    """A row that points to what is not there is refused, and nothing of it is kept."""
    with records.writing() as unit, pytest.raises(NotPossible):
        unit.files.add(make.file(batch="never-made"))
    with records.reading() as unit, pytest.raises(NotFound):
        unit.files.get(make.file().id)


def test_a_database_that_cannot_be_opened_is_unreachable(tmp_path: Path):
    """A database that cannot be opened is an unreachable part, with what to do, and no traceback of the driver's."""
    with pytest.raises(PartUnreachable) as told:
        open_records(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'records.db'}")
    assert told.value.code == "records_unreachable"
    assert told.value.next_step.fr
    assert told.value.next_step.en


def test_errors_hold_no_values(records, make):
    """What an error says names the constraint, never the values: those may be personal data."""
    with records.writing() as unit:
        unit.parties.add(make.party("p1", keys=(("nir", "1840375123456"),)))
        with pytest.raises(ConcurrentChange) as told:
            unit.parties.add(make.party("p2", keys=(("nir", "1840375123456"),)))
    assert "1840375123456" not in f"{told.value} {told.value.__cause__!r}"


def test_states_of_a_batch(records, make):
    """A batch moves only from where the caller thinks it is, and only by a legal move."""
    with records.writing() as unit:
        unit.batches.add(make.batch())
        with pytest.raises(ConcurrentChange):
            unit.batches.move(BatchId("b1"), to=BatchState.CLOSED, frm=(BatchState.WORKING,))
        unit.batches.move(BatchId("b1"), to=BatchState.WORKING, frm=(BatchState.RECEIVED, BatchState.ATTENTION))
        with pytest.raises(NotPossible):
            unit.batches.move(BatchId("b1"), to=BatchState.RECEIVED, frm=(BatchState.WORKING,))
        assert unit.batches.get(BatchId("b1")).state is BatchState.WORKING
