"""How an actor proves who it is: by account and session, or by token. Secrets are kept as digests only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId

TokenId = NewType("TokenId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The right to sign in with a password of one's own; sealed: the password as Argon2 keeps it.

    is_one_time: the password was given by an administrator and has to be changed; ends_on: the last day it opens.
    """

    actor: ActorId
    sealed: str
    set_at: datetime
    is_one_time: bool = False
    is_open: bool = True
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Sign-ins that failed one after the other under a name, whether there is an account of that name or not.

    name: a digest of what was typed.
    """

    name: str
    failures: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person signed in at one browser; digest: of the secret that only the browser keeps."""

    digest: str
    actor: ActorId
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """The right of a program to act as an actor, within scopes; digest: of the secret that only the program keeps."""

    id: TokenId
    actor: ActorId
    title: str
    digest: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    ends_on: date | None = None
    revoked_at: datetime | None = None
