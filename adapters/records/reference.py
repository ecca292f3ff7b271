"""Reference tables in the database: rows as imported, found by an index of folded values.

Key columns are looked up in the index; any other column is answered too, by reading the whole table.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.instants import instant_from_now
from adapters.records.schema.reference import reference_key, reference_row, reference_table
from pipeline.ports import ReferenceRow
from services.ports.house_records import ReferenceTable

ROWS_AT_ONCE = 5000
"""Rows handed to the driver in one go, so that a large table is never in memory twice."""

LAST_SIGN = "\U0010ffff"
"""Sorts behind every sign, so that what begins with a text lies between the text and the text with it."""

_KEYED = (
    select(reference_row.c.data)
    .join(
        reference_key,
        (reference_key.c.table_name == reference_row.c.table_name)
        & (reference_key.c.ordinal == reference_row.c.ordinal),
    )
    .where(reference_key.c.table_name == bindparam("table"), reference_key.c.column_name == bindparam("column"))
)
"""The rows of a table with one of the columns they are looked up by."""
# By the key's ordinal: by the row's, SQLite would rather read the whole table in its order.
_FOUND = _KEYED.where(reference_key.c.folded == bindparam("folded")).order_by(reference_key.c.ordinal)
_STARTING = (
    _KEYED.where(reference_key.c.folded.between(bindparam("first"), bindparam("last")))
    .order_by(reference_key.c.folded, reference_key.c.ordinal)
    .limit(bindparam("most"))
)
_KEY_COLUMNS = select(reference_table.c.key_columns).where(reference_table.c.name == bindparam("table"))

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})


def fold(value: str) -> str:
    """Bring a value to the form look-ups compare: no accents, no case, no blanks."""
    decomposed = unicodedata.normalize("NFKD", value.translate(LIGATURES))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign) and not sign.isspace())
    return bare.casefold()


@dataclass(frozen=True, slots=True)
class SqlReference:
    """Fulfils `ReferenceRecords`."""

    connection: Connection

    def find(self, table: str, column: str, value: str) -> Sequence[ReferenceRow]:
        """Return the rows, in the order imported, whose column equals the value after folding; () when none."""
        folded = fold(value)
        if column not in self._key_columns(table):
            return tuple(row for row in self._every(table) if fold(row.get(column, "")) == folded and folded)
        return self._rows(_FOUND, table=table, column=column, folded=folded)

    def starting(self, table: str, column: str, text: str, *, limit: int) -> Sequence[ReferenceRow]:
        """Return the first rows whose column begins with the text after folding."""
        folded = fold(text)
        if column not in self._key_columns(table):
            beginning = (row for row in self._every(table) if fold(row.get(column, "")).startswith(folded))
            return tuple(islice(beginning, limit))
        within = {"first": folded, "last": folded + LAST_SIGN}  # a range of the index, unlike LIKE
        return self._rows(_STARTING, table=table, column=column, most=limit, **within)

    def _rows(self, query: Select[tuple[str]], **values: object) -> tuple[ReferenceRow, ...]:
        return tuple(_row(row.data) for row in self.connection.execute(query, values))

    def has_table(self, table: str) -> bool:
        """Return whether the table was ever imported."""
        query = select(reference_table.c.name).where(reference_table.c.name == table)
        return self.connection.execute(query).first() is not None

    def tables(self) -> Sequence[str]:
        """Return the names of the tables that were imported, sorted."""
        return tuple(self.connection.execute(select(reference_table.c.name).order_by(reference_table.c.name)).scalars())

    def whole(self, table: str) -> ReferenceTable:
        """Return a table as it was imported; raises NotFound."""
        if not self.has_table(table):
            raise not_found("table", table)
        rows = tuple(dict(row) for row in self._every(table))
        return ReferenceTable(name=table, key_columns=tuple(self._key_columns(table)), rows=rows)

    def replace(self, table: str, *, key_columns: Sequence[str], rows: Sequence[ReferenceRow]) -> int:
        """Put these rows in place of the table's, indexed by the key columns; return their number."""
        for old in (reference_key, reference_row):
            self.connection.execute(delete(old).where(old.c.table_name == table))
        columns = json.dumps(list(key_columns), ensure_ascii=False)
        imported = {"key_columns": columns, "imported_at": instant_from_now()}
        self.connection.execute(
            upsert(self.connection.dialect.name, reference_table)
            .values(name=table, **imported)
            .on_conflict_do_update(index_elements=["name"], set_=imported)
        )
        for start in range(0, len(rows), ROWS_AT_ONCE):
            self._write(table, key_columns, rows[start : start + ROWS_AT_ONCE], first=start)
        return len(rows)

    def _write(self, table: str, key_columns: Sequence[str], rows: Sequence[ReferenceRow], *, first: int) -> None:
        self.connection.execute(
            insert(reference_row),
            [
                {"table_name": table, "ordinal": ordinal, "data": json.dumps(dict(row), ensure_ascii=False)}
                for ordinal, row in enumerate(rows, start=first)
            ],
        )
        keys = [
            {"table_name": table, "column_name": column, "folded": folded, "ordinal": ordinal}
            for ordinal, row in enumerate(rows, start=first)
            for column in key_columns
            if (folded := fold(row.get(column, "")))  # an empty cell is no key: it would match every other one
        ]
        if keys:
            self.connection.execute(insert(reference_key), keys)

    def _key_columns(self, table: str) -> Sequence[str]:
        found = self.connection.execute(_KEY_COLUMNS, {"table": table}).scalar_one_or_none()
        columns: list[str] = [] if found is None else json.loads(found)
        return columns

    def _every(self, table: str) -> Sequence[ReferenceRow]:
        rows = self.connection.execute(
            select(reference_row.c.data).where(reference_row.c.table_name == table).order_by(reference_row.c.ordinal)
        )
        return tuple(_row(row.data) for row in rows)


def _row(data: str) -> ReferenceRow:
    row: dict[str, str] = json.loads(data)
    return row
