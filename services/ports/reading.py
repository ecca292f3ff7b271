"""Reading originals: pages to words, documents to archive renditions, and the independent recount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.geometry import Box
    from pipeline.model.batch import Reason
    from pipeline.model.identity import Digest
    from pipeline.model.page import Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An original to read: a local path that holds its bytes, and its media type."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file at the door: its name as given, where its bytes lie, their number, and the first 4 kB of them.

    closed: why its bytes could not be read as one whole; it is set aside by its name then, and holds nothing.
    """

    name: str
    path: Path
    size: int
    head: bytes
    closed: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """How a batch class wants its pages read: Tesseract languages in order, and what counts as a separator."""

    languages: tuple[str, ...]
    separator_codes: tuple[str, ...]
    """Prefixes of bar-code payloads that make a page a separator sheet."""
    separate_by: tuple[str, ...] = ()
    """What the class cuts at (`patch`, `barcode`...): a sheet of such a kind need not be read, its code says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A page to read: `key` comes back with the outcome; number from 1 within the original.

    turn: clockwise degrees by which a person wants it turned, or None: the reader finds out which way up it is.
    """

    key: str
    original: Original
    number: int
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """A page that was read, with the seconds it took by stage (render, prepare, recognise, codes)."""

    key: str
    recognition: Recognition
    seconds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUnread:
    """A page that could not be read, and why; `died` tells that the reading process itself was lost."""

    key: str
    reason: Reason
    died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionRequest:
    """A document to make into a searchable archive PDF; made_at is its date in the file (equal bytes each time)."""

    key: str
    original: Original
    pages: tuple[Recognition, ...]
    title: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """The PDF of a request, or None when the original itself is that already."""

    key: str
    content: bytes | None


class PageReader(Protocol):
    """Opens originals and reads their pages, in processes of its own, within bounded time and memory."""

    def begin(self) -> None:
        """Start its processes now instead of with the first page; returns at once."""
        ...

    def count_pages(self, original: Original) -> int:
        """Return the number of pages; raises InputRefused (encrypted, damaged, empty, too many pages...)."""
        ...

    def unpacked(self, original: Original) -> AbstractContextManager[Sequence[IncomingFile]]:
        """Return the parts of an archive or message as files, as long as the context lasts; raises InputRefused."""
        ...

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Read pages of one original or several in parallel; give each outcome as soon as it is there, in any order."""
        ...

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Make searchable archive PDFs in parallel; raises PermanentError naming the request that cannot be made."""
        ...

    def picture(self, original: Original, number: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        """Return the page's picture for the eye, PNG, as a viewer shows it, or a part of it; raises PageFailed.

        width: of the whole page, in pixels; turn: clockwise degrees by which it is turned then.
        """
        ...

    def close(self) -> None:
        """End the processes."""
        ...


class Recounter(Protocol):
    """Looks at an original anew, sharing no code with capture; for `status --verify`."""

    def digest(self, path: Path) -> Digest:
        """Return the digest of the bytes as they lie there now."""
        ...

    def count(self, original: Original) -> int:
        """Return the number of pages; raises PermanentError when the bytes cannot be opened."""
        ...
