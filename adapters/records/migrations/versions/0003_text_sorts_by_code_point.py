"""Text in PostgreSQL sorts by code point, as in SQLite, whatever language its database was made for.

So lists come in the same order on both, and no upgrade of the server's locales can spoil an index.
"""

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = text(
    "SELECT table_name, column_name, data_type, character_maximum_length FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name <> 'alembic_version' "
    "AND data_type IN ('text', 'character varying') ORDER BY table_name, ordinal_position"
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    changes: dict[str, list[str]] = {}
    for table, column, kind, length in connection.execute(COLUMNS):
        whole = f"{kind}({length})" if length else kind
        changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {whole} COLLATE "C"')
    for table, columns in changes.items():
        op.execute(f'ALTER TABLE "{table}" {", ".join(columns)}')


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
