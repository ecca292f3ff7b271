"""What runs capture: the inline engine here, or another door's, found by its entry point.

The Prefect engine lives in `flows`, above this package; it is announced under the entry point group
`casebinder.engines`, so that nothing below the doors imports Prefect.
"""

from collections.abc import Callable
from importlib.metadata import entry_points
from time import sleep
from typing import Protocol, cast

from bootstrap.application import Application
from bootstrap.running.side_by_side import side_by_side
from pipeline.errors import WrongUsage
from pipeline.model.identity import BatchId
from pipeline.model.text import Bilingual
from services.access import SYSTEM
from services.capture.engine import OnProgress
from services.capture.recover import Recovered
from services.units import Standing

GROUP = "casebinder.engines"
SHARED_EVERY = 0.2
"""Seconds between looks at a batch whose units are all in others' hands."""
Say = Callable[[str], None]


class CaptureEngine(Protocol):
    """Runs capture for an installation."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Capture one batch to its end, beside others who work on it, then bring index and folders up to date."""
        ...

    def visit(self, application: Application, batch: BatchId, on_progress: OnProgress) -> Standing:
        """Do what can be done of a batch now and say how it stands then; at its end bring index and folders up."""
        ...


class InlineEngine:
    """Runs the loop in this process, what follows reading beside it."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Capture one batch to its end, beside others who work on it; raises TransientError."""
        to_the_end(lambda: self.visit(application, batch, on_progress))

    def visit(self, application: Application, batch: BatchId, on_progress: OnProgress) -> Standing:
        """Do what can be done of a batch now; raises TransientError."""
        standing = side_by_side(application.engine, SYSTEM, batch, on_progress)
        if standing.is_over:
            application.project.drain(SYSTEM)
        return standing


class LeftToWorkers:
    """Runs nothing: the batch waits for a worker beside this process."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Leave the batch as it is."""

    def visit(self, application: Application, batch: BatchId, on_progress: OnProgress) -> Standing:  # noqa: ARG002
        """Leave the batch as it is."""
        return Standing.SHARED


def to_the_end(visit: Callable[[], Standing]) -> None:
    """Visit a batch until nothing of it is left in anybody's hands."""
    while visit() is Standing.SHARED:
        sleep(SHARED_EVERY)


def engine(name: str) -> CaptureEngine:
    """Return the engine of that name; raises WrongUsage when it is not installed."""
    if name == "inline":
        return InlineEngine()
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        raise WrongUsage(
            "no_such_engine",
            Bilingual(fr=f"Le moteur « {name} » n'est pas installé.", en=f'The engine "{name}" is not installed.'),
            where="--engine",
            next_step=Bilingual(fr="Utilisez --engine inline.", en="Use --engine inline."),
        )
    return cast("CaptureEngine", found.load()())


def recover(application: Application, runs: CaptureEngine, on_progress: OnProgress, *, retry: bool) -> Recovered:
    """Take up every batch that stopped half-way and project what waits; with retry, what failed too."""
    retried = 0
    if retry:
        for view in application.find.batches(SYSTEM):
            if view.failed:
                retried += application.capture.retry(SYSTEM, view.batch.id)
    batches = application.recovery.unfinished(SYSTEM, at_once=True)
    for batch in batches:
        runs.run(application, batch, on_progress)
    projected = application.project.catch_up(SYSTEM)
    with application.records.reading() as uow:
        waiting = uow.outbox.waiting()
    return Recovered(batches=batches, retried=retried, projected=projected, waiting=waiting)
