"""Where the units of capture stand (DATA: legal moves are in `pipeline.custody`)."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands; `closed` only when every page is accounted for."""

    RECEIVED = "received"
    WORKING = "working"
    ATTENTION = "attention"
    CLOSED = "closed"


class FileState(StrEnum):
    """Where a source file stands."""

    STORED = "stored"
    OPENED = "opened"
    DONE = "done"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class PageState(StrEnum):
    """Where a page stands: always in exactly one of these."""

    RECEIVED = "received"
    RECOGNISED = "recognised"
    FAILED = "failed"
    IN_DOCUMENT = "in_document"
    SEPARATOR = "separator"
    BLANK = "blank"
    REJECTED = "rejected"


class DocumentState(StrEnum):
    """Where a document stands."""

    DRAFT = "draft"
    UNDERSTOOD = "understood"
    IN_QUEUE = "in_queue"
    RELEASED = "released"
    BOUND = "bound"
    UNMATCHED = "unmatched"
    SUPERSEDED = "superseded"


RELEASED = frozenset({DocumentState.RELEASED, DocumentState.BOUND, DocumentState.UNMATCHED})
"""The states of documents that were released."""
