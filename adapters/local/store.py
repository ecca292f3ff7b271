"""Content in a directory, named by its digest: `blobs/ab/cdef…`, read-only once it is there.

Bytes are written to a file of their own beside the store, forced to the disk, and only then renamed: a process
killed at any instant leaves no half content under a final name. Fulfils `pipeline.ports.BlobStore`.
"""

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from adapters.local.durable import sync_folder
from adapters.paths import digest_of
from adapters.store_faults import altered, unknown, unreadable
from pipeline.errors import PartUnreachable
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.ports import BlobInfo

INCOMING = ".incoming"
"""The folder of unfinished writes; it lies in the store, so that renaming stays within one file system."""
STRAY_AFTER_SECONDS = 24 * 3600
"""A write older than this belongs to nobody any more: no put takes a day."""
PIECE = 1 << 20
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = 0o444


class LocalBlobStore:
    """The store of an embedded installation; any number of processes may put and get at once."""

    def __init__(self, folder: Path, *, sign: Path | None = None) -> None:
        """Name the folder; nothing is touched before the first put.

        sign: a path that is there once content was put. A folder without content is then a mount that is missing:
        nothing is written beside it, and nothing is said to be lost.
        """
        self._folder = folder
        self._sign = sign
        self._is_prepared = False

    def put(self, content: bytes, *, media_type: str) -> BlobInfo:
        """Keep the bytes durably; raises PartUnreachable, and then keeps nothing."""
        digest = Digest("sha256:" + hashlib.sha256(content).hexdigest())
        if not self._settled(digest, len(content)):
            self._take_in((content,), digest)
        return BlobInfo(digest=digest, size=len(content), media_type=media_type)

    def put_file(self, path: Path, *, media_type: str) -> BlobInfo:
        """Keep a file's bytes durably, read in pieces; the digest is that of the bytes written, not of a first look.

        Raises NotFound when the file cannot be read, PartUnreachable when the store cannot be written.
        """
        try:
            source = path.open("rb")
        except OSError as error:
            raise unreadable(path, error) from error
        with source:
            digest, size = self._take_in(_pieces(source, path))
        return BlobInfo(digest=digest, size=size, media_type=media_type)

    def get(self, digest: Digest) -> bytes:
        """Return the bytes, digest verified; raises NotFound, or PermanentError when they were altered."""
        with self.open_local(digest) as path:
            content = self._read(path)
        if hashlib.sha256(content).hexdigest() != path.parent.name + path.name:
            raise altered(digest, next_step=_REPAIR)
        return content

    @contextmanager
    def open_local(self, digest: Digest) -> Iterator[Path]:
        """Yield the content's own path, read-only; raises NotFound."""
        path = self._path(digest)
        if path is None or not self._is_kept(path):
            self._require_mount()
            raise unknown(digest, next_step=_GET_BACK)
        yield path

    def exists(self, digest: Digest) -> bool:
        """Return whether the content is kept; raises PartUnreachable when the store is not there."""
        path = self._path(digest)
        if path is not None and self._is_kept(path):
            return True
        self._require_mount()
        return False

    def digests(self) -> Iterator[Digest]:
        """Yield every digest kept, in no order; unfinished writes are not content."""
        for path in self._folder.glob("??/*"):
            digest = Digest(f"sha256:{path.parent.name}{path.name}")
            if _DIGEST.fullmatch(digest):
                yield digest

    def _path(self, digest: Digest) -> Path | None:
        match = _DIGEST.fullmatch(digest)
        return self._folder / match[1][:2] / match[1][2:] if match else None

    def _is_kept(self, path: Path) -> bool:
        """Return whether a file that we may read stands there; raises PartUnreachable where it is closed to us."""
        try:
            if not path.is_file():
                return False
        except OSError as error:
            raise self._unreachable(error) from error
        if not os.access(path, os.R_OK, effective_ids=True):
            raise self._unreachable(PermissionError(errno.EACCES, os.strerror(errno.EACCES), path))
        return True

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise self._unreachable(error) from error

    def _settled(self, digest: Digest, size: int) -> bool:
        """Return whether the content is already there, whole and on the disk; a damaged one is to be written again."""
        path = self._path(digest)
        if path is None or not path.is_file() or path.stat().st_size != size:
            return False
        if digest_of(path) != digest:
            return False
        sync_folder(path.parent)  # the process that renamed it may have died before it did this
        return True

    def _take_in(self, pieces: Iterable[bytes], known: Digest | None = None) -> tuple[Digest, int]:
        """Write the pieces aside, then move them to the name of their digest; gives digest and bytes written."""
        aside: str | None = None
        try:
            self._prepare()
            handle, aside = tempfile.mkstemp(dir=self._folder / INCOMING, suffix=".part")
            digest, size = _write(handle, pieces)
            if known is None and self._settled(digest, size):
                Path(aside).unlink()
            else:
                self._move_in(Path(aside), digest)
        except OSError as error:
            raise self._unreachable(error) from error
        finally:
            if aside is not None:
                with suppress(OSError):
                    Path(aside).unlink(missing_ok=True)
        return digest, size

    def _move_in(self, aside: Path, digest: Digest) -> None:
        path = self._path(digest)
        assert path is not None
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            sync_folder(self._folder)
        aside.replace(path)
        sync_folder(path.parent)

    def _prepare(self) -> None:
        """Make the folders and take away writes left behind by processes that died, once a process."""
        self._require_mount()
        if self._is_prepared and (self._folder / INCOMING).is_dir():
            return
        incoming = self._folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        oldest = time.time() - STRAY_AFTER_SECONDS
        for stray in incoming.iterdir():
            with suppress(FileNotFoundError):
                if stray.stat().st_mtime < oldest:
                    stray.unlink()
        self._is_prepared = True

    def _require_mount(self) -> None:
        """Raise PartUnreachable when content was put and its folder is not there."""
        if self._sign is not None and not (self._folder / INCOMING).is_dir() and self._sign.exists():
            raise self._unreachable(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._folder))

    def _unreachable(self, error: OSError) -> PartUnreachable:
        if error.errno in _FULL:
            return PartUnreachable(
                "store_full",
                Bilingual(
                    fr="Le disque du magasin de contenus est plein : rien n'a été conservé de cet envoi.",
                    en="The disk of the content store is full: nothing of this content was kept.",
                ),
                where=str(self._folder),
                next_step=Bilingual(
                    fr="Libérez de la place ou agrandissez le volume ; le travail reprendra seul.",
                    en="Free some space or enlarge the volume; the work resumes by itself.",
                ),
            )
        return PartUnreachable(
            "store_unreachable",
            Bilingual(
                fr=f"Le magasin de contenus ne répond pas ({error.strerror}).",
                en=f"The content store does not answer ({error.strerror}).",
            ),
            where=str(self._folder),
            next_step=Bilingual(
                fr="Vérifiez que le dossier est monté et que ce compte peut y écrire.",
                en="Check that the folder is mounted and that this account may write to it.",
            ),
        )


def _pieces(source: BinaryIO, path: Path) -> Iterator[bytes]:
    """Return the bytes of a file in pieces; raises NotFound where they cannot be read: the store is not at fault."""
    try:
        yield from iter(lambda: source.read(PIECE), b"")
    except OSError as error:
        raise unreadable(path, error) from error


def _write(handle: int, pieces: Iterable[bytes]) -> tuple[Digest, int]:
    """Write the pieces to the open file and force them to the disk; return their digest and size in bytes."""
    seen, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
            seen.update(piece)
            size += len(piece)
        file.flush()
        os.fchmod(file.fileno(), _READ_ONLY)  # case folders hold links to it: nobody edits content through them
        os.fsync(file.fileno())
    return Digest("sha256:" + seen.hexdigest()), size


_GET_BACK = Bilingual(
    fr="Vérifiez l'empreinte ; s'il a été reçu, restaurez le magasin depuis une sauvegarde.",
    en="Check the digest; if it was received, restore the store from a backup.",
)
_REPAIR = Bilingual(
    fr="Restaurez ce contenu depuis une sauvegarde, ou déposez de nouveau l'original : il sera réparé.",
    en="Restore this content from a backup, or submit the original again: it is repaired.",
)
