"""Keeping: what the records say is written into the store as snapshots, so that a lost database can be made again.

Part of the relay: called after the commit, for what the outbox names, with the state there is then. Late, twice or out
of order it ends the same. A document's version, a rule text and a segment of the journal are never written again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from pipeline.errors import PermanentError
from pipeline.model.batch import Document
from pipeline.model.identity import BatchId, CaseId, Digest, DocumentId
from pipeline.model.states import DocumentState
from services.ports.records import Records, UnitOfWork
from services.ports.snapshots import SnapshotStore
from services.ports.work_records import JobState
from services.rules.files import BATCH, CASE, DOCUMENT
from services.snapshots import (
    DETAILS,
    IN_FORCE,
    SEGMENTS,
    BatchSnapshot,
    CaseSnapshot,
    DocumentMark,
    DocumentSnapshot,
    InForceSnapshot,
    JournalDetails,
    JournalSegment,
    ReferenceSnapshot,
    RulesSnapshot,
    SetAside,
    batch_name,
    case_name,
    document_name,
    packed,
    reference_name,
    rules_name,
    segment_in,
    segment_name,
    unpacked,
)
from services.units import UNIT_JOB

S = TypeVar("S")


class Keep:
    """Writes snapshots; each method raises PartUnreachable, and can then be called again."""

    def __init__(self, records: Records, snapshots: SnapshotStore) -> None:
        self._records = records
        self._snapshots = snapshots
        self._kept_rules: set[Digest] = set()

    def look_again(self) -> None:
        """Forget what is known to be kept, so that the store is asked again."""
        self._kept_rules.clear()

    def documents(self, names: Iterable[DocumentId]) -> None:
        """Keep documents, each with the batch it is of; superseded ones too, though no batch lists them any more."""
        with self._records.reading() as uow:
            found = [uow.documents.get(name) for name in dict.fromkeys(names)]
        self.batches(document.batch for document in found)
        for document in found:
            if document.state is DocumentState.SUPERSEDED:
                self._add_document(document)

    def batches(self, names: Iterable[BatchId]) -> None:
        """Keep batches with their files, pages and documents; the documents first, then the batch that names them."""
        for name in dict.fromkeys(names):
            known = self._marks(name)
            written: BatchSnapshot | None = None
            while True:  # another relay may have written a newer state in between
                with self._records.reading() as uow:
                    documents = uow.documents.of_batch(name)
                    state = _batch(uow, name, documents)
                    texts = {state.batch.rules_digest, *(d.rules_digest for d in documents if d.rules_digest)}
                if state == written:
                    break
                self._rule_texts(texts)
                for document in documents:
                    if _mark(document) not in known:
                        self._add_document(document)
                known |= set(state.documents)
                self._put(batch_name(name), state)
                written = state

    def cases(self, names: Iterable[CaseId]) -> None:
        """Keep cases, each with its party, its verdict and the rule text it is judged by."""
        for name in dict.fromkeys(names):
            state = self._settled(case_name(name), partial(_case, name=name))
            self._rule_texts({state.case.rules_digest})

    def rules(self, digests: Iterable[Digest]) -> None:
        """Keep rule texts, and which are in force now."""
        self._rule_texts(set(digests))
        self._settled(IN_FORCE, _in_force)

    def reference(self, tables: Iterable[str]) -> None:
        """Keep reference tables as they are now."""
        for table in dict.fromkeys(tables):
            self._settled(reference_name(table), partial(_reference, table=table))

    def journal(self, first: int, last: int) -> None:
        """Keep the events with these places in the chain; before them, the cases they speak of that are not kept yet.

        This way no restored event speaks of a case that was not restored.
        """
        with self._records.reading() as uow:
            events = tuple(uow.events.sealed(after=first - 1, limit=last - first + 1))
            details = tuple(uow.events.details([event.number for event in events]))
        named = dict.fromkeys(CaseId(event.case) for event in events if event.case)
        self.cases(case for case in named if self._snapshots.get(case_name(case)) is None)
        self._put(segment_name(first, last, prefix=DETAILS), JournalDetails(details=details))
        self._put(segment_name(first, last), JournalSegment(events=events))

    def lacking(self, tip: int, *, at_most: int) -> Iterator[tuple[int, int]]:
        """Yield the places in the chain, up to `tip`, that no segment holds, as spans of at most `at_most`."""
        expected = 1
        for first, last in [*sorted(map(segment_in, self._snapshots.names(SEGMENTS))), (tip + 1, tip)]:
            for start in range(expected, first, at_most):
                yield start, min(start + at_most, first) - 1
            expected = max(expected, last + 1)

    def _settled(self, name: str, render: Callable[[UnitOfWork], S]) -> S:
        """Write what is now, again when it changed meanwhile: another relay may have written a newer state before."""
        written: S | None = None
        while True:
            with self._records.reading() as uow:
                state = render(uow)
            if state == written:
                return state
            self._put(name, state)
            written = state

    def _put(self, name: str, snapshot: object) -> None:
        content = packed(snapshot)
        if self._snapshots.get(name) != content:
            self._snapshots.put(name, content)

    def _add_document(self, document: Document) -> None:
        self._snapshots.put(document_name(document.id, document.version), packed(DocumentSnapshot(document=document)))

    def _rule_texts(self, digests: set[Digest]) -> None:
        wanted = sorted(digests - self._kept_rules)
        lacking = [digest for digest in wanted if self._snapshots.get(rules_name(digest)) is None]
        if lacking:
            with self._records.reading() as uow:
                texts = [uow.rules.get(digest) for digest in lacking]
            for rules in texts:
                self._snapshots.put(rules_name(rules.digest), packed(RulesSnapshot(rules=rules)))
        self._kept_rules.update(wanted)

    def _marks(self, name: BatchId) -> set[DocumentMark]:
        """Return the versions of documents that are kept already; none when the batch's snapshot cannot be read."""
        content = self._snapshots.get(batch_name(name))
        if content is None:
            return set()
        try:
            return set(unpacked(BatchSnapshot, content, name=batch_name(name)).documents)
        except PermanentError:
            return set()  # it is written anew


def _mark(document: Document) -> DocumentMark:
    return DocumentMark(id=document.id, version=document.version)


def _batch(uow: UnitOfWork, name: BatchId, documents: Sequence[Document]) -> BatchSnapshot:
    given_up = uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED, subject_prefix=f"{name}:")
    return BatchSnapshot(
        batch=uow.batches.get(name),
        files=tuple(uow.files.of_batch(name)),
        pages=tuple(uow.pages.of_batch(name)),
        documents=tuple(_mark(document) for document in documents),
        set_aside=tuple(
            SetAside(unit=job.subject, attempts=job.attempt, reason=job.reason, subjects=job.subjects)
            for job in given_up
        ),
    )


def _case(uow: UnitOfWork, name: CaseId) -> CaseSnapshot:
    case = uow.cases.get(name)
    party = uow.parties.get(case.party) if case.party else None
    return CaseSnapshot(case=case, party=party, verdict=uow.cases.verdict(name))


def _reference(uow: UnitOfWork, table: str) -> ReferenceSnapshot:
    return ReferenceSnapshot(table=uow.reference.whole(table))


def _in_force(uow: UnitOfWork) -> InForceSnapshot:
    kinds = (BATCH, DOCUMENT, CASE)
    return InForceSnapshot(digests=tuple(digest for kind in kinds for digest in uow.rules.digests_in_force(kind)))
