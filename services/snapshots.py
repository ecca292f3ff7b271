"""Snapshots: what is kept beside the content so that the records can be made again, as values, names and bytes.

Each is one small JSON object, compressed, and says its own schema. `services.upkeep.keep` writes them as the outbox
asks, `services.upkeep.rebuild` reads them back; nothing else looks at them.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from casebinder.model.case import Case, Party
from casebinder.model.verdict import Verdict
from pipeline.audit import EventDetail, StoredEvent
from pipeline.codec import pack, unpack
from pipeline.errors import PermanentError
from pipeline.model.batch import Batch, Document, Page, Reason, SourceFile
from pipeline.model.identity import BatchId, CaseId, Circle, Digest, DocumentId
from pipeline.model.text import Bilingual
from services.ports.house_records import ReferenceTable, RuleSet

S = TypeVar("S")

SUFFIX = ".json.gz"
BATCHES, DOCUMENTS, CASES, RULES, REFERENCE = "batches/", "documents/", "cases/", "rules/", "reference/"
SEGMENTS, DETAILS, RECEIPTS = "journal/", "journal-details/", "receipts/"
IN_FORCE = f"rules-in-force{SUFFIX}"
"""The one name that is not below a prefix: which rule texts are in force."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReceipt:
    """What was taken in, kept before the records know of it; files as they were judged at the door."""

    schema: Literal["casebinder/receipt/1"] = "casebinder/receipt/1"
    batch: BatchId
    batch_class: str
    rules_digest: Digest
    channel: str
    source_key: str
    circle: Circle
    received_at: datetime
    expected_pages: int | None
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMark:
    """Which version of a document belongs to a batch as it was kept."""

    id: DocumentId
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A unit of capture that was given up, so that it is listed as failed after a rebuild too."""

    unit: str
    attempts: int
    reason: Reason | None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSnapshot:
    """A batch with its files and pages, and the version of each of its documents: one state, read at once."""

    schema: Literal["casebinder/snapshot/batch/1"] = "casebinder/snapshot/batch/1"
    batch: Batch
    files: tuple[SourceFile, ...]
    pages: tuple[Page, ...]
    documents: tuple[DocumentMark, ...]
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSnapshot:
    """One version of a document; never changed once written."""

    schema: Literal["casebinder/snapshot/document/1"] = "casebinder/snapshot/document/1"
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSnapshot:
    """A case with its party and its verdict."""

    schema: Literal["casebinder/snapshot/case/1"] = "casebinder/snapshot/case/1"
    case: Case
    party: Party | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSnapshot:
    """A rule text; never changed once written."""

    schema: Literal["casebinder/snapshot/rules/1"] = "casebinder/snapshot/rules/1"
    rules: RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class InForceSnapshot:
    """The digests of the rule texts in force."""

    schema: Literal["casebinder/snapshot/rules-in-force/1"] = "casebinder/snapshot/rules-in-force/1"
    digests: tuple[Digest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSnapshot:
    """A reference table."""

    schema: Literal["casebinder/snapshot/reference/1"] = "casebinder/snapshot/reference/1"
    table: ReferenceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSegment:
    """Audit events that were sealed together, in the order of the chain; never changed once written."""

    schema: Literal["casebinder/snapshot/journal/1"] = "casebinder/snapshot/journal/1"
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalDetails:
    """What may be personal of the events of a segment; apart from them, so that it can be erased."""

    schema: Literal["casebinder/snapshot/journal-details/1"] = "casebinder/snapshot/journal-details/1"
    details: tuple[EventDetail, ...] = field(default=())


def batch_name(batch: BatchId) -> str:
    """Name the snapshot of a batch."""
    return f"{BATCHES}{batch}{SUFFIX}"


def receipt_name(batch: BatchId) -> str:
    """Name the receipt of a batch."""
    return f"{RECEIPTS}{batch}{SUFFIX}"


def batch_in(name: str) -> BatchId:
    """Return the batch of the name of a batch or of a receipt."""
    return BatchId(name.rpartition("/")[2].removesuffix(SUFFIX))


def document_name(document: DocumentId, version: int) -> str:
    """Name the snapshot of one version of a document."""
    return f"{DOCUMENTS}{document}/{version:06d}{SUFFIX}"


def document_in(name: str) -> DocumentMark:
    """Return the document and version of a name; raises ValueError when it is not such a name."""
    document, _, version = name.removeprefix(DOCUMENTS).removesuffix(SUFFIX).partition("/")
    return DocumentMark(id=DocumentId(document), version=int(version))


def case_name(case: CaseId) -> str:
    """Name the snapshot of a case."""
    return f"{CASES}{case}{SUFFIX}"


def rules_name(digest: Digest) -> str:
    """Name the snapshot of a rule text."""
    return f"{RULES}{digest.partition(':')[2]}{SUFFIX}"


def reference_name(table: str) -> str:
    """Name the snapshot of a reference table; one whose name is no plain word goes by the digest of it."""
    digest = hashlib.sha256(table.encode()).hexdigest()
    return f"{REFERENCE}{table if _PLAIN.fullmatch(table) else digest}{SUFFIX}"


def segment_name(first: int, last: int, *, prefix: str = SEGMENTS) -> str:
    """Name the segment of the journal with these places in the chain; its details have the prefix DETAILS."""
    return f"{prefix}{first:012d}-{last:012d}{SUFFIX}"


def segment_in(name: str) -> tuple[int, int]:
    """Return the first and last place in the chain of a segment's name."""
    first, _, last = name.rpartition("/")[2].removesuffix(SUFFIX).partition("-")
    return int(first), int(last)


def packed(snapshot: object) -> bytes:
    """Return a snapshot as compressed JSON; equal values give equal bytes."""
    return pack(snapshot)


def unpacked(kind: type[S], content: bytes, *, name: str) -> S:
    """Return the snapshot back; raises PermanentError when the bytes are damaged or of another schema."""
    try:
        return unpack(kind, content)
    except ValueError as error:
        raise PermanentError(
            "snapshot_damaged",
            Bilingual(
                fr="Cet instantané est abîmé ou d'un autre format.", en="This snapshot is damaged or of another format."
            ),
            where=name,
            next_step=Bilingual(
                fr="Restaurez-le depuis une sauvegarde ou une version antérieure du seau.",
                en="Restore it from a backup, or from an earlier version in the bucket.",
            ),
        ) from error
