"""Rebuilding: an empty database is filled again from the snapshots and receipts in the store.

All in one transaction, so that an interruption leaves the database as empty as it was. What cannot be brought back is
said. This is the one act that reads the store inside its transaction: nobody else works on an empty database.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from pipeline.audit import EventDetail, StoredEvent
from pipeline.errors import NotPossible
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch
from pipeline.model.identity import CaseId, Digest, JobId
from pipeline.model.states import BatchState, DocumentState
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore, Clock, Ids
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.capture.receive import CAPTURE_JOB, add_file
from services.cases.casework import Casework
from services.ports.records import Records, UnitOfWork
from services.ports.snapshots import SnapshotStore
from services.snapshots import (
    BATCHES,
    CASES,
    DETAILS,
    IN_FORCE,
    RECEIPTS,
    REFERENCE,
    RULES,
    SEGMENTS,
    BatchSnapshot,
    CaseSnapshot,
    InForceSnapshot,
    IntakeReceipt,
    JournalDetails,
    JournalSegment,
    ReferenceSnapshot,
    RulesSnapshot,
    batch_in,
    segment_in,
    segment_name,
)
from services.topics import BATCH, CASE, DOCUMENT
from services.upkeep.kept_snapshots import Kept, Problem
from services.upkeep.restoring import Cases, Papers

SET_UP_BY = (Act.ACTOR_ADD, Act.ACCOUNT_OPEN, Act.RULES_PUBLISH)
"""The acts that set an installation up before anything is received; what they left is put in place anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How much came back; received: batches known from their receipts alone, to be captured from their beginning."""

    batches: int
    files: int
    pages: int
    documents: int
    cases: int
    rules: int
    tables: int
    events: int
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came back, and what did not."""

    brought: Brought
    problems: tuple[Problem, ...]


class Rebuild:
    """The act of rebuilding."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        snapshots: SnapshotStore,
        casework: Casework,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._records = records
        self._store = store
        self._snapshots = snapshots
        self._casework = casework
        self._clock = clock
        self._ids = ids

    @act_of(Act.REBUILD)
    def from_store(self, actor: Actor) -> Rebuilt:
        """Fill an empty database from the store, and wish that all be projected.

        Raises NotPossible when the database or the store is not what it must be, PartUnreachable.
        """
        require(actor, Act.REBUILD)
        kept = Kept(self._snapshots)
        with self._records.writing() as uow:
            if not uow.restoring.is_untouched(set_up_by=SET_UP_BY):
                raise _not_empty()
            if not any(True for prefix in (BATCHES, RECEIPTS) for _ in self._snapshots.names(prefix)):
                raise _nothing_kept()
            uow.restoring.clear_set_up()
            brought = self._bring_back(uow, kept, actor)
            write_down(uow, self._clock, actor, Act.REBUILD, "records", detail=asdict(brought))
            uow.commit()
        return Rebuilt(brought=brought, problems=tuple(kept.problems))

    def _bring_back(self, uow: UnitOfWork, kept: Kept, actor: Actor) -> Brought:
        rules = _add_rules(uow, kept)
        tables = _add_tables(uow, kept)
        contents = frozenset(self._store.digests())
        if not contents:
            raise _nothing_kept()
        papers = Papers(uow, kept, contents, self._ids)
        for snapshot in kept.each(BATCHES, BatchSnapshot):
            papers.add(snapshot)
        papers.add_superseded()
        cases = Cases(uow, kept, papers.documents, contents)
        for found in kept.each(CASES, CaseSnapshot):
            cases.add(found, rules)
        events = _add_journal(uow, kept, cases.cases)
        received = self._take_in(uow, kept, papers)
        self._mend(uow, papers, cases, actor)
        _wish(uow, papers, cases)
        return Brought(
            batches=len(papers.batches),
            files=papers.files,
            pages=papers.pages,
            documents=len(papers.documents),
            cases=len(cases.cases),
            rules=len(rules),
            tables=tables,
            events=events,
            received=received,
        )

    def _take_in(self, uow: UnitOfWork, kept: Kept, papers: Papers) -> int:
        """Take in the batches whose receipt is there and nothing else: they were lost before the relay saw them."""
        count = 0
        for name in kept.names(RECEIPTS):
            receipt = kept.one(name, IntakeReceipt) if batch_in(name) not in papers.batches else None
            if receipt is None or uow.batches.by_source(receipt.channel, receipt.source_key) is not None:
                continue
            uow.batches.add(_received(receipt))
            for file in receipt.files:
                add_file(uow, file)
            papers.unfinished.add(receipt.batch)
            count += 1
        return count

    def _mend(self, uow: UnitOfWork, papers: Papers, cases: Cases, actor: Actor) -> None:
        """Let capture go on where it was, judge cases that lost a piece, and bind documents whose case is lost."""
        for batch in sorted(papers.unfinished):
            uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch)
        for case in cases.poorer:
            self._casework.recheck(uow, case, actor=actor, cause=Act.REBUILD)
        for name in sorted(papers.bound - cases.in_cases):
            loose = uow.documents.save(replace(uow.documents.get(name), state=DocumentState.UNMATCHED))
            self._casework.content_changed(uow, loose, actor=actor, cause=Act.REBUILD)


def _add_rules(uow: UnitOfWork, kept: Kept) -> frozenset[Digest]:
    """Bring the rule texts back, those in force last: the one added last is the one in force."""
    texts = {found.rules.digest: found.rules for found in kept.each(RULES, RulesSnapshot)}
    now = kept.perhaps(IN_FORCE, InForceSnapshot)
    in_force = [digest for digest in now.digests if digest in texts] if now else []
    older = sorted(texts.keys() - set(in_force), key=lambda digest: (texts[digest].published_at, digest))
    for digest in (*older, *in_force):
        uow.rules.add(texts[digest])
    return frozenset(texts)


def _add_tables(uow: UnitOfWork, kept: Kept) -> int:
    count = 0
    for found in kept.each(REFERENCE, ReferenceSnapshot):
        uow.reference.replace(found.table.name, key_columns=found.table.key_columns, rows=found.table.rows)
        count += 1
    return count


def _add_journal(uow: UnitOfWork, kept: Kept, cases: set[CaseId]) -> int:
    """Bring the sealed events back, each once; return their number."""
    count = last = 0
    for events in _segments(kept):
        fresh = [(event, detail) for event, detail in events if (event.chain_number or 0) > last]
        if fresh and fresh[0][0].chain_number != last + 1:
            kept.note(
                f"journal {last + 1}-{(fresh[0][0].chain_number or 0) - 1}",
                fr="Ces événements ne sont pas dans le magasin.",
                en="These events are not in the store.",
            )
        uow.restoring.add_events([(_of_known_case(event, cases, kept), detail) for event, detail in fresh])
        last = max(last, *((event.chain_number or 0) for event, _ in events), 0)
        count += len(fresh)
    return count


def _segments(kept: Kept) -> Iterator[list[tuple[StoredEvent, EventDetail | None]]]:
    for name in kept.names(SEGMENTS):
        segment = kept.one(name, JournalSegment)
        told = kept.perhaps(segment_name(*segment_in(name), prefix=DETAILS), JournalDetails)
        details = {detail.number: detail for detail in told.details} if told else {}
        if segment is not None:
            yield [(event, details.get(event.number)) for event in segment.events]


def _of_known_case(event: StoredEvent, cases: set[CaseId], kept: Kept) -> StoredEvent:
    if event.case is None or event.case in cases:
        return event
    kept.note(
        f"event {event.number}",
        fr="Son dossier est perdu ; la chaîne du journal le montrera ici.",
        en="Its case is lost; the chain of the journal shows that it was here.",
    )
    return replace(event, case=None)


def _received(receipt: IntakeReceipt) -> Batch:
    return Batch(
        id=receipt.batch,
        batch_class=receipt.batch_class,
        rules_digest=receipt.rules_digest,
        channel=receipt.channel,
        source_key=receipt.source_key,
        state=BatchState.RECEIVED,
        circle=receipt.circle,
        received_at=receipt.received_at,
        expected_pages=receipt.expected_pages,
    )


def _wish(uow: UnitOfWork, papers: Papers, cases: Cases) -> None:
    """Wish that everything be projected anew; an interruption after this leaves work, not an empty index."""
    for document in sorted(papers.documents):
        uow.outbox.add(DOCUMENT, document)
    for case in sorted(cases.cases):
        uow.outbox.add(CASE, case)
    for batch in sorted(papers.unfinished):
        uow.outbox.add(BATCH, batch)


def _not_empty() -> NotPossible:
    return NotPossible(
        "records_not_empty",
        Bilingual(
            fr="La base de données n'est pas vide : rien n'a été changé.",
            en="The database is not empty: nothing was changed.",
        ),
        where="rebuild",
        next_step=Bilingual(
            fr="Une reconstruction ne part que d'une base vide : mettez celle-ci de côté, ou nommez-en une nouvelle.",
            en="A rebuild begins from an empty database only: put this one aside, or name a new one.",
        ),
    )


def _nothing_kept() -> NotPossible:
    return NotPossible(
        "nothing_to_rebuild",
        Bilingual(fr="Le magasin ne contient rien dont reconstruire.", en="The store holds nothing to rebuild from."),
        where="snapshots",
        next_step=Bilingual(
            fr="Vérifiez que ce sont bien ce dossier ou ce seau, et qu'ils sont montés (docs/rebuild.md).",
            en="Check that this is the right home or bucket, and that it is mounted (docs/rebuild.md).",
        ),
    )
