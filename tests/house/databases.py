"""Records for a test on any of the databases: `records_on(request, "postgresql", folder)` and its like.

On PostgreSQL they lie in one database of the session, emptied for each test. Its text sorts the French way unless our
migrations see to it that it does not: answers must not hang on what a server's default is.
"""

import secrets
from functools import cache
from pathlib import Path

import psycopg
import pytest
from real_servers import PostgreSqlServer
from serving import postgresql as sql
from sqlalchemy import make_url

from adapters.records.open import migrate, open_records
from adapters.records.schema import metadata
from adapters.records.unit import SqlRecords

DATABASES = ("memory", "sqlite", "postgresql")
FRENCH = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'fr-FR'"


def records_on(request: pytest.FixtureRequest, kind: str, folder: Path) -> SqlRecords:
    """Open empty records of that kind."""
    return open_records(address_on(request, kind, folder))


def address_on(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """Give the address of empty records of that kind."""
    if kind == "postgresql":
        return emptied(request.getfixturevalue("postgresql"))
    return "sqlite://" if kind == "memory" else f"sqlite:///{folder / 'records.db'}"


def emptied(server: PostgreSqlServer) -> str:
    """Give the address of the session's database, its tables up to date and without a row."""
    url = _migrated(server)
    with psycopg.connect(libpq_address(url), autocommit=True) as raw:
        for table in reversed(metadata.sorted_tables):
            raw.execute(f'DELETE FROM "{table.name}"')
        for counter in ("event_id_seq", "outbox_seq_seq"):
            raw.execute(f"ALTER SEQUENCE {counter} RESTART")
    return url


def place_of(server: PostgreSqlServer) -> sql.Place:
    """Give where the server runs."""
    return server.house.place("postgresql")


@cache
def _migrated(server: PostgreSqlServer) -> str:
    url = unmigrated(server)
    migrate(url)
    return url


def unmigrated(server: PostgreSqlServer) -> str:
    """Give the address of a database of the test's own without tables, whose text sorts the French way."""
    name = f"t_{secrets.token_hex(6)}"
    sql.query(place_of(server), f'CREATE DATABASE "{name}" {FRENCH}')
    return sql.url(place_of(server), name)


def libpq_address(url: str) -> str:
    """Give an address as the driver and the programs of PostgreSQL write it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
