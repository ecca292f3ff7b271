"""The inline engine: runs the capture loop in this process, on a batch that others may work on too.

Prefect's flow runs the same loop through the same two moves, and so do the two threads of
`bootstrap.running.side_by_side`; only who calls `perform` differs.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import structlog

from pipeline.errors import CasebinderError, LeaseLost
from pipeline.model.actor import Actor
from pipeline.model.batch import Reason
from pipeline.model.identity import BatchId
from pipeline.model.states import PageState
from pipeline.model.text import Bilingual
from services.capture.loop import Capture
from services.capture.read import OnFile, unheard
from services.capture.receive import CAPTURE_JOB
from services.ports.records import Records
from services.units import EVERY_STEP, Held, Holder, Standing, Unit, UnitKind

_log = structlog.get_logger(__name__)

LEASE_SECONDS = 90
"""How long a worker may be silent before others take its unit over (DATA: renewed each 30 s)."""
LONGEST_WAIT = 300
"""Seconds between tries while an outside part is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is: the unit in hand or just done, and its pages by state."""

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
    """A batch in hand: the loop's two moves. Each unit is under a lease of its own, so others may work beside.

    Two threads may make them at once, each on a unit of its own.
    """

    def __init__(self, capture: Capture, actor: Actor, batch: BatchId, holder: Holder) -> None:
        self._capture = capture
        self._actor = actor
        self._batch = batch
        self._holder = holder
        self._held: dict[str, Held] = {}

    def take(self, steps: Collection[UnitKind] = EVERY_STEP) -> Unit | Standing:
        """Take the next unit of these steps, or learn why there is none; raises TransientError."""
        taken = self._capture.take(self._actor, self._batch, self._holder, steps)
        if isinstance(taken, Standing):
            return taken
        self._held[taken.unit.key] = taken
        return taken.unit

    def perform(self, unit: Unit, on_file: OnFile = unheard) -> None:
        """Do a unit that was taken; one that another worker took over is left to it. Raises TransientError."""
        held = self._held[unit.key]
        try:
            self._capture.perform(self._actor, held, on_file)
        except LeaseLost:
            _log.warning("unit.lost", unit=unit.key, fence=held.job.fence)
        self._forget(held)

    def let_go(self) -> None:
        """Give back what was taken and not done, so that nobody has to wait for it."""
        for held in tuple(self._held.values()):
            with suppress(CasebinderError):  # what cannot be given back now comes back when its lease is over
                self._capture.give_back(self._actor, held)
            self._forget(held)

    def _forget(self, held: Held) -> None:
        del self._held[held.unit.key]
        self._holder.in_hand.discard(held.job.id)


class Engine:
    """Runs capture for one batch at a time, beside whoever else works on it."""

    def __init__(self, records: Records, capture: Capture, owner: str, *, lease_seconds: int = LEASE_SECONDS) -> None:
        self._records = records
        self._capture = capture
        self._holder = Holder(name=owner, lease_seconds=lease_seconds)

    @contextmanager
    def holding(self, actor: Actor, batch: BatchId) -> Iterator[Work]:
        """Have a batch in hand while the caller runs its loop.

        When the loop ends by an error the batch is put off for a while, and the error goes on; a person's interruption
        puts nothing off.
        """
        work = Work(self._capture, actor, batch, self._holder)
        try:
            yield work
        except CasebinderError as error:
            self._put_off(batch, Reason(code=error.code, message=error.message, next_step=error.next_step))
            raise
        except KeyboardInterrupt:
            raise
        except BaseException:
            self._put_off(batch, BROKEN_OFF)
            raise
        finally:
            work.let_go()

    def run(self, actor: Actor, batch: BatchId, on_progress: OnProgress) -> Standing:
        """Do what can be done of a batch now, and say how it stands then. Raises TransientError."""
        if self.is_shared(actor, batch):
            return Standing.SHARED
        with self.holding(actor, batch) as work:
            while isinstance(taken := work.take(), Unit):
                on_progress(self.progress(batch, taken))
                work.perform(taken)
                on_progress(self.progress(batch, taken))
        return taken

    def is_shared(self, actor: Actor, batch: BatchId) -> bool:
        """Return whether all that is left of a batch is in others' hands."""
        return self._capture.is_shared(actor, batch, self._holder)

    def _put_off(self, batch: BatchId, reason: Reason) -> None:
        """Let nobody take the batch up before a pause is over, which grows from time to time."""
        with self._records.writing() as uow:
            job = uow.jobs.find(CAPTURE_JOB, batch)
            seconds = min(LONGEST_WAIT, 2 ** min(job.attempt + 1, 10)) if job else 0
            uow.jobs.put_off(CAPTURE_JOB, batch, seconds=seconds, reason=reason)
            uow.commit()

    def progress(self, batch: BatchId, unit: Unit | None) -> Progress:
        """Return how far the batch is."""
        with self._records.reading() as uow:
            return Progress(batch=batch, unit=unit, pages=tuple(uow.pages.counts(batch).items()))
