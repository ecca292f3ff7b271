"""Where SQLite and PostgreSQL differ: how a connection is made, how a transaction begins, how a row is upserted.

SQLite's driver is kept from beginning transactions by itself; a writing unit begins IMMEDIATE, so that two writers
queue up instead of one failing at its first write, and a reading unit is one snapshot that refuses to write. What
PostgreSQL needs to the same end is in `server`.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, FromClause, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from adapters.records.faults import code_of, fault, meaning, without_values
from adapters.records.modes import BUSY_SECONDS, OPTION, Mode, mode_of
from pipeline.errors import CasebinderError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

CONNECTIONS = 10
"""Connections a process may hold to a server, when nothing else is said."""

POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
READ_ONLY_CODES = ("SQLITE_READONLY", "25006")


def parse(url: str) -> URL:
    """Read the address of a database; raises WrongUsage for one that is neither SQLite nor PostgreSQL."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise fault(
            "records_address", "CASEBINDER_DATABASE_URL"
        ) from None  # the cause would quote the address with its password
    if parsed.drivername in POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise fault("records_address", "CASEBINDER_DATABASE_URL")
    return parsed


def is_in_memory(url: URL) -> bool:
    """Return whether the database lives in this process alone."""
    return is_embedded(url) and url.database in {None, "", ":memory:"}


def is_embedded(url: URL) -> bool:
    """Return whether the database is SQLite, in a file or in memory."""
    return url.drivername.startswith("sqlite")


def place_of(url: URL) -> str:
    """Name the database where people read: the file, or the server without account and password."""
    if is_embedded(url):
        return url.render_as_string(hide_password=True)
    from adapters.records import server  # noqa: PLC0415 - the embedded database starts faster without it

    return server.place_of(url)


def engine_for(url: URL, *, connections: int = CONNECTIONS) -> Engine:
    """Return an engine whose errors are ours; nothing is opened yet."""
    if is_embedded(url):
        engine = _sqlite_engine(url)
    else:
        from adapters.records import server  # noqa: PLC0415

        engine = server.server_engine(url, connections=connections)
    _speak_our_errors(engine, place=place_of(url))
    return engine


class _Hinted(sqlite.dialect.statement_compiler):  # type: ignore[misc, name-defined]  # a class kept in a variable
    """Writes hints such as `INDEXED BY` behind the table they are about, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002 - of the library
        """Return the hint as it is."""
        return text


def _sqlite_engine(url: URL) -> Engine:
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if is_in_memory(url):
        engine = create_engine(url, hide_parameters=True, connect_args=arguments, poolclass=StaticPool)
    else:
        engine = create_engine(url, hide_parameters=True, connect_args=arguments, max_overflow=25)
    engine.dialect.statement_compiler = _Hinted
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw: Any, _record: object) -> None:
    raw.isolation_level = None  # the driver's own BEGIN would come too late and be DEFERRED
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut; measured in decision 0002
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = mode_of(connection) is Mode.READING
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")


def _speak_our_errors(engine: Engine, *, place: str) -> None:
    @event.listens_for(engine, "handle_error")
    def _handle(context: ExceptionContext) -> None:
        error = context.original_exception
        if not isinstance(error, Exception):
            return  # Ctrl-C and SIGTERM stay what they are, though the connection they broke into is given up
        is_reading = context.connection is not None and mode_of(context.connection) is Mode.READING
        if is_reading and code_of(error) in READ_ONLY_CODES:
            raise fault("records_read_only", place) from error
        ours = meaning(error, place=place, is_disconnect=context.is_disconnect)
        if ours is None and engine.dialect.name == "postgresql":
            ours = _not_connected(error, place)
        if ours is not None:
            without_values(error)
            raise ours from error


def _not_connected(error: BaseException, place: str) -> CasebinderError | None:
    """Return our error for a server that refused or dropped the connection: it has no code, only words."""
    from psycopg import OperationalError  # noqa: PLC0415 - the driver is loaded by now

    from adapters.records.server import sentence_of  # noqa: PLC0415

    if not isinstance(error, OperationalError) or code_of(error):
        return None
    words = sentence_of(error)
    return fault("records_unreachable", f"{place} ({words})" if words else place)


def connect(engine: Engine, mode: Mode) -> Connection:
    """Open a connection whose transactions are of that mode."""
    connection = engine.connect()
    if mode is Mode.READING and connection.dialect.name == "postgresql":
        from adapters.records.server import for_reading  # noqa: PLC0415

        for_reading(connection)
    return connection.execution_options(**{OPTION: mode})


def upsert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Return an INSERT of a sort of database that can be told what to do ON CONFLICT."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - the embedded database starts faster without it

        return postgresql.insert(table)
    return sqlite.insert(table)
