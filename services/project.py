"""The relay: brings index and case folders up to the records' present state, from the outbox.

It renders what is now, never a stored payload, so running it late, twice or out of order ends the same. An outage
of search or storage leaves the rows waiting, with growing pauses.
"""

from collections.abc import Callable, Sequence

from casebinder import folder
from pipeline.errors import CasebinderError, PermanentError
from pipeline.model.actor import Actor
from pipeline.model.batch import DocumentState
from pipeline.model.identity import CaseId, DocumentId
from pipeline.model.values import written
from pipeline.ports import BlobStore
from pipeline.rights import Act
from services.access import act_of, require
from services.ports import (
    CaseFolders,
    CaseQuery,
    FolderEntry,
    FolderState,
    IndexedPage,
    IndexedWord,
    OutboxRow,
    Records,
    SearchIndex,
    UnitOfWork,
)
from services.read import recognitions
from services.rulebook import Rulebook
from services.topics import CASE, DOCUMENT

MOST_ROWS = 200
"""Outbox rows in one round: one commit of the index, a few seconds of work."""
LONGEST_WAIT = 600
"""Seconds between tries of a row that keeps failing."""
_SEARCHED = frozenset(
    {
        DocumentState.UNDERSTOOD,
        DocumentState.IN_QUEUE,
        DocumentState.RELEASED,
        DocumentState.BOUND,
        DocumentState.UNMATCHED,
    }
)


class Project:
    """The relay's acts."""

    def __init__(
        self, records: Records, store: BlobStore, index: SearchIndex, folders: CaseFolders, rulebook: Rulebook
    ) -> None:
        self._rulebook = rulebook
        self._records = records
        self._store = store
        self._index = index
        self._folders = folders

    @act_of(Act.PROJECT)
    def drain(self, actor: Actor) -> int:
        """Project all that is due; give the number of rows done. What cannot be done now waits for its next try."""
        require(actor, Act.PROJECT)
        done = 0
        while True:
            with self._records.reading() as uow:
                rows = uow.outbox.due(MOST_ROWS)
            if not rows:
                return done
            done += self._project([row for row in rows if row.topic == DOCUMENT], self._project_documents)
            done += sum(self._project([row], self._project_case) for row in rows if row.topic == CASE)

    @act_of(Act.PROJECT)
    def reindex(self, actor: Actor) -> int:
        """Ask for everything to be projected anew and do it; give the number of rows done.

        The index is emptied only when the wish to fill it is kept: an interruption leaves work, not an empty index.
        """
        require(actor, Act.PROJECT)
        with self._records.writing() as uow:
            for state in _SEARCHED:
                for document in uow.documents.in_state(state):
                    uow.outbox.add(DOCUMENT, document.id)
            for case in uow.cases.listed(CaseQuery()):
                uow.outbox.add(CASE, case.id)
            uow.commit()
        self._index.clear()
        return self.drain(actor)

    def _project(self, rows: Sequence[OutboxRow], act: Callable[[Sequence[str]], None]) -> int:
        if not rows:
            return 0
        try:
            act(list(dict.fromkeys(row.key for row in rows)))
        except CasebinderError as error:
            if len(rows) > 1 and isinstance(error, PermanentError):
                # One of them cannot be rendered: the others shall not wait for it.
                return sum(self._project([row], act) for row in rows)
            self._failed(rows, error)
            return 0
        with self._records.writing() as uow:
            uow.outbox.done([row.seq for row in rows])
            uow.commit()
        return len(rows)

    def _failed(self, rows: Sequence[OutboxRow], error: CasebinderError) -> None:
        with self._records.writing() as uow:
            for row in rows:
                delay = min(LONGEST_WAIT, 2 ** min(row.attempts, 10))
                uow.outbox.failed(row.seq, error=error.code, delay_seconds=delay)
            uow.commit()

    def _project_documents(self, keys: Sequence[str]) -> None:
        """Index documents as they are; once more those that changed meanwhile.

        Another relay may have written their new state already, which this one then covered with the old.
        """
        wanted = list(keys)
        while wanted:
            with self._records.reading() as uow:
                before = self._stamps(uow, wanted)
                rendered = [(key, self._indexed(uow, DocumentId(key))) for key in wanted]
            self._index.replace(rendered)
            with self._records.reading() as uow:
                after = self._stamps(uow, wanted)
            wanted = [key for key in wanted if before[key] != after[key]]

    def _stamps(self, uow: UnitOfWork, keys: Sequence[str]) -> dict[str, tuple[int, str]]:
        """Tell the state of documents by what changes with it: their version, and the case they are in."""
        cases = {key: uow.cases.of_document(DocumentId(key)) for key in keys}
        return {
            key: (uow.documents.get(DocumentId(key)).version, case.id if case else "") for key, case in cases.items()
        }

    def _indexed(self, uow: UnitOfWork, name: DocumentId) -> tuple[IndexedPage, ...]:
        document = uow.documents.get(name)
        if document.state not in _SEARCHED or document.understanding is None:
            return ()
        case = uow.cases.of_document(name)
        understanding = document.understanding
        fields = tuple((field.name, written(field.value)) for field in understanding.fields)
        return tuple(
            IndexedPage(
                document=document.id,
                page=recognition.number,
                document_class=understanding.classification.document_class,
                case=case.reference if case else None,
                case_type=case.case_type if case else None,
                circle=document.circle,
                received_on=document.received_at.date().isoformat(),
                language=recognition.language,
                text=recognition.text,
                words=tuple(IndexedWord(text=word.text, box=word.box) for word in recognition.words),
                fields=fields if n == 0 else (),
            )
            for n, recognition in enumerate(recognitions(self._store, uow.pages.of_document(name)))
        )

    def _project_case(self, keys: Sequence[str]) -> None:
        for key in keys:
            with self._records.reading() as uow:
                state = self._folder(uow, CaseId(key))
            written: FolderState | None = None
            while written != state:  # another relay may have written a newer state in between
                self._folders.write(state)
                written = state
                with self._records.reading() as uow:
                    state = self._folder(uow, CaseId(key))

    def _folder(self, uow: UnitOfWork, name: CaseId) -> FolderState:
        """Render a case folder: every document of the case that has its rendition already."""
        case = uow.cases.get(name)
        verdict = uow.cases.verdict(name)
        if verdict is None:
            raise ValueError(f"case {name} was never judged")
        papers = [paper for piece in case.pieces if (paper := _paper(uow, piece.document))]
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        made = folder.render(case_type, case, verdict, list(dict.fromkeys(papers)))
        return FolderState(
            place=made.place,
            circle=case.circle,
            entries=tuple(FolderEntry(path=p.path, digest=p.digest, media_type=p.media_type) for p in made.papers),
            manifest=made.manifest,
        )


def _paper(uow: UnitOfWork, name: DocumentId) -> folder.Paper | None:
    document = uow.documents.get(name)
    if document.rendition is None or document.understanding is None:
        return None
    original = uow.files.get(document.file)
    is_original = document.rendition == original.digest
    return folder.Paper(
        document=name,
        document_class=document.understanding.classification.document_class,
        received_on=document.received_at.date(),
        digest=document.rendition,
        media_type=original.media_type if is_original else "application/pdf",
    )
