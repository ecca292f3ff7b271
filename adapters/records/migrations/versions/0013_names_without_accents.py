"""Persons and companies are found by their names, however these are written."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
PARTY = sa.table("party", sa.column("id", NAME), sa.column("name", NAME), sa.column("folded", NAME))


def upgrade() -> None:
    op.add_column("party", sa.Column("folded", NAME))
    op.create_index("ix_party_folded", "party", ["folded"])
    connection = op.get_bind()
    for name, shown in connection.execute(sa.select(PARTY.c.id, PARTY.c.name)).all():
        connection.execute(sa.update(PARTY).where(PARTY.c.id == name).values(folded=_folded(shown)))


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain.lower() if not unicodedata.combining(c))))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
