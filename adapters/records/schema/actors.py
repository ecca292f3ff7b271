"""The tables of who may act."""

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table

from adapters.records.schema.base import metadata

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
