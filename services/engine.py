"""The inline engine: claims a batch and runs the capture loop to its end, in this process.

Prefect's flow runs the same loop through the same three acts; only who calls `perform` differs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.errors import CasebinderError, LeaseLost
from pipeline.model.actor import Actor
from pipeline.model.batch import PageState, Reason
from pipeline.model.identity import BatchId
from pipeline.model.text import Bilingual
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


BROKEN_OFF = Reason(
    code="broken_off",
    message=Bilingual(fr="Le traitement de ce lot a été interrompu.", en="Work on this batch was broken off."),
    next_step=Bilingual(fr="Il reprendra de lui-même.", en="It will be taken up again by itself."),
)
"""Why a batch waits whose loop ended by something that is no error of ours."""

OnProgress = Callable[[Progress], None]


class Work:
    """A batch in hand: the loop's two moves under one lease."""

    def __init__(self, capture: Capture, actor: Actor, batch: BatchId, job: Job) -> None:
        self._capture = capture
        self._actor = actor
        self._batch = batch
        self._job = job

    def ready(self) -> tuple[Unit, ...]:
        """Give the units that can go on now."""
        return self._capture.ready(self._actor, self._batch)

    def perform(self, unit: Unit) -> None:
        """Do one unit; raises LeaseLost, TransientError."""
        self._capture.perform(self._actor, unit, self._job)


class Engine:
    """Runs capture for one batch at a time, under a lease."""

    def __init__(
        self,
        records: Records,
        capture: Capture,
        leases: LeaseKeeper,
        owner: str,
        *,
        lease_seconds: int = LEASE_SECONDS,
    ) -> None:
        self._records = records
        self._lease_seconds = lease_seconds
        self._capture = capture
        self._leases = leases
        self._owner = owner

    def claim(self, batch: BatchId | None = None) -> Job | None:
        """Lease a batch's job (the best ready one when none is named); None when there is nothing to do."""
        with self._records.writing() as uow:
            job = uow.jobs.claim(CAPTURE_JOB, owner=self._owner, lease_seconds=self._lease_seconds, subject=batch)
            uow.commit()
        return job

    @contextmanager
    def holding(self, actor: Actor, batch: BatchId) -> Iterator["Work | None"]:
        """Hold a batch while the caller runs its loop; None when another worker holds it or nothing is left to do.

        At the end the batch is settled and its job done. When the loop ends by an error or an interruption the job is
        made ready again, after a pause when it was an error, and the error goes on.
        """
        job = self.claim(batch)
        if job is None:
            yield None
            return
        with self._leases.keeping(job):
            try:
                yield Work(self._capture, actor, batch, job)
                self._capture.settle(actor, batch, job)
            except LeaseLost:
                raise
            except CasebinderError as error:
                self.put_back(job, Reason(code=error.code, message=error.message, next_step=error.next_step))
                raise
            except BaseException as error:
                self.put_back(job, None if isinstance(error, KeyboardInterrupt) else BROKEN_OFF)
                raise

    def run(self, actor: Actor, batch: BatchId, on_progress: OnProgress) -> bool:
        """Capture a batch to its end; False when it was not to be had. Raises TransientError."""
        with self.holding(actor, batch) as work:
            if work is None:
                return False
            while units := work.ready():
                for unit in units:
                    work.perform(unit)
                    on_progress(self.progress(batch, unit))
        return True

    def put_back(self, job: Job, reason: Reason | None) -> None:
        """Make a held job ready again: at once without a reason, else after a pause that grows; raises LeaseLost."""
        delay = min(LONGEST_WAIT, 2 ** min(job.attempt, 10)) if reason else 0
        with self._records.writing() as uow:
            uow.jobs.finish(job, state=JobState.READY, reason=reason, delay_seconds=delay)
            uow.commit()

    def progress(self, batch: BatchId, unit: Unit | None) -> Progress:
        """Tell how far the batch is."""
        with self._records.reading() as uow:
            return Progress(batch=batch, unit=unit, pages=tuple(uow.pages.counts(batch).items()))
