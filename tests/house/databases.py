"""Records for a test on any of the databases: `records_on(request, "postgresql", folder)` and its like.

On PostgreSQL they lie in one database of the session, emptied for each test. Its text sorts the French way unless our
migrations see to it that it does not: answers must not hang on what a server's default is.

In memory, a database that a test has closed is emptied and lent to the next: making the tables and the SQL of each
statement anew takes longer than most tests.
"""

import secrets
import sqlite3
from functools import cache
from pathlib import Path

import psycopg
import pytest
from real_servers import PostgreSqlServer
from serving import postgresql as sql
from sqlalchemy import Engine, make_url

from adapters.records.open import migrate, open_records
from adapters.records.schema.whole import metadata
from adapters.records.unit import SqlRecords

DATABASES = ("memory", "sqlite", "postgresql")
FRENCH = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'fr-FR'"


_FREE: list[Engine] = []
"""Databases in memory that nobody uses now."""


class RecordsInMemory(SqlRecords):
    """Records in memory; the database goes back to be lent again when they are closed."""

    def close(self) -> None:
        """Give the database back, once."""
        if self._engine not in _FREE:
            _FREE.append(self._engine)

    def kept(self) -> sqlite3.Connection:
        """Return a copy of all that is in them."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._raw().backup(copy)
        return copy

    def become(self, kept: sqlite3.Connection) -> None:
        """Hold what was kept, and nothing else."""
        raw = self._raw()
        raw.rollback()
        raw.execute("PRAGMA query_only = 0")
        kept.backup(raw)

    def _raw(self) -> sqlite3.Connection:
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw


def records_in_memory() -> RecordsInMemory:
    """Open empty records in memory."""
    opened = RecordsInMemory(_FREE.pop() if _FREE else open_records("sqlite://")._engine, is_shared=True)
    opened.become(_blank())
    return opened


@cache
def _blank() -> sqlite3.Connection:
    return RecordsInMemory(open_records("sqlite://")._engine, is_shared=True).kept()


def records_on(request: pytest.FixtureRequest, kind: str, folder: Path) -> SqlRecords:
    """Open empty records of that kind."""
    return records_in_memory() if kind == "memory" else open_records(address_on(request, kind, folder))


def address_on(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """Return the address of empty records of that kind."""
    if kind == "postgresql":
        return emptied(request.getfixturevalue("postgresql"))
    return "sqlite://" if kind == "memory" else f"sqlite:///{folder / 'records.db'}"


def emptied(server: PostgreSqlServer) -> str:
    """Return the address of the session's database, its tables up to date and without a row."""
    url = _migrated(server)
    with psycopg.connect(libpq_address(url), autocommit=True) as raw:
        for table in reversed(metadata.sorted_tables):
            raw.execute(f'DELETE FROM "{table.name}"')
        for counter in ("event_id_seq", "outbox_seq_seq"):
            raw.execute(f"ALTER SEQUENCE {counter} RESTART")
    return url


def place_of(server: PostgreSqlServer) -> sql.Place:
    """Return where the server runs."""
    return server.house.place("postgresql")


@cache
def _migrated(server: PostgreSqlServer) -> str:
    url = unmigrated(server)
    migrate(url)
    return url


def unmigrated(server: PostgreSqlServer) -> str:
    """Return the address of a database of the test's own without tables, whose text sorts the French way."""
    name = f"t_{secrets.token_hex(6)}"
    sql.query(place_of(server), f'CREATE DATABASE "{name}" {FRENCH}')
    return sql.url(place_of(server), name)


def libpq_address(url: str) -> str:
    """Return an address as the driver and the programs of PostgreSQL write it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
