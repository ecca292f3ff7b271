"""Where drops are taken in: what arrived whole is received, captured, and put away once it is known to be safe.

A drop is what was dropped together: a lone file or a folder of them, in a hot folder or in the inbox of a bucket.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from adapters.local.inbox import HotFolder
from bootstrap.application import Application
from bootstrap.parts.storage import s3_inbox
from bootstrap.running.engines import CaptureEngine
from bootstrap.settings import Settings
from pipeline.errors import PermanentError
from pipeline.intake import safe_name
from pipeline.model.actor import Actor
from pipeline.model.batch import SourceFile
from pipeline.model.identity import BatchId
from pipeline.model.states import FileState
from pipeline.model.text import Language
from services.access import SYSTEM
from services.capture.receive import Receipt
from services.ports.reading import IncomingFile

if TYPE_CHECKING:
    from adapters.minio.inbox import S3Drop

FOLDER, BUCKET = "folder", "bucket"
"""Names of channels: given paths and hot folders; inboxes of buckets."""
S3 = "s3://"
FOLDER_SETTLES = 2.0
"""Seconds after which nobody writes into a dropped folder any more: copies are under way all the time."""
BUCKET_SETTLES = 60.0
"""The same for a bucket: a file shows when it is there whole, and the next may be a minute on its way."""
Say = Callable[[str], None]


class Drop(Protocol):
    """Files dropped together, by the name a person gave them."""

    @property
    def name(self) -> str:
        """Return the name."""
        ...


D = TypeVar("D", bound=Drop)


class Inbox(Protocol[D]):
    """A place people and systems drop into."""

    def alone(self) -> AbstractContextManager[bool]:
        """Hold the place against other processes of this machine; False while another holds it."""
        ...

    def complete(self, *, settle_seconds: float) -> Iterator[D]:
        """Return the drops that are there whole, in natural order."""
        ...

    def brought(self, drop: D) -> AbstractContextManager[Path]:
        """Return the drop as a file or folder of this machine, as long as the context lasts."""
        ...

    def put_away(self, drop: D, received: Sequence[tuple[Path, SourceFile]], language: Language) -> None:
        """Move the files, by the paths they were brought to: refused ones to failed/, the others to done/."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Generic[D]):
    """An inbox with its habits; is_fixed: an equal drop holds the same bytes, so that one look is enough."""

    inbox: Inbox[D]
    channel: str
    settle_seconds: float
    is_fixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A drop that was received: its files as they were brought, and its batch."""

    files: tuple[IncomingFile, ...]
    batch: BatchId


class Intake(Generic[D]):
    """Takes in the drops of one inbox, as one actor."""

    def __init__(
        self,
        application: Application,
        actor: Actor,
        runs: CaptureEngine,
        watched: Watched[D],
        *,
        batch_class: str | None,
        say: Say,
    ) -> None:
        self._application = application
        self._actor = actor
        self._runs = runs
        self._watched = watched
        self._batch_class = batch_class
        self._say = say
        self._taken: dict[D, _Taken] = {}

    def look(self) -> None:
        """Take in every drop that is there whole; nothing when another process looks at the inbox just now.

        Raises TransientError at once, and the first PermanentError when the other drops were taken.
        """
        inbox = self._watched.inbox
        with inbox.alone() as is_ours:
            failures: list[PermanentError] = []
            for drop in inbox.complete(settle_seconds=self._watched.settle_seconds) if is_ours else ():
                try:
                    self._take(drop)
                except PermanentError as error:
                    failures.append(error)
            if failures:
                raise failures[0]

    def _take(self, drop: D) -> None:
        taken = self._received(drop)
        self._runs.run(self._application, taken.batch, lambda _: None)
        view = self._application.find.batches(SYSTEM, taken.batch)[0]
        if any(file.state is FileState.STORED for file in view.files):
            return  # left to a worker that has not opened them yet: the next look puts them away
        paths, dropped = (file.path for file in taken.files), [file for file in view.files if not file.part_of]
        language = self._application.settings.language
        self._watched.inbox.put_away(drop, tuple(zip(paths, dropped, strict=True)), language)
        del self._taken[drop]
        self._say(f"{safe_name(drop.name)}: {taken.batch} {view.batch.state}")

    def _received(self, drop: D) -> _Taken:
        """Receive the drop, unless this process has received these very files of it before."""
        before = self._taken.get(drop)
        if before is not None and self._watched.is_fixed:
            return before
        with self._watched.inbox.brought(drop) as path:
            files = self._application.incoming([path])
            if before is not None and before.files == files:
                return before
            receipt = received(
                self._application, self._actor, files, batch_class=self._batch_class, channel=self._watched.channel
            )
        self._taken[drop] = _Taken(files=files, batch=receipt.batch)
        return self._taken[drop]


def intake(
    application: Application,
    actor: Actor,
    runs: CaptureEngine,
    place: str,
    *,
    batch_class: str | None,
    once: bool,
    say: Say,
) -> "Intake[Path] | Intake[S3Drop]":
    """Return the intake of a hot folder, or of an inbox `s3://BUCKET/PREFIX`; raises NotFound, WrongUsage.

    once: a hot folder is taken as it is, without waiting for who might still write.
    """
    if place.startswith(S3):
        bucket = Watched(
            inbox=s3_inbox(application.settings, place), channel=BUCKET, settle_seconds=BUCKET_SETTLES, is_fixed=True
        )
        return Intake(application, actor, runs, bucket, batch_class=batch_class, say=say)
    settles = 0.0 if once else FOLDER_SETTLES
    folder = Watched(inbox=HotFolder(Path(place)), channel=FOLDER, settle_seconds=settles, is_fixed=False)
    return Intake(application, actor, runs, folder, batch_class=batch_class, say=say)


def inboxes(settings: Settings) -> tuple[str, ...]:
    """Name the inboxes of the installation itself: its hot folder when it is there, `inbox/` of its content bucket."""
    folder = (str(settings.hot_folder),) if settings.hot_folder.is_dir() else ()
    bucket = (f"{S3}{settings.s3_bucket}/inbox",) if settings.s3_endpoint else ()
    return folder + bucket


def received(
    application: Application,
    actor: Actor,
    files: Sequence[IncomingFile],
    *,
    batch_class: str | None,
    channel: str,
    expected_pages: int | None = None,
) -> Receipt:
    """Receive files as one batch; raises WrongUsage, NoRight."""
    return application.receive.receive(
        actor,
        files,
        batch_class=batch_class or application.settings.batch_class,
        channel=channel,
        expected_pages=expected_pages,
    )
