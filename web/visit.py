"""A request as the pages see it: who asks, in which language, and what can be answered. View functions get one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bootstrap.application import Application
from pipeline.model.actor import Actor
from pipeline.model.text import Language
from services.access import SYSTEM
from services.people.sign_in import Present
from services.rules.rulebook import Titles
from web import cookies
from web.areas import Area, entries
from web.formats import Formats
from web.reasons import Reasons
from web.statics import Statics
from web.templating import Templates

PASSWORD_PAGE = "/me/password"  # noqa: S105 - an address
BY_ITSELF = "x-casebinder-by-itself"
"""The header of what a page asks without anybody touching it: a session does not go on by it."""
_NONE: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What every request of one installation shares."""

    application: Application
    templates: Templates
    statics: Statics
    areas: tuple[Area, ...]


class NotSignedIn(Exception):
    """Nobody is signed in at this browser, or no longer."""


class PasswordFirst(Exception):
    """The password for one use has to be changed before anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of one person; present: None when nobody is signed in."""

    request: Request
    door: Door
    present: Present | None
    language: Language

    @property
    def application(self) -> Application:
        """Return the installation."""
        return self.door.application

    @property
    def actor(self) -> Actor:
        """Return who acts; raises NotSignedIn."""
        if self.present is None:
            raise NotSignedIn
        return self.present.actor

    def page(self, template: str, values: Mapping[str, object] = _NONE, *, status: int = 200) -> Response:
        """Answer with a page."""
        secret = cookies.secret_of(self.request) or self.application.keys.new()
        common = self._common(secret)
        text = self.door.templates.render(template, self.language, {**common, **values})
        response = HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})
        if not cookies.secret_of(self.request):
            cookies.keep_secret(response, cookies.VISITOR, secret, is_secure=self.is_secure)
        if common["notice"]:
            cookies.forget(response, cookies.NOTICE)
        return response

    def fragment(self, template: str, values: Mapping[str, object], *, status: int = 200) -> Response:
        """Answer with a part of a page, for a script that has the rest; 304 when the browser has the same already."""
        text = self.door.templates.render(template, self.language, values)
        mark = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        headers = {"Cache-Control": "no-store", "ETag": mark}
        if self.request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        return HTMLResponse(text, status_code=status, headers=headers)

    def reasons(self, titles: Titles) -> Reasons:
        """Return what tells reasons in the language of the visit."""
        return Reasons(t=self.door.templates.words(self.language), formats=Formats(self.language), titles=titles)

    def go(self, address: str, *, notice: str = "", about: str = "") -> Response:
        """Answer by leading to another page, which says once what was done: the text `notice` with `about` as name."""
        response = RedirectResponse(address, status_code=303)
        if notice:
            said = quote(f"{notice}|{about}")
            response.set_cookie(cookies.NOTICE, said, max_age=60, httponly=True, samesite="lax", path="/")
        return response

    @property
    def is_secure(self) -> bool:
        """Return whether the browser reaches us over TLS."""
        return self.request.url.scheme == "https" or self.application.settings.web_url.startswith("https:")

    def _common(self, secret: str) -> dict[str, object]:
        """Return what the frame of every page needs."""
        present = self.present
        return {
            "me": present.actor if present else None,
            "menu": entries(self.door.areas, self.application, present.actor) if present else (),
            "here": self.request.url.path,
            "form_token": cookies.form_token(secret),
            "theme": cookies.theme_of(self.request),
            "notice": self._notice(),
            "organisation": self.application.settings.organisation,
        }

    def _notice(self) -> str:
        key, _, about = unquote(self.request.cookies.get(cookies.NOTICE, "")).partition("|")
        words = self.door.templates.words(self.language)
        return words(key, name=about) if words.has(key) else ""


def visiting(request: Request) -> Visit:
    """Return the visit of whoever asks, signed in or not."""
    door: Door = request.app.state.door
    secret = request.cookies.get(cookies.SESSION)
    is_act = BY_ITSELF not in request.headers
    visit = Visit(
        request=request,
        door=door,
        present=door.application.sign_in.resume(SYSTEM, secret, is_act=is_act) if secret else None,
        language=cookies.language_of(request, door.application.settings.language),
    )
    request.state.visit = visit
    return visit


def signed_in(request: Request) -> Visit:
    """Return the visit of one who is signed in; raises NotSignedIn, PasswordFirst."""
    visit = visiting(request)
    if visit.present is None:
        raise NotSignedIn
    if visit.present.is_one_time and request.url.path != PASSWORD_PAGE:
        raise PasswordFirst
    return visit


Anyone = Annotated[Visit, Depends(visiting)]
"""The parameter of a view that needs nobody signed in."""
Signed = Annotated[Visit, Depends(signed_in)]
Typed = Annotated[str, Form()]
"""What was typed or chosen in a form."""
KEPT = "private, max-age=86400, immutable"
"""How long browsers keep a picture: its address names its content, which never changes."""
"""The parameter of a view: one who is signed in."""


def local(address: str) -> str:
    """Return an address of ours to lead back to; the first page for any that leads elsewhere."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and address.isprintable() else "/"
