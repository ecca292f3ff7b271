"""The tables of the customer's own lists."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, Text

from adapters.records.instants import Instant
from adapters.records.schema.base import metadata

reference_table = Table(
    "reference_table",
    metadata,
    Column("name", String, primary_key=True),
    Column("key_columns", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
)

reference_row = Table(
    "reference_row",
    metadata,
    Column("table_name", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("table_name", "ordinal"),
)

reference_key = Table(
    "reference_key",
    metadata,
    Column("table_name", String, nullable=False),
    Column("column_name", String, nullable=False),
    Column("folded", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    PrimaryKeyConstraint("table_name", "column_name", "folded", "ordinal"),
    sqlite_with_rowid=False,
)
