"""The verification desk: documents that wait for a person are taken one by one, with what is asked about them.

Whoever takes a document has it alone (`services.verification.claims`); what they answer is
`services.verification.settle`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain

from pipeline.codec import unpack
from pipeline.documents.doubts import doubts
from pipeline.model.actor import Actor
from pipeline.model.doubt import Doubt
from pipeline.model.identity import Digest, DocumentId
from pipeline.model.page import Recognition, Word
from pipeline.ports import BlobStore, Ids
from pipeline.rights import Act
from pipeline.rules.catalog import DocumentClass
from services.access import act_of, require, visibility
from services.capture.read import recognitions
from services.looking.find import DocumentView, Find, document_named
from services.ports.capture_records import WaitingDocument
from services.ports.records import Records, UnitOfWork
from services.refusals.documents import not_waiting
from services.rules.rulebook import Rulebook
from services.verification.claims import claim, give_back, holders
from services.verification.document_acts import in_force
from services.verification.settle import columns_of
from services.verification.steps import last_step

LISTED = 200
"""Documents shown in the list of what waits."""
SHEETS = 4096
"""Pages whose measures are kept in mind: content never changes, and a page is shown after each answer."""
SUGGESTED = 8
"""Rows of a reference table offered at once."""


Place = tuple[datetime, str, int, int, str]
"""Where a document stands in the order of work: by batch, file and page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A document of the list, and the name of whoever has it now."""

    document: WaitingDocument
    holder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """What waits: how many documents in each queue, and the first of them."""

    counts: tuple[tuple[str, int], ...]
    documents: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it is laid out: its number within the file, its measures in any unit, how it was scanned."""

    number: int
    width: int
    height: int
    dpi: float | None
    skew_degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """A document on the desk: what is asked about it, the rules of its class, and its pages that were read.

    holder: the name of another person who has it; can_undo: its last act is the actor's; left: how many documents still
    wait, this one among them.
    """

    view: DocumentView
    doubts: tuple[Doubt, ...]
    rules: DocumentClass | None
    pages: tuple[Sheet, ...]
    holder: str | None
    is_mine: bool
    can_undo: bool
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A row of a reference table that a person may mean: the fields it tells, as `written` gives them.

    key: the value by which it is found in its table.
    """

    table: str
    key: str
    values: tuple[tuple[str, str], ...]


class Doubts:
    """The acts of the desk; each raises NotFound, NoRight, and NotPossible when somebody else has the document."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        find: Find,
        rulebook: Rulebook,
        ids: Ids,
    ) -> None:
        self._records = records
        self._store = store
        self._find = find
        self._rulebook = rulebook
        self._ids = ids
        self._sheet = lru_cache(SHEETS)(self._measured)

    @act_of(Act.DOCUMENT_TAKE)
    def waiting(self, actor: Actor) -> int:
        """Count what waits for a person; quick, for menus."""
        require(actor, Act.DOCUMENT_TAKE)
        with self._records.reading() as uow:
            return sum(uow.documents.waiting_by_queue(_circles(actor)).values())

    @act_of(Act.DOCUMENT_TAKE)
    def queues(self, actor: Actor, queue: str | None = None) -> Queues:
        """Show what waits, in all queues or in one."""
        require(actor, Act.DOCUMENT_TAKE)
        with self._records.reading() as uow:
            counts = uow.documents.waiting_by_queue(_circles(actor))
            listed = uow.documents.waiting(_circles(actor), queue=queue, limit=LISTED)
            names = {document: uow.actors.get(who).name for document, who in holders(uow).items()}
            rows = tuple(Waiting(document=one, holder=names.get(one.id)) for one in listed)
        return Queues(counts=tuple(counts.items()), documents=rows)

    @act_of(Act.DOCUMENT_TAKE)
    def take_next(
        self, actor: Actor, *, queue: str | None = None, after: DocumentId | None = None
    ) -> DocumentId | None:
        """Take the first document that nobody else has, or the first one after another; None when there is none."""
        require(actor, Act.DOCUMENT_TAKE)
        with self._records.writing() as uow:
            chosen = self._next(uow, actor, queue, after)
            uow.commit()
        return chosen

    @act_of(Act.DOCUMENT_TAKE)
    def skip(self, actor: Actor, name: DocumentId, *, queue: str | None = None) -> DocumentId | None:
        """Leave a document to others and take the one behind it; None when there is no other."""
        with self._records.writing() as uow:
            in_force(uow, actor, Act.DOCUMENT_TAKE, name)
            give_back(uow, actor, name)
            chosen = self._next(uow, actor, queue, name)
            uow.commit()
        return chosen

    def _next(self, uow: UnitOfWork, actor: Actor, queue: str | None, after: DocumentId | None) -> DocumentId | None:
        held = {document for document, who in holders(uow).items() if who != actor.id}
        waiting = [one for one in uow.documents.waiting(_circles(actor), queue=queue) if one.id not in held]
        start = _place(uow, actor, after) if after else None
        later = (one.id for one in waiting if start is None or _key(one) > start)
        earlier = (one.id for one in waiting if start is not None and _key(one) < start)
        chosen = next(chain(later, earlier), None)
        if chosen is not None:
            claim(uow, self._ids, actor, chosen)
        return chosen

    @act_of(Act.DOCUMENT_TAKE)
    def take(self, actor: Actor, name: DocumentId) -> None:
        """Take a document that waits, or keep it longer."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_TAKE, name)
            if document.queue is None:
                raise not_waiting(name)
            claim(uow, self._ids, actor, name)
            uow.commit()

    @act_of(Act.DOCUMENT_TAKE)
    def give_back(self, actor: Actor, name: DocumentId) -> None:
        """Let others have a document."""
        with self._records.writing() as uow:
            in_force(uow, actor, Act.DOCUMENT_TAKE, name)
            give_back(uow, actor, name)
            uow.commit()

    @act_of(Act.DOCUMENT_VIEW)
    def on_desk(self, actor: Actor, name: DocumentId) -> OnDesk:
        """Show a document as the desk has it; nobody is kept from it by looking."""
        view = self._find.document(actor, name)
        document = view.document
        with self._records.reading() as uow:
            who, told = holders(uow).get(name), last_step(uow, name)
            made, rules = document.understanding, self._rulebook.batch_class_of(uow, document.batch)
            asked = doubts(made, document.draft, rules) if made and document.queue else ()
            kind = self._rulebook.catalog(uow).find(made.classification.document_class) if made else None
            return OnDesk(
                view=view,
                doubts=asked,
                rules=kind,
                pages=tuple(self._sheet(page.recognition) for page in view.pages if page.recognition),
                holder=uow.actors.get(who).name if who not in {None, actor.id} and who else None,
                is_mine=who == actor.id,
                can_undo=told is not None and told.event.actor == actor.id,
                left=sum(uow.documents.waiting_by_queue(_circles(actor)).values()),
            )

    @act_of(Act.DOCUMENT_VIEW)
    def words(self, actor: Actor, name: DocumentId, page: int) -> tuple[Word, ...]:
        """Return the words of a page of a document, by its number within the file; () for one that was not read."""
        pages = [one for one in self._find.document(actor, name).pages if one.ordinal == page]
        return tuple(word for read in recognitions(self._store, pages) for word in read.words)

    def _measured(self, recognition: Digest) -> Sheet:
        read = unpack(Recognition, self._store.get(recognition))
        return Sheet(
            number=read.number,
            width=read.width,
            height=read.height,
            dpi=read.dpi,
            skew_degrees=read.skew_degrees,
        )

    @act_of(Act.DOCUMENT_VIEW)
    def suggest(self, actor: Actor, name: DocumentId, field: str, text: str) -> tuple[Suggestion, ...]:
        """Return the rows of the class's reference tables whose value of the field begins with the text."""
        with self._records.reading() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_VIEW, name)
            made = document.understanding
            kind = self._rulebook.catalog(uow).find(made.classification.document_class) if made else None
            return tuple(_suggested(uow, kind, field, text)) if kind and text.strip() else ()


def _suggested(uow: UnitOfWork, kind: DocumentClass, field: str, text: str) -> Iterator[Suggestion]:
    for rule in kind.reference:
        columns = columns_of(kind, rule)
        if field not in columns:
            continue
        for row in uow.reference.starting(rule.table, field, text, limit=SUGGESTED):
            values = tuple((column, row[column]) for column in columns if row.get(column))
            yield Suggestion(table=rule.table, key=row.get(rule.key, ""), values=values)


def _circles(actor: Actor) -> tuple[str, ...] | None:
    return visibility(actor).circles


def _place(uow: UnitOfWork, actor: Actor, name: DocumentId) -> Place:
    """Return where a document stands among those that wait, also when it no longer does."""
    document = document_named(uow, actor, name)
    file = uow.files.get(document.file)
    return (document.received_at, document.batch, file.ordinal, min(document.draft.pages, default=0), document.id)


def _key(one: WaitingDocument) -> Place:
    return (one.received_at, one.batch, one.file_ordinal, one.first_page, one.id)
