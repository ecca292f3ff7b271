"""The tables of who may sign in: accounts, failed tries, sessions and tokens. No secret stands in them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from adapters.records.instants import Instant
from adapters.records.schema.actors import actor
from adapters.records.schema.base import metadata

account = Table(
    "account",
    metadata,
    Column("actor_id", ForeignKey(actor.c.id), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("is_one_time", Boolean, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("ends_on", Date),
)

sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("name", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False, index=True),
)

browser_session = Table(
    "browser_session",
    metadata,
    Column("digest", String, primary_key=True),
    Column("actor_id", ForeignKey(actor.c.id), nullable=False, index=True),
    Column("began_at", Instant, nullable=False, index=True),
    Column("seen_at", Instant, nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", String, primary_key=True),
    Column("actor_id", ForeignKey(actor.c.id), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_on", Date),
    Column("revoked_at", Instant),
)
