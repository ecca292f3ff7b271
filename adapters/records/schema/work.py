"""The tables beside documents and cases: work to do, what follows from the records, and the audit log."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata
from adapters.records.schema.cases import case_

RUNNING_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself only in INTEGER keys

job = Table(
    "job",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("state", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("owner", String),
    Column("lease_until", Instant),
    Column("not_before", Instant, nullable=False),
    Column("wished_again", Boolean, nullable=False),
    Column("reason", Text),
    Column("subjects", Text),
    UniqueConstraint("kind", "subject"),
    Index("ix_job_claim", "kind", "state", "priority", "not_before"),
)

OPEN_ROWS = text("done_at IS NULL")

outbox = Table(
    "outbox",
    metadata,
    Column("seq", RUNNING_NUMBER, primary_key=True, autoincrement=True),
    Column("topic", String, nullable=False),
    Column("key", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", Text),
    Index("ix_outbox_open", "seq", sqlite_where=OPEN_ROWS),
    sqlite_autoincrement=True,
)

# ---------------------------------------------------------------- the audit log
event = Table(
    "event",
    metadata,
    Column("id", RUNNING_NUMBER, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("act", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("case_id", ForeignKey(case_.c.id), index=True),
    Column("detail_digest", String, nullable=False),
    Column("chain_number", BigInteger, unique=True),
    Column("chain_hash", String),
    sqlite_autoincrement=True,
)

event_detail = Table(  # personal data stand here alone, so that they can be erased and the event stays
    "event_detail",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("salt", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
