"""A call of the API as its functions see it: who calls, by token or from our own pages, and in which language."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bootstrap.application import Application
from pipeline.model.actor import Actor
from pipeline.model.text import Language
from services.access import SYSTEM
from web import cookies
from web.guard import HEADER, SAFE, ForeignForm, is_ours
from web.visit import Door, NotSignedIn

_BEARER = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the API."""

    application: Application
    actor: Actor
    language: Language


def calling(request: Request) -> Call:
    """Return the call of a program with its token, or of a script of our own pages; raises NotSignedIn, ForeignForm."""
    door: Door = request.app.state.door
    shown = request.headers.get("authorization", "")
    is_token = shown.lower().startswith(_BEARER)
    actor = _program(door, shown[len(_BEARER) :].strip()) if is_token else _person(door, request)
    if actor is None:
        raise NotSignedIn
    language = cookies.language_of(request, door.application.settings.language)
    return Call(application=door.application, actor=actor, language=language)


def _program(door: Door, token: str) -> Actor | None:
    return door.application.tokens.bearer(SYSTEM, token)


def _person(door: Door, request: Request) -> Actor | None:
    secret = request.cookies.get(cookies.SESSION)
    present = door.application.sign_in.resume(SYSTEM, secret) if secret else None
    if present is None or secret is None:
        return None
    if request.method not in SAFE and not is_ours(request, secret, request.headers.get(HEADER, "")):
        raise ForeignForm
    return present.actor


Called = Annotated[Call, Depends(calling)]
"""The parameter of a function of the API."""
