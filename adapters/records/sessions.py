"""Sessions of browsers and tokens of programs in the database, found by the digest of their secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.schema.accounts import api_token, browser_session
from pipeline.model.account import ApiToken, Session, TokenId
from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId

_SESSION = select(browser_session).where(browser_session.c.digest == bindparam("digest"))
_TOKEN = select(api_token).where(api_token.c.digest == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class SqlSessions:
    """Fulfils `SessionRecords`."""

    connection: Connection

    def add(self, session: Session, *, forget_before: datetime) -> None:
        """Write a session, and forget those that began before."""
        self.connection.execute(delete(browser_session).where(browser_session.c.began_at < forget_before))
        self.connection.execute(
            insert(browser_session).values(
                digest=session.digest, actor_id=session.actor, began_at=session.began_at, seen_at=session.seen_at
            )
        )

    def find(self, digest: str) -> Session | None:
        """Return the session of that digest, or None."""
        row = self.connection.execute(_SESSION, {"digest": digest}).first()
        if row is None:
            return None
        return Session(digest=row.digest, actor=ActorId(row.actor_id), began_at=row.began_at, seen_at=row.seen_at)

    def seen(self, digest: str, at: datetime) -> None:
        """Mark a session as used."""
        self.connection.execute(update(browser_session).where(browser_session.c.digest == digest).values(seen_at=at))

    def end(self, digest: str) -> None:
        """End a session."""
        self.connection.execute(delete(browser_session).where(browser_session.c.digest == digest))

    def end_all(self, actor: ActorId, *, but: str = "") -> None:
        """End every session of an actor but one."""
        theirs = browser_session.c.actor_id == actor
        self.connection.execute(delete(browser_session).where(theirs, browser_session.c.digest != but))


@dataclass(frozen=True, slots=True)
class SqlTokens:
    """Fulfils `TokenRecords`."""

    connection: Connection

    def save(self, token: ApiToken) -> None:
        """Write a token whole."""
        changed = {
            "actor_id": token.actor,
            "title": token.title,
            "digest": token.digest,
            "scopes": " ".join(token.scopes),
            "made_at": token.made_at,
            "ends_on": token.ends_on,
            "revoked_at": token.revoked_at,
        }
        self.connection.execute(
            upsert(self.connection.dialect.name, api_token)
            .values(id=token.id, **changed)
            .on_conflict_do_update(index_elements=["id"], set_=changed)
        )

    def get(self, token: TokenId) -> ApiToken:
        """Return the token; raises NotFound."""
        row = self.connection.execute(select(api_token).where(api_token.c.id == token)).first()
        if row is None:
            raise not_found("token", token)
        return _token(row)

    def by_digest(self, digest: str) -> ApiToken | None:
        """Return the token of that digest, or None."""
        row = self.connection.execute(_TOKEN, {"digest": digest}).first()
        return None if row is None else _token(row)

    def every(self) -> Sequence[ApiToken]:
        """Return all tokens, newest first."""
        rows = self.connection.execute(select(api_token).order_by(api_token.c.made_at.desc(), api_token.c.id.desc()))
        return tuple(_token(row) for row in rows)


def _token(row: Row[tuple[object, ...]]) -> ApiToken:
    return ApiToken(
        id=TokenId(row.id),
        actor=ActorId(row.actor_id),
        title=row.title,
        digest=row.digest,
        scopes=tuple(Scope(name) for name in row.scopes.split()),
        made_at=row.made_at,
        ends_on=row.ends_on,
        revoked_at=row.revoked_at,
    )
