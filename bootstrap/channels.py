"""Ways a batch comes in and is worked on from one machine: given paths, a hot folder, and the long-running worker."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep

from adapters.hot_folder import HotFolder
from bootstrap.application import Application
from bootstrap.engines import CaptureEngine
from pipeline.errors import CasebinderError, PermanentError, TransientError
from pipeline.model.actor import Actor
from pipeline.model.batch import FileState
from pipeline.model.identity import ActorId, BatchId
from services.access import SYSTEM
from services.receive import IncomingFile, Receipt

FOLDER = "folder"
LOOK_EVERY = 2.0
"""Seconds between looks at a hot folder and at the list of ready batches."""
RECOVER_EVERY = 120.0
"""Seconds between looks for work that stopped half-way."""
Say = Callable[[str], None]


def submit(
    application: Application,
    actor: Actor,
    paths: Sequence[Path],
    *,
    batch_class: str | None,
    expected_pages: int | None = None,
) -> Receipt:
    """Receive the files of the paths as one batch; raises NotFound, WrongUsage, NoRight."""
    files = application.incoming(paths)
    return _received(application, actor, files, batch_class=batch_class, expected_pages=expected_pages)


def _received(
    application: Application,
    actor: Actor,
    files: Sequence[IncomingFile],
    *,
    batch_class: str | None,
    expected_pages: int | None = None,
) -> Receipt:
    return application.receive.receive(
        actor,
        files,
        batch_class=batch_class or application.settings.batch_class,
        channel=FOLDER,
        expected_pages=expected_pages,
    )


def work(application: Application, runs: CaptureEngine, *, until_idle: bool, say: Say) -> None:
    """Capture batches as they come, until interrupted, or until nothing is ready.

    What stopped half-way is made ready first, and then from time to time. Raises TransientError only when it shall
    end by itself and an outside part is down; else it waits for that part.
    """
    looked: float | None = None
    while True:
        if looked is None or monotonic() - looked > RECOVER_EVERY:
            application.recovery.unfinished(SYSTEM)
            application.project.drain(SYSTEM)
            looked = monotonic()
        batches = application.recovery.ready(SYSTEM)
        failures = [error for batch in batches if (error := _captured(application, runs, batch, say))]
        if until_idle and failures:
            raise failures[-1]
        if until_idle and not batches:
            return
        if failures or not batches:
            sleep(LOOK_EVERY)


def _captured(application: Application, runs: CaptureEngine, batch: BatchId, say: Say) -> TransientError | None:
    """Capture one batch and say how it stands; give the error when an outside part was down."""
    try:
        runs.run(application, batch, lambda _: None)
    except TransientError as error:
        say(f"{batch}: {error.message.in_language(application.settings.language)}")
        return error
    say(f"{batch}: {application.find.batches(SYSTEM, batch)[0].batch.state}")
    return None


def watch(
    application: Application,
    actor: Actor,
    runs: CaptureEngine,
    folder: Path,
    *,
    batch_class: str | None,
    once: bool,
    say: Say,
) -> None:
    """Take in what is dropped into a hot folder, each sub-folder and each lone file a batch of its own.

    An error is said once, its drop stays where it is and is tried again, unless the watch shall look only once.
    """
    intake = _Intake(application, actor, runs, batch_class or application.settings.batch_class, say)
    hot, said = HotFolder(folder), ""
    while True:
        try:
            intake.look(hot, settle_seconds=0.0 if once else LOOK_EVERY)
            said = ""
        except CasebinderError as error:
            if once:
                raise
            words = f"{error.where}: {error.message.in_language(application.settings.language)}"
            if words != said:
                say(words)
            said = words
        if once:
            return
        sleep(LOOK_EVERY)


def poll(application: Application, runs: CaptureEngine) -> None:
    """Look once at every channel of the installation; raises TransientError, NoRight."""
    settings = application.settings
    if settings.hot_folder.is_dir():
        actor = application.actor(ActorId(settings.actor))
        intake = _Intake(application, actor, runs, settings.batch_class, lambda _: None)
        intake.look(HotFolder(settings.hot_folder), settle_seconds=LOOK_EVERY)


class _Intake:
    """Where drops are taken in: received, captured, and put away once their files are known to be good or refused."""

    def __init__(self, application: Application, actor: Actor, runs: CaptureEngine, batch_class: str, say: Say) -> None:
        self._application = application
        self._actor = actor
        self._runs = runs
        self._batch_class = batch_class
        self._say = say
        self._taken: dict[Path, tuple[tuple[IncomingFile, ...], BatchId]] = {}

    def look(self, hot: HotFolder, *, settle_seconds: float) -> None:
        """Take in every drop that is there whole; nothing when another process looks at the folder just now.

        Raises TransientError at once, and the first PermanentError when the other drops were taken.
        """
        with hot.alone() as is_ours:
            failures: list[PermanentError] = []
            for drop in hot.complete(settle_seconds=settle_seconds) if is_ours else ():
                try:
                    self._take(hot, drop)
                except PermanentError as error:
                    failures.append(error)
            if failures:
                raise failures[0]

    def _take(self, hot: HotFolder, drop: Path) -> None:
        files = self._application.incoming([drop])
        before = self._taken.get(drop)
        if before is None or before[0] != files:
            receipt = _received(self._application, self._actor, files, batch_class=self._batch_class)
            before = self._taken[drop] = (files, receipt.batch)
        batch = before[1]
        self._runs.run(self._application, batch, lambda _: None)
        view = self._application.find.batches(SYSTEM, batch)[0]
        if any(file.state is FileState.STORED for file in view.files):
            return  # left to a worker that has not opened them yet: the next look puts them away
        paths = (file.path for file in files)
        hot.put_away(drop, tuple(zip(paths, view.files, strict=True)), self._application.settings.language)
        del self._taken[drop]
        self._say(f"{drop.name}: {batch} {view.batch.state}")
