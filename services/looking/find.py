"""Looking: batches, documents and cases, each only as far as the actor may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.custody import Balance, Discrepancy, page_by_page
from pipeline.errors import NotFound, PermanentError
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Document, Page, Reason, SourceFile
from pipeline.model.identity import OPEN_CIRCLE, BatchId, DocumentId
from pipeline.model.states import DocumentState, FileState, PageState
from pipeline.model.text import Bilingual
from pipeline.rights import Act, Subject, has_role, reaches, sees
from services.access import act_of, may, note_looks, of_case, of_document, require
from services.ports.case_records import CaseQuery
from services.ports.folders import CaseFolders
from services.ports.reading import Original, Recounter
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import JobState
from services.refusals.missing import no_rendition, no_such
from services.rules.in_force import refuse_unknown
from services.units import KEPT_ELSEWHERE, UNIT_JOB, kind_of

if TYPE_CHECKING:
    from casebinder.model.case import Case, Party
    from casebinder.model.verdict import Verdict
    from pipeline.model.events import AuditEvent
    from pipeline.ports import BlobStore, Clock
    from services.cases.casework import Casework


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with its pages, its file and the case it is bound to."""

    document: Document
    file: SourceFile
    pages: tuple[Page, ...]
    case: Case | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it was sent."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedItem:
    """What was set aside: the file it is of, why, and after how many attempts."""

    file: str
    reason: Reason
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch with all that is accounted for in it; documents: () for one who may not look at documents."""

    batch: Batch
    files: tuple[SourceFile, ...]
    pages: tuple[Page, ...]
    balance: Balance
    documents: tuple[DocumentView, ...]
    waiting: tuple[tuple[str, int], ...]
    failed: tuple[FailedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with its verdict, its documents, its party and its history."""

    case: Case
    verdict: Verdict
    party: Party | None
    documents: tuple[DocumentView, ...]
    events: tuple[AuditEvent, ...]
    folder: str


class Find:
    """The acts of looking."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        folders: CaseFolders,
        recounter: Callable[[], Recounter],
        casework: Callable[[], Casework],
        clock: Clock,
    ) -> None:
        """Take what few looks need as functions that give it, so that a quick look does not load it."""
        self._records = records
        self._store = store
        self._folders = folders
        self._recounter = recounter
        self._casework = casework
        self._clock = clock

    @act_of(Act.BATCH_VIEW)
    def batches(self, actor: Actor, batch: BatchId | None = None) -> tuple[BatchView, ...]:
        """Return one batch, or all the actor may see, oldest first; raises NotFound."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            chosen = [_batch(uow, actor, batch)] if batch else list(uow.batches.every())
            return tuple(_batch_view(uow, actor, one) for one in chosen if sees(actor, one.circle))

    @act_of(Act.INSPECT)
    def recount(self, actor: Actor, view: BatchView) -> tuple[Discrepancy, ...]:
        """Count the pages of a batch anew from its re-opened originals; return what disagrees with the records."""
        require(actor, Act.INSPECT)
        return tuple(problem for file in view.files for problem in self._recounted(view, file))

    def _recounted(self, view: BatchView, file: SourceFile) -> tuple[Discrepancy, ...]:
        if not self._store.exists(file.digest):
            return (_differs(file, "l'original n'est plus dans le magasin", "the original is not in the store"),)
        if file.state not in {FileState.OPENED, FileState.DONE}:
            return ()
        try:
            with self._store.open_local(file.digest) as path:
                recounter = self._recounter()
                if recounter.digest(path) != file.digest:
                    return (_differs(file, "l'original a été altéré", "the original was altered"),)
                counted = recounter.count(Original(path=path, media_type=file.media_type))
        except PermanentError as error:
            return (_differs(file, error.message.fr, error.message.en),)
        recorded = sorted(page.ordinal for page in view.pages if page.file == file.id)
        if recorded == list(range(1, counted + 1)):
            return ()
        fr = f"{counted} pages dans l'original, {len(recorded)} dans les registres"
        return (_differs(file, fr, f"{counted} pages in the original, {len(recorded)} in the records"),)

    @act_of(Act.DOCUMENT_VIEW)
    def document(self, actor: Actor, name: DocumentId) -> DocumentView:
        """Return one document; raises NotFound also when its circle is closed to the actor."""
        with self._records.reading() as uow:
            document = document_named(uow, actor, name)
            require(actor, Act.DOCUMENT_VIEW, of_document(uow, document))
            view = document_view(uow, document)
        self._looked(actor, Act.DOCUMENT_VIEW, (document,))
        return view

    @act_of(Act.DOCUMENT_VIEW)
    def rendition(self, actor: Actor, name: DocumentId) -> bytes:
        """Return the archive PDF of a document; raises NotFound also while it has none."""
        digest = self.document(actor, name).document.rendition
        if digest is None:
            raise no_rendition(name)
        return self._store.get(digest)

    @act_of(Act.DOCUMENT_VIEW)
    def source(self, actor: Actor, name: DocumentId) -> SentFile:
        """Return the file a document came in, as it was sent; raises NotFound."""
        file = self.document(actor, name).file
        return SentFile(name=file.name, media_type=file.media_type, content=self._store.get(file.digest))

    @act_of(Act.CASE_VIEW)
    def case(self, actor: Actor, reference: str, *, on: date | None = None) -> CaseFile:
        """Return a case as it stands, or as it would stand on another day; raises NotFound."""
        with self._records.reading() as uow:
            case = case_by_reference(uow, actor, reference)
            require(actor, Act.CASE_VIEW, of_case(case))
            file = self.case_file(uow, case, on=on)
        self._looked(actor, Act.CASE_VIEW, tuple(view.document for view in file.documents))
        return file

    def case_file(self, uow: UnitOfWork, case: Case, *, on: date | None = None) -> CaseFile:
        """Gather all of a case; judged anew only when another day is asked for."""
        stored = uow.cases.verdict(case.id)
        verdict = stored if stored is not None and on is None else self._casework().judged(uow, case, on=on)
        party = uow.parties.get(case.party) if case.party else None
        holders = uow.cases.of_documents([piece.document for piece in case.pieces])
        documents = [
            document_view(uow, uow.documents.get(piece.document), case=holders.get(piece.document))
            for piece in case.pieces
        ]
        return CaseFile(
            case=case,
            verdict=verdict,
            party=party,
            documents=tuple(documents),
            events=tuple(uow.events.of_case(case.id)),
            folder=self._folders.address(f"cases/{case.case_type}/{case.reference}", circle=case.circle),
        )

    @act_of(Act.CASE_VIEW)
    def cases(self, actor: Actor, query: CaseQuery) -> tuple[CaseFile, ...]:
        """Return the cases of a list, by reference; raises NotFound for a case type that does not exist."""
        require(actor, Act.CASE_VIEW)
        with self._records.reading() as uow:
            refuse_unknown(uow, case_type=query.case_type)
            seen = [case for case in uow.cases.listed(query) if may(actor, Act.CASE_VIEW, of_case(case))]
            return tuple(self.case_file(uow, case) for case in seen)

    def _looked(self, actor: Actor, act: Act, documents: Sequence[Document]) -> None:
        """Write each look at what is not open to all into the log, once it is allowed and before it is shown."""
        closed = [document.id for document in documents if document.circle != OPEN_CIRCLE]
        note_looks(self._records, self._clock, actor, act, closed)


def _differs(file: SourceFile, fr: str, en: str) -> Discrepancy:
    return Discrepancy(file=file.name, page=None, problem=Bilingual(fr=fr, en=en))


def document_named(uow: UnitOfWork, actor: Actor, name: DocumentId) -> Document:
    """Return a document; raises NotFound, in the same words, also when its circle is closed to the actor."""
    try:
        document = uow.documents.get(name)
    except NotFound:
        raise no_such("document", name) from None
    if not sees(actor, document.circle):
        raise no_such("document", name)
    return document


def _batch(uow: UnitOfWork, actor: Actor, name: BatchId) -> Batch:
    try:
        batch = uow.batches.get(name)
    except NotFound:
        raise no_such("batch", name) from None
    if not sees(actor, batch.circle):
        raise no_such("batch", name)
    return batch


def case_by_reference(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    """Return the case of that reference; raises NotFound, in the same words, also for one out of the actor's reach.

    References are easy to guess: out of reach is a case of a closed circle, another case type or another basket. Raises
    NoRight for whom no case at all is in reach, whether there is such a case or not.
    """
    if not has_role(actor, Act.CASE_VIEW):
        require(actor, Act.CASE_VIEW)
    case = uow.cases.by_reference(reference)
    if case is None or not reaches(actor, Act.CASE_VIEW, of_case(case)):
        raise no_such("case", reference)
    return case


def document_view(uow: UnitOfWork, document: Document, *, case: Case | None = None) -> DocumentView:
    """Gather what is known around a document; case: the one it is of, when that is known already."""
    return DocumentView(
        document=document,
        file=uow.files.get(document.file),
        pages=tuple(uow.pages.of_document(document.id)),
        case=case or uow.cases.of_document(document.id),
    )


def _batch_view(uow: UnitOfWork, actor: Actor, batch: Batch) -> BatchView:
    files = tuple(uow.files.of_batch(batch.id))
    pages = tuple(uow.pages.of_batch(batch.id))
    documents = _document_views(uow, batch, files, pages)
    return BatchView(
        batch=batch,
        files=files,
        pages=pages,
        balance=page_by_page(files, pages, expected=batch.expected_pages),
        documents=tuple(view for view in documents if may(actor, Act.DOCUMENT_VIEW, _subject(view))),
        waiting=_waiting(documents),
        failed=_failed(uow, batch.id, files, pages, documents),
    )


def _document_views(
    uow: UnitOfWork, batch: Batch, files: Sequence[SourceFile], pages: Sequence[Page]
) -> tuple[DocumentView, ...]:
    """Gather what is known around every document of a batch, by as many questions for many documents as for one."""
    documents, named = uow.documents.of_batch(batch.id), {file.id: file for file in files}
    cases = uow.cases.of_documents([document.id for document in documents])
    held: dict[DocumentId, list[Page]] = {}
    for page in sorted(pages, key=lambda page: page.position or 0):
        if page.document is not None:
            held.setdefault(page.document, []).append(page)
    return tuple(
        DocumentView(
            document=document,
            file=named[document.file],
            pages=tuple(held.get(document.id, ())),
            case=cases.get(document.id),
        )
        for document in documents
    )


def _subject(view: DocumentView) -> Subject:
    kind, basket = (view.case.case_type, view.case.basket or None) if view.case else (None, None)
    return Subject(circle=view.document.circle, case_type=kind, basket=basket)


def _waiting(documents: Sequence[DocumentView]) -> tuple[tuple[str, int], ...]:
    """Count the documents that wait for a person, by queue."""
    queues: Counter[str] = Counter()
    for view in documents:
        if view.document.queue:
            queues[view.document.queue] += 1
        elif view.document.state is DocumentState.UNMATCHED:
            queues["unmatched"] += 1
    return tuple(sorted(queues.items()))


def _failed(
    uow: UnitOfWork,
    batch: BatchId,
    files: Sequence[SourceFile],
    pages: Sequence[Page],
    documents: Sequence[DocumentView],
) -> tuple[FailedItem, ...]:
    """List what was set aside: files in quarantine, failed pages, and units given up."""
    names = {file.id: file.name for file in files}
    units = uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED, subject_prefix=f"{batch}:")
    attempts = {subject: unit.attempt for unit in units for subject in unit.subjects}
    items = [_set_aside(f.name, f.reason, attempts.get(f.id)) for f in files if _in_quarantine(f) and f.reason]
    items += [
        _set_aside(f"{names[page.file]}, p. {page.ordinal}", page.reason, attempts.get(page.id))
        for page in pages
        if page.state is PageState.FAILED and page.reason
    ]
    named: dict[str, str] = {view.document.id: view.file.name for view in documents}
    named.update((str(name), given) for name, given in names.items())
    items += [
        _set_aside(", ".join(named.get(subject, subject) for subject in unit.subjects), unit.reason, unit.attempt)
        for unit in units
        if unit.reason and kind_of(unit.subject) not in KEPT_ELSEWHERE
    ]
    return tuple(items)


def _set_aside(file: str, reason: Reason, attempts: int | None) -> FailedItem:
    """Return one thing that was set aside; what no unit was given up for was judged at the first look."""
    return FailedItem(file=file, reason=reason, attempts=attempts or 1)


def _in_quarantine(file: SourceFile) -> bool:
    return file.state is FileState.QUARANTINED
