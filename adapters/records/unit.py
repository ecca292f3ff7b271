"""Units of work over the database: one transaction each, with the repositories of `services.ports` in it."""

import threading
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from adapters.records.accounts import SqlAccounts
from adapters.records.actors import SqlActors
from adapters.records.batches import SqlBatches, SqlFiles
from adapters.records.board import SqlBoard
from adapters.records.cases import SqlCases
from adapters.records.dialect import connect, place_of
from adapters.records.documents import SqlDocuments
from adapters.records.events import SqlEvents
from adapters.records.faults import fault
from adapters.records.figures import SqlFigures
from adapters.records.jobs import SqlJobs
from adapters.records.modes import BUSY_SECONDS, Mode
from adapters.records.outbox import SqlOutbox
from adapters.records.pages import SqlPages
from adapters.records.parties import SqlParties
from adapters.records.reference import SqlReference
from adapters.records.restoring import SqlRestoring
from adapters.records.rules import SqlRules
from adapters.records.sessions import SqlSessions, SqlTokens
from pipeline.errors import PartUnreachable
from services.ports import (
    AccountRecords,
    ActorRecords,
    BatchRecords,
    BoardRecords,
    CaseRecords,
    DocumentRecords,
    EventRecords,
    FigureRecords,
    FileRecords,
    JobRecords,
    OutboxRecords,
    PageRecords,
    PartyRecords,
    ReferenceRecords,
    RestoringRecords,
    RuleRecords,
    SessionRecords,
    TokenRecords,
)

LOOK_AGAIN_SECONDS = 0.5
"""Seconds between looks for a server that is away."""


class Turns:
    """Who has a unit open: one a thread; and in memory, where all share one connection, one in all."""

    def __init__(self, *, is_shared: bool) -> None:
        self._only_one = threading.Lock() if is_shared else None
        self._open: set[int] = set()

    def take(self, *, place: str) -> int:
        """Wait for a turn; raises RuntimeError for a unit inside a unit, PartUnreachable when the wait is over."""
        thread = threading.get_ident()
        if thread in self._open:
            # It would wait for itself, or read another state than the one it is about to change.
            raise RuntimeError("a unit of work is already open in this thread: pass that one on")
        if self._only_one is not None and not self._only_one.acquire(timeout=BUSY_SECONDS):
            raise fault("records_locked", place)
        self._open.add(thread)
        return thread

    def give_back(self, thread: int) -> None:
        """Let the next one have its turn."""
        self._open.discard(thread)
        if self._only_one is not None:
            self._only_one.release()


class SqlUnitOfWork:
    """Fulfils `UnitOfWork`. After any error the unit is over: leave it and begin another."""

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

    def __init__(self, engine: Engine, turns: Turns, mode: Mode) -> None:
        self._engine = engine
        self._turns = turns
        self._mode = mode
        self._connection: Connection | None = None
        self._thread = 0

    def __enter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("this unit of work is open already")
        self._thread = self._turns.take(place=place_of(self._engine.url))
        try:
            connection = self._begun()
        except BaseException:
            self._turns.give_back(self._thread)
            raise
        self._connection = connection
        self._offer(connection)
        return self

    def _begun(self) -> Connection:
        """Begin the transaction; a server that is away, as one that restarts is, is waited for like a lock."""
        until = monotonic() + (0 if self._engine.dialect.name == "sqlite" else BUSY_SECONDS)
        while True:
            try:
                return self._begun_now()
            except PartUnreachable as error:
                if error.code != "records_unreachable" or monotonic() >= until:
                    raise
            sleep(LOOK_AGAIN_SECONDS)

    def _begun_now(self) -> Connection:
        try:
            connection = connect(self._engine, self._mode)
        except PoolTimeout as error:
            raise fault("records_locked", place_of(self._engine.url)) from error
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()  # rolls back what was not committed
        finally:
            self._turns.give_back(self._thread)

    def commit(self) -> None:
        """Make durable all that was done in this unit; what follows is a new transaction."""
        if self._connection is None:
            raise RuntimeError("this unit of work is not open")
        self._connection.commit()

    def _offer(self, connection: Connection) -> None:
        self.batches = SqlBatches(connection)
        self.board = SqlBoard(connection)
        self.files = SqlFiles(connection)
        self.pages = SqlPages(connection)
        self.documents = SqlDocuments(connection)
        self.cases = SqlCases(connection)
        self.parties = SqlParties(connection)
        self.jobs = SqlJobs(connection)
        self.outbox = SqlOutbox(connection)
        self.events = SqlEvents(connection)
        self.rules = SqlRules(connection)
        self.reference = SqlReference(connection)
        self.actors = SqlActors(connection)
        self.accounts = SqlAccounts(connection)
        self.sessions = SqlSessions(connection)
        self.tokens = SqlTokens(connection)
        self.figures = SqlFigures(connection)
        self.restoring = SqlRestoring(connection)


class SqlRecords:
    """Fulfils `Records`."""

    def __init__(self, engine: Engine, *, is_shared: bool) -> None:
        self._engine = engine
        self._turns = Turns(is_shared=is_shared)

    def writing(self) -> SqlUnitOfWork:
        """Give a unit that writes alone: it takes the write lock at once and holds it to its end."""
        return SqlUnitOfWork(self._engine, self._turns, Mode.WRITING)

    def beside(self) -> SqlUnitOfWork:
        """Give a unit that writes beside others where the database can, for rows a lease or their state guards."""
        return SqlUnitOfWork(self._engine, self._turns, Mode.BESIDE)

    def reading(self) -> SqlUnitOfWork:
        """Give a unit that sees one state of the records from its first question to its end, and cannot write."""
        return SqlUnitOfWork(self._engine, self._turns, Mode.READING)

    def close(self) -> None:
        """Close the connections; a database in memory is gone with them."""
        self._engine.dispose()
