"""Bringing papers and cases back from their snapshots, inside the transaction of a rebuild.

Snapshots of different things may be of different instants when the database was lost between two writes of the relay.
What does not fit together is put back to the step before, from which capture or a person goes on: nothing is invented.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from casebinder.model.case import Case, Party
from casebinder.model.request import Request, RequestState
from casebinder.requests import moved
from pipeline.model.batch import Document, Page, SourceFile
from pipeline.model.identity import BatchId, CaseId, Digest, DocumentId, JobId
from pipeline.model.states import RELEASED, BatchState, DocumentState, FileState, PageState
from pipeline.ports import Ids
from services.ports.records import UnitOfWork
from services.ports.work_records import JobState
from services.snapshots import (
    DOCUMENTS,
    BatchSnapshot,
    CaseSnapshot,
    DocumentSnapshot,
    SetAside,
    document_in,
    document_name,
)
from services.units import UNIT_JOB
from services.upkeep.kept_snapshots import Kept

_NUMBERED = re.compile(r"-(\d{4})-(\d+)")
"""The year and running number in a reference such as `OD-2026-00001`."""
_ON_THE_WAY = frozenset({RequestState.QUEUED, RequestState.SENDING})
_UNREAD = frozenset({PageState.RECEIVED, PageState.RECOGNISED})


class Papers:
    """Batches with their files, pages and documents, as they come back."""

    def __init__(self, uow: UnitOfWork, kept: Kept, contents: AbstractSet[Digest], ids: Ids) -> None:
        """Take, beside the usual parts, the digests of all that the store holds."""
        self._uow = uow
        self._kept = kept
        self._contents = contents
        self._ids = ids
        self.batches: set[BatchId] = set()
        self.documents: set[DocumentId] = set()
        self.bound: set[DocumentId] = set()
        """Documents that say they are in a case."""
        self.unfinished: set[BatchId] = set()
        """Batches that capture has to go on with."""
        self.files = self.pages = 0
        self._named: set[DocumentId] = set()
        """Documents that a batch names, brought back or not."""

    def add(self, snapshot: BatchSnapshot) -> None:
        """Bring a batch back with all that is of it."""
        documents = self._documents(snapshot)
        known = {document.id for document in documents}
        pages = tuple(self._page(page, known) for page in snapshot.pages)
        uncut = {after.file for before, after in zip(snapshot.pages, pages, strict=True) if after != before}
        files = tuple(self._file(file, is_uncut=file.id in uncut) for file in snapshot.files)
        batch = replace(snapshot.batch, state=BatchState.WORKING) if uncut else snapshot.batch
        self._uow.batches.add(batch)
        for file in files:
            self._uow.files.add(file)
        for document in documents:
            self._add_document(document)
        self._uow.pages.add(pages)
        for unit in snapshot.set_aside:
            self._set_aside(unit)
        self.batches.add(batch.id)
        self._named.update(mark.id for mark in snapshot.documents)
        self.files += len(files)
        self.pages += len(pages)
        if _is_unfinished(files, pages, documents):
            self.unfinished.add(batch.id)

    def add_superseded(self) -> None:
        """Bring back the documents that others took the place of; no batch names them any more."""
        latest: dict[DocumentId, int] = {}
        for name in self._kept.names(DOCUMENTS):
            mark = document_in(name)
            if mark.id not in self._named:
                latest[mark.id] = max(mark.version, latest.get(mark.id, 0))
        for name, version in latest.items():
            found = self._kept.one(document_name(name, version), DocumentSnapshot)
            # Any other was kept just before its batch would have been: its pages are cut anew.
            if found and found.document.state is DocumentState.SUPERSEDED and found.document.batch in self.batches:
                self._add_document(found.document)

    def _documents(self, snapshot: BatchSnapshot) -> tuple[Document, ...]:
        found = (self._kept.one(document_name(mark.id, mark.version), DocumentSnapshot) for mark in snapshot.documents)
        return tuple(self._with_rendition(one.document) for one in found if one is not None)

    def _with_rendition(self, document: Document) -> Document:
        """Return a document; without its rendition, which is made again, when the store lost it."""
        is_lost = document.rendition is not None and document.rendition not in self._contents
        return replace(document, rendition=None) if is_lost else document

    def _page(self, page: Page, documents: AbstractSet[DocumentId]) -> Page:
        if page.recognition is not None and page.recognition not in self._contents:
            self._kept.note(
                f"page {page.id}", fr="Ce qui y a été lu n'est plus dans le magasin.", en="What was read on it is lost."
            )
        if page.document is None or page.document in documents:
            return page
        state = PageState.RECOGNISED if page.recognition else PageState.RECEIVED
        return replace(page, state=state, document=None, position=None)

    def _file(self, file: SourceFile, *, is_uncut: bool) -> SourceFile:
        if file.size and file.digest not in self._contents:
            self._kept.note(
                f"file {file.id}", fr="L'original n'est plus dans le magasin.", en="The original is not in the store."
            )
        return replace(file, state=FileState.OPENED) if is_uncut and file.state is FileState.DONE else file

    def _add_document(self, document: Document) -> None:
        self._uow.documents.add(document)
        self.documents.add(document.id)
        if document.state is DocumentState.BOUND:
            self.bound.add(document.id)

    def _set_aside(self, unit: SetAside) -> None:
        self._uow.jobs.put(JobId(self._ids.new("j")), kind=UNIT_JOB, subject=unit.unit, subjects=unit.subjects)
        for _ in range(unit.attempts):
            self._uow.jobs.put_off(UNIT_JOB, unit.unit, seconds=0, reason=unit.reason)
        self._uow.jobs.mark(UNIT_JOB, unit.unit, state=JobState.FAILED, reason=unit.reason)


def _is_unfinished(files: Sequence[SourceFile], pages: Sequence[Page], documents: Sequence[Document]) -> bool:
    opened = {file.id for file in files if file.state is FileState.OPENED}
    return (
        any(file.state is FileState.STORED for file in files)
        or any(page.state in _UNREAD for page in pages if page.file in opened)
        or any(one.state is DocumentState.DRAFT for one in documents)
        or any(one.state in RELEASED and one.rendition is None for one in documents)
    )


class Cases:
    """Cases with their parties and verdicts, as they come back."""

    def __init__(
        self, uow: UnitOfWork, kept: Kept, documents: AbstractSet[DocumentId], contents: AbstractSet[Digest]
    ) -> None:
        """Take, beside the usual parts, the documents that came back, and the digests of all that the store holds."""
        self._contents = contents
        self._uow = uow
        self._kept = kept
        self._documents = documents
        self._keys: dict[str, set[tuple[str, str]]] = {}
        self.cases: set[CaseId] = set()
        self.in_cases: set[DocumentId] = set()
        self.poorer: list[CaseId] = []
        """Cases that lost a piece, to be judged anew."""

    def add(self, snapshot: CaseSnapshot, rules: AbstractSet[Digest]) -> None:
        """Bring a case back, if the rule text it is judged by came back, without pieces whose documents did not."""
        case = self._with_letters(self._without_lost(snapshot.case))
        if case.rules_digest not in rules:
            self._kept.note(
                f"case {case.reference}", fr="Le texte de ses règles est perdu.", en="The text of its rules is lost."
            )
            return
        if snapshot.party is not None:
            self._add_party(snapshot.party)
        self._uow.cases.add(case)
        if snapshot.verdict is not None:
            self._uow.cases.set_verdict(case.id, snapshot.verdict)
        if snapshot.verdict is None or case != snapshot.case:
            self.poorer.append(case.id)
        if numbered := _NUMBERED.search(case.reference):
            self._uow.restoring.number_on(case.case_type, int(numbered[1]), last=int(numbered[2]))
        self.cases.add(case.id)
        self.in_cases.update(piece.document for piece in case.pieces)

    def _without_lost(self, case: Case) -> Case:
        pieces = tuple(piece for piece in case.pieces if piece.document in self._documents)
        facts = tuple(
            fact if fact.document is None or fact.document in self._documents else replace(fact, document=None)
            for fact in case.facts
        )
        if len(pieces) < len(case.pieces):
            lost = ", ".join(piece.document for piece in case.pieces if piece not in pieces)
            self._kept.note(
                f"case {case.reference}",
                fr=f"Sans ces documents, qui seront reconnus à nouveau : {lost}.",
                en=f"Without these documents, which are understood anew: {lost}.",
            )
        return replace(case, pieces=pieces, facts=facts)

    def _with_letters(self, case: Case) -> Case:
        """Return a case; what may or may not have been sent is a draft again, and a lost letter is said."""
        for request in case.requests:
            if request.letter is not None and request.letter not in self._contents:
                fr, en = "Le contenu de la lettre n'est plus dans le magasin.", "The letter's content is lost."
                self._kept.note(f"request {request.id}", fr=fr, en=en)
        return replace(case, requests=tuple(self._drafted_again(request) for request in case.requests))

    def _drafted_again(self, request: Request) -> Request:
        kept = request if request.letter in self._contents else replace(request, letter=None)
        return moved(kept, RequestState.DRAFTED) if kept.state in _ON_THE_WAY else kept

    def _add_party(self, party: Party) -> None:
        """Bring a party back; a later snapshot may know more keys of it."""
        if party.id not in self._keys:
            self._uow.parties.add(party)
            self._keys[party.id] = set(party.keys)
        for scheme, value in party.keys:
            if (scheme, value) not in self._keys[party.id]:
                self._uow.parties.add_key(party.id, scheme, value)
                self._keys[party.id].add((scheme, value))
