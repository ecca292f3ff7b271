"""Where files lie while they are being sent, piece by piece, until all are whole and can be received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipeline.model.batch import Reason
from pipeline.model.identity import ActorId, BatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedFile:
    """A file as its sender announces it.

    name: with the folders it lies in; size: bytes; modified: milliseconds since 1970, by which the sender's machine
    tells one state of the file from another; closed: why its bytes are not wanted.
    """

    name: str
    size: int
    modified: int = 0
    closed: Reason | None = None

    @property
    def wanted(self) -> int:
        """Return the bytes that have to come."""
        return 0 if self.closed else self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Files that are being sent to become one batch; batch: what they became, when they did."""

    id: str
    actor: ActorId
    batch_class: str
    expected_pages: int | None
    files: tuple[PromisedFile, ...]
    begun_at: datetime
    batch: BatchId | None = None

    @property
    def wanted(self) -> int:
        """Return the bytes that have to come in all."""
        return sum(file.wanted for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class LyingFile:
    """What came of a file: where it lies, its bytes so far, and the first 4 kB of them."""

    path: Path
    size: int
    head: bytes


class UploadStore(Protocol):
    """Uploads under way; every method raises PartUnreachable when the place cannot be read or written."""

    def keep(self, upload: Upload) -> None:
        """Write down what is promised, or what became of it."""
        ...

    def find(self, name: str) -> Upload | None: ...
    def every(self) -> Sequence[Upload]:
        """Oldest first."""
        ...

    def came(self, upload: Upload) -> tuple[int, ...]:
        """Bytes that came of each file, in order."""
        ...

    def append(self, upload: Upload, number: int, piece: bytes, *, at: int) -> int:
        """Add a piece to the file of that number (from 1) and give its bytes then; whole or not at all.

        Raises ConcurrentChange when the file does not have `at` bytes so far.
        """
        ...

    def lying(self, upload: Upload) -> tuple[LyingFile, ...]: ...
    def empty(self, upload: Upload) -> None:
        """Take away what came; what is written down about it stays."""
        ...

    def remove(self, upload: Upload) -> None: ...
