"""The capture loop: its order follows from the states, and nothing is done twice whoever runs it and how often."""

from datetime import UTC, datetime

import pytest
from capturing import attempts, job_of, leased, lengthy, one_unit, pages_by_state, state_of, taken
from house import LOCAL, House
from twins import SAID
from written import BLANK, SEPARATOR, certificate, declaration, identity, letter, mystery, salary

from pipeline.errors import InputRefused, PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Language
from services.access import SYSTEM
from services.capture.engine import Progress
from services.capture.receive import CAPTURE_JOB
from services.ports.work_records import JobState
from services.shapes import documents as shapes
from services.units import MOST_ATTEMPTS, Held, Holder, Standing, Unit, UnitKind, batch_of, kind_of


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
        while isinstance(unit := work.take(), Unit):
            kinds.append(unit.kind)
            work.perform(unit)
    assert unit is Standing.SETTLED
    assert kinds == [UnitKind.OPEN, UnitKind.READ, UnitKind.SEPARATE, UnitKind.UNDERSTAND, UnitKind.RENDER]


def test_what_is_not_understood_is_shown_as_unknown(house: House) -> None:
    """Before a document is understood, and when it never is, it has every part of its shape and waits for a person."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    with house.engine.holding(SYSTEM, batch) as work:
        for _ in range(3):
            one_unit(work)
    (document,) = house.documents(batch)
    assert document.state is DocumentState.DRAFT
    early = shapes.document(house.find.document(LOCAL, document.id), Language.FR)
    house.engine.run(SYSTEM, batch, lambda _: None)
    late = shapes.document(house.find.document(LOCAL, document.id), Language.FR)
    assert early.keys() == late.keys()
    assert (early["document_class"], early["fields"], early["routing"]["to"]) == ("unknown", [], "queue")


def test_a_unit_has_at_most_25_pages(house: House) -> None:
    """Reading is cut into units that a lease outlasts."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    sizes: dict[str, int] = {}

    def note(progress: Progress) -> None:
        if progress.unit and progress.unit.kind is UnitKind.READ:
            sizes[progress.unit.key] = len(progress.unit.subjects)

    house.engine.run(SYSTEM, batch, note)
    assert list(sizes.values()) == [25, 25, 10]


def test_a_step_is_told_when_it_begins_and_when_it_ended(house: House) -> None:
    """Who looks at the bar sees what goes on: each unit is told before it is done, and again after."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    unread: list[int] = []

    def note(progress: Progress) -> None:
        if progress.unit and progress.unit.kind is UnitKind.READ:
            unread.append(dict(progress.pages).get(PageState.RECEIVED, 0))

    house.engine.run(SYSTEM, batch, note)
    assert unread == [1, 0]


def test_files_of_a_batch_do_not_wait_for_each_other(house: House) -> None:
    """While one file's pages are unread, another that was read can already be cut."""
    batch = house.take_in(house.file("a.pdf", *lengthy(25)), house.file("b.pdf", letter())).batch
    with house.engine.holding(SYSTEM, batch) as work:
        for _ in range(2):
            one_unit(work)
        assert [unit.kind for unit in house.capture.ready(SYSTEM, batch)] == [UnitKind.READ, UnitKind.SEPARATE]


def test_a_unit_done_again_changes_nothing(house: House) -> None:
    """Each unit may be performed again after its end: pages, documents and archives stay as they are."""
    batch = house.take_in(house.file("a.pdf", declaration(), BLANK, SEPARATOR, identity())).batch
    done: list[Unit] = []
    with house.engine.holding(SYSTEM, batch) as work:
        while isinstance(unit := work.take(), Unit):
            work.perform(unit)
            done.append(unit)
    with house.records.reading() as uow:
        before = (uow.pages.of_batch(batch), uow.documents.of_batch(batch), uow.files.of_batch(batch))
    for unit in done:
        house.capture.perform(SYSTEM, leased(house, unit))
    with house.records.reading() as uow:
        assert (uow.pages.of_batch(batch), uow.documents.of_batch(batch), uow.files.of_batch(batch)) == before
    assert len(done) == 5
    assert set(house.reader.pages_read.values()) == {1}
    assert set(house.reader.renditions_made.values()) == {1}


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


def test_what_was_in_hand_at_two_deaths_goes_alone(house: House) -> None:
    """Pages whose holders were killed twice go on one by one, so that one page cannot hold up the others.

    It does not matter that the units were cut differently: each page is under suspicion for itself.
    """
    batch = house.take_in(house.file("a.pdf", *lengthy(30))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        one_unit(work)
    first = taken(house, batch, "w-1-dead")
    beside = taken(house, batch, "w-beside")
    house.gone |= {"w-1-dead"}
    second = taken(house, batch, "w-2-dead")
    assert 1 < len(second.unit.subjects) < len(first.unit.subjects)
    house.gone |= {"w-2-dead"}
    ready = house.capture.ready(SYSTEM, batch)
    alone = [unit.subjects[0] for unit in ready if len(unit.subjects) == 1]
    together = [page for unit in ready if len(unit.subjects) > 1 for page in unit.subjects]
    assert set(alone) == set(second.unit.subjects)
    assert set(together) == set(first.unit.subjects) - set(second.unit.subjects)
    assert not set(beside.unit.subjects) & {*alone, *together}


def test_only_the_page_that_kills_is_set_aside(house: House) -> None:
    """A page that kills its worker each time ends on the failed list after three deaths alone; the others are read."""
    batch = house.take_in(house.file("a.pdf", *lengthy(8))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        one_unit(work)
    guilty = house.capture.ready(SYSTEM, batch)[0].subjects[5]
    deaths = 0
    while isinstance(held := house.capture.take(SYSTEM, batch, Holder(name=f"w-{deaths}", lease_seconds=90)), Held):
        if guilty in held.unit.subjects and held.job.attempt <= MOST_ATTEMPTS:
            house.gone.add(f"w-{deaths}")
            deaths += 1
        else:
            house.capture.perform(SYSTEM, held)
    assert deaths == 2 + MOST_ATTEMPTS
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 7, PageState.FAILED: 1}
    (failed,) = house.find.batches(LOCAL, batch)[0].failed
    assert (failed.file, failed.reason.code) == ("a.pdf, p. 6", "worker_lost")


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
        assert house.run(batch) is Standing.PUT_OFF, "nobody takes it up before the pause is over"
        end_pause(house, batch)
    assert pauses == pytest.approx([2, 4, 8], abs=1.5)
    assert set(attempts(house, batch)) == {0, 1}, "an outage is not counted against the unit it spoilt"
    assert house.run(batch) is Standing.SETTLED
    assert state_of(house, batch) is BatchState.CLOSED


def end_pause(house: House, batch: BatchId) -> None:
    """Let the pause of a job pass: it is ready at once, its attempts kept."""
    with house.records.writing() as uow:
        uow.jobs.mark(CAPTURE_JOB, batch, state=JobState.LEASED)
        job = uow.jobs.find(CAPTURE_JOB, batch)
        assert job is not None
        uow.jobs.finish(job, state=JobState.READY)
        uow.commit()


def test_an_interrupted_loop_gives_its_unit_back(house: House) -> None:
    """Ctrl-C leaves no lease behind: the unit in hand can be taken by anybody at once, and is not held against it."""
    batch = house.take_in(house.file("a.pdf", *lengthy(3))).batch

    def interrupt() -> None:
        house.reader.before_page = lambda: None
        raise KeyboardInterrupt

    house.reader.before_page = interrupt
    with pytest.raises(KeyboardInterrupt):
        house.run(batch)
    assert not house.recover.is_in_hand(SYSTEM, batch)
    assert house.another_engine("w-2").run(SYSTEM, batch, lambda _: None) is Standing.SETTLED
    assert set(attempts(house, batch)) == {1}
    assert state_of(house, batch) is BatchState.CLOSED


def test_a_loop_broken_off_by_a_bug_gives_its_unit_back(house: House) -> None:
    """A unit that was taken and never begun is free again when the loop ends; the batch goes on after a pause."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    with pytest.raises(ZeroDivisionError), house.engine.holding(SYSTEM, batch) as work:
        _ = work.take(), 1 / 0
    assert not house.recover.is_in_hand(SYSTEM, batch)
    assert attempts(house, batch) == [0]
    assert house.run(batch) is Standing.PUT_OFF
    end_pause(house, batch)
    assert house.run(batch) is Standing.SETTLED


def test_what_an_error_made_a_process_forget_is_taken_up_by_it(house: House) -> None:
    """A unit that a living process could not give back while the database was down does not wait for its lease."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    me = Holder(name="w-1", lease_seconds=90)
    held = house.capture.take(SYSTEM, batch, me)
    assert isinstance(held, Held)
    assert house.capture.take(SYSTEM, batch, me) is Standing.SHARED
    me.in_hand.clear()
    again = house.capture.take(SYSTEM, batch, me)
    assert isinstance(again, Held)
    assert (again.unit, again.job.fence) == (held.unit, held.job.fence + 1)
    assert not house.capture.is_shared(SYSTEM, batch, Holder(name="w-1", lease_seconds=90))
    assert house.run(batch) is Standing.SETTLED


def test_the_words_of_a_unit_tell_its_step(house: House) -> None:
    """A unit's name leads back to its step."""
    unit = Unit(kind=UnitKind.RENDER, batch=BatchId("b-1"), subjects=("d-1", "d-2"))
    assert kind_of(unit.key) is UnitKind.RENDER
    assert batch_of(unit.key) == "b-1"
