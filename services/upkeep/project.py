"""The relay: brings snapshots, index and case folders up to the records' present state, from the outbox.

It renders what is now, never a stored payload, so running it late, twice or out of order ends the same. An outage
of search or storage leaves the rows waiting, with growing pauses.
"""

from collections.abc import Sequence

from pipeline.errors import ConcurrentChange, PermanentError
from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId, CaseId, Digest, DocumentId, PartyId
from pipeline.model.states import DocumentState
from pipeline.model.values import Amount, written
from pipeline.ports import BlobStore
from pipeline.rights import Act
from services.access import act_of, require
from services.capture.read import recognitions
from services.cases.case_folders import case_folder
from services.ports.case_records import CaseQuery
from services.ports.folders import CaseFolders, FolderEntry, FolderState
from services.ports.records import Records, UnitOfWork
from services.ports.search import IndexedPage, IndexedWord, SearchIndex
from services.rules.files import BATCH as BATCH_RULES
from services.rules.files import CASE as CASE_RULES
from services.rules.files import DOCUMENT as DOCUMENT_RULES
from services.rules.rulebook import Rulebook
from services.searched import SEARCHED
from services.topics import BATCH, CASE, DOCUMENT, JOURNAL, REFERENCE, RULES
from services.upkeep.keep import Keep
from services.upkeep.ledger import MOST_EVENTS, seal_in, span, span_of
from services.upkeep.relay import MOST_ROWS, Projection, Relay


class Project:
    """The relay's acts."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        index: SearchIndex,
        folders: CaseFolders,
        rulebook: Rulebook,
        keep: Keep,
    ) -> None:
        self._rulebook = rulebook
        self._records = records
        self._store = store
        self._index = index
        self._folders = folders
        self._keep = keep
        self._relay = Relay(
            records,
            (
                # What a case or an event names is kept before them, and where it is kept is where all others look.
                Projection(topic=RULES, act=lambda keys: keep.rules(map(Digest, keys)), is_needed=True),
                Projection(topic=REFERENCE, act=keep.reference, is_needed=True),
                Projection(topic=BATCH, act=lambda keys: keep.batches(map(BatchId, keys)), is_needed=True),
                Projection(topic=DOCUMENT, act=self._keep_and_index),
                Projection(topic=CASE, act=self._project_case, is_together=False),
                Projection(topic=JOURNAL, act=self._keep_journal, is_together=False),
            ),
        )

    @act_of(Act.PROJECT)
    def drain(self, actor: Actor) -> int:
        """Seal new audit events, then project all that is due; return the number of rows done.

        What cannot be done now waits for its next try.
        """
        require(actor, Act.PROJECT)
        self._seal()
        return self._relay.run()

    @act_of(Act.PROJECT)
    def catch_up(self, actor: Actor) -> int:
        """Project all that waits, also what was put off after failing; for when an outage is known to be over."""
        require(actor, Act.PROJECT)
        with self._records.writing() as uow:
            uow.outbox.hurry()
            uow.commit()
        return self.drain(actor)

    @act_of(Act.PROJECT)
    def start_over(self, actor: Actor) -> int:
        """Project all that waits into an empty index that takes the place of the old; after a rebuild wished all.

        Raises PartUnreachable, ConcurrentChange; what waits is then projected into the old one.
        """
        require(actor, Act.PROJECT)
        with self._index.renewing():
            return self.drain(actor)

    @act_of(Act.PROJECT)
    def reindex(self, actor: Actor) -> int:
        """Build the index anew beside the old one and the case folders in place; return what was done.

        The old index answers until the new one is whole; an interruption leaves the old one and takes nothing away.
        Raises PartUnreachable, ConcurrentChange.
        """
        require(actor, Act.PROJECT)
        with self._records.reading() as uow:
            keys = uow.standings.names_in(SEARCHED)
        with self._index.renewing():
            # Documents that change from here on come by the outbox, which then fills both indexes.
            done = sum(self._indexed_anew(keys[at : at + MOST_ROWS]) for at in range(0, len(keys), MOST_ROWS))
        self._keep.look_again()
        lacking = self._lacking_journal()
        with self._records.writing() as uow:
            _wish_all(uow)
            for first, last in lacking:
                uow.outbox.add(JOURNAL, span(first, last))
            uow.commit()
        return done + self.drain(actor)

    def _indexed_anew(self, keys: Sequence[str]) -> int:
        """Index documents; one that cannot be rendered waits in the outbox, where its reason is kept."""
        try:
            self._project_documents(keys)
        except PermanentError:
            if len(keys) > 1:
                return sum(self._indexed_anew([key]) for key in keys)
            with self._records.writing() as uow:
                uow.outbox.add(DOCUMENT, keys[0])
                uow.commit()
            return 0
        return len(keys)

    def _lacking_journal(self) -> tuple[tuple[int, int], ...]:
        with self._records.reading() as uow:
            tip = uow.events.tip()
        return tuple(self._keep.lacking(tip.chain_number or 0, at_most=MOST_EVENTS)) if tip else ()

    def _seal(self) -> None:
        with self._records.reading() as uow:
            if not uow.events.unsealed():
                return
        try:
            with self._records.writing() as uow:
                seal_in(uow)
                uow.commit()
        except ConcurrentChange:
            return  # another relay is sealing them

    def _keep_journal(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._keep.journal(*span_of(key))

    def _keep_and_index(self, keys: Sequence[str]) -> None:
        self._keep.documents(map(DocumentId, keys))
        self._project_documents(keys)

    def _project_documents(self, keys: Sequence[str]) -> None:
        """Index documents as they are; once more those that changed meanwhile.

        Another relay may have written their new state already, which this one then covered with the old.
        """
        wanted = list(keys)
        while wanted:
            with self._records.reading() as uow:
                before = self._stamps(uow, wanted)
                rendered = [(key, indexed_pages(uow, self._store, DocumentId(key))) for key in wanted]
            self._index.replace(rendered)
            with self._records.reading() as uow:
                after = self._stamps(uow, wanted)
            wanted = [key for key in wanted if before[key] != after[key]]

    def _stamps(self, uow: UnitOfWork, keys: Sequence[str]) -> dict[str, tuple[str | int | None, ...]]:
        """Return the state of documents by what changes with it: their version, and the case they are in."""
        cases = {key: uow.cases.of_document(DocumentId(key)) for key in keys}
        return {
            key: (
                uow.documents.get(DocumentId(key)).version,
                *((case.id, case.basket, case.party) if case else ()),
            )
            for key, case in cases.items()
        }

    def _project_case(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._keep.cases([CaseId(key)])
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
        made = case_folder(uow, self._rulebook, case)
        return FolderState(
            place=made.place,
            circle=case.circle,
            entries=tuple(FolderEntry(path=p.path, digest=p.digest, media_type=p.media_type) for p in made.papers),
            manifest=made.manifest,
        )


def indexed_pages(uow: UnitOfWork, store: BlobStore, name: DocumentId) -> tuple[IndexedPage, ...]:
    """Return the pages of a document as the index holds them; none of one that is not searched."""
    document = uow.documents.get(name)
    if document.state not in SEARCHED or document.understanding is None:
        return ()
    case = uow.cases.of_document(name)
    understanding = document.understanding
    fields = tuple((field.name, written(field.value)) for field in understanding.fields)
    amounts = (field.value for field in understanding.fields if isinstance(field.value, Amount))
    total = max(amounts, key=lambda amount: abs(amount.minor), default=None)
    party = _party_name(uow, case.party) if case and case.party else None
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
            state=document.state,
            basket=(case.basket or None) if case else None,
            party=party,
            amount=total,
        )
        for n, recognition in enumerate(recognitions(store, uow.pages.of_document(name)))
    )


def _wish_all(uow: UnitOfWork) -> None:
    """Wish every case folder and every snapshot; the journal is wished apart, as far as no snapshot holds it."""
    for case in uow.cases.listed(CaseQuery()):
        uow.outbox.add(CASE, case.id)
    for batch in uow.batches.every():
        uow.outbox.add(BATCH, batch.id)
    for name in uow.standings.names_in({DocumentState.SUPERSEDED}):
        uow.outbox.add(DOCUMENT, name)
    for kind in (BATCH_RULES, DOCUMENT_RULES, CASE_RULES):
        for digest in uow.rules.digests_in_force(kind):
            uow.outbox.add(RULES, digest)
    for table in uow.reference.tables():
        uow.outbox.add(REFERENCE, table)


def _party_name(uow: UnitOfWork, name: PartyId) -> str:
    """Return a party as a person tells it from others: two of one name by their day of birth."""
    party = uow.parties.get(name)
    return f"{party.name} ({party.birth_date.isoformat()})" if party.birth_date else party.name
