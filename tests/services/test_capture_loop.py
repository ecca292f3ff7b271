"""The capture loop: its order follows from the states, and nothing is done twice whoever runs it and how often."""

from datetime import UTC, datetime

import pytest
from house import LOCAL, House
from twins import SAID
from written import BLANK, SEPARATOR, Paper, certificate, declaration, identity, letter, mystery, salary

from pipeline.custody import page_by_page
from pipeline.errors import InputRefused, LeaseLost, PartUnreachable
from pipeline.model.batch import BatchState, DocumentState, FileState, PageState
from pipeline.model.identity import BatchId, JobId
from services.access import SYSTEM
from services.engine import Progress
from services.ports import Job, JobState
from services.receive import CAPTURE_JOB
from services.units import MOST_ATTEMPTS, UNIT_JOB, Unit, UnitKind, kind_of


def job_of(house: House, batch: BatchId) -> Job:
    """Give the batch's job."""
    with house.records.reading() as uow:
        job = uow.jobs.find(CAPTURE_JOB, batch)
    assert job is not None
    return job


def pages_by_state(house: House, batch: BatchId) -> dict[PageState, int]:
    """Count the pages, which must balance."""
    with house.records.reading() as uow:
        files, pages = uow.files.of_batch(batch), uow.pages.of_batch(batch)
        assert page_by_page(files, pages).is_balanced
        return dict(uow.pages.counts(batch))


def state_of(house: House, batch: BatchId) -> BatchState:
    """Give the batch's state."""
    with house.records.reading() as uow:
        return uow.batches.get(batch).state


def lengthy(count: int) -> tuple[Paper, ...]:
    """Write a letter of many pages."""
    return tuple(letter(f"page {n}") for n in range(count))


def test_known_papers_go_straight_to_their_case(house: House) -> None:
    """Papers without a doubt are read, bound, rendered and filed without a person, and their batch is closed."""
    batch = house.captured("a.pdf", declaration(), certificate(), identity(), salary(), batch_class="single_sheets")
    assert {d.state for d in house.documents(batch)} == {DocumentState.BOUND}
    assert all(d.rendition for d in house.documents(batch))
    assert state_of(house, batch) is BatchState.CLOSED
    assert job_of(house, batch).state is JobState.DONE
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 4}


def test_a_doubt_keeps_the_batch_open(house: House) -> None:
    """A batch with a document that waits for a person asks for attention, and is not closed."""
    batch = house.captured("a.pdf", mystery())
    assert [d.state for d in house.documents(batch)] == [DocumentState.IN_QUEUE]
    assert state_of(house, batch) is BatchState.ATTENTION


def test_every_page_ends_in_one_state(house: House) -> None:
    """Separators and blanks end in their own states; the others are in exactly one document."""
    batch = house.captured("a.pdf", letter(), BLANK, SEPARATOR, certificate(), BLANK)
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 2, PageState.BLANK: 2, PageState.SEPARATOR: 1}
    assert [d.draft.pages for d in house.documents(batch)] == [(1,), (4,)]


def test_units_follow_from_the_states(house: House) -> None:
    """What can go on is derived anew each time: files are opened, then read, cut, understood and rendered."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    kinds = []
    with house.engine.holding(SYSTEM, batch) as work:
        assert work is not None
        while units := work.ready():
            kinds += [unit.kind for unit in units]
            for unit in units:
                work.perform(unit)
    assert kinds == [UnitKind.OPEN, UnitKind.READ, UnitKind.SEPARATE, UnitKind.UNDERSTAND, UnitKind.RENDER]


def test_a_unit_has_at_most_25_pages(house: House) -> None:
    """Reading is cut into units that a lease outlasts."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    sizes: list[int] = []

    def note(progress: Progress) -> None:
        if progress.unit and progress.unit.kind is UnitKind.READ:
            sizes.append(len(progress.unit.subjects))

    house.engine.run(SYSTEM, batch, note)
    assert sizes == [25, 25, 10]


def test_files_of_a_batch_do_not_wait_for_each_other(house: House) -> None:
    """While one file's pages are unread, another that was read can already be cut."""
    batch = house.take_in(house.file("a.pdf", *lengthy(25)), house.file("b.pdf", letter())).batch
    with house.engine.holding(SYSTEM, batch) as work:
        assert work is not None
        for unit in work.ready():
            work.perform(unit)
        work.perform(work.ready()[0])
        assert [unit.kind for unit in work.ready()] == [UnitKind.READ, UnitKind.SEPARATE]


def test_a_unit_done_again_changes_nothing(house: House) -> None:
    """Each unit may be performed again after its end: pages, documents and archives stay as they are."""
    batch = house.take_in(house.file("a.pdf", declaration(), BLANK, SEPARATOR, identity())).batch
    done: list[Unit] = []
    with house.engine.holding(SYSTEM, batch) as work:
        assert work is not None
        while units := work.ready():
            for unit in units:
                work.perform(unit)
                done.append(unit)
        with house.records.reading() as uow:
            before = (uow.pages.of_batch(batch), uow.documents.of_batch(batch), uow.files.of_batch(batch))
        for unit in done:
            work.perform(unit)
        with house.records.reading() as uow:
            assert (uow.pages.of_batch(batch), uow.documents.of_batch(batch), uow.files.of_batch(batch)) == before
    assert len(done) == 5
    assert set(house.reader.pages_read.values()) == {1}
    assert set(house.reader.renditions_made.values()) == {1}


def test_two_engines_do_nothing_twice(house: House) -> None:
    """While one engine holds a batch another gets nothing of it; afterwards nothing is left to do."""
    batch = house.take_in(house.file("a.pdf", *lengthy(3))).batch
    other = house.another_engine("w-2")
    refused: list[bool] = []
    house.reader.before_page = lambda: refused.append(other.run(SYSTEM, batch, lambda _: None))
    assert house.engine.run(SYSTEM, batch, lambda _: None)
    assert refused == [False] * 3
    assert not other.run(SYSTEM, batch, lambda _: None)
    assert set(house.reader.pages_read.values()) == {1}


def test_a_holder_whose_lease_ran_out_changes_nothing(house: House) -> None:
    """A process that was taken for dead and wakes up is refused at its next write, and the new holder's work stands."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    slow = house.another_engine("w-slow", lease_seconds=0)

    def work_late() -> None:
        with slow.holding(SYSTEM, batch) as work:
            assert work is not None
            unit = work.ready()[0]
            assert house.run(batch)
            work.perform(unit)

    with pytest.raises(LeaseLost):
        work_late()
    assert state_of(house, batch) is BatchState.CLOSED
    assert job_of(house, batch).state is JobState.DONE
    assert set(house.reader.pages_read.values()) == {1}


def test_a_late_outcome_is_refused_too(house: House) -> None:
    """A page read under a lease that was lost meanwhile is not kept a second time."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    slow = house.another_engine("w-slow", lease_seconds=0)
    taken: list[bool] = []

    def overtaken() -> None:
        if not taken:
            taken.append(True)
            assert house.run(batch)

    house.reader.before_page = overtaken
    with pytest.raises(LeaseLost):
        slow.run(SYSTEM, batch, lambda _: None)
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 1}
    assert len(house.documents(batch)) == 1


# ---------------------------------------------------------------- what goes wrong
def test_only_the_guilty_page_fails(house: House) -> None:
    """A page at which the reading process dies each time is set aside after three attempts; the others go on."""
    house.reader.deaths["a.pdf", 3] = 99
    batch = house.captured("a.pdf", *lengthy(5))
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 4, PageState.FAILED: 1}
    assert house.reader.pages_read["a.pdf", 3] == MOST_ATTEMPTS
    failed = house.find.batches(LOCAL, batch)[0].failed
    assert [(item.file, item.reason.code) for item in failed] == [("a.pdf, p. 3", "died")]
    assert state_of(house, batch) is BatchState.ATTENTION


def test_a_death_that_does_not_come_back_is_forgotten(house: House) -> None:
    """A page at which the reading process died once is read the next time, and nothing is left on the failed list."""
    house.reader.deaths["a.pdf", 2] = 1
    batch = house.captured("a.pdf", *lengthy(3))
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 3}
    assert house.find.batches(LOCAL, batch)[0].failed == ()


def test_a_unit_that_died_twice_is_cut(house: House) -> None:
    """A unit whose holder was killed twice goes on page by page, so that one page cannot hold up the others."""
    batch = house.take_in(house.file("a.pdf", *lengthy(4))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        assert work is not None
        work.perform(work.ready()[0])
        (unit,) = work.ready()
    for _ in range(2):
        with house.records.writing() as uow:
            uow.jobs.begin_attempt(JobId("j-unit"), kind=UNIT_JOB, subject=unit.key)
            uow.commit()
    units = house.capture.ready(SYSTEM, batch)
    assert [len(one.subjects) for one in units] == [1, 1, 1, 1]
    assert {one.kind for one in units} == {UnitKind.READ}


def test_a_failing_step_goes_to_the_failed_list_and_can_be_retried(house: House) -> None:
    """What fails again and again is given up with a reason; a retry gives it a fresh start."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    house.reader.errors = [ValueError("nothing of a document's words may be kept of this") for _ in range(10)]
    house.run(batch)
    assert pages_by_state(house, batch) == {PageState.FAILED: 1}
    (failed,) = house.find.batches(LOCAL, batch)[0].failed
    assert failed.reason.code == "internal_error"
    assert "words" not in failed.reason.message.en + failed.reason.message.fr
    assert len(house.reader.errors) == 10 - MOST_ATTEMPTS
    house.reader.errors = []
    assert house.capture.retry(LOCAL, batch, reason="again") == 1
    house.run(batch)
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 1}
    assert house.find.batches(LOCAL, batch)[0].failed == ()
    assert state_of(house, batch) is BatchState.CLOSED


def test_a_file_that_cannot_be_opened_is_set_aside_and_can_be_retried(house: House) -> None:
    """When opening dies each time the file goes to quarantine; a retry opens it when what was wrong has gone."""
    house.reader.refusals["a.pdf"] = InputRefused("reader_died", SAID, next_step=SAID)
    receipt = house.take_in(house.file("a.pdf", letter()), house.file("b.pdf", letter("b")))
    house.run(receipt.batch)
    with house.records.reading() as uow:
        assert [file.state for file in uow.files.of_batch(receipt.batch)] == [FileState.QUARANTINED, FileState.DONE]
    assert [item.reason.code for item in house.find.batches(LOCAL, receipt.batch)[0].failed] == ["unreadable"]
    house.reader.refusals.clear()
    assert house.capture.retry(LOCAL, receipt.batch) == 1
    house.run(receipt.batch)
    assert pages_by_state(house, receipt.batch) == {PageState.IN_DOCUMENT: 2}
    assert state_of(house, receipt.batch) is BatchState.CLOSED


def test_a_refused_file_goes_to_quarantine_at_once(house: House) -> None:
    """A file that cannot be read for what it is, is refused once, with its own reason, and the batch goes on."""
    house.reader.refusals["a.pdf"] = InputRefused("encrypted", SAID, next_step=SAID)
    receipt = house.take_in(house.file("a.pdf", letter()), house.file("b.pdf", letter("b")))
    house.run(receipt.batch)
    (failed,) = house.find.batches(LOCAL, receipt.batch)[0].failed
    assert (failed.file, failed.reason.code) == ("a.pdf", "encrypted")
    assert pages_by_state(house, receipt.batch) == {PageState.IN_DOCUMENT: 1}
    assert house.capture.retry(LOCAL, receipt.batch) == 0


def test_an_outside_part_that_is_down_puts_the_job_back(house: House) -> None:
    """While a part is down the batch waits, twice as long after each attempt, and then goes on as if nothing was."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    pauses = []
    for attempt in (1, 2, 3):
        house.reader.errors = [PartUnreachable("down", SAID, next_step=SAID)]
        before = datetime.now(UTC)
        with pytest.raises(PartUnreachable):
            house.run(batch)
        job = job_of(house, batch)
        assert (job.state, job.attempt, job.reason and job.reason.code) == (JobState.READY, attempt, "down")
        assert job.not_before is not None
        pauses.append((job.not_before - before).total_seconds())
        assert not house.run(batch), "nobody takes it up before the pause is over"
        end_pause(house, batch)
    assert pauses == pytest.approx([2, 4, 8], abs=1.5)
    assert house.run(batch)
    assert state_of(house, batch) is BatchState.CLOSED


def end_pause(house: House, batch: BatchId) -> None:
    """Let the pause of a job pass: it is ready at once, its attempts kept."""
    with house.records.writing() as uow:
        uow.jobs.end_attempt(CAPTURE_JOB, batch, state=JobState.LEASED)
        job = uow.jobs.find(CAPTURE_JOB, batch)
        assert job is not None
        uow.jobs.finish(job, state=JobState.READY)
        uow.commit()


def test_a_broken_loop_gives_the_batch_back(house: House) -> None:
    """A loop that ends by a bug or by Ctrl-C leaves no lease behind: the batch can be taken up at once or soon."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    with pytest.raises(KeyboardInterrupt), house.engine.holding(SYSTEM, batch):
        raise KeyboardInterrupt
    assert job_of(house, batch).state is JobState.READY
    assert house.run(batch)
    assert state_of(house, batch) is BatchState.CLOSED


def test_the_words_of_a_unit_tell_its_step(house: House) -> None:
    """A unit's name leads back to its step."""
    unit = Unit(kind=UnitKind.RENDER, batch=BatchId("b-1"), subjects=("d-1", "d-2"))
    assert kind_of(unit.key) is UnitKind.RENDER
    assert [one.subjects for one in unit.single()] == [("d-1",), ("d-2",)]
