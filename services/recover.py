"""Recovery: what stopped half-way is found and made ready again; nothing depends on who noticed."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.actor import Actor
from pipeline.model.batch import BatchState
from pipeline.model.identity import BatchId, JobId
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.ports import JobState, Records, UnitOfWork
from services.receive import CAPTURE_JOB


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What recovery took up: batches to capture, failed pages and units tried again, outbox rows projected."""

    batches: tuple[BatchId, ...]
    retried: int = 0
    projected: int = 0


class Recover:
    """The acts of recovery."""

    def __init__(self, records: Records, clock: Clock, ids: Ids, is_gone: Callable[[str], bool]) -> None:
        """Take, beside the usual parts, what tells that a lease's owner is surely dead."""
        self._records = records
        self._is_gone = is_gone
        self._clock = clock
        self._ids = ids

    @act_of(Act.RECOVER)
    def unfinished(self, actor: Actor) -> tuple[BatchId, ...]:
        """Give the batches whose job is ready, and make ready those whose lease is over or that lost their job.

        The lease of a holder that is known to be dead is over at once.
        """
        require(actor, Act.RECOVER)
        with self._records.writing() as uow:
            self._free(uow)
            jobs = {job.subject: job for job in uow.jobs.of_kind(CAPTURE_JOB)}
            found: list[BatchId] = []
            for batch in uow.batches.every():
                job = jobs.get(batch.id)
                resting = job is None or job.state in {JobState.DONE, JobState.FAILED}
                if resting and batch.state in {BatchState.RECEIVED, BatchState.WORKING}:
                    uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch.id)
                    found.append(batch.id)
                elif job is not None and job.state is JobState.READY:
                    found.append(batch.id)
            if found:
                write_down(uow, self._clock, actor, Act.RECOVER, "batches", detail={"batches": found})
            uow.commit()
        return tuple(found)

    def _free(self, uow: UnitOfWork) -> None:
        expired = {job.id for job in uow.jobs.expired()}
        for job in uow.jobs.of_kind(CAPTURE_JOB, state=JobState.LEASED):
            if job.id in expired or (job.owner is not None and self._is_gone(job.owner)):
                uow.jobs.finish(job, state=JobState.READY)

    @act_of(Act.RECOVER)
    def ready(self, actor: Actor) -> tuple[BatchId, ...]:
        """Give the batches that wait for a worker now, the longest waiting first."""
        require(actor, Act.RECOVER)
        with self._records.reading() as uow:
            jobs = uow.jobs.of_kind(CAPTURE_JOB, state=JobState.READY)
        now = self._clock.now()
        return tuple(BatchId(job.subject) for job in jobs if job.not_before is None or job.not_before <= now)

    @act_of(Act.BATCH_VIEW)
    def is_working(self, actor: Actor, batch: BatchId) -> bool:
        """Tell whether a batch still has work before it."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            job = uow.jobs.find(CAPTURE_JOB, batch)
            return job is not None and job.state in {JobState.READY, JobState.LEASED}
