"""The records of capture: batches, source files, pages and documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.model.batch import Batch, Document, Page, Reason, SourceFile
    from pipeline.model.identity import ActorId, BatchId, Circle, Digest, DocumentId, FileId, PageId
    from pipeline.model.states import BatchState, DocumentState, FileState, PageState


class BatchRecords(Protocol):
    """Batches."""

    def add(self, batch: Batch) -> None: ...
    def get(self, batch: BatchId) -> Batch:
        """Raises NotFound."""
        ...

    def by_source(self, channel: str, source_key: str) -> Batch | None: ...
    def every(self) -> Sequence[Batch]:
        """Oldest first."""
        ...

    def move(self, batch: BatchId, *, to: BatchState, frm: Sequence[BatchState]) -> None:
        """Raises ConcurrentChange when its state is none of `frm`."""
        ...


class FileRecords(Protocol):
    """Source files."""

    def add(self, file: SourceFile) -> None: ...
    def get(self, file: FileId) -> SourceFile: ...
    def of_batch(self, batch: BatchId) -> Sequence[SourceFile]:
        """By ordinal."""
        ...

    def accepted_with(self, digest: Digest) -> SourceFile | None:
        """The file that brought these bytes first and was not a duplicate, or None."""
        ...

    def see(self, file: FileId, *, by: ActorId) -> None:
        """Write down who let it rest in quarantine; a move of the file takes that back."""
        ...

    def move(
        self,
        file: FileId,
        *,
        to: FileState,
        frm: FileState,
        page_count: int | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Raises ConcurrentChange when its state is not `frm`."""
        ...


class PageRecords(Protocol):
    """Pages."""

    def add(self, pages: Sequence[Page]) -> None: ...
    def get(self, page: PageId) -> Page: ...
    def of_file(self, file: FileId) -> Sequence[Page]:
        """By ordinal."""
        ...

    def of_document(self, document: DocumentId) -> Sequence[Page]:
        """By position."""
        ...

    def of_batch(self, batch: BatchId) -> Sequence[Page]:
        """By file ordinal, then page ordinal."""
        ...

    def counts(self, batch: BatchId) -> dict[PageState, int]:
        """Pages by state; states without pages are absent."""
        ...

    def replace(self, page: Page, *, frm: PageState) -> None:
        """Write the whole row; raises ConcurrentChange when its present state is not `frm`."""
        ...

    def detach(self, document: DocumentId) -> None:
        """Take every page out of the document in one statement (state `recognised`), before it is cut anew."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDocument:
    """A document that waits for a person, as lists show it: the name of its file and its first page there."""

    id: DocumentId
    batch: BatchId
    file: str
    file_ordinal: int
    circle: Circle
    queue: str
    document_class: str | None
    received_at: datetime
    first_page: int


class DocumentRecords(Protocol):
    """Documents, whole."""

    def add(self, document: Document) -> None: ...
    def get(self, document: DocumentId) -> Document:
        """Raises NotFound."""
        ...

    def of_batch(self, batch: BatchId) -> Sequence[Document]:
        """By file ordinal, then first page; superseded ones left out."""
        ...

    def of_file(self, file: FileId) -> Sequence[Document]:
        """By first page; superseded ones left out."""
        ...

    def drafts(self, batch: BatchId) -> Sequence[DocumentId]:
        """The batch's documents that are still to be understood, in the order of `of_batch`."""
        ...

    def without_rendition(self, batch: BatchId) -> Sequence[DocumentId]:
        """The batch's released documents that have no archive PDF yet, in the order of `of_batch`."""
        ...

    def waiting(
        self, circles: Collection[str] | None, *, queue: str | None = None, limit: int | None = None
    ) -> Sequence[WaitingDocument]:
        """Documents that wait for a person: the oldest batch first, in it by file ordinal, then first page.

        circles: of these alone; None: of all.
        """
        ...

    def waiting_by_queue(self, circles: Collection[str] | None) -> Mapping[str, int]:
        """How many documents wait for a person in each queue; queues without any are absent."""
        ...

    def with_field(self, name: str, value: str, *, state: DocumentState) -> Sequence[Document]:
        """Documents in that state that carry the field with that written value."""
        ...

    def save(self, document: Document) -> Document:
        """Write the change and return it with `version` + 1; raises ConcurrentChange when the version moved on."""
        ...
