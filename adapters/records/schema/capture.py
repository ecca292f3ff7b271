"""The tables of capture: batches, their files and pages, and the documents made of them.

Values whose inside nobody queries are JSON text (`pipeline.codec`); what lists and look-ups need has columns.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata, ordered

QUARANTINED, FAILED = text("state = 'quarantined'"), text("state = 'failed'")
"""The few rows that are asked for among very many."""

batch = Table(
    "batch",
    metadata,
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

source_file = Table(
    "source_file",
    metadata,
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
    Column("seen_by", String),
    Column("part_of", String),
    UniqueConstraint("batch_id", "ordinal"),
    Index("ix_source_file_figures", "batch_id", "state", "page_count"),
    Index("ix_source_file_quarantined", "batch_id", sqlite_where=QUARANTINED),
)

document = Table(
    "document",
    metadata,
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
    Column("queue", String, index=True),  # of one that waits for a person
    Column("version", Integer, nullable=False),
    # what figures count, so that no reading has to be passed over for it
    Index("ix_document_figures", "received_at", "state", "circle", "settled_by"),
)

page = Table(
    "page",
    metadata,
    Column("id", String, primary_key=True),
    Column("file_id", ForeignKey("source_file.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("recognition", String),
    Column("document_id", ForeignKey("document.id")),
    Column("position", Integer),
    Column("reason", Text),
    Column("read_at", Instant),
    Column("turn", Integer),
    UniqueConstraint("file_id", "ordinal"),
    Index("ix_page_failed", "file_id", sqlite_where=FAILED),
    UniqueConstraint("document_id", "position"),
    CheckConstraint(
        "(state = 'in_document') = (document_id IS NOT NULL AND position IS NOT NULL)", name="in_document_has_its_place"
    ),
    CheckConstraint("(document_id IS NULL) = (position IS NULL)", name="document_and_position_together"),
)

field = ordered(
    "field",
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("value_start", String(200), nullable=False),  # an index entry of PostgreSQL holds 2,700 bytes at most
    Column("confidence", Float, nullable=False),
    Column("origin", String, nullable=False),
    Index(None, "name", "value_start"),
)

finding = ordered(
    "finding",
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("code", String, nullable=False, index=True),
    Column("severity", String, nullable=False),
    Column("field", String),
)

# Written out: of a parameter SQLite cannot tell that the index of just these rows will do.
IN_QUARANTINE = source_file.c.state == literal_column("'quarantined'")
HAS_FAILED = page.c.state == literal_column("'failed'")
