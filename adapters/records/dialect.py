"""Where SQLite and PostgreSQL differ: how a connection is made, how a transaction begins, how a row is upserted.

SQLite's driver is kept from beginning transactions by itself; a writing unit begins IMMEDIATE, so that two writers
queue up instead of one failing at its first write, and a reading unit is one snapshot that refuses to write.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from adapters.records.faults import code_of, meaning, read_only, without_values
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_SECONDS = 30
"""How long a unit of work waits for the write lock before it gives up."""

READING = "casebinder_reading"
"""The execution option of a connection that only reads."""

READ_ONLY_CODES = ("SQLITE_READONLY", "25006")


class Mode(StrEnum):
    """What a unit of work is for."""

    READING = "reading"
    WRITING = "writing"


def parse(url: str) -> URL:
    """Read the address of a database; raises WrongUsage for one that is neither SQLite nor PostgreSQL."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise _unknown_url() from error
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise _unknown_url()
    return parsed


def _unknown_url() -> WrongUsage:
    return WrongUsage(
        "records_address",
        Bilingual(fr="L’adresse de la base de données est incomprise.", en="The database's address is not understood."),
        next_step=Bilingual(
            fr="Écrire sqlite:///dossier/records.db ou postgresql://utilisateur@serveur/base.",
            en="Write sqlite:///folder/records.db or postgresql://user@server/database.",
        ),
    )


def is_in_memory(url: URL) -> bool:
    """Tell whether the database lives in this process alone."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def engine_for(url: URL) -> Engine:
    """Give an engine whose errors are ours; nothing is opened yet."""
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    else:
        engine = _sqlite_engine(url)
    _speak_our_errors(engine, place=url.render_as_string(hide_password=True))
    return engine


def _sqlite_engine(url: URL) -> Engine:
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if is_in_memory(url):
        engine = create_engine(url, hide_parameters=True, connect_args=arguments, poolclass=StaticPool)
    else:
        engine = create_engine(url, hide_parameters=True, connect_args=arguments, max_overflow=25)
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
    reading = bool(connection.get_execution_options().get(READING, False))
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")


def _speak_our_errors(engine: Engine, *, place: str) -> None:
    @event.listens_for(engine, "handle_error")
    def _handle(context: ExceptionContext) -> None:
        error = context.original_exception
        options = {} if context.connection is None else context.connection.get_execution_options()
        if options.get(READING) and code_of(error) in READ_ONLY_CODES:
            raise read_only(place) from error
        ours = meaning(error, place=place, is_disconnect=context.is_disconnect)
        if ours is not None:
            without_values(error)
            raise ours from error


def connect(engine: Engine, mode: Mode) -> Connection:
    """Open a connection whose transactions are for reading (one snapshot) or for writing (locked at once)."""
    connection = engine.connect()
    if connection.dialect.name == "postgresql" and mode is Mode.READING:
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection.execution_options(**{READING: mode is Mode.READING})


def upsert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Give an INSERT of this database that can be told what to do ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - the embedded database starts faster without it

        return postgresql.insert(table)
    return sqlite.insert(table)
