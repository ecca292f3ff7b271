"""The tables beside documents and cases: work to do, the audit log, rules, reference data and who may act."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata

RUNNING_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself only in INTEGER keys

# ---------------------------------------------------------------- work to do
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
    Column("case_id", ForeignKey("case_.id"), index=True),
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

# ---------------------------------------------------------------- rules and reference data
rule_set = Table(
    "rule_set",
    metadata,
    Column("digest", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("version", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Index(None, "kind", "code", "version"),
)

rule_latest = Table(
    "rule_latest",
    metadata,
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("digest", ForeignKey("rule_set.digest"), nullable=False),
    PrimaryKeyConstraint("kind", "code"),
)

reference_table = Table(
    "reference_table",
    metadata,
    Column("name", String, primary_key=True),
    Column("key_columns", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
)

reference_row = Table(
    "reference_row",
    metadata,
    Column("table_name", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("table_name", "ordinal"),
)

reference_key = Table(
    "reference_key",
    metadata,
    Column("table_name", String, nullable=False),
    Column("column_name", String, nullable=False),
    Column("folded", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    PrimaryKeyConstraint("table_name", "column_name", "folded", "ordinal"),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- who may act
actor = Table(
    "actor",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

grant = Table(
    "grant",
    metadata,
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("case_type", String),
    Column("basket", String),
    PrimaryKeyConstraint("actor_id", "ordinal"),
)

circle_member = Table(
    "circle_member",
    metadata,
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("circle", String, nullable=False, index=True),
    PrimaryKeyConstraint("actor_id", "ordinal"),
)
