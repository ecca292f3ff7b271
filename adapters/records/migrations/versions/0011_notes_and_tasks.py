"""Notes and tasks of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
LONG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("case_id", NAME, sa.ForeignKey("case_.id", name="fk_note_case_id"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", LONG, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "ordinal", name="pk_note"),
    )
    op.create_table(
        "task",
        sa.Column("case_id", NAME, sa.ForeignKey("case_.id", name="fk_task_case_id"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("who", NAME),
        sa.Column("due_on", sa.Date()),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("value", LONG, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "ordinal", name="pk_task"),
    )
    op.create_index("ix_task_who", "task", ["who"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
