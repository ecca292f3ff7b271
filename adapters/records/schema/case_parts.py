"""The tables of what a case holds; `ordinal` keeps the order of its tuples, `verdict` and `item` are derived."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata, ordered
from adapters.records.schema.capture import document
from adapters.records.schema.cases import case_

fact = ordered(
    "fact",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("name", String, nullable=False),
    Column("written", Text, nullable=False),
    Column("document_id", ForeignKey(document.c.id)),
    Column("value", Text, nullable=False),
)

waiver = ordered(
    "waiver",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("item", String, nullable=False),
    Column("value", Text, nullable=False),
)

decision = ordered(
    "decision",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("outcome", String, nullable=False),
    Column("value", Text, nullable=False),
)

clock = ordered(
    "clock",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("code", String, nullable=False),
    Column("due_on", Date, nullable=False, index=True),
    Column("stopped_on", Date),
    Column("value", Text, nullable=False),
)

request = Table(
    "request",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey(case_.c.id), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("drafted_at", Instant),
    Column("answer_by", Date),
    # what lists of letters count and sort by, so that no letter has to be passed over for it
    Index("ix_request_stands", "case_id", "ordinal", "state", "answer_by", "drafted_at"),
)

note = ordered(
    "note",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("value", Text, nullable=False),
)

task = ordered(
    "task",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("who", String, index=True),
    Column("due_on", Date),
    Column("is_done", Boolean, nullable=False),
    Column("value", Text, nullable=False),
)

verdict = Table(
    "verdict",
    metadata,
    Column("case_id", ForeignKey(case_.c.id), primary_key=True),
    Column("is_complete", Boolean, nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("value", Text, nullable=False),
    Column("waiting_on", String, index=True),
    Column("due_on", Date, index=True),
    Column("sentence", Text),
    # what lists count and sort by, so that no verdict has to be passed over for it
    Index("ix_verdict_stands", "case_id", "waiting_on", "due_on", "is_complete"),
)

item = ordered(
    "item",
    Column("case_id", ForeignKey(case_.c.id), nullable=False),
    Column("item", String, nullable=False),
    Column("status", String, nullable=False),
    Column("required", Boolean),
)
