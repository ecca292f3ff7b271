"""Lists of cases and letters tell what they tell from columns, and members and suppliers are found by their names."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

from adapters.records.instants import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
VERDICT = sa.table("verdict", sa.column("case_id", NAME), sa.column("value", sa.Text()), sa.column("sentence", TEXT))
REQUEST = sa.table(
    "request",
    sa.column("id", NAME),
    sa.column("value"),
    sa.column("drafted_at", Instant),
    sa.column("answer_by", sa.Date()),
)
TABLE = sa.table("reference_table", sa.column("name", NAME), sa.column("key_columns", sa.Text()))
ROW = sa.table("reference_row", sa.column("table_name", NAME), sa.column("ordinal", sa.Integer()), sa.column("data"))
KEY = sa.table(
    "reference_key",
    *(sa.column("table_name", NAME), sa.column("column_name", NAME), sa.column("folded", NAME)),
    sa.column("ordinal", sa.Integer()),
)
ADDED = {"members": ("last_name", "birth_date"), "suppliers": ("seller_name",)}
"""Columns that are looked up by now."""
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})
AT_ONCE = 5000


def upgrade() -> None:
    op.add_column("verdict", sa.Column("sentence", TEXT))
    op.add_column("request", sa.Column("drafted_at", Instant))
    op.add_column("request", sa.Column("answer_by", sa.Date()))
    op.create_index("ix_request_stands", "request", ["case_id", "ordinal", "state", "answer_by", "drafted_at"])
    connection = op.get_bind()
    _sentences(connection)
    _requests(connection)
    for table, columns in ADDED.items():
        _keys(connection, table, columns)


def _sentences(connection: sa.Connection) -> None:
    for name in connection.execute(sa.select(VERDICT.c.case_id)).scalars().all():
        own = VERDICT.c.case_id == name
        told = json.loads(connection.execute(sa.select(VERDICT.c.value).where(own)).scalar_one())
        sentence = json.dumps(told["completeness"]["sentence"], ensure_ascii=False)
        connection.execute(sa.update(VERDICT).where(own).values(sentence=sentence))


def _requests(connection: sa.Connection) -> None:
    for name, value in connection.execute(sa.select(REQUEST.c.id, REQUEST.c.value)).all():
        told = json.loads(value)
        day = told.get("answer_by")
        values = {
            "drafted_at": datetime.fromisoformat(told["drafted_at"]),
            "answer_by": date.fromisoformat(day) if day else None,
        }
        connection.execute(sa.update(REQUEST).where(REQUEST.c.id == name).values(values))


def _keys(connection: sa.Connection, table: str, columns: tuple[str, ...]) -> None:
    """Index the rows of a table that was imported by more of its columns."""
    known = connection.execute(sa.select(TABLE.c.key_columns).where(TABLE.c.name == table)).scalar_one_or_none()
    if known is None:
        return
    old = json.loads(known)
    new = [column for column in columns if column not in old]
    keys = list(_keys_of(connection, table, new))
    for start in range(0, len(keys), AT_ONCE):
        connection.execute(sa.insert(KEY), keys[start : start + AT_ONCE])
    columns_now = json.dumps([*old, *new], ensure_ascii=False)
    connection.execute(sa.update(TABLE).where(TABLE.c.name == table).values(key_columns=columns_now))


def _keys_of(connection: sa.Connection, table: str, columns: list[str]) -> Iterator[dict[str, object]]:
    for ordinal, data in connection.execute(sa.select(ROW.c.ordinal, ROW.c.data).where(ROW.c.table_name == table)):
        row = json.loads(data)
        for column in columns:
            if folded := _folded(row.get(column, "")):
                yield {"table_name": table, "column_name": column, "folded": folded, "ordinal": ordinal}


def _folded(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value.translate(LIGATURES))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign) and not sign.isspace()).casefold()


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
