"""From a proof of identity to one who acts: signing in, staying in, changing the password, signing out.

`admit` is where every way of proving ends: the password today, an organisation's own accounts (OIDC) when they come.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from pipeline.accounts import (
    LOCKED,
    LONGEST_SESSION,
    MOST_LENGTH,
    SEEN_EVERY,
    after_failure,
    is_locked,
    is_over,
    opens,
    weakness,
)
from pipeline.errors import NotPossible
from pipeline.model.account import Account, Session
from pipeline.model.actor import Actor, Scope
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.people.accounts import tried_as
from services.ports.keys import Keys
from services.ports.records import Records, UnitOfWork

IDLE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """One who is signed in; is_one_time: all they may do is change the password that was given to them."""

    actor: Actor
    is_one_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One who was let in, and the secret by which their browser is known from now on."""

    present: Present
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Somebody was not let in, or a password not changed, and what they may know of the reason."""

    reason: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The password was changed."""


WRONG = Denied(reason=Bilingual(fr="Identifiant ou mot de passe faux.", en="Wrong name or password."))
"""Said alike of a wrong password, an unknown name and a closed account, so that none is given away."""
LOCKED_OUT = Denied(
    reason=Bilingual(
        fr=f"Trop d'essais : réessayez dans {LOCKED // timedelta(minutes=1)} minutes.",
        en=f"Too many tries: try again in {LOCKED // timedelta(minutes=1)} minutes.",
    )
)
SAME = Denied(reason=Bilingual(fr="C'est le mot de passe actuel.", en="This is your present password."))


class SignIn:
    """The acts of coming in and going out."""

    def __init__(self, records: Records, keys: Keys, clock: Clock, *, idle: timedelta = IDLE) -> None:
        self._records = records
        self._keys = keys
        self._clock = clock
        self._idle = idle

    @act_of(Act.SESSION_BEGIN)
    def enter(self, actor: Actor, name: str, password: str) -> Entered | Denied:
        """Let somebody in by name and password; after five failures in a row the name is locked for a while."""
        require(actor, Act.SESSION_BEGIN)
        who = ActorId(name.strip()[:MOST_LENGTH])
        with self._records.reading() as uow:
            if is_locked(uow.accounts.tries(tried_as(self._keys, who)), self._clock.now()):
                return LOCKED_OUT
            account = uow.accounts.find(who)
        if not self._is_right(account, password):
            return self._failed(actor, who)
        self._seal_anew(account, password)
        return self.admit(actor, who)

    @act_of(Act.SESSION_BEGIN)
    def admit(self, actor: Actor, who: ActorId) -> Entered:
        """Begin a session of one whose identity was proved; raises NotFound for one who may not act."""
        require(actor, Act.SESSION_BEGIN)
        secret, now = self._keys.new(), self._clock.now()
        session = Session(digest=self._keys.digest(secret), actor=who, began_at=now, seen_at=now)
        with self._records.writing() as uow:
            present = _present(uow, who)
            uow.accounts.forget(tried_as(self._keys, who))
            uow.sessions.add(session, forget_before=now - LONGEST_SESSION)
            write_down(uow, self._clock, present.actor, Act.SESSION_BEGIN, f"actor:{who}")
            uow.commit()
        return Entered(present=present, secret=secret)

    @act_of(Act.SESSION_BEGIN)
    def resume(self, actor: Actor, secret: str, *, is_act: bool = True) -> Present | None:
        """Return who is signed in at the browser that shows this secret; None when nobody is, or no longer.

        is_act: a person does something, so that the session goes on; else a page looks by itself.
        """
        require(actor, Act.SESSION_BEGIN)
        digest, now = self._keys.digest(secret), self._clock.now()
        with self._records.reading() as uow:
            session = uow.sessions.find(digest)
            if session is None or is_over(session, now=now, idle=self._idle):
                return None
            account = uow.accounts.find(session.actor)
            if account is not None and not opens(account, now=now, today=self._clock.today()):
                return None
            present = _present(uow, session.actor)
        if is_act and now - session.seen_at > SEEN_EVERY:
            with self._records.beside() as uow:
                uow.sessions.seen(digest, now)
                uow.commit()
        return present

    @act_of(Act.SESSION_END)
    def leave(self, actor: Actor, secret: str) -> None:
        """Sign out at this browser."""
        require(actor, Act.SESSION_END)
        with self._records.writing() as uow:
            uow.sessions.end(self._keys.digest(secret))
            write_down(uow, self._clock, actor, Act.SESSION_END, f"actor:{actor.id}")
            uow.commit()

    @act_of(Act.PASSWORD_CHANGE)
    def change_password(self, actor: Actor, present: str, new: str, *, secret: str = "") -> Changed | Denied:
        """Change one's own password; sessions at other browsers than that of the secret end."""
        require(actor, Act.PASSWORD_CHANGE)
        with self._records.reading() as uow:
            account = uow.accounts.find(actor.id)
            if is_locked(uow.accounts.tries(tried_as(self._keys, actor.id)), self._clock.now()):
                return LOCKED_OUT
        if account is None or not self._is_right(account, present):
            return self._failed(actor, actor.id)
        if new == present:
            return SAME
        if reason := weakness(new, name=actor.id):
            return Denied(reason=reason)
        changed = replace(account, sealed=self._keys.seal(new), set_at=self._clock.now(), is_one_time=False)
        with self._records.writing() as uow:
            if uow.accounts.find(actor.id) != account:
                raise _changed_meanwhile(actor.id)
            uow.accounts.save(changed)
            uow.sessions.end_all(actor.id, but=self._keys.digest(secret))
            write_down(uow, self._clock, actor, Act.PASSWORD_CHANGE, f"actor:{actor.id}")
            uow.commit()
        return Changed()

    def _is_right(self, account: Account | None, password: str) -> bool:
        """Return whether the password opens the account; takes as long when there is none."""
        sealed = account.sealed if account else self._nobodys
        fits = self._keys.fits(sealed, password[: MOST_LENGTH + 1])
        return account is not None and fits and opens(account, now=self._clock.now(), today=self._clock.today())

    @cached_property
    def _nobodys(self) -> str:
        """Seal a password that nobody has."""
        return self._keys.seal(self._keys.new())

    def _failed(self, actor: Actor, who: ActorId) -> Denied:
        now, name = self._clock.now(), tried_as(self._keys, who)
        with self._records.writing() as uow:
            is_known = uow.accounts.find(who) is not None
            tries = after_failure(uow.accounts.tries(name), name, now)
            uow.accounts.note(tries, forget_before=now - LONGEST_SESSION)
            detail = {"failures": tries.failures}
            subject = f"actor:{who}" if is_known else "actor:?"
            write_down(uow, self._clock, actor, "session.refused", subject, detail=detail)
            uow.commit()
        return LOCKED_OUT if is_locked(tries, now) else WRONG

    def _seal_anew(self, account: Account | None, password: str) -> None:
        """Seal a password with today's parameters, now that it is known again."""
        if account is None or not self._keys.is_outdated(account.sealed):
            return
        sealed = self._keys.seal(password)
        with self._records.writing() as uow:
            if uow.accounts.find(account.actor) == account:
                uow.accounts.save(replace(account, sealed=sealed))
            uow.commit()


def _present(uow: UnitOfWork, who: ActorId) -> Present:
    account, actor = uow.accounts.find(who), uow.actors.get(who)
    if account is not None and account.is_one_time:
        return Present(actor=replace(actor, scopes=(Scope.ENTRANCE,)), is_one_time=True)
    return Present(actor=actor, is_one_time=False)


def _changed_meanwhile(who: ActorId) -> NotPossible:
    return NotPossible(
        "account_changed",
        Bilingual(fr="Ce compte vient d'être changé.", en="This account has just been changed."),
        where=who,
        next_step=Bilingual(fr="Entrez de nouveau.", en="Sign in again."),
    )
