"""Recovery: what stopped half-way is found and made ready again; nothing depends on who noticed."""

from dataclasses import dataclass

from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId, JobId
from pipeline.model.states import BatchState
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.capture.outlook import IsGone, dropped_of
from services.capture.receive import CAPTURE_JOB
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import JobState
from services.units import UNIT_JOB, batch_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What recovery took up: batches to capture, failed pages and units tried again, outbox rows done and waiting."""

    batches: tuple[BatchId, ...]
    retried: int = 0
    projected: int = 0
    waiting: int = 0


class Recover:
    """The acts of recovery."""

    def __init__(self, records: Records, clock: Clock, ids: Ids, is_gone: IsGone) -> None:
        """Take, beside the usual parts, what tells that a lease's owner is surely dead."""
        self._records = records
        self._is_gone = is_gone
        self._clock = clock
        self._ids = ids

    @act_of(Act.RECOVER)
    def unfinished(self, actor: Actor, *, at_once: bool = False) -> tuple[BatchId, ...]:
        """Return the batches that have work and no worker, and make ready those that lost their job.

        The lease of a holder that is known to be dead ends at once. at_once: an outage is known to be over, so that the
        pauses after it end too.
        """
        require(actor, Act.RECOVER)
        with self._records.writing() as uow:
            if at_once:
                uow.jobs.hurry(CAPTURE_JOB)
            in_hand = self._free(uow)
            jobs = {job.subject: job for job in uow.jobs.of_kind(CAPTURE_JOB)}
            found: list[BatchId] = []
            for batch in uow.batches.every():
                job = jobs.get(batch.id)
                resting = job is None or job.state in {JobState.DONE, JobState.FAILED}
                if resting and batch.state in {BatchState.RECEIVED, BatchState.WORKING}:
                    uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch.id)
                    found.append(batch.id)
                elif job is not None and job.state is JobState.READY and batch.id not in in_hand:
                    found.append(batch.id)
            if found:
                write_down(uow, self._clock, actor, Act.RECOVER, "batches", detail={"batches": found})
            uow.commit()
        return tuple(found)

    def _free(self, uow: UnitOfWork) -> set[BatchId]:
        """Free the units nobody works on; return the batches whose other units are in living hands."""
        leased = uow.jobs.of_kind(UNIT_JOB, state=JobState.LEASED)
        dropped = tuple(dropped_of(uow, leased, self._is_gone))
        for job in dropped:
            uow.jobs.finish(job, state=JobState.READY, reason=job.reason)
        return {batch_of(job.subject) for job in leased if job not in dropped}

    @act_of(Act.RECOVER)
    def ready(self, actor: Actor) -> tuple[BatchId, ...]:
        """Return the batches that wait for a worker now or could do with one more, the longest waiting first."""
        require(actor, Act.RECOVER)
        with self._records.reading() as uow:
            return tuple(BatchId(job.subject) for job in uow.jobs.due(CAPTURE_JOB))

    @act_of(Act.BATCH_VIEW)
    def is_in_hand(self, actor: Actor, batch: BatchId) -> bool:
        """Return whether a worker is at work on a batch."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            leased = uow.jobs.of_kind(UNIT_JOB, state=JobState.LEASED, subject_prefix=f"{batch}:")
            return len(leased) > sum(1 for _ in dropped_of(uow, leased, self._is_gone))

    @act_of(Act.BATCH_VIEW)
    def is_working(self, actor: Actor, batch: BatchId) -> bool:
        """Return whether a batch still has work before it."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            job = uow.jobs.find(CAPTURE_JOB, batch)
            return job is not None and job.state is JobState.READY
