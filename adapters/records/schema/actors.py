"""The tables of who may act."""

from sqlalchemy import Column, ForeignKey, String, Table

from adapters.records.schema.base import metadata, ordered

actor = Table(
    "actor",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

grant = ordered(
    "grant",
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("role", String, nullable=False),
    Column("case_type", String),
    Column("basket", String),
)

circle_member = ordered(
    "circle_member",
    Column("actor_id", ForeignKey("actor.id"), nullable=False),
    Column("circle", String, nullable=False, index=True),
)
