"""Ways a batch comes in and is worked on from one machine: given paths, a hot folder, and the long-running worker."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep

from adapters.hot_folder import HotFolder
from bootstrap.application import Application
from bootstrap.engines import CaptureEngine
from pipeline.errors import TransientError
from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId
from services.access import SYSTEM
from services.engine import OnProgress
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
    """Take in what is dropped into a hot folder, each sub-folder and each lone file a batch of its own."""
    hot = HotFolder(folder)
    silent: OnProgress = lambda _: None  # noqa: E731 - the folder itself shows what is done
    while True:
        for drop in hot.complete(settle_seconds=0.0 if once else LOOK_EVERY):
            files = application.incoming([drop])
            receipt = _received(application, actor, files, batch_class=batch_class)
            runs.run(application, receipt.batch, silent)
            view = application.find.batches(SYSTEM, receipt.batch)[0]
            paths = (file.path for file in files)
            hot.put_away(drop, tuple(zip(paths, view.files, strict=True)), application.settings.language)
            say(f"{drop.name}: {view.batch.id} {view.batch.state}")
        if once:
            return
        sleep(LOOK_EVERY)
