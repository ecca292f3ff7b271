"""The tables of parties and cases, and what a case is found by; `ordinal` keeps the order of a case's tuples."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata
from adapters.records.schema.capture import document
from adapters.records.schema.rules import rule_set

party = Table(
    "party",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("birth_date", Date, index=True),
    Column("folded", String, index=True),
)

party_key = Table(
    "party_key",
    metadata,
    Column("scheme", String, nullable=False),
    Column("value", String, nullable=False),
    Column("party_id", ForeignKey("party.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    PrimaryKeyConstraint("scheme", "value"),
)

case_ = Table(
    "case_",
    metadata,
    Column("id", String, primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    Column("case_type", String, nullable=False),
    Column("rules_digest", ForeignKey(rule_set.c.digest), nullable=False),
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

piece = Table(
    "piece",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("document_id", ForeignKey(document.c.id), nullable=False, index=True),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("case_id", "document_id", "item"),
)

answer_slip = Table(
    "answer_slip",
    metadata,
    Column("code", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False, index=True),
)

case_number = Table(
    "case_number",
    metadata,
    Column("case_type", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("case_type", "year"),
)

IS_SUPERSEDED = piece.c.status == literal_column("'superseded'")
"""Written out, so that who only looks whether a document is in a case does without the values of cases."""
