"""Persons sign in and programs show tokens: accounts, failed tries, sessions, tokens."""

import sqlalchemy as sa
from alembic import op

from adapters.records.instants import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    make_accounts()
    make_sessions()
    make_tokens()


def make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("actor_id", NAME, sa.ForeignKey("actor.id", name="fk_account_actor_id"), nullable=False),
        sa.Column("sealed", TEXT, nullable=False),
        sa.Column("set_at", Instant, nullable=False),
        sa.Column("is_one_time", sa.Boolean, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.PrimaryKeyConstraint("actor_id", name="pk_account"),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("name", NAME, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sign_in_try"),
    )
    op.create_index("ix_sign_in_try_last_at", "sign_in_try", ["last_at"])


def make_sessions() -> None:
    op.create_table(
        "browser_session",
        sa.Column("digest", NAME, nullable=False),
        sa.Column("actor_id", NAME, sa.ForeignKey("actor.id", name="fk_browser_session_actor_id"), nullable=False),
        sa.Column("began_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_browser_session"),
    )
    op.create_index("ix_browser_session_actor_id", "browser_session", ["actor_id"])
    op.create_index("ix_browser_session_began_at", "browser_session", ["began_at"])


def make_tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", NAME, nullable=False),
        sa.Column("actor_id", NAME, sa.ForeignKey("actor.id", name="fk_api_token_actor_id"), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("digest", NAME, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.Column("revoked_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
    )
    op.create_index("ix_api_token_actor_id", "api_token", ["actor_id"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup")
