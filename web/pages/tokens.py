"""The tokens by which programs act through the API, as an administrator keeps them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.account import TokenId
from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId
from services.people.tokens import GIVEN
from web.areas import Area
from web.visit import Signed, Typed, Visit

router = APIRouter()

AREA = Area(key="tokens", address="/tokens", icon="bolt", letter="j", act="token.make", rank=95)


@router.get("/tokens")
def listed(visit: Signed) -> Response:
    """Show every token, and the form of a new one."""
    return _page(visit, None)


@router.post("/tokens")
def make(
    visit: Signed,
    who: Typed = "",
    title: Typed = "",
    scope: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    ends_on: Typed = "",
) -> Response:
    """Make a token and show its secret, once."""
    scopes = tuple(Scope(one) for one in scope if one in GIVEN)
    try:
        last = date.fromisoformat(ends_on) if ends_on else None
        made = visit.application.tokens.make(visit.actor, ActorId(who), title=title, scopes=scopes, ends_on=last)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, error)
    return visit.page("tokens/made.html", {"made": made})


@router.post("/tokens/{name}/revoke")
def revoke(visit: Signed, name: str) -> Response:
    """End a token."""
    visit.application.tokens.revoke(visit.actor, TokenId(name))
    return visit.go("/tokens", notice="tokens.revoked")


def _page(visit: Visit, wrong: NotPossible | WrongUsage | None) -> Response:
    values = {
        "tokens": visit.application.tokens.listed(visit.actor),
        "people": visit.application.accounts.people(visit.actor),
        "scopes": GIVEN,
        "today": visit.application.clock.today(),
        "wrong": wrong,
    }
    return visit.page("tokens/list.html", values, status=400 if wrong else 200)
