"""Cases and files are counted in indexes, without passing over verdicts and reasons."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_verdict_stands", "verdict", ["case_id", "waiting_on", "due_on", "is_complete"])
    op.create_index("ix_source_file_figures", "source_file", ["batch_id", "state", "page_count"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
