"""Signing in and out, and the choices one can make before: language and theme."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from pipeline.model.text import Bilingual, Language
from services.access import SYSTEM
from services.people.sign_in import Denied
from web import cookies
from web.visit import Anyone, Signed, Typed, Visit, local

router = APIRouter()


@router.get("/sign-in")
def sign_in(visit: Anyone, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    """Show the form; one who is signed in goes on."""
    if visit.present is not None:
        return visit.go(local(next))
    return visit.page("sign_in/form.html", _form(visit, next, name="", denied=None))


@router.post("/sign-in")
def enter(
    visit: Anyone,
    name: Typed = "",
    password: Typed = "",
    next: Typed = "/",  # noqa: A002
) -> Response:
    """Let somebody in, or show the form again with the reason."""
    outcome = visit.application.sign_in.enter(SYSTEM, name, password)
    if isinstance(outcome, Denied):
        return visit.page("sign_in/form.html", _form(visit, next, name=name, denied=outcome.reason), status=401)
    response = visit.go(local(next))
    cookies.keep_secret(response, cookies.SESSION, outcome.secret, is_secure=visit.is_secure)
    cookies.forget(response, cookies.VISITOR)
    return response


@router.post("/sign-out")
def leave(visit: Signed) -> Response:
    """Sign out at this browser."""
    visit.application.sign_in.leave(visit.actor, cookies.secret_of(visit.request))
    response = visit.go("/sign-in")
    cookies.forget(response, cookies.SESSION)
    return response


@router.post("/preferences")
def prefer(
    visit: Anyone,
    language: Typed = "",
    theme: Annotated[str | None, Form()] = None,
    back: Typed = "/",
) -> Response:
    """Keep the language or the theme that was chosen."""
    response = visit.go(local(back))
    if language in set(Language):
        cookies.keep_choice(response, cookies.LANGUAGE, language)
    if theme in cookies.THEMES:
        cookies.keep_choice(response, cookies.THEME, theme)
    return response


def _form(visit: Visit, next_: str, *, name: str, denied: Bilingual | None) -> dict[str, object]:
    minutes = visit.application.settings.session_minutes
    return {"next": local(next_), "name": name, "denied": denied, "minutes": minutes}
