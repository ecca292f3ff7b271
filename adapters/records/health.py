"""How a database is: its version, its revision against ours, its encoding and its clock; for `casebinder doctor`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, select, text

from adapters.records.dialect import connect, engine_for, is_embedded, parse
from adapters.records.faults import fault
from adapters.records.instants import instant_from_now
from adapters.records.modes import Mode
from adapters.records.schema.base import REVISION

ENCODING = "UTF8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was seen; clock_ahead: seconds the database's clock is before this machine's (negative: behind).

    revision: the migration its tables come from, None when it has none.
    """

    product: str
    version: str
    revision: str | None
    encoding: str
    clock_ahead: float

    @property
    def is_current(self) -> bool:
        """Return whether the tables are of this version of the software."""
        return self.revision == REVISION


def health(url: str) -> Health:
    """Ask the database how it is; makes and changes nothing. Raises WrongUsage, PartUnreachable, PermanentError."""
    engine = engine_for(parse(url))
    try:
        with connect(engine, Mode.READING) as connection:
            if is_embedded(engine.url):
                product, asked, encoding = "SQLite", "SELECT sqlite_version()", ENCODING
                if connection.execute(text("PRAGMA quick_check(1)")).scalar_one() != "ok":
                    raise fault("records_damaged", url)
            else:
                product, asked = "PostgreSQL", "SHOW server_version"
                encoding = str(connection.execute(text("SHOW server_encoding")).scalar_one())
            return Health(
                product=product,
                version=str(connection.execute(text(asked)).scalar_one()).partition(" ")[0],
                revision=revision_of(connection),
                encoding=encoding,
                clock_ahead=_clock_ahead(connection),
            )
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """Read which migration the tables come from; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _clock_ahead(connection: Connection) -> float:
    """Compare the clocks, the time of the question's way taken from its middle."""
    before = datetime.now(UTC)
    theirs = connection.execute(select(instant_from_now())).scalar_one()
    after = datetime.now(UTC)
    return (theirs - (before + (after - before) / 2)).total_seconds()
