"""Units of work over the database: one transaction each, with the repositories of `services.ports` in it."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from adapters.records.dialect import connect, place_of
from adapters.records.faults import fault
from adapters.records.interruption import Interruption
from adapters.records.modes import BUSY_SECONDS, Mode
from adapters.records.repositories import Repositories
from pipeline.errors import PartUnreachable

LOOK_AGAIN_SECONDS = 0.5
"""Seconds between looks for a server that is away."""


class Turns:
    """Who has a unit open: one a thread; and in memory, where all share one connection, one in all."""

    def __init__(self, *, is_shared: bool) -> None:
        self._only_one = threading.Lock() if is_shared else None
        self._open: set[int] = set()

    @contextmanager
    def turn(self, *, place: str) -> Iterator[None]:
        """Wait for a turn; raises RuntimeError for a unit inside a unit, PartUnreachable when the wait is over."""
        thread = threading.get_ident()
        if thread in self._open:
            # It would wait for itself, or read another state than the one it is about to change.
            raise RuntimeError("a unit of work is already open in this thread: pass that one on")
        if self._only_one is not None and not self._only_one.acquire(timeout=BUSY_SECONDS):
            raise fault("records_locked", place)
        self._open.add(thread)
        try:
            yield
        finally:
            self._open.discard(thread)
            if self._only_one is not None:
                self._only_one.release()


class Patience:
    """How long a server that is away is waited for: once in full, and then no more until it has answered.

    So an outage is told after one wait, however many units would tidy up after the first that failed.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_spent = False

    @property
    def seconds(self) -> float:
        """Return what is left of it."""
        return 0 if self._is_spent else self._seconds

    def spend(self) -> None:
        """Have waited in vain."""
        self._is_spent = True

    def renew(self) -> None:
        """Have had an answer."""
        self._is_spent = False


class SqlUnitOfWork(Repositories):
    """Fulfils `UnitOfWork`. After any error the unit is over: leave it and begin another."""

    def __init__(self, engine: Engine, mode: Mode, *, turns: Turns, patience: Patience) -> None:
        self._engine = engine
        self._mode = mode
        self._turns = turns
        self._patience = patience
        self._interruption = Interruption()
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("this unit of work is open already")
        with ExitStack() as ends:
            ends.enter_context(self._interruption.kept_waiting())
            ends.enter_context(self._turns.turn(place=place_of(self._engine.url)))
            connection = self._begun()
            ends.callback(connection.close)  # rolls back what was not committed
            self._connection = connection
            self._ends = ends.pop_all()
        return self

    def _begun(self) -> Connection:
        """Begin the transaction; a server that is away, as one that restarts is, is waited for like a lock."""
        until = monotonic() + self._patience.seconds
        while (connection := self._begun_before(until)) is None:
            self._interruption.let_through()
            sleep(LOOK_AGAIN_SECONDS)
        self._patience.renew()
        return connection

    def _begun_before(self, until: float) -> Connection | None:
        """Begin the transaction if the server is there; raises PartUnreachable when the wait for it is over."""
        try:
            return self._begun_now()
        except PartUnreachable as error:
            if error.code != "records_unreachable":
                raise
            if monotonic() >= until:
                self._patience.spend()
                raise
        return None

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
        self._connection = None
        self._ends.close()

    def commit(self) -> None:
        """Make durable all that was done in this unit, unless it is interrupted; what follows is a new transaction."""
        connection = self._open
        self._interruption.let_through()
        connection.commit()


class SqlRecords:
    """Fulfils `Records`."""

    def __init__(self, engine: Engine, *, is_shared: bool) -> None:
        self._engine = engine
        self._turns = Turns(is_shared=is_shared)
        self._patience = Patience(0 if engine.dialect.name == "sqlite" else BUSY_SECONDS)

    def writing(self) -> SqlUnitOfWork:
        """Return a unit that writes alone: it takes the write lock at once and holds it to its end."""
        return self._unit(Mode.WRITING)

    def beside(self) -> SqlUnitOfWork:
        """Return a unit that writes beside others where the database can, for rows a lease or their state guards."""
        return self._unit(Mode.BESIDE)

    def reading(self) -> SqlUnitOfWork:
        """Return a unit that sees one state of the records from its first question to its end, and cannot write."""
        return self._unit(Mode.READING)

    def close(self) -> None:
        """Close the connections; a database in memory is gone with them."""
        self._engine.dispose()

    def _unit(self, mode: Mode) -> SqlUnitOfWork:
        return SqlUnitOfWork(self._engine, mode, turns=self._turns, patience=self._patience)
