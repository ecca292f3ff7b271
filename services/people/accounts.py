"""The accounts of persons: opened with a password for one use, renewed, closed, and looked at, by an administrator."""

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.account import Account
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.rights import Act
from services.access import SYSTEM, act_of, require, write_down
from services.ports.keys import Keys
from services.ports.records import Records, UnitOfWork
from services.rules.rulebook import Rulebook

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One who may act, and the account by which they sign in, or None."""

    actor: Actor
    account: Account | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLimit:
    """What a grant can be limited to: a case type in force, and its baskets, by code and title."""

    case_type: str
    title: Bilingual
    baskets: tuple[tuple[str, Bilingual], ...]


class Accounts:
    """The administrator's acts on accounts."""

    def __init__(self, records: Records, keys: Keys, clock: Clock, rulebook: Rulebook) -> None:
        self._records = records
        self._keys = keys
        self._clock = clock
        self._rulebook = rulebook

    @act_of(Act.ACCOUNT_VIEW)
    def people(self, actor: Actor) -> tuple[Person, ...]:
        """Return everybody who may act, except the system itself, by name."""
        require(actor, Act.ACCOUNT_VIEW)
        with self._records.reading() as uow:
            accounts = {account.actor: account for account in uow.accounts.every()}
            people = (Person(actor=one, account=accounts.get(one.id)) for one in uow.actors.every())
            return tuple(sorted((p for p in people if not _is_system(p.actor)), key=lambda p: p.actor.name.casefold()))

    @act_of(Act.ACCOUNT_VIEW)
    def person(self, actor: Actor, who: ActorId) -> Person:
        """Return one of them; raises NotFound."""
        require(actor, Act.ACCOUNT_VIEW)
        with self._records.reading() as uow:
            return _person(uow, who)

    @act_of(Act.ACCOUNT_VIEW)
    def grant_limits(self, actor: Actor) -> tuple[GrantLimit, ...]:
        """Return what grants can be limited to."""
        require(actor, Act.ACCOUNT_VIEW)
        with self._records.reading() as uow:
            kinds = (kind for _, kind in self._rulebook.case_types(uow))
            return tuple(GrantLimit(case_type=kind.code, title=kind.title, baskets=kind.baskets) for kind in kinds)

    @act_of(Act.ACCOUNT_OPEN)
    def invite(self, actor: Actor, who: Actor, *, ends_on: date | None = None) -> str:
        """Add one who may act, with an account as `open` makes it; raises NotPossible when the name is taken."""
        require(actor, Act.ACCOUNT_OPEN)
        require(actor, Act.ACTOR_ADD)
        password = self._keys.easy()
        account = self._one_time(who.id, password, ends_on)
        with self._records.writing() as uow:
            if any(known.id == who.id for known in uow.actors.every()):
                raise _exists(who.id)
            record_actor(uow, self._clock, actor, who)
            self._write(uow, actor, account)
            uow.commit()
        return password

    @act_of(Act.ACCOUNT_OPEN)
    def open(self, actor: Actor, who: ActorId, *, ends_on: date | None = None) -> str:
        """Open an account, or give it a new password: it works once, within three days, and is told only here.

        Whoever was signed in under it is signed out. Raises NotFound, and NotPossible for the system itself.
        """
        require(actor, Act.ACCOUNT_OPEN)
        password = self._keys.easy()
        account = self._one_time(who, password, ends_on)
        with self._records.writing() as uow:
            _person(uow, who)
            self._write(uow, actor, account)
            uow.commit()
        return password

    @act_of(Act.ACCOUNT_OPEN)
    def open_first(self, actor: Actor, who: ActorId) -> str | None:
        """Open the first account of an installation as `open` does; None, and nothing done, when there is one."""
        require(actor, Act.ACCOUNT_OPEN)
        with self._records.reading() as uow:
            if uow.accounts.every():
                return None
        password = self._keys.easy()
        account = self._one_time(who, password, None)
        with self._records.writing() as uow:
            if uow.accounts.every():
                return None
            _person(uow, who)
            self._write(uow, actor, account)
            uow.commit()
        return password

    @act_of(Act.ACCOUNT_CLOSE)
    def close(self, actor: Actor, who: ActorId) -> None:
        """Close an account and end its sessions; raises NotFound, and NotPossible for one's own."""
        require(actor, Act.ACCOUNT_CLOSE)
        if who == actor.id:
            raise NotPossible(
                "own_account",
                Bilingual(fr="On ne ferme pas son propre compte.", en="Nobody closes their own account."),
                where=who,
                next_step=Bilingual(fr="Demandez à un autre administrateur.", en="Ask another administrator."),
            )
        self._set_open(actor, who, is_open=False)

    @act_of(Act.ACCOUNT_CLOSE)
    def reopen(self, actor: Actor, who: ActorId) -> None:
        """Open a closed account again, with the password it had; raises NotFound."""
        require(actor, Act.ACCOUNT_CLOSE)
        self._set_open(actor, who, is_open=True)

    def _set_open(self, actor: Actor, who: ActorId, *, is_open: bool) -> None:
        with self._records.writing() as uow:
            account = _person(uow, who).account
            if account is None:
                raise no_account(who)
            uow.accounts.save(replace(account, is_open=is_open))
            uow.sessions.end_all(who)
            detail = {"is_open": is_open}
            write_down(uow, self._clock, actor, Act.ACCOUNT_CLOSE, f"actor:{who}", detail=detail)
            uow.commit()

    def _one_time(self, who: ActorId, password: str, ends_on: date | None) -> Account:
        sealed = self._keys.seal(password)
        return Account(actor=who, sealed=sealed, set_at=self._clock.now(), is_one_time=True, ends_on=ends_on)

    def _write(self, uow: UnitOfWork, actor: Actor, account: Account) -> None:
        uow.accounts.save(account)
        uow.accounts.forget(tried_as(self._keys, account.actor))
        uow.sessions.end_all(account.actor)
        write_down(uow, self._clock, actor, Act.ACCOUNT_OPEN, f"actor:{account.actor}")


def _person(uow: UnitOfWork, who: ActorId) -> Person:
    found = uow.actors.get(who)
    if _is_system(found):
        raise of_the_system(who)
    return Person(actor=found, account=uow.accounts.find(who))


def _is_system(actor: Actor) -> bool:
    return any(grant.role is Role.SYSTEM for grant in actor.grants)


def record_actor(uow: UnitOfWork, clock: Clock, actor: Actor, added: Actor) -> None:
    """Write who may act and what they were granted, in the transaction of the act; raises NotPossible, WrongUsage."""
    takes_over = added.id == SYSTEM.id or _is_system(added)
    if takes_over and actor.id != SYSTEM.id:
        raise of_the_system(added.id)
    if not _NAME.fullmatch(added.id) or not added.name.strip():
        raise _wrong_name(added.id)
    detail = {"grants": [_said(grant) for grant in added.grants], "circles": list(added.circles)}
    uow.actors.add(added)
    write_down(uow, clock, actor, Act.ACTOR_ADD, f"actor:{added.id}", detail=detail)


def _said(grant: Grant) -> str:
    return ":".join(part for part in (grant.role, grant.case_type or "", grant.basket or "") if part)


def tried_as(keys: Keys, name: str) -> str:
    """Return the name under which failures are counted: a digest, for it may be a password typed into the wrong box."""
    return keys.digest(name.casefold())


def of_the_system(who: ActorId) -> NotPossible:
    """Return the error for signing in as the system, or giving its role to somebody."""
    return NotPossible(
        "role_of_the_system",
        Bilingual(fr="Ce rôle est celui du système seul.", en="This role is the system's alone."),
        where=who,
        next_step=Bilingual(fr="Choisissez d'autres rôles.", en="Choose other roles."),
    )


def no_account(who: ActorId) -> NotFound:
    """Return the error for somebody without an account."""
    return NotFound(
        "no_account",
        Bilingual(fr="Cette personne n'a pas de compte.", en="This person has no account."),
        where=who,
        next_step=Bilingual(fr="Ouvrez-lui un compte d'abord.", en="Open an account for them first."),
    )


def _exists(who: ActorId) -> NotPossible:
    return NotPossible(
        "actor_exists",
        Bilingual(fr="Cet identifiant est déjà pris.", en="This name is taken."),
        where=who,
        next_step=Bilingual(fr="Choisissez-en un autre.", en="Choose another one."),
    )


def _wrong_name(who: ActorId) -> WrongUsage:
    return WrongUsage(
        "wrong_name",
        Bilingual(
            fr="Il manque un nom, ou l'identifiant ne convient pas.",
            en="A name is missing, or the identifier is wrong.",
        ),
        where=who,
        next_step=Bilingual(
            fr="L'identifiant a de 1 à 64 lettres sans accent, chiffres, points, tirets, « _ » ou « @ ».",
            en='The identifier has 1 to 64 plain letters, digits, dots, hyphens, "_" or "@".',
        ),
    )
