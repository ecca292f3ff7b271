"""The tables of parties and cases; `ordinal` keeps the order of a case's tuples, `verdict` and `item` are derived."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
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

fact = Table(
    "fact",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("written", Text, nullable=False),
    Column("document_id", ForeignKey("document.id")),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

piece = Table(
    "piece",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("case_id", "document_id", "item"),
)

waiver = Table(
    "waiver",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("item", String, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

decision = Table(
    "decision",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

clock = Table(
    "clock",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("due_on", Date, nullable=False, index=True),
    Column("stopped_on", Date),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

request = Table(
    "request",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("drafted_at", Instant),
    Column("answer_by", Date),
    # what lists of letters count and sort by, so that no letter has to be passed over for it
    Index("ix_request_stands", "case_id", "ordinal", "state", "answer_by", "drafted_at"),
)

note = Table(
    "note",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

task = Table(
    "task",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("who", String, index=True),
    Column("due_on", Date),
    Column("is_done", Boolean, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "ordinal"),
)

answer_slip = Table(
    "answer_slip",
    metadata,
    Column("code", String, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False, index=True),
)

verdict = Table(
    "verdict",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("is_complete", Boolean, nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("value", Text, nullable=False),
    Column("waiting_on", String, index=True),
    Column("due_on", Date, index=True),
    Column("sentence", Text),
    # what lists count and sort by, so that no verdict has to be passed over for it
    Index("ix_verdict_stands", "case_id", "waiting_on", "due_on", "is_complete"),
)

item = Table(
    "item",
    metadata,
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("required", Boolean),
    PrimaryKeyConstraint("case_id", "ordinal"),
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
