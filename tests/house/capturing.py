"""Capturing in a house step by step, and looking at what the loop left in the records."""

from house import House
from written import Paper, letter

from pipeline.custody import page_by_page
from pipeline.model.identity import BatchId, JobId
from pipeline.model.states import BatchState, PageState
from services.access import SYSTEM
from services.capture.engine import Work
from services.capture.receive import CAPTURE_JOB
from services.ports.work_records import Job
from services.units import UNIT_JOB, Held, Holder, Unit


def taken(house: House, batch: BatchId, name: str, *, seconds: int = 90) -> Held:
    """Take a unit as another process would, and keep it in hand."""
    held = house.capture.take(SYSTEM, batch, Holder(name=name, lease_seconds=seconds))
    assert isinstance(held, Held)
    return held


def leased(house: House, unit: Unit) -> Held:
    """Lease a unit, whether it has anything left to do or not."""
    with house.records.writing() as uow:
        uow.jobs.put(JobId("j-again"), kind=UNIT_JOB, subject=unit.key, subjects=unit.subjects)
        job = uow.jobs.claim(UNIT_JOB, owner="w-again", lease_seconds=90, subject=unit.key)
        uow.commit()
    assert job is not None
    return Held(unit=unit, job=job)


def one_unit(work: Work) -> None:
    """Take one unit and do it."""
    unit = work.take()
    assert isinstance(unit, Unit)
    work.perform(unit)


def attempts(house: House, batch: BatchId) -> list[int]:
    """Return how often each unit was begun."""
    with house.records.reading() as uow:
        return [job.attempt for job in uow.jobs.of_kind(UNIT_JOB, subject_prefix=f"{batch}:")]


def settled(house: House, batch: BatchId) -> int:
    """Count how often the batch was settled."""
    with house.records.reading() as uow:
        return [event.act for event in uow.events.of_subject(f"batch:{batch}")].count("batch.capture")


def job_of(house: House, batch: BatchId) -> Job:
    """Return the batch's job."""
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
    """Return the batch's state."""
    with house.records.reading() as uow:
        return uow.batches.get(batch).state


def lengthy(count: int) -> tuple[Paper, ...]:
    """Write a letter of many pages."""
    return tuple(letter(f"page {n}") for n in range(count))
