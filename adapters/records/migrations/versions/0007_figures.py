"""What the supervisor's figures count is found without passing over whole readings."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

QUARANTINED, FAILED = sa.text("state = 'quarantined'"), sa.text("state = 'failed'")


def upgrade() -> None:
    op.create_index("ix_document_figures", "document", ["received_at", "state", "circle", "settled_by"])
    op.create_index(
        "ix_source_file_quarantined",
        "source_file",
        ["batch_id"],
        sqlite_where=QUARANTINED,
        postgresql_where=QUARANTINED,
    )
    op.create_index("ix_page_failed", "page", ["file_id"], sqlite_where=FAILED, postgresql_where=FAILED)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
