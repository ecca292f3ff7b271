"""The tables of rule texts, and which of each code is in force."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata

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
