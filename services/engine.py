"""The inline engine: claims a batch and runs the capture loop to its end, in this process.

Prefect's flow runs the same loop through the same three acts; only who calls `perform` differs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import TransientError
from pipeline.model.actor import Actor
from pipeline.model.batch import BatchState, PageState, Reason
from pipeline.model.identity import BatchId
from services.capture import Capture
from services.ports import Job, JobState, LeaseKeeper, Records
from services.receive import CAPTURE_JOB
from services.units import Unit

LEASE_SECONDS = 90
"""How long a worker may be silent before others take its batch over (DATA: renewed each 30 s)."""
LONGEST_WAIT = 300
"""Seconds between tries while an outside part is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is: the unit just done, and its pages by state."""

    batch: BatchId
    unit: Unit | None
    pages: tuple[tuple[PageState, int], ...]


OnProgress = Callable[[Progress], None]


class Engine:
    """Runs capture for one batch at a time, under a lease."""

    def __init__(self, records: Records, capture: Capture, leases: LeaseKeeper, owner: str) -> None:
        self._records = records
        self._capture = capture
        self._leases = leases
        self._owner = owner

    def claim(self, batch: BatchId | None = None) -> Job | None:
        """Lease a batch's job (the best ready one when none is named); None when there is nothing to do."""
        with self._records.writing() as uow:
            job = uow.jobs.claim(CAPTURE_JOB, owner=self._owner, lease_seconds=LEASE_SECONDS, subject=batch)
            uow.commit()
        return job

    def run(self, actor: Actor, batch: BatchId, on_progress: OnProgress) -> BatchState | None:
        """Capture a batch to its end; None when another worker holds it or nothing is left to do.

        Raises TransientError when an outside part is down: the job is then ready again after a pause.
        """
        job = self.claim(batch)
        if job is None:
            return None
        with self._leases.keeping(job):
            try:
                while units := self._capture.ready(actor, batch):
                    for unit in units:
                        self._capture.perform(actor, unit, job)
                        on_progress(self.progress(batch, unit))
                state = self._capture.settle(actor, batch, job)
            except TransientError as error:
                self.put_back(job, error)
                raise
        self.finish(job)
        return state

    def finish(self, job: Job) -> None:
        """End a held job; raises LeaseLost."""
        with self._records.writing() as uow:
            uow.jobs.finish(job, state=JobState.DONE)
            uow.commit()

    def put_back(self, job: Job, error: TransientError) -> None:
        """Make a held job ready again after a pause that grows with its attempts; raises LeaseLost."""
        reason = Reason(code=error.code, message=error.message, next_step=error.next_step)
        delay = min(LONGEST_WAIT, 2**job.attempt)
        with self._records.writing() as uow:
            uow.jobs.finish(job, state=JobState.READY, reason=reason, delay_seconds=delay)
            uow.commit()

    def progress(self, batch: BatchId, unit: Unit | None) -> Progress:
        """Tell how far the batch is."""
        with self._records.reading() as uow:
            return Progress(batch=batch, unit=unit, pages=tuple(uow.pages.counts(batch).items()))
