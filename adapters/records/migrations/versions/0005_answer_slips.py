"""Cases are found by the code on an answer slip."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "answer_slip",
        sa.Column("code", NAME, nullable=False),
        sa.Column("case_id", NAME, sa.ForeignKey("case_.id", name="fk_answer_slip_case_id"), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_answer_slip"),
    )
    op.create_index("ix_answer_slip_case_id", "answer_slip", ["case_id"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
