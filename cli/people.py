"""`casebinder user` and `casebinder token`: who may sign in, and which programs may call the API."""

from datetime import date, datetime
from typing import Annotated

import typer

from cli.output import answer, both, say
from cli.session import Session, session_of
from pipeline.errors import WrongUsage
from pipeline.model.account import TokenId
from pipeline.model.actor import Actor, Grant, Role, Scope
from pipeline.model.identity import OPEN_CIRCLE, ActorId, Circle
from services.shapes import people as shapes

users = typer.Typer(no_args_is_help=True, help="Persons and their accounts: list, add, grant, password, close, reopen.")
tokens = typer.Typer(no_args_is_help=True, help="Tokens of programs: list, make, revoke.")

Who = Annotated[str, typer.Argument(metavar="WHO", help="The name that is typed to sign in.")]
Name = Annotated[str, typer.Option("--name", help="The name that others read.")]
Roles = Annotated[list[str] | None, typer.Option("--role", help="ROLE, ROLE:CASE_TYPE or ROLE:CASE_TYPE:BASKET.")]
Circles = Annotated[list[str] | None, typer.Option("--circle", help="A confidentiality circle beside the open one.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(users, name="user")
    app.add_typer(tokens, name="token")


@users.command("list")
def list_users(context: typer.Context) -> None:
    """List everybody who may act."""
    session = session_of(context)
    people = session.application.accounts.people(session.actor)
    if session.as_json:
        answer("user-list", {"users": [shapes.person(one) for one in people]})
        return
    for one in people:
        roles = ", ".join(grant.role.value for grant in one.actor.grants) or "-"
        say(f"{one.actor.id}  {one.actor.name}  {roles}")


@users.command()
def add(
    context: typer.Context,
    who: Who,
    name: Name,
    role: Roles = None,
    circle: Circles = None,
    until: Until = None,
) -> None:
    """Add somebody, with an account; its one-time password is printed once."""
    session = session_of(context)
    added = _person(who, name, role, circle)
    password = session.application.accounts.invite(session.actor, added, ends_on=_day(until))
    _tell_password(session, ActorId(who), password)


@users.command()
def grant(context: typer.Context, who: Who, name: Name, role: Roles = None, circle: Circles = None) -> None:
    """Replace the roles and circles of somebody; somebody new may act by --as, without an account."""
    session = session_of(context)
    session.application.administer.add_actor(session.actor, _person(who, name, role, circle))
    _show(session, ActorId(who))


@users.command()
def password(context: typer.Context, who: Who, until: Until = None) -> None:
    """Give somebody an account, or a new password for one use; it is printed once."""
    session = session_of(context)
    given = session.application.accounts.open(session.actor, ActorId(who), ends_on=_day(until))
    _tell_password(session, ActorId(who), given)


@users.command()
def close(context: typer.Context, who: Who) -> None:
    """Close an account and end its sessions."""
    session = session_of(context)
    session.application.accounts.close(session.actor, ActorId(who))
    _show(session, ActorId(who))


@users.command()
def reopen(context: typer.Context, who: Who) -> None:
    """Open a closed account again."""
    session = session_of(context)
    session.application.accounts.reopen(session.actor, ActorId(who))
    _show(session, ActorId(who))


@tokens.command("list")
def list_tokens(context: typer.Context) -> None:
    """List all tokens, newest first."""
    session = session_of(context)
    known = session.application.tokens.listed(session.actor)
    if session.as_json:
        answer("token-list", {"tokens": [shapes.token(one) for one in known]})
        return
    for one in known:
        ended = session.words(" (révoqué)", " (revoked)") if one.revoked_at else ""
        say(f"{one.id}  {one.title}  {one.actor}  {', '.join(one.scopes)}{ended}")


@tokens.command()
def make(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="ACTOR", help="Whom the program acts as.")],
    title: Annotated[str, typer.Option("--title", help="What it is for.")],
    scope: Annotated[list[Scope], typer.Option("--scope", help="read, submit, work or administer.")],
    until: Until = None,
) -> None:
    """Let a program act as somebody; its secret is printed once."""
    session = session_of(context)
    made = session.application.tokens.make(session.actor, ActorId(who), title=title, scopes=scope, ends_on=_day(until))
    if session.as_json:
        answer("token", {"token": shapes.token(made.token), "secret": made.secret})
        return
    say(session.words(f"Jeton {made.token.id}, montré une seule fois :", f"Token {made.token.id}, shown only once:"))
    say(f"  {made.secret}")


@tokens.command()
def revoke(context: typer.Context, token: Annotated[str, typer.Argument(metavar="TOKEN")]) -> None:
    """End a token."""
    session = session_of(context)
    session.application.tokens.revoke(session.actor, TokenId(token))
    if session.as_json:
        known = session.application.tokens.listed(session.actor)
        answer("token", {"token": shapes.token(next(one for one in known if one.id == token)), "secret": None})
        return
    say(session.words(f"Jeton {token} révoqué", f"Token {token} revoked"))


def _show(session: Session, who: ActorId, password: str | None = None) -> None:
    known = session.application.accounts.person(session.actor, who)
    if session.as_json:
        answer("user", {"user": shapes.person(known), "password": password})
    elif password is None:
        say(f"{known.actor.id}  {known.actor.name}")


def _tell_password(session: Session, who: ActorId, password: str) -> None:
    _show(session, who, password)
    if not session.as_json:
        say(session.words(f"Mot de passe provisoire de {who} :", f"Password for one use of {who}:"))
        say(f"  {password}")


def _person(who: str, name: str, roles: list[str] | None, circles: list[str] | None) -> Actor:
    return Actor(
        id=ActorId(who),
        name=name,
        grants=tuple(_grant(told) for told in roles or ()),
        circles=(OPEN_CIRCLE, *(Circle(one) for one in circles or () if one != OPEN_CIRCLE)),
    )


def _grant(told: str) -> Grant:
    role, _, rest = told.partition(":")
    case_type, _, basket = rest.partition(":")
    known = [one.value for one in Role if one is not Role.SYSTEM]
    if role not in known:
        raise WrongUsage(
            "no_such_role",
            both("Ce rôle n'existe pas.", "There is no such role."),
            where=told,
            next_step=both(f"Choisissez parmi : {', '.join(known)}.", f"Choose from: {', '.join(known)}."),
        )
    return Grant(role=Role(role), case_type=case_type or None, basket=basket or None)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
