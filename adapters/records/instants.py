"""Instants in the database, and the database's own clock.

An instant is `timestamptz` in PostgreSQL and fixed-width UTC text in SQLite, so that both compare and sort rightly;
`instant_from_now` is read from the clock of the database, the one clock all workers share.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, DateTime, Dialect, Integer, String, TypeDecorator, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Instant(TypeDecorator[datetime]):
    """A timezone-aware instant, given back in the zone of this machine: the days of cases are days of the office."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text where the database has no instants."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Bring an instant to UTC; raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        in_utc = value.astimezone(UTC)
        # isoformat, not strftime: the latter writes years before 1000 without their zeros.
        text = in_utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "+00:00"
        return text if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the instant in the local zone, in which what came at half past midnight came on the new day."""
        if value is None:
            return None
        read = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return read.astimezone()


LONGEST_PAUSE = 3600
"""Seconds beyond which nothing is ever put off, nor leased: what seems to be was written while the clock was ahead."""


class _InstantFromNow(FunctionElement[datetime]):
    """The database's present instant plus some seconds."""

    name = "instant_from_now"
    type = Instant()
    inherit_cache = True


def instant_from_now(seconds: int | BindParameter[int] = 0) -> ColumnElement[datetime]:
    """Return the expression for the database's clock, `seconds` from now (negative: ago)."""
    return _InstantFromNow(seconds if isinstance(seconds, BindParameter) else literal(seconds, Integer))


def is_over(until: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition that a pause or lease has ended by the database's clock, also when that was set back."""
    return or_(until <= instant_from_now(), until > instant_from_now(LONGEST_PAUSE))


@compiles(_InstantFromNow, "sqlite")
def _in_sqlite(element: _InstantFromNow, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    # SQLite's clock has milliseconds; three zeros bring it to the width of our text form.
    return f"strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now', {seconds} || ' seconds')"


@compiles(_InstantFromNow, "postgresql")
def _in_postgresql(element: _InstantFromNow, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    # clock_timestamp, not now(): now() stands still at the beginning of the transaction.
    return f"(clock_timestamp() + make_interval(secs => {seconds}))"
