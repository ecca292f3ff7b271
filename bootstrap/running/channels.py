"""Ways a batch comes in and is worked on from one machine: given paths, a hot folder, and the long-running worker."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

from bootstrap.application import Application
from bootstrap.running.engines import SHARED_EVERY, CaptureEngine
from bootstrap.running.intake import FOLDER, Say, inboxes, intake, received
from pipeline.errors import CasebinderError, TransientError
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId, BatchId
from services.access import SYSTEM
from services.capture.receive import Receipt
from services.ports.reading import IncomingFile
from services.units import Standing

LOOK_EVERY = 2.0
"""Seconds between looks at a hot folder and at the list of ready batches."""
RECOVER_EVERY = 120.0
"""Seconds between looks for work that stopped half-way."""


def submit(
    application: Application,
    actor: Actor,
    files: Sequence[IncomingFile],
    *,
    batch_class: str | None,
    expected_pages: int | None = None,
) -> Receipt:
    """Receive files named in a command as one batch; raises NotFound, WrongUsage, NoRight."""
    return received(application, actor, files, batch_class=batch_class, channel=FOLDER, expected_pages=expected_pages)


def work(application: Application, runs: CaptureEngine, *, until_idle: bool, say: Say) -> None:
    """Capture batches as they come, beside other workers, until interrupted, or until nothing is ready.

    What stopped half-way is made ready first, and then from time to time. Raises TransientError only when it shall
    end by itself and an outside part is down; else it says so, and waits for that part.
    """
    upkeep, told = _Upkeep(application), _Told(application, say)
    while True:
        try:
            upkeep.when_due()
            batches = application.recovery.ready(SYSTEM)
        except TransientError as error:
            if until_idle:
                raise
            told.trouble(error)
            sleep(LOOK_EVERY)
            continue
        outcomes = [_captured(application, runs, batch, told) for batch in batches]
        failures = [outcome for outcome in outcomes if isinstance(outcome, TransientError)]
        if until_idle and failures:
            raise failures[-1]
        if until_idle and not batches:
            return
        if not failures:
            told.well()
        if not any(isinstance(outcome, Standing) and outcome.is_over for outcome in outcomes):
            sleep(SHARED_EVERY if Standing.SHARED in outcomes else LOOK_EVERY)


class _Upkeep:
    """What a worker does beside capture, from time to time."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._done: float | None = None

    def when_due(self) -> None:
        """Make ready what stopped half-way, and project what waits; raises TransientError."""
        if self._done is None or monotonic() - self._done > RECOVER_EVERY:
            self._application.recovery.unfinished(SYSTEM)
            self._application.project.drain(SYSTEM)
            self._done = monotonic()


class _Told:
    """Says what is wrong outside, once until it is well again or something else is wrong."""

    def __init__(self, application: Application, say: Say) -> None:
        self.say = say
        self._language = application.settings.language
        self._last = ""

    def trouble(self, error: CasebinderError) -> None:
        """Say where it is, what it is, and what to do."""
        words = f"{error.where}: {error.message.in_language(self._language)}"
        if words != self._last:
            self.say(f"{words} {error.next_step.in_language(self._language)}")
        self._last = words

    def well(self) -> None:
        """Have nothing wrong."""
        self._last = ""


def _captured(application: Application, runs: CaptureEngine, batch: BatchId, told: _Told) -> Standing | TransientError:
    """Do what can be done of a batch and say how it ended; return the error when an outside part was down."""
    try:
        standing = runs.visit(application, batch, lambda _: None)
        if standing.is_over:
            told.say(f"{batch}: {application.find.batches(SYSTEM, batch)[0].batch.state}")
    except TransientError as error:
        told.trouble(error)
        return error
    return standing


def watch(
    application: Application,
    actor: Actor,
    runs: CaptureEngine,
    place: Path | str,
    *,
    batch_class: str | None,
    once: bool,
    say: Say,
) -> None:
    """Take in what is dropped into a hot folder or an inbox `s3://BUCKET/PREFIX`, each drop a batch of its own.

    An error is said once, its drop stays where it is and is tried again, unless the watch shall look only once.
    """
    drops = intake(application, actor, runs, str(place), batch_class=batch_class, once=once, say=say)
    told = _Told(application, say)
    while True:
        try:
            drops.look()
            told.well()
        except CasebinderError as error:
            if once:
                raise
            told.trouble(error)
        if once:
            return
        sleep(LOOK_EVERY)


def poll(application: Application, runs: CaptureEngine) -> None:
    """Look once at every inbox of the installation; raises the first error when all were looked at."""
    actor = application.actor(ActorId(application.settings.actor))
    failures: list[CasebinderError] = []
    for place in inboxes(application.settings):
        try:
            intake(application, actor, runs, place, batch_class=None, once=False, say=lambda _: None).look()
        except CasebinderError as error:
            failures.append(error)
    if failures:
        raise failures[0]
