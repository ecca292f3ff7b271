"""The units of capture as the records keep them."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.model.document import Draft, ToQueue, Understanding
from pipeline.model.identity import ActorId, BatchId, Circle, Digest, DocumentId, FileId, PageId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was refused, failed or set aside: a stable code, what happened, and what to do next."""

    code: str
    message: Bilingual
    next_step: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What arrived together by one channel; (channel, source_key) is never received twice."""

    id: BatchId
    batch_class: str
    rules_digest: Digest
    channel: str
    source_key: str
    state: BatchState
    circle: Circle
    received_at: datetime
    expected_pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file as it came: ordinal from 1 within its batch, name without folders (a part: its path), size in bytes."""

    id: FileId
    batch: BatchId
    ordinal: int
    name: str
    digest: Digest
    size: int
    media_type: str
    state: FileState
    page_count: int | None = None
    reason: Reason | None = None
    seen_by: ActorId | None = None
    """The operator who left it in quarantine for good; None while it still waits for a person."""
    part_of: FileId | None = None
    """The archive or message that brought it, or None: it came by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a source file: ordinal from 1; position from 1 within its document.

    turn: clockwise degrees (0, 90, 180, 270) by which a person wants it turned and read again; None once that is done.
    """

    id: PageId
    file: FileId
    ordinal: int
    state: PageState
    recognition: Digest | None = None
    document: DocumentId | None = None
    position: int | None = None
    reason: Reason | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as the records keep it, all its parts in one value; `version` counts its changes (from 1)."""

    id: DocumentId
    batch: BatchId
    file: FileId
    circle: Circle
    state: DocumentState
    draft: Draft
    received_at: datetime
    understanding: Understanding | None = None
    rules_digest: Digest | None = None
    rendition: Digest | None = None
    settled_by: str | None = None
    """The operator who last settled its doubts, or None: untouched by hand."""
    version: int = 1

    @property
    def queue(self) -> str | None:
        """Name the queue in which it waits for a person; None when it waits for nobody."""
        if self.state is not DocumentState.IN_QUEUE or self.understanding is None:
            return None
        return self.understanding.routing.queue if isinstance(self.understanding.routing, ToQueue) else None
