"""The one way into the records: opens a database by its address and brings its tables up to date.

Alembic is imported only when there is something to migrate: comparing the version row takes a millisecond.
"""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from adapters.records.dialect import Mode, connect, engine_for, is_in_memory, parse
from adapters.records.schema import REVISION, metadata
from adapters.records.unit import SqlRecords
from pipeline.errors import PermanentError
from pipeline.model.text import Bilingual

MIGRATIONS = Path(__file__).parent / "migrations"


def open_records(url: str) -> SqlRecords:
    """Open `sqlite:///path`, `sqlite://` (in memory, empty) or `postgresql://...`, its tables up to date.

    An SQLite file is made or migrated when needed; a server's database is not (that is `migrate`, asked for by an
    administrator). Raises WrongUsage, PartUnreachable, PermanentError.
    """
    address = parse(url)
    engine = engine_for(address)
    try:
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
        metadata.create_all(engine)
    elif _revision(engine) != REVISION:
        if engine.dialect.name != "sqlite":
            raise _outdated(engine)
        _upgrade(engine)


def _revision(engine: Engine) -> str | None:
    """Read which migration the tables come from; None for an empty database."""
    with connect(engine, Mode.READING) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return found


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s, paid only when there is something to migrate
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    # One writing transaction from the reading of the version to the last table: two processes cannot both make them.
    with connect(engine, Mode.WRITING) as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise _too_new(engine) from error


def _outdated(engine: Engine) -> PermanentError:
    return PermanentError(
        "records_outdated",
        Bilingual(
            fr="Les tables de la base ne sont pas de cette version du logiciel.",
            en="The tables of the database are not of this version of the software.",
        ),
        where=engine.url.render_as_string(hide_password=True),
        next_step=Bilingual(
            fr="Un administrateur les met à jour par `casebinder init`, après une sauvegarde.",
            en="An administrator brings them up to date by `casebinder init`, after a backup.",
        ),
    )


def _too_new(engine: Engine) -> PermanentError:
    return PermanentError(
        "records_too_new",
        Bilingual(
            fr="La base a été faite par une version plus récente du logiciel.",
            en="The database was made by a newer version of the software.",
        ),
        where=engine.url.render_as_string(hide_password=True),
        next_step=Bilingual(
            fr="Installer cette version plus récente, ou ouvrir une autre installation.",
            en="Install that newer version, or open another installation.",
        ),
    )
