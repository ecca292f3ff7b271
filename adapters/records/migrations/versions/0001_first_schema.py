"""The first schema. The tables are written out here, not imported: a migration never changes afterwards."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.records.instants import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

# fmt: off
Table("batch", metadata,
    Column("id", String, primary_key=True),
    Column("batch_class", String, nullable=False),
    Column("rules_digest", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("source_key", String, nullable=False),
    Column("state", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("expected_pages", Integer),
    UniqueConstraint("channel", "source_key"),
)

Table("source_file", metadata,
    Column("id", String, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("page_count", Integer),
    Column("reason", Text),
    UniqueConstraint("batch_id", "ordinal"),
)

Table("document", metadata,
    Column("id", String, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("file_id", ForeignKey("source_file.id"), nullable=False, index=True),
    Column("circle", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("first_page", Integer, nullable=False),
    Column("draft", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("document_class", String, index=True),
    Column("class_confidence", Float),
    Column("understanding", Text),
    Column("rules_digest", String),
    Column("rendition", String),
    Column("settled_by", String),
    Column("version", Integer, nullable=False),
)

Table("page", metadata,
    Column("id", String, primary_key=True),
    Column("file_id", ForeignKey("source_file.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("recognition", String),
    Column("document_id", ForeignKey("document.id")),
    Column("position", Integer),
    Column("reason", Text),
    UniqueConstraint("file_id", "ordinal"),
    UniqueConstraint("document_id", "position"),
    CheckConstraint(
        "(state = 'in_document') = (document_id IS NOT NULL AND position IS NOT NULL)", name="in_document_has_its_place"
    ),
    CheckConstraint("(document_id IS NULL) = (position IS NULL)", name="document_and_position_together"),
)

Table("field", metadata,
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("value_start", String(200), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("origin", String, nullable=False),
    PrimaryKeyConstraint("document_id", "ordinal"),
    Index(None, "name", "value_start"),
)

Table("finding", metadata,
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("code", String, nullable=False, index=True),
    Column("severity", String, nullable=False),
    Column("field", String),
    PrimaryKeyConstraint("document_id", "ordinal"),
)

Table("party", metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("birth_date", Date, index=True),
)

Table("party_key", metadata,
    Column("scheme", String, nullable=False),
    Column("value", String, nullable=False),
    Column("party_id", ForeignKey("party.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    PrimaryKeyConstraint("scheme", "value"),
)

Table("case_", metadata,
    Column("id", String, primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    Column("case_type", String, nullable=False),
    Column("rules_digest", ForeignKey("rule_set.digest"), nullable=False),
    Column("rules_version", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("state", String, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("party_id", ForeignKey("party.id"), index=True),
    Column("key", String),
    Column("basket", String, nullable=False, index=True),
    Column("assignee", String),
    Column("priority", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_type", "key"),
)

Table("fact", metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("written", Text, nullable=False),
    Column("document_id", ForeignKey("document.id")),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

Table("piece", metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("case_id", "document_id", "item"),
)

Table("waiver", metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("item", String, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

Table("decision", metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

Table("clock", metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("due_on", Date, nullable=False, index=True),
    Column("stopped_on", Date),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

Table("request", metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("value", Text, nullable=False),
)

Table("verdict", metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("is_complete", Boolean, nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("value", Text, nullable=False),
)

Table("item", metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("required", Boolean),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

Table("case_number", metadata,
    Column("case_type", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("case_type", "year"),
)

RUNNING_NUMBER = BigInteger().with_variant(Integer, "sqlite")

Table("job", metadata,
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
    UniqueConstraint("kind", "subject"),
    Index("ix_job_claim", "kind", "state", "priority", "not_before"),
)

OPEN_ROWS = text("done_at IS NULL")

Table("outbox", metadata,
    Column("seq", RUNNING_NUMBER, primary_key=True, autoincrement=True),
    Column("topic", String, nullable=False),
    Column("key", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", Text),
    Index("ix_outbox_open", "seq", sqlite_where=OPEN_ROWS, postgresql_where=OPEN_ROWS),
    sqlite_autoincrement=True,
)

Table("event", metadata,
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

Table("event_detail",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("salt", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

Table("rule_set", metadata,
    Column("digest", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("version", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Index(None, "kind", "code", "version"),
)

Table("rule_latest", metadata,
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("digest", ForeignKey("rule_set.digest"), nullable=False),
    PrimaryKeyConstraint("kind", "code"),
)

Table("reference_table", metadata,
    Column("name", String, primary_key=True),
    Column("key_columns", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
)

Table("reference_row", metadata,
    Column("table_name", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("table_name", "ordinal"),
)

Table("reference_key", metadata,
    Column("table_name", String, nullable=False),
    Column("column_name", String, nullable=False),
    Column("folded", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    PrimaryKeyConstraint("table_name", "column_name", "folded", "ordinal"),
    sqlite_with_rowid=False,
)

Table("actor", metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

Table("grant", metadata,
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("case_type", String),
    Column("basket", String),
    PrimaryKeyConstraint("actor_id", "ordinal"),
)

Table("circle_member", metadata,
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("circle", String, nullable=False, index=True),
    PrimaryKeyConstraint("actor_id", "ordinal"),
)
# fmt: on


def upgrade() -> None:
    metadata.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
