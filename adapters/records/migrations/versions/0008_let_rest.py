"""A file in quarantine can be let rest, and it is known when each page was read."""

import sqlalchemy as sa
from alembic import op

from adapters.records.instants import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("source_file", sa.Column("seen_by", NAME))
    op.add_column("page", sa.Column("read_at", Instant))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
