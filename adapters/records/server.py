"""PostgreSQL as the records need it: pooled connections with limits of time, and writing units one by one.

A writing unit holds the writers' lock of its database until it ends, so that what an act decides on stays true until
it commits, as on SQLite; only units that keep to rows guarded by a lease or their own state go side by side
(decision 0010). Waits, statements and silent units end by themselves, so that a frozen process stops nobody for long.
"""

from typing import Any

from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from adapters.records.modes import BUSY_SECONDS, Mode, mode_of

STATEMENT_SECONDS = 300
"""How long one statement may run; the longest of ours writes 5,000 rows of a reference table."""

SILENT_SECONDS = 120
"""How long a writing unit may hold its locks without a word to the server; the longest reads a document anew."""

WRITERS = 0x0CA5EB1D
"""The key of the writers' lock, one in each database (PostgreSQL, "Advisory Locks")."""

_NETWORK: dict[str, str] = {
    # A server or a cable that is gone is noticed within a minute (libpq, "Parameter Key Words").
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "application_name": "casebinder",
}

_LIMITS = f"-c lock_timeout={BUSY_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s"

_SILENCE = f"set_config('idle_in_transaction_session_timeout', '{SILENT_SECONDS}s', true)"
_BEGINS = {
    # Its own statement, before any other: under READ COMMITTED each later one sees what the last writer committed.
    Mode.WRITING: f"SELECT {_SILENCE}, pg_advisory_xact_lock({WRITERS})",
    Mode.BESIDE: f"SELECT {_SILENCE}",
}


def server_engine(url: URL, *, connections: int) -> Engine:
    """Return an engine that holds at most `connections` connections; nothing is opened yet."""
    said = {name: value for name, value in _NETWORK.items() if name not in url.query}
    theirs = url.query.get("options", "")
    limits = f"{_LIMITS} {theirs if isinstance(theirs, str) else ' '.join(theirs)}".strip()
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,  # a connection that died with the server's restart is replaced, not handed out
        connect_args=said | {"options": limits},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


class _WithoutNul(StrDumper):
    """Sends text without U+0000, which PostgreSQL's text has no place for and a PDF's text layer may hold."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\x00", ""))


def _prepare(raw: Any, _record: object) -> None:
    raw.adapters.register_dumper(str, _WithoutNul)


def _begin(connection: Connection) -> None:
    begins = _BEGINS.get(mode_of(connection))
    if begins is not None:
        connection.exec_driver_sql(begins)


def for_reading(connection: Connection) -> None:
    """Make the connection's transactions snapshots that refuse to write."""
    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def place_of(url: URL) -> str:
    """Name the database by host, port and name: no account, no password, wherever in the address these stand."""
    host = url.host or url.query.get("host") or "localhost"
    port = url.port or url.query.get("port") or 5432
    return f"postgresql://{host}:{port}/{url.database or url.query.get('dbname', '')}"


def sentence_of(error: BaseException) -> str:
    """Return the server's last words when it refused a connection: it has no code then; they never hold a password."""
    lines = [line.strip() for line in str(error).splitlines() if "failed" in line]
    return lines[-1].rpartition("failed: ")[2][:200] if lines else ""
