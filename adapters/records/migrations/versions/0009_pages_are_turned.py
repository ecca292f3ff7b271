"""A page can wait to be read again, turned as a person wants it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("page", sa.Column("turn", sa.Integer))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
