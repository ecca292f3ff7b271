"""What all tables share: their metadata, the names of their constraints, and the newest migration."""

from sqlalchemy import Column, Integer, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.schema import SchemaItem

REVISION = "0015"
"""The newest migration; the tables beside are what it leaves (a test compares both)."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)
"""Of an index of few rows only SQLite is told which: a server's tables are made by migrations, which tell it, and one
word of PostgreSQL here would have every command load its dialect (0.04 s)."""


def ordered(name: str, owner: Column[str], *columns: SchemaItem) -> Table:
    """Return a table of rows that belong to an owner and keep an order of their own, as the notes of a case do."""
    place = Column("ordinal", Integer, nullable=False)
    return Table(name, metadata, owner, place, *columns, PrimaryKeyConstraint(owner.name, place.name))
