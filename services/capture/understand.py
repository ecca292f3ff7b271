"""From words to documents: files are cut into drafts, drafts are understood, and the certain ones released at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.custody import ENDS
from pipeline.documents.understanding import reunderstand, understand
from pipeline.model.batch import Batch, Document, Page, SourceFile
from pipeline.model.document import Classification, Draft, OpenedBy, Understanding
from pipeline.model.identity import UNKNOWN, BatchId, DocumentId, FileId
from pipeline.model.page import Recognition
from pipeline.model.states import DocumentState, FileState, PageState
from pipeline.ports import BlobStore, Classifier, Clock, FieldReader, Ids, NameFinder, ReferenceData
from pipeline.rules.catalog import BatchClass, Catalog
from pipeline.separation.content_cuts import cut_by_content
from pipeline.separation.cutting import Separation, separate
from services.capture.read import recognitions, rotation_of
from services.cases.answering import expectation
from services.cases.casework import Casework
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import Job
from services.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The means of understanding: what tells classes, what reads fields, what finds names.

    reference: the customer's lists when they are not in the records themselves (preview), else None.
    """

    classifier: Classifier
    reader: FieldReader
    names: NameFinder
    reference: ReferenceData | None = None


class Understand:
    """The steps separate and understand; called by `services.capture.loop`, and by acts that read a document anew."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        means: Means,
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
                catalog = self._rulebook.catalog(uow)
            cut = self._cut(recognitions(self._store, pages), rules, catalog)
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

    def _cut(self, pages: Sequence[Recognition], rules: BatchClass, catalog: Catalog) -> Separation:
        """Cut the pages of a file: by sheets first, then by what the pages show."""

        def kind(page: Recognition) -> Classification:
            alone = Draft(pages=(page.number,), opened_by=OpenedBy.CONTENT, cut_confidence=1.0)
            return self._means.classifier([page], alone, catalog)

        return cut_by_content(separate(pages, rules), pages, rules, kind, catalog)

    def add_draft(
        self,
        uow: UnitOfWork,
        batch: Batch,
        file: SourceFile,
        draft: Draft,
        pages: Sequence[Page],
        *,
        name: DocumentId | None = None,
    ) -> Document:
        """Add a draft, under that name or a new one, and put its pages into it."""
        document = Document(
            id=name or DocumentId(self._ids.new("d")),
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

    def understand(self, documents: Sequence[str], held: Job) -> None:
        """Classify, extract, check and route each draft; the certain ones are released and bound at once."""
        for name in documents:
            with self._records.reading() as uow:
                document = uow.documents.get(DocumentId(name))
                if document.state is not DocumentState.DRAFT:
                    continue
                made = self.meaning(uow, document)
            self._keep(document.id, made, held)

    def rotation_of(self, page: Page) -> int:
        """Return by how many degrees clockwise a page is turned to stand upright."""
        return rotation_of(self._store, page)

    def understand_at_once(self, uow: UnitOfWork, document: Document) -> None:
        """Understand a fresh draft in the transaction that made it, unless a page of it is to be read again first."""
        if all(page.turn is None for page in uow.pages.of_document(document.id)):
            self.send_on(uow, document, self.meaning(uow, document))

    def meaning(self, uow: UnitOfWork, document: Document, *, document_class: str | None = None) -> Understanding:
        """Read a document's meaning from its stored recognitions; with a class given, as one of that class."""
        pages = recognitions(self._store, uow.pages.of_document(document.id))
        draft, catalog = document.draft, self._rulebook.catalog(uow)
        rules = self._rulebook.batch_class_of(uow, document.batch)
        reference = self._means.reference or uow.reference
        before = document.understanding.classification if document.understanding else None
        expected = expectation(uow, self._rulebook, draft)
        means, today = self._means, self._clock.today()
        if document_class is not None:
            return reunderstand(
                before or Classification(document_class=UNKNOWN, confidence=0.0),
                draft,
                pages,
                document_class=document_class,
                catalog=catalog,
                batch_class=rules,
                reader=means.reader,
                reference=reference,
                names=means.names,
                today=today,
                expected=expected,
            )
        return understand(
            draft,
            pages,
            catalog=catalog,
            batch_class=rules,
            classifier=means.classifier,
            reader=means.reader,
            reference=reference,
            names=means.names,
            today=today,
            expected=expected,
        )

    def _keep(self, name: DocumentId, made: Understanding, held: Job) -> None:
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            document = uow.documents.get(name)
            if document.state is DocumentState.DRAFT:  # an operator may have cut it anew meanwhile
                self.send_on(uow, document, made)
            uow.commit()

    def send_on(self, uow: UnitOfWork, document: Document, made: Understanding) -> None:
        """Write down what a draft was understood to be, and route it."""
        rules = self._rulebook.document_class_digest(uow, made.classification.document_class)
        understood = replace(document, state=DocumentState.UNDERSTOOD, understanding=made, rules_digest=rules)
        self._casework.route(uow, uow.documents.save(understood))


def _end(uow: UnitOfWork, page: Page, state: PageState) -> None:
    uow.pages.replace(replace(page, state=state), frm=page.state)


def _finish_file(uow: UnitOfWork, file: SourceFile) -> None:
    is_open = uow.files.get(file.id).state is FileState.OPENED
    if is_open and all(page.state in ENDS for page in uow.pages.of_file(file.id)):
        uow.files.move(file.id, to=FileState.DONE, frm=FileState.OPENED)
