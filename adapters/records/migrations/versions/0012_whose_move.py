"""Lists of cases ask whose move it is, and by when."""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
VERDICT = sa.table(
    "verdict",
    sa.column("case_id", NAME),
    sa.column("value", sa.Text()),
    sa.column("waiting_on", NAME),
    sa.column("due_on", sa.Date()),
)


def upgrade() -> None:
    op.add_column("verdict", sa.Column("waiting_on", NAME))
    op.add_column("verdict", sa.Column("due_on", sa.Date()))
    op.create_index("ix_verdict_waiting_on", "verdict", ["waiting_on"])
    op.create_index("ix_verdict_due_on", "verdict", ["due_on"])
    connection = op.get_bind()
    for name, value in connection.execute(sa.select(VERDICT.c.case_id, VERDICT.c.value)).all():
        told = json.loads(value)
        connection.execute(
            sa.update(VERDICT)
            .where(VERDICT.c.case_id == name)
            .values(waiting_on=told["waiting_on"], due_on=_first_due(told["deadlines"]))
        )


def _first_due(deadlines: list[dict[str, object]]) -> date | None:
    running = [one for one in deadlines if one["due_on"] and one["days_left"] is not None and not one["paused"]]
    return min((date.fromisoformat(str(one["due_on"])) for one in running), default=None)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
