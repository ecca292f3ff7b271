"""The inbox of an S3 bucket: what was dropped completely is found, brought here, and put away once it is safe.

`inbox/<batch>/…` is one drop, and so is a lone object `inbox/scan.pdf`. Taken objects go to `inbox/done/`, refused ones
to `inbox/failed/` with a `.txt` beside that says why. An object is known by its version: one sent anew under the same
name meanwhile is another, and waits for the next look.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath

from minio import Minio, S3Error
from minio.commonconfig import CopySource
from minio.datatypes import Object

from adapters.incoming import is_wanted
from adapters.local.inbox import DONE, FAILED
from adapters.minio.connection import ABSENT, Connection, told
from adapters.temporary import no_room, temporary_folder
from pipeline.errors import WrongUsage
from pipeline.intake import natural
from pipeline.model.batch import SourceFile
from pipeline.model.states import FileState
from pipeline.model.text import Bilingual, Language

SCHEME = "s3://"
MARKER = "_complete"
"""An object of this name in a drop says that everything before it was sent: the drop is taken at once."""
_LONGEST_NAME = 200
"""Bytes of a file's name here; a key may have 1024, and a file system takes 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One version of an object that waits; name: its key below the inbox. version: None in a bucket without them."""

    name: str
    key: str
    version: str | None
    etag: str
    size: int
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Drop:
    """What was dropped together: the files in natural order; markers: objects that only say something about it."""

    name: str
    files: tuple[Dropped, ...]
    markers: tuple[Dropped, ...]


class MinioInbox:
    """An inbox; processes that look into it at once may bring the same drop twice, and nothing is lost or doubled."""

    def __init__(self, connection: Connection, address: str) -> None:
        """Name the inbox, `s3://BUCKET/PREFIX`; raises WrongUsage for another form."""
        bucket, _, prefix = address.removeprefix(SCHEME).partition("/")
        if not address.startswith(SCHEME) or not bucket or not prefix.strip("/"):
            raise _wrong_address(address)
        self._connection = connection
        self._client: Minio = connection.client
        self._bucket = bucket
        self._prefix = prefix.strip("/") + "/"

    def complete(self, *, settle_seconds: float) -> Iterator[S3Drop]:
        """Yield the drops that are complete, in natural order; raises PartUnreachable.

        A lone object is: S3 shows it when its last byte is there. A folder is when it has a marker not older than its
        files, or when nothing came into it for that long by the server's clock.
        """
        self._connection.prepare(self._bucket)
        with told(self._where):
            for drop in self._drops():
                if drop.files and (_is_lone(drop) or _is_marked(drop) or self._is_settled(drop, settle_seconds)):
                    yield drop

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold nothing: objects are known by their version, so another look at the same time harms nothing."""
        yield True

    @contextmanager
    def brought(self, drop: S3Drop) -> Iterator[Path]:
        """Yield a folder with the drop's files as long as the context lasts; raises PartUnreachable."""
        with temporary_folder() as folder:
            self._bring_all(drop, folder)
            yield folder

    def put_away(self, drop: S3Drop, received: Sequence[tuple[Path, SourceFile]], language: Language) -> None:
        """Move the drop's files, in its order, once they are committed: refused ones to failed/, the others to done/.

        The marker goes first: without it what is left after a crash waits, and what comes later waits for its own.
        Raises PartUnreachable; what was not moved then is found again, and received as a duplicate.
        """
        with told(self._where):
            for marker in drop.markers:
                self._remove(marker)
            for dropped, (_, file) in zip(drop.files, received, strict=True):
                is_refused = file.state is FileState.QUARANTINED
                to = self._move(dropped, FAILED if is_refused else DONE)
                if is_refused and file.reason:
                    words = (file.reason.message, file.reason.next_step)
                    self._write(f"{to}.txt", "\n".join(word.in_language(language) for word in words) + "\n")

    @property
    def _where(self) -> str:
        return f"{self._connection.endpoint}/{self._bucket}/{self._prefix}"

    # ------------------------------------------------------------ looking
    def _drops(self) -> Iterator[S3Drop]:
        """Yield what lies in the inbox, complete or not; what was put away is never listed, however much it is."""
        top: dict[str, list[Dropped]] = {}
        for kept in self._client.list_objects(self._bucket, prefix=self._prefix, include_version=True):
            name = (kept.object_name or "").removeprefix(self._prefix).strip("/")
            if name and not name.startswith(".") and name not in {DONE, FAILED, MARKER}:
                top.setdefault(name, []).extend(self._below(kept) if kept.is_dir else _waiting([kept], self._prefix))
        for name in sorted(top, key=natural):
            yield _drop(name, top[name])

    def _below(self, folder: Object) -> list[Dropped]:
        listed = self._client.list_objects(
            self._bucket, prefix=folder.object_name, recursive=True, include_version=True
        )
        return _waiting(listed, self._prefix)

    def _is_settled(self, drop: S3Drop, settle_seconds: float) -> bool:
        newest = max(drop.files + drop.markers, key=lambda file: file.sent_at)
        if settle_seconds <= 0:
            return True
        answer = self._client.stat_object(self._bucket, newest.key, version_id=newest.version).metadata or {}
        # The server's clock dates objects; ours may differ.
        now = parsedate_to_datetime(str(answer["Date"]))
        return (now - newest.sent_at).total_seconds() >= settle_seconds

    # ------------------------------------------------------------ bringing and moving
    def _bring_all(self, drop: S3Drop, folder: Path) -> None:
        for number, file in enumerate(drop.files):
            # A folder of its own for each: the order stays, and two of one name do not meet.
            path = folder / f"{number:06d}" / _local_name(file.name)
            try:
                path.parent.mkdir()
                with told(self._where):
                    self._bring(file, path)
            except OSError as error:
                raise no_room(error, folder) from error

    def _bring(self, file: Dropped, path: Path) -> None:
        def once() -> None:
            response = self._client.get_object(self._bucket, file.key, version_id=file.version)
            try:
                with path.open("wb") as into:
                    for piece in response.stream(1 << 20):
                        into.write(piece)
            finally:
                response.close()
                response.release_conn()

        self._connection.patience.again(once)

    def _move(self, file: Dropped, where: str) -> str:
        """Copy on the server, then remove the version that was read; return the key it has now."""
        key = f"{self._prefix}{where}/{file.name}"
        to = self._free(key, file)
        if to is not None:
            try:
                self._client.copy_object(self._bucket, to, CopySource(self._bucket, file.key, version_id=file.version))
            except S3Error as error:
                if error.code in ABSENT:
                    return key  # another process put it away
                raise
        self._remove(file)
        return to or key

    def _free(self, key: str, file: Dropped) -> str | None:
        """Return a key that is not taken, or None when this very object is there: a crash came before its removal."""
        try:
            there = self._client.stat_object(self._bucket, key)
        except S3Error as error:
            if error.code in ABSENT:
                return key
            raise
        if there.etag == file.etag and there.size == file.size:
            return None
        path = PurePosixPath(key)
        return str(path.with_name(f"{path.stem}.{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}{path.suffix}"))

    def _remove(self, file: Dropped) -> None:
        """Remove the version that was read, and no newer one."""
        if file.version is None:
            try:
                if self._client.stat_object(self._bucket, file.key).etag != file.etag:
                    return
            except S3Error as error:
                if error.code in ABSENT:
                    return
                raise
        self._client.remove_object(self._bucket, file.key, version_id=file.version)

    def _write(self, key: str, text: str) -> None:
        content = text.encode()
        self._client.put_object(
            self._bucket, key, io.BytesIO(content), len(content), content_type="text/plain; charset=utf-8"
        )


def _waiting(listed: Iterable[Object], prefix: str) -> list[Dropped]:
    """Return the present versions of what is listed, removed objects left out."""
    return [
        Dropped(
            name=(kept.object_name or "").removeprefix(prefix),
            key=kept.object_name or "",
            version=None if kept.version_id in {None, "", "null"} else kept.version_id,
            etag=kept.etag or "",
            size=kept.size or 0,
            sent_at=kept.last_modified,
        )
        for kept in listed
        if kept.is_latest == "true" and not kept.is_delete_marker and kept.last_modified is not None
    ]


def _drop(name: str, dropped: Sequence[Dropped]) -> S3Drop:
    """Put a drop together: what is never taken in, such as hidden files, stays where it is."""
    is_marker = {file.name: file.name == f"{name}/{MARKER}" for file in dropped}
    wanted = [
        file
        for file in dropped
        if not is_marker[file.name] and not file.name.endswith("/") and is_wanted(Path("/", file.name), Path("/"))
    ]
    return S3Drop(
        name=name,
        files=tuple(sorted(wanted, key=lambda file: natural(file.name))),
        markers=tuple(file for file in dropped if is_marker[file.name]),
    )


def _is_lone(drop: S3Drop) -> bool:
    return len(drop.files) == 1 and drop.files[0].name == drop.name


def _is_marked(drop: S3Drop) -> bool:
    newest = max(file.sent_at for file in drop.files)
    return any(marker.sent_at >= newest for marker in drop.markers)


def _local_name(name: str) -> str:
    """Return a name that any file system takes; the ending stays, whatever has to be cut."""
    plain = "".join(char if char.isprintable() and char != "/" else "_" for char in name.rpartition("/")[2])
    if len(plain.encode()) > _LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = stem.encode()[: _LONGEST_NAME // 2].decode(errors="ignore") + dot + ending[:10]
    return plain if plain.strip(".") else "_"


def _wrong_address(address: str) -> WrongUsage:
    return WrongUsage(
        "wrong_inbox",
        Bilingual(
            fr=f"« {address} » n'est pas l'adresse d'une boîte de dépôt.", en=f'"{address}" is no address of an inbox.'
        ),
        where=address,
        next_step=Bilingual(fr="Par exemple : s3://casebinder/inbox", en="For example: s3://casebinder/inbox"),
    )
