"""The tables, for SQLite and PostgreSQL alike; a change here needs a migration beside it (a test compares both)."""

from adapters.records.schema import accounts, capture, cases, work
from adapters.records.schema.base import REVISION, metadata

__all__ = ["REVISION", "accounts", "capture", "cases", "metadata", "work"]
