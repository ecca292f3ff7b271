"""Errors as people and programs meet them: a page that says what happened and what to do, or the JSON of CONTRACT."""

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from pipeline.errors import (
    CasebinderError,
    ConcurrentChange,
    NoRight,
    NotFound,
    NotPossible,
    TimeOver,
    TransientError,
    WrongUsage,
)
from pipeline.model.text import Bilingual
from web import cookies
from web.guard import ForeignForm
from web.visit import PASSWORD_PAGE, Door, NotSignedIn, PasswordFirst, Visit, visiting

API = "/api/"
_STATUS: tuple[tuple[type[CasebinderError], int], ...] = (
    (WrongUsage, 400),
    (NoRight, 403),
    (NotFound, 404),
    (NotPossible, 409),
    (ConcurrentChange, 409),
    (TimeOver, 504),
    (TransientError, 503),
    (CasebinderError, 422),
)
_PAGES = {403: "no_right", 404: "not_found", 503: "away"}
"""The page for a status; another status has the plain page of errors."""


def register(app: FastAPI) -> None:
    """Say how each kind of error is answered."""
    app.add_exception_handler(CasebinderError, _told)
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(PasswordFirst, _to_password)
    app.add_exception_handler(ForeignForm, _foreign)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _refused)


def answer(request: Request, error: CasebinderError, status: int) -> Response:
    """Answer with an error, in the language of whoever asked."""
    door: Door = request.app.state.door
    language = cookies.language_of(request, door.application.settings.language)
    if request.url.path.startswith(API):
        said = {
            "code": error.code,
            "message": error.message.in_language(language),
            "where": error.where,
            "next_step": error.next_step.in_language(language),
        }
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return JSONResponse({"schema": "casebinder/error/1", "error": said}, status, headers)
    visit = _visit(request)
    values = {"error": error, "status": status, "kind": _PAGES.get(status, "error")}
    return visit.page("failures/failure.html" if visit.present else "failures/alone.html", values, status=status)


def _visit(request: Request) -> Visit:
    """Return the visit of whoever asked; of nobody when it cannot be told, or the records are away."""
    door: Door = request.app.state.door
    nobody = Visit(
        request=request,
        door=door,
        present=None,
        language=cookies.language_of(request, door.application.settings.language),
    )
    known: Visit | None = getattr(request.state, "visit", None)
    try:
        return known or visiting(request)
    except CasebinderError:
        return nobody


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, CasebinderError)
    return answer(request, error, next(status for kind, status in _STATUS if isinstance(error, kind)))


def _to_sign_in(request: Request, _: Exception) -> Response:
    if request.url.path.startswith(API):
        return answer(request, _NOBODY, 401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(wanted)}" if request.method == "GET" and wanted != "/" else ""
    return RedirectResponse(f"/sign-in{back}", status_code=303)


def _to_password(request: Request, _: Exception) -> Response:
    if request.url.path.startswith(API):
        return answer(request, _NOBODY, 401)
    return RedirectResponse(PASSWORD_PAGE, status_code=303)


def _foreign(request: Request, _: Exception) -> Response:
    return answer(request, _FOREIGN, 403)


def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return answer(request, _wrong_request(where), 400)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer(request, _NOWHERE if error.status_code == 404 else _wrong_request(request.method), error.status_code)


def _wrong_request(where: str) -> WrongUsage:
    return WrongUsage(
        "wrong_request",
        Bilingual(fr="Cette demande n'est pas comprise.", en="This request is not understood."),
        where=where,
        next_step=Bilingual(fr="Revenez à la page et recommencez.", en="Go back to the page and try again."),
    )


_NOBODY = NoRight(
    "not_signed_in",
    Bilingual(
        fr="Personne n'est entré, ou le jeton n'ouvre rien.", en="Nobody is signed in, or the token opens nothing."
    ),
    next_step=Bilingual(
        fr="Montrez un jeton : « Authorization: Bearer cb_… ».", en='Show a token: "Authorization: Bearer cb_…".'
    ),
)
_FOREIGN = NoRight(
    "foreign_form",
    Bilingual(
        fr="Ce formulaire ne vient pas de cette session ; rien n'a été fait.",
        en="This form does not come from this session; nothing was done.",
    ),
    next_step=Bilingual(
        fr="Revenez à la page, rechargez-la et recommencez.", en="Go back to the page, reload it and try again."
    ),
)
_NOWHERE = NotFound(
    "no_such_address",
    Bilingual(fr="Cette page n'existe pas, ou pas pour vous.", en="There is no such page, or you may not see it."),
    next_step=Bilingual(fr="Cherchez, ou revenez à l'accueil.", en="Search, or go back to the first page."),
)
