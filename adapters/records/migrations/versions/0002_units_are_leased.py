"""Units of work are leased by themselves, and a batch's own job no longer is: it says only that there is work.

What a killed worker left leased under the first schema becomes ready again; no worker may run while tables change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("subjects", sa.Text))
    op.execute("UPDATE job SET state = 'ready', owner = NULL, lease_until = NULL WHERE state = 'leased'")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
