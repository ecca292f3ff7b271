"""A file remembers the archive or message that brought it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("source_file", sa.Column("part_of", NAME))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
