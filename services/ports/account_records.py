"""The records of who proved to be whom: accounts, failed tries, sessions of browsers and tokens of programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.model.account import Account, ApiToken, Session, TokenId, Tries
    from pipeline.model.identity import ActorId


class AccountRecords(Protocol):
    """Accounts by actor, and the failed tries by the name that was typed."""

    def save(self, account: Account) -> None:
        """Write an account whole, in place of what was known of it."""
        ...

    def find(self, actor: ActorId) -> Account | None: ...
    def every(self) -> Sequence[Account]:
        """By actor."""
        ...

    def tries(self, name: str) -> Tries | None: ...
    def note(self, tries: Tries, *, forget_before: datetime) -> None:
        """Write the tries of a name, and forget those of every name whose last one is older."""
        ...

    def forget(self, name: str) -> None: ...


class SessionRecords(Protocol):
    """Sessions by the digest of their secret."""

    def add(self, session: Session, *, forget_before: datetime) -> None:
        """Write a session, and forget those that began before."""
        ...

    def find(self, digest: str) -> Session | None: ...
    def seen(self, digest: str, at: datetime) -> None: ...
    def end(self, digest: str) -> None: ...
    def end_all(self, actor: ActorId, *, but: str = "") -> None:
        """End every session of an actor but the one of that digest."""
        ...


class TokenRecords(Protocol):
    """Tokens of programs; a revoked one stays, so that it can be told whose it was."""

    def save(self, token: ApiToken) -> None: ...
    def get(self, token: TokenId) -> ApiToken:
        """Raises NotFound."""
        ...

    def by_digest(self, digest: str) -> ApiToken | None: ...
    def every(self) -> Sequence[ApiToken]:
        """Newest first."""
        ...
