"""The one way into the records: opens a database by its address and brings its tables up to date.

Alembic is imported only when there is something to migrate: comparing the version row takes a millisecond.
"""

from pathlib import Path

from sqlalchemy import Engine

from adapters.records.dialect import CONNECTIONS, connect, engine_for, is_embedded, is_in_memory, parse, place_of
from adapters.records.faults import fault
from adapters.records.health import revision_of
from adapters.records.interruption import Interruption
from adapters.records.modes import Mode
from adapters.records.schema.base import REVISION
from adapters.records.unit import SqlRecords

MIGRATIONS = Path(__file__).parent / "migrations"


def open_records(url: str, *, connections: int = CONNECTIONS) -> SqlRecords:
    """Open `sqlite:///path`, `sqlite://` (in memory, empty) or `postgresql://...`, its tables up to date.

    An SQLite file is made or migrated when needed; a server's database is not (that is `migrate`, asked for by an
    administrator). `connections`: how many this process may hold to a server. Raises WrongUsage, PartUnreachable,
    PermanentError.
    """
    address = parse(url)
    engine = engine_for(address, connections=connections)
    try:
        with Interruption().kept_waiting():
            _prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlRecords(engine, is_shared=is_in_memory(address))


def migrate(url: str) -> None:
    """Bring the tables up to date; does nothing when they are. Raises WrongUsage, PartUnreachable, PermanentError."""
    engine = engine_for(parse(url))
    try:
        if _revision(engine) != REVISION:
            _upgrade(engine)
    finally:
        engine.dispose()


def _prepare(engine: Engine) -> None:
    if is_in_memory(engine.url):
        from adapters.records.schema.whole import metadata  # noqa: PLC0415 - all tables, which a command does without

        metadata.create_all(engine)
    elif _revision(engine) != REVISION:
        if not is_embedded(engine.url):
            raise fault("records_outdated", place_of(engine.url))
        _upgrade(engine)


def _revision(engine: Engine) -> str | None:
    with connect(engine, Mode.READING) as connection:
        return revision_of(connection)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s, paid only when there is something to migrate
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    # One writing transaction from the reading of the version to the last table: two processes cannot both make them.
    with connect(engine, Mode.WRITING) as connection, connection.begin():
        if not is_embedded(engine.url):
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a large table may take its time
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise fault("records_too_new", place_of(engine.url)) from error
