"""What the board asks of the records about many batches at once: counts, never rows by the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pipeline.model.batch import Batch, Reason
from pipeline.model.states import BatchState, DocumentState, FileState, PageState

if TYPE_CHECKING:
    from pipeline.model.identity import BatchId, Circle


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuery:
    """Which batches: in these states, in these circles (None: in any)."""

    states: frozenset[BatchState] = frozenset(BatchState)
    circles: frozenset[Circle] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCount:
    """The files of a batch in one state, and the pages counted in them."""

    state: FileState
    files: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """The pages of a batch in one state, and in documents of one state; document: None for pages in none."""

    state: PageState
    document: DocumentState | None
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the pages of a batch were read.

    read: pages that were, since `first` until `last`; lately: those of the last minute before `now`, the database's.
    """

    read: int
    lately: int
    first: datetime
    last: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideRow:
    """A file in quarantine (page None), or a failed page, by its id.

    file: the name as given, size in bytes; is_part: it came in an archive or message.
    """

    name: str
    batch: Batch
    file: str
    media_type: str
    size: int
    is_part: bool
    page: int | None
    reason: Reason


class BoardRecords(Protocol):
    """Counts over many batches, each by one question."""

    def batches(self, query: BatchQuery, *, limit: int, skip: int) -> Sequence[Batch]:
        """Newest first."""
        ...

    def count(self, query: BatchQuery) -> Mapping[BatchState, int]:
        """Batches by state; states without any are absent."""
        ...

    def files(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Sequence[FileCount]]: ...
    def first_files(self, batches: Sequence[BatchId]) -> Mapping[BatchId, str]:
        """The name of each batch's first file."""
        ...

    def pages(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Sequence[PageCount]]: ...
    def paces(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Pace]:
        """Batches of which no page was read are absent."""
        ...

    def waiting(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Mapping[str, int]]:
        """Documents that wait for a person, by queue."""
        ...

    def set_aside(self, circles: Collection[Circle] | None, *, limit: int, skip: int) -> Sequence[SetAsideRow]:
        """Files in quarantine that nobody let rest and failed pages, newest batch first, in the order of the batch."""
        ...

    def count_set_aside(self, circles: Collection[Circle] | None) -> int: ...
