"""Documents that wait for a person are found and counted by their queue."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
DOCUMENT = sa.table(
    "document", sa.column("id"), sa.column("state"), sa.column("understanding"), sa.column("queue", sa.String)
)


def upgrade() -> None:
    op.add_column("document", sa.Column("queue", NAME))
    op.create_index("ix_document_queue", "document", ["queue"])
    connection = op.get_bind()
    waiting = sa.select(DOCUMENT.c.id, DOCUMENT.c.understanding).where(DOCUMENT.c.state == "in_queue")
    for name, understanding in connection.execute(waiting).all():
        queue = json.loads(understanding)["routing"].get("queue") if understanding else None
        connection.execute(sa.update(DOCUMENT).where(DOCUMENT.c.id == name).values(queue=queue))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
