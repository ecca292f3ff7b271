"""What was just put into a remote store or brought from it, kept here for minutes, so that it is not brought again.

A stack of scans is opened for each group of pages and for each document cut from it; the words of a page are read by
each step after their recognition. All that is kept was verified, and ends with the process or by its age.
"""

import os
import shutil
import tempfile
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from adapters.temporary import OURS
from pipeline.model.identity import Digest

MOST_BYTES = 512 << 20
"""Of all copies together; the newest is kept whatever its size, for it is the one being worked on."""
MOST_IN_MEMORY = 32 << 20
"""Of small contents: the words of some two thousand pages."""
MOST_SECONDS = 600.0
"""A copy is no proof that the store still holds the bytes: after this it is brought, and verified, again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    path: Path
    etag: str
    size: int
    brought: float


class RecentContents:
    """Small contents in memory, by their digest: they cannot change, so who asks gets what was kept."""

    def __init__(self, *, most_bytes: int = MOST_IN_MEMORY, most_seconds: float = MOST_SECONDS) -> None:
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._kept: dict[Digest, tuple[bytes, float]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def get(self, digest: Digest) -> bytes | None:
        """Return the content if it is here and was kept not long ago."""
        with self._lock:
            content, kept = self._kept.get(digest, (None, 0.0))
            return content if monotonic() - kept < self._most_seconds else None

    def keep(self, digest: Digest, content: bytes) -> None:
        """Keep a verified content; the oldest make room for it, and one of more than a part of the room is left."""
        if len(content) > self._most_bytes // 16:
            return
        with self._lock:
            self._size += len(content) - len(self._kept.pop(digest, (b"", 0.0))[0])
            self._kept[digest] = (content, monotonic())
            while self._size > self._most_bytes:
                self._size -= len(self._kept.pop(next(iter(self._kept)))[0])


class LocalCopies:
    """Large contents as files; the threads of a process may share them. On trouble with the disk there is no copy.

    A copy is lent only while the store still shows the object that it was made of.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._folder: Path | None = None
        self._kept: dict[Digest, _Copy] = {}
        self._lock = threading.Lock()

    def etag(self, digest: Digest) -> str | None:
        """Return the ETag under which a content was brought that is still kept here, or None."""
        with self._lock:
            self._forget_old()
            kept = self._kept.get(digest)
            return kept.etag if kept else None

    def lend(self, digest: Digest, etag: str, to: Path) -> bool:
        """Make the path one more name of the copy, which lasts as long as it is wanted; False when there is none."""
        with self._lock:
            kept = self._kept.get(digest)
            return kept is not None and kept.etag == etag and _linked(kept.path, to)

    def keep(self, digest: Digest, etag: str, brought: Path) -> None:
        """Keep a content that was brought and verified; older copies make room for it."""
        with self._lock:
            try:
                path, size = self._place(digest), brought.stat().st_size
            except OSError:
                return
            self._forget(digest)
            if _linked(brought, path):
                self._kept[digest] = _Copy(path=path, etag=etag, size=size, brought=monotonic())
            self._forget_old()

    def _place(self, digest: Digest) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix=OURS))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder / digest[-64:]

    def _forget_old(self) -> None:
        """Forget copies that are too old, and the oldest while all are too much and the newest is not alone."""
        oldest = monotonic() - self._most_seconds
        for digest in [digest for digest, kept in self._kept.items() if kept.brought < oldest]:
            self._forget(digest)
        while len(self._kept) > 1 and sum(kept.size for kept in self._kept.values()) > self._most_bytes:
            self._forget(next(iter(self._kept)))

    def _forget(self, digest: Digest) -> None:
        kept = self._kept.pop(digest, None)
        if kept is not None:
            kept.path.unlink(missing_ok=True)


def _linked(path: Path, to: Path) -> bool:
    """Give a file one more name; who reads it by one is not disturbed when the other goes."""
    try:
        os.link(path, to)
    except OSError:
        return False
    return True
