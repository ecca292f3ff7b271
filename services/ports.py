"""What the services need from outside: records in one transaction, reading, search, case folders."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from casebinder.model import Case, Party, Verdict
from pipeline.audit import StoredEvent
from pipeline.model.actor import Actor
from pipeline.model.batch import (
    Batch,
    BatchState,
    Document,
    DocumentState,
    FileState,
    Page,
    PageState,
    Reason,
    SourceFile,
)
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId, BatchId, CaseId, Digest, DocumentId, FileId, JobId, PageId, PartyId
from pipeline.model.page import Recognition
from pipeline.ports import ReferenceData, ReferenceRow


# ---------------------------------------------------------------- records
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
class FoundDocument:
    """A document's place: enough to show it in a list."""

    document: Document
    case: CaseId | None


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

    def in_state(self, state: DocumentState) -> Sequence[Document]: ...
    def with_field(self, name: str, value: str, *, state: DocumentState) -> Sequence[Document]:
        """Documents in that state that carry the field with that written value."""
        ...

    def save(self, document: Document) -> Document:
        """Write the change and return it with `version` + 1; raises ConcurrentChange when the version moved on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """A list of cases; None: any."""

    case_type: str | None = None
    basket: str | None = None
    only_incomplete: bool = False
    party: PartyId | None = None


class CaseRecords(Protocol):
    """Cases, whole, with their verdict beside."""

    def add(self, case: Case) -> None:
        """Raises ConcurrentChange when (case_type, key) is already open or the reference is taken."""
        ...

    def get(self, case: CaseId) -> Case: ...
    def by_reference(self, reference: str) -> Case | None: ...
    def by_key(self, case_type: str, key: str) -> Case | None: ...
    def of_document(self, document: DocumentId) -> Case | None: ...
    def listed(self, query: CaseQuery) -> Sequence[Case]:
        """By reference."""
        ...

    def save(self, case: Case) -> Case:
        """Write the change and return it with `version` + 1; raises ConcurrentChange when the version moved on."""
        ...

    def set_verdict(self, case: CaseId, verdict: Verdict) -> None: ...
    def verdict(self, case: CaseId) -> Verdict | None: ...
    def next_number(self, case_type: str, year: int) -> int:
        """The next running number of a reference, from 1; two transactions never get the same."""
        ...


class PartyRecords(Protocol):
    """Persons and companies."""

    def add(self, party: Party) -> None: ...
    def get(self, party: PartyId) -> Party: ...
    def by_key(self, scheme: str, value: str) -> Party | None: ...
    def by_birth_date(self, birth_date: str) -> Sequence[Party]:
        """Parties born on that ISO day."""
        ...

    def add_key(self, party: PartyId, scheme: str, value: str) -> None: ...


class JobState(StrEnum):
    """The states of a job."""

    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A committed wish for work: (kind, subject) is unique; fence rises by one with each claim."""

    id: JobId
    kind: str
    subject: str
    state: JobState
    attempt: int
    fence: int
    owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    reason: Reason | None = None


class JobRecords(Protocol):
    """Jobs, their leases and their attempts. Leases are judged by the database's clock."""

    def put(self, job: JobId, *, kind: str, subject: str, priority: int = 5) -> None:
        """Make it ready; an existing (kind, subject) that is done becomes ready again with attempt 0."""
        ...

    def claim(self, kind: str, *, owner: str, lease_seconds: int, subject: str | None = None) -> Job | None:
        """Lease the best ready or expired job of the kind (of that subject alone, if given), fence and attempt + 1."""
        ...

    def renew(self, job: Job, *, lease_seconds: int) -> None:
        """Raises LeaseLost when the fence moved on."""
        ...

    def assert_held(self, job: Job) -> None:
        """Raises LeaseLost when the fence moved on, or the job is no longer leased."""
        ...

    def finish(self, job: Job, *, state: JobState, reason: Reason | None = None, delay_seconds: int = 0) -> None:
        """Move a held job to done, ready (after the delay) or failed; raises LeaseLost."""
        ...

    def find(self, kind: str, subject: str) -> Job | None: ...
    def begin_attempt(self, job: JobId, *, kind: str, subject: str) -> int:
        """Count one more attempt at a unit (made when absent) and give its number, from 1."""
        ...

    def end_attempt(self, kind: str, subject: str, *, state: str, reason: Reason | None = None) -> None: ...
    def of_kind(self, kind: str, *, state: JobState | None = None, subject_prefix: str = "") -> Sequence[Job]: ...
    def expired(self) -> Sequence[Job]:
        """Leased jobs whose lease is over by the database's clock."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A projection to bring up to date: topic (`document`, `case`) and the key of what changed."""

    seq: int
    topic: str
    key: str
    attempts: int


class OutboxRecords(Protocol):
    """What the relay still has to project; the present state is rendered, never a payload."""

    def add(self, topic: str, key: str) -> None: ...
    def due(self, limit: int) -> Sequence[OutboxRow]:
        """Oldest first, those whose next try is not in the future by the database's clock."""
        ...

    def done(self, seqs: Sequence[int]) -> None: ...
    def failed(self, seq: int, *, error: str, delay_seconds: int) -> None: ...
    def waiting(self) -> int:
        """How many rows are not done."""
        ...


class EventRecords(Protocol):
    """The audit log."""

    def add(self, event: AuditEvent) -> None: ...
    def of_case(self, case: CaseId) -> Sequence[AuditEvent]:
        """Oldest first."""
        ...

    def of_subject(self, subject: str) -> Sequence[AuditEvent]: ...
    def unsealed(self) -> Sequence[StoredEvent]:
        """Events not chained yet, in the order they were written."""
        ...

    def tip(self) -> StoredEvent | None:
        """The event chained last, or None."""
        ...

    def sealed(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """Chained events with a running number above `after`, in order."""
        ...

    def seal(self, number: int, *, chain_number: int, chain_hash: str) -> None:
        """Write an event's place in the chain; raises ConcurrentChange when it has one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One immutable rule text: kind `batch`, `document` or `case`, its code, and its version."""

    digest: Digest
    kind: str
    code: str
    version: str
    text: str
    published_at: datetime


class RuleRecords(Protocol):
    """The rule texts in force and all that ever were."""

    def add(self, rules: RuleSet) -> None:
        """Publish; the same digest again changes nothing but makes it the latest."""
        ...

    def get(self, digest: Digest) -> RuleSet: ...
    def latest(self, kind: str, code: str) -> RuleSet | None: ...
    def every_latest(self, kind: str) -> Sequence[RuleSet]:
        """The latest of each code, by code."""
        ...

    def by_version(self, kind: str, code: str, version: str) -> RuleSet | None: ...


class ReferenceRecords(ReferenceData, Protocol):
    """Reference tables, with their import."""

    def replace(self, table: str, *, key_columns: Sequence[str], rows: Sequence[ReferenceRow]) -> int:
        """Put these rows in place of the table's; give their number."""
        ...


class ActorRecords(Protocol):
    """Who may act."""

    def add(self, actor: Actor) -> None: ...
    def get(self, actor: ActorId) -> Actor:
        """Raises NotFound."""
        ...

    def every(self) -> Sequence[Actor]: ...


class UnitOfWork(Protocol):
    """One transaction: `with uow: ...; uow.commit()`; leaving without commit changes nothing."""

    batches: BatchRecords
    files: FileRecords
    pages: PageRecords
    documents: DocumentRecords
    cases: CaseRecords
    parties: PartyRecords
    jobs: JobRecords
    outbox: OutboxRecords
    events: EventRecords
    rules: RuleRecords
    reference: ReferenceRecords
    actors: ActorRecords

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def commit(self) -> None: ...


class Records(Protocol):
    """The database: gives units of work. Writing ones take the write lock at once (SQLite BEGIN IMMEDIATE)."""

    def writing(self) -> UnitOfWork: ...
    def reading(self) -> UnitOfWork: ...


# ---------------------------------------------------------------- reading
@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An original to read: a local path that holds its bytes, and its media type."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """How a batch class wants its pages read: Tesseract languages in order, and what counts as a separator."""

    languages: tuple[str, ...]
    separator_codes: tuple[str, ...]
    """Prefixes of bar-code payloads that make a page a separator sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A page to read: `key` comes back with the outcome; number from 1 within the original."""

    key: str
    original: Original
    number: int


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

    def count_pages(self, original: Original) -> int:
        """Give the number of pages; raises InputRefused (encrypted, damaged, empty, too many pages...)."""
        ...

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Read pages of one original or several in parallel; give each outcome as soon as it is there, in any order."""
        ...

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Make searchable archive PDFs in parallel; raises PermanentError naming the request that cannot be made."""
        ...

    def picture(self, original: Original, number: int, *, width: int) -> bytes:
        """Give the page's picture for the eye, PNG, `width` pixels wide, as a viewer shows it."""
        ...

    def close(self) -> None:
        """End the processes."""
        ...


class Recounter(Protocol):
    """Counts the pages of an original anew, sharing no code with capture; for `status --verify`."""

    def count(self, original: Original) -> int:
        """Give the number of pages; raises PermanentError when the bytes cannot be opened."""
        ...


# ---------------------------------------------------------------- search
@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """What the asker may see: their circles; None for everything (system)."""

    circles: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A question to the index: words as typed (quotes for a phrase, trailing * for a prefix, ~ for fuzzy)."""

    text: str
    visibility: Visibility
    document_class: str | None = None
    case: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 20
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """A word of an indexed page and its box, for the highlight on the picture."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """One page of a released document as the index keeps it; received_on ISO day."""

    document: str
    page: int
    document_class: str
    case: str | None
    case_type: str | None
    circle: str
    received_on: str
    language: str | None
    text: str
    words: tuple[IndexedWord, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One page that answers; boxes of the words that matched, in source fractions."""

    document: str
    page: int
    document_class: str
    case: str | None
    score: float
    snippet: str
    boxes: tuple[tuple[float, float, float, float], ...]
    marks: tuple[tuple[int, int], ...] = ()
    """Characters [start, end) of the snippet that matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """Hits, best first; next: the cursor for more, or None; facets: name to (value, count)."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    next: str | None


class SearchIndex(Protocol):
    """The index of pages: a projection that can always be built anew."""

    def replace(self, documents: Sequence[tuple[str, Sequence[IndexedPage]]]) -> None:
        """Put these pages in place of all that is indexed of each document; durable when it returns."""
        ...

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Raises WrongUsage for a query that cannot be read, PartUnreachable."""
        ...

    def documents(self) -> Iterator[str]:
        """Every document indexed, for the comparison with the records."""
        ...

    def clear(self) -> None: ...


# ---------------------------------------------------------------- case folders
@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEntry:
    """A file of a case folder: its path below the folder and the content it shows."""

    path: str
    digest: Digest
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A case folder as it shall be: its place `cases/<type>/<reference>`, its files, and manifest.json."""

    place: str
    circle: str
    entries: tuple[FolderEntry, ...]
    manifest: bytes


class CaseFolders(Protocol):
    """Readable case folders: a projection of the records over the content in the store."""

    def write(self, folder: FolderState) -> None:
        """Make the folder exactly this: adds, then manifest, then takes away what is no longer listed."""
        ...

    def manifest(self, place: str, *, circle: str) -> bytes | None: ...
    def listing(self, place: str, *, circle: str) -> Sequence[str]:
        """The paths below the folder, sorted, manifest.json among them."""
        ...

    def address(self, place: str, *, circle: str) -> str:
        """Where a person finds it: a folder path or bucket address."""
        ...


# ---------------------------------------------------------------- leases
class LeaseKeeper(Protocol):
    """Renews the lease of a job from a thread while its holder works."""

    def keeping(self, job: Job) -> AbstractContextManager[None]:
        """Keep the lease alive while the context lasts; the job itself is finished by its holder."""
        ...
