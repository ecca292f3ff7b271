"""The accounts of persons, as an administrator keeps them: who may sign in, with which roles and circles."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle
from services.people.accounts import Person
from web.areas import Area
from web.visit import Signed, Typed, Visit

router = APIRouter()

AREA = Area(key="accounts", address="/accounts", icon="key", letter="u", act="account.view", rank=90)
ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
BLANK_ROWS = 2
"""Empty rows for further grants."""

Texts = Annotated[list[str], Form()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the form says of somebody's rights."""

    name: str
    grants: tuple[Grant, ...]
    circles: tuple[Circle, ...]

    def of(self, who: ActorId) -> Actor:
        """Return the person with these rights."""
        return Actor(id=who, name=self.name, grants=self.grants, circles=self.circles)


def rights(
    name: Typed = "",
    role: Texts = [],  # noqa: B006 - FastAPI copies it
    case_type: Texts = [],  # noqa: B006
    basket: Texts = [],  # noqa: B006
    circles: Typed = "",
) -> Rights:
    """Read the rows of the form: a role each, and what it is limited to; a row without a role is empty."""
    rows = zip(role, case_type, basket, strict=False)
    grants = (
        Grant(role=Role(one), case_type=kind.strip() or None, basket=place.strip() or None)
        for one, kind, place in rows
        if one in ROLES
    )
    named = (part.strip() for part in circles.replace(",", " ").split())
    return Rights(name=name.strip(), grants=tuple(grants), circles=tuple(Circle(part) for part in named))


Given = Annotated[Rights, Depends(rights)]


@router.get("/accounts")
def listed(visit: Signed) -> Response:
    """Show everybody."""
    people = visit.application.accounts.people(visit.actor)
    return visit.page("accounts/list.html", {"people": people, "today": visit.application.clock.today()})


@router.get("/accounts/new")
def blank(visit: Signed) -> Response:
    """Show the form of a new account."""
    visit.application.accounts.people(visit.actor)
    return _form(visit, Person(actor=Actor(id=ActorId(""), name="", grants=()), account=None), is_new=True)


@router.post("/accounts")
def invite(
    visit: Signed,
    given: Given,
    wanted: Annotated[str, Form(alias="id")] = "",
    ends_on: Typed = "",
) -> Response:
    """Add somebody, and show their password for one use."""
    who = given.of(ActorId(wanted.strip()))
    try:
        last = date.fromisoformat(ends_on) if ends_on else None
        password = visit.application.accounts.invite(visit.actor, who, ends_on=last)
    except (NotPossible, WrongUsage) as error:
        return _form(visit, Person(actor=who, account=None), is_new=True, wrong=error)
    return visit.page("accounts/password.html", {"who": who, "password": password})


@router.get("/accounts/{who}")
def person(visit: Signed, who: str) -> Response:
    """Show somebody's rights and account."""
    return _form(visit, visit.application.accounts.person(visit.actor, ActorId(who)))


@router.post("/accounts/{who}")
def change(visit: Signed, given: Given, who: str) -> Response:
    """Change somebody's name, roles and circles."""
    changed = given.of(ActorId(who))
    try:
        visit.application.administer.add_actor(visit.actor, changed)
    except WrongUsage as error:
        return _form(visit, Person(actor=changed, account=None), wrong=error)
    return visit.go("/accounts", notice="accounts.changed", about=changed.name)


@router.post("/accounts/{who}/password")
def renew(visit: Signed, who: str) -> Response:
    """Give somebody an account or a new password for one use, and show it."""
    password = visit.application.accounts.open(visit.actor, ActorId(who))
    known = visit.application.accounts.person(visit.actor, ActorId(who))
    return visit.page("accounts/password.html", {"who": known.actor, "password": password})


@router.post("/accounts/{who}/close")
def close(visit: Signed, who: str) -> Response:
    """Close an account."""
    visit.application.accounts.close(visit.actor, ActorId(who))
    return visit.go("/accounts", notice="accounts.closed", about=who)


@router.post("/accounts/{who}/reopen")
def reopen(visit: Signed, who: str) -> Response:
    """Open a closed account again."""
    visit.application.accounts.reopen(visit.actor, ActorId(who))
    return visit.go("/accounts", notice="accounts.reopened", about=who)


def _form(
    visit: Visit, one: Person, *, is_new: bool = False, wrong: NotPossible | WrongUsage | None = None
) -> Response:
    blanks = (None,) * BLANK_ROWS
    values = {
        "one": one,
        "rows": (*one.actor.grants, *blanks),
        "roles": ROLES,
        "grant_limits": visit.application.accounts.grant_limits(visit.actor),
        "is_new": is_new,
        "wrong": wrong,
    }
    return visit.page("accounts/form.html", values, status=400 if wrong else 200)
