"""From words to documents: files are cut into drafts, drafts are understood, and the certain ones released at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.catalog import BatchClass, Catalog
from pipeline.model.batch import Batch, Document, DocumentState, FileState, Page, PageState, SourceFile
from pipeline.model.document import Draft, StraightThrough, Understanding
from pipeline.model.identity import BatchId, DocumentId, FileId
from pipeline.model.page import Recognition
from pipeline.ports import BlobStore, Classifier, Clock, FieldReader, Ids, NameFinder, ReferenceData
from pipeline.separation import separate
from pipeline.understanding import reunderstand, understand
from services.casework import Casework
from services.ports import Job, Records, UnitOfWork
from services.read import recognitions
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The means of understanding: what tells classes, what reads fields, what finds names."""

    classifier: Classifier
    fields: FieldReader
    names: NameFinder


class Understand:
    """The steps separate and understand; called by `services.capture`, and by acts that read a document anew."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        means: Reader,
        rulebook: Rulebook,
        casework: Casework,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._records = records
        self._store = store
        self._means = means
        self._rulebook = rulebook
        self._casework = casework
        self._clock = clock
        self._ids = ids

    def separate(self, batch: BatchId, files: Sequence[str], held: Job) -> None:
        """Cut each file's read pages into drafts; separators and blanks end in their own states."""
        for name in files:
            with self._records.reading() as uow:
                file = uow.files.get(FileId(name))
                pages = [page for page in uow.pages.of_file(file.id) if page.state is PageState.RECOGNISED]
                origin = uow.batches.get(batch)
                rules = self._rulebook.batch_class_of(uow, batch)
            read = recognitions(self._store, pages)
            cut = separate(read, rules)
            with self._records.writing() as uow:
                uow.jobs.assert_held(held)
                by_number = {page.ordinal: page for page in pages}
                for number in cut.separators:
                    _end(uow, by_number[number], PageState.SEPARATOR)
                for number in cut.blanks:
                    _end(uow, by_number[number], PageState.BLANK)
                for draft in cut.drafts:
                    self.add_draft(uow, origin, file, draft, [by_number[number] for number in draft.pages])
                _finish_file(uow, file)
                uow.commit()

    def add_draft(
        self, uow: UnitOfWork, batch: Batch, file: SourceFile, draft: Draft, pages: Sequence[Page]
    ) -> Document:
        """Add a draft and put its pages into it."""
        document = Document(
            id=DocumentId(self._ids.new("d")),
            batch=batch.id,
            file=file.id,
            circle=batch.circle,
            state=DocumentState.DRAFT,
            draft=draft,
            received_at=batch.received_at,
        )
        uow.documents.add(document)
        for position, page in enumerate(pages, 1):
            moved = replace(page, state=PageState.IN_DOCUMENT, document=document.id, position=position)
            uow.pages.replace(moved, frm=page.state)
        return document

    def understand(self, batch: BatchId, documents: Sequence[str], held: Job) -> None:
        """Classify, extract, check and route each draft; the certain ones are released and bound at once."""
        with self._records.reading() as uow:
            catalog = self._rulebook.catalog(uow)
            rules = self._rulebook.batch_class_of(uow, batch)
            for name in documents:
                document = uow.documents.get(DocumentId(name))
                made = self.meaning(uow, document, catalog, rules)
                self._keep(document.id, made, held)

    def meaning(
        self,
        uow: UnitOfWork,
        document: Document,
        catalog: Catalog,
        rules: BatchClass,
        *,
        document_class: str | None = None,
    ) -> Understanding:
        """Read a document's meaning from its stored recognitions; with a class given, as one of that class."""
        pages = recognitions(self._store, uow.pages.of_document(document.id))
        return self._made(document.draft, pages, catalog, rules, uow.reference, document_class)

    def _made(
        self,
        draft: Draft,
        pages: Sequence[Recognition],
        catalog: Catalog,
        rules: BatchClass,
        reference: ReferenceData,
        document_class: str | None,
    ) -> Understanding:
        today: date = self._clock.today()
        means = self._means
        if document_class is not None:
            return reunderstand(
                draft,
                pages,
                document_class,
                catalog=catalog,
                batch_class=rules,
                fields=means.fields,
                reference=reference,
                names=means.names,
                today=today,
            )
        return understand(
            draft,
            pages,
            catalog=catalog,
            batch_class=rules,
            classifier=means.classifier,
            fields=means.fields,
            reference=reference,
            names=means.names,
            today=today,
        )

    def _keep(self, name: DocumentId, made: Understanding, held: Job) -> None:
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            document = uow.documents.get(name)
            document = uow.documents.save(
                replace(
                    document,
                    state=DocumentState.UNDERSTOOD,
                    understanding=made,
                    rules_digest=self._rulebook.document_class_digest(uow, made.classification.document_class),
                )
            )
            self._casework.route(uow, document)
            uow.commit()


def _end(uow: UnitOfWork, page: Page, state: PageState) -> None:
    uow.pages.replace(replace(page, state=state), frm=page.state)


def _finish_file(uow: UnitOfWork, file: SourceFile) -> None:
    open_states = {PageState.RECEIVED, PageState.RECOGNISED, PageState.FAILED}
    if not any(page.state in open_states for page in uow.pages.of_file(file.id)):
        uow.files.move(file.id, to=FileState.DONE, frm=FileState.OPENED)
