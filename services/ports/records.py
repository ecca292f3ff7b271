"""The database as the services see it: units of work, each one transaction over all records."""

from types import TracebackType
from typing import Protocol, Self

from services.ports.account_records import AccountRecords, SessionRecords, TokenRecords
from services.ports.board_records import BoardRecords
from services.ports.capture_records import BatchRecords, DocumentRecords, FileRecords, PageRecords
from services.ports.case_records import CaseRecords, PartyRecords
from services.ports.figure_records import FigureRecords
from services.ports.house_records import ActorRecords, EventRecords, ReferenceRecords, RuleRecords
from services.ports.snapshots import RestoringRecords
from services.ports.work_records import JobRecords, OutboxRecords


class UnitOfWork(Protocol):
    """One transaction: `with uow: ...; uow.commit()`; leaving without commit changes nothing."""

    batches: BatchRecords
    board: BoardRecords
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
    accounts: AccountRecords
    sessions: SessionRecords
    tokens: TokenRecords
    figures: FigureRecords
    restoring: RestoringRecords

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def commit(self) -> None: ...


class Records(Protocol):
    """The database: gives units of work. One open unit a thread; a reading one is a snapshot and cannot write."""

    def writing(self) -> UnitOfWork:
        """Write alone: what is read in it stays true until its end. Every act that decides or writes an event."""
        ...

    def beside(self) -> UnitOfWork:
        """Write beside others where the database can: only rows that a lease or their own state guards, no event."""
        ...

    def reading(self) -> UnitOfWork: ...

    def close(self) -> None:
        """End the connections; done once, by who opened the records."""
        ...
