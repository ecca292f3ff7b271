"""The tokens of programs: made and revoked by an administrator, and recognised at every call of the API."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.accounts import is_valid
from pipeline.errors import WrongUsage
from pipeline.model.account import ApiToken, TokenId
from pipeline.model.actor import Actor, Role, Scope
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.people.accounts import of_the_system
from services.ports.keys import Keys
from services.ports.records import Records

PREFIX = "cb_"
"""What a token begins with, so that one that was left somewhere is found by those who search for secrets."""
GIVEN = (Scope.READ, Scope.SUBMIT, Scope.WORK, Scope.ADMINISTER)
"""The scopes a token can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A token just made, and its secret, which is told only here."""

    token: ApiToken
    secret: str


class Tokens:
    """The acts on tokens."""

    def __init__(self, records: Records, keys: Keys, clock: Clock, ids: Ids) -> None:
        self._records = records
        self._keys = keys
        self._clock = clock
        self._ids = ids

    @act_of(Act.ACCOUNT_VIEW)
    def listed(self, actor: Actor) -> tuple[ApiToken, ...]:
        """Return all tokens, newest first; no secret can be given."""
        require(actor, Act.ACCOUNT_VIEW)
        with self._records.reading() as uow:
            return tuple(uow.tokens.every())

    @act_of(Act.TOKEN_MAKE)
    def make(
        self, actor: Actor, who: ActorId, *, title: str, scopes: Sequence[Scope], ends_on: date | None = None
    ) -> Made:
        """Let a program act as somebody within scopes; raises NotFound, WrongUsage without a title or a scope."""
        require(actor, Act.TOKEN_MAKE)
        chosen = tuple(scope for scope in GIVEN if scope in scopes)
        if not title.strip() or not chosen:
            raise _unclear()
        secret = PREFIX + self._keys.new()
        token = ApiToken(
            id=TokenId(self._ids.new("k")),
            actor=who,
            title=title.strip(),
            digest=self._keys.digest(secret),
            scopes=chosen,
            made_at=self._clock.now(),
            ends_on=ends_on,
        )
        with self._records.writing() as uow:
            if any(grant.role is Role.SYSTEM for grant in uow.actors.get(who).grants):
                raise of_the_system(who)
            uow.tokens.save(token)
            detail = {"actor": who, "scopes": chosen}
            write_down(uow, self._clock, actor, Act.TOKEN_MAKE, f"token:{token.id}", detail=detail)
            uow.commit()
        return Made(token=token, secret=secret)

    @act_of(Act.TOKEN_REVOKE)
    def revoke(self, actor: Actor, name: TokenId) -> None:
        """End a token; a second time changes nothing. Raises NotFound."""
        require(actor, Act.TOKEN_REVOKE)
        with self._records.writing() as uow:
            token = uow.tokens.get(name)
            if token.revoked_at is None:
                uow.tokens.save(replace(token, revoked_at=self._clock.now()))
                write_down(uow, self._clock, actor, Act.TOKEN_REVOKE, f"token:{name}")
            uow.commit()

    @act_of(Act.SESSION_BEGIN)
    def bearer(self, actor: Actor, secret: str) -> Actor | None:
        """Return whom a token lets act, within its scopes; None when it opens nothing (any more)."""
        require(actor, Act.SESSION_BEGIN)
        if not secret.startswith(PREFIX):
            return None
        with self._records.reading() as uow:
            token = uow.tokens.by_digest(self._keys.digest(secret))
            if token is None or not is_valid(token, today=self._clock.today()):
                return None
            account = uow.accounts.find(token.actor)
            if account is not None and not account.is_open:
                return None
            return replace(uow.actors.get(token.actor), scopes=token.scopes)


def _unclear() -> WrongUsage:
    return WrongUsage(
        "token_unclear",
        Bilingual(
            fr="Un jeton a un titre, et au moins une portée.", en="A token needs a title and at least one scope."
        ),
        where="token",
        next_step=Bilingual(
            fr=f"Dites à quoi il sert, et choisissez parmi : {', '.join(GIVEN)}.",
            en=f"Say what it is for, and choose from: {', '.join(GIVEN)}.",
        ),
    )
