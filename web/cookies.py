"""The cookies: who is signed in, which form is ours, language, theme, and the notice of what was just done.

A secret is in no page: the token in forms is a digest of it, so that a form can be sent only by who was given it.
"""

import hashlib
import hmac

from fastapi import Request
from fastapi.responses import Response

from pipeline.model.text import Language

SESSION = "casebinder_session"
VISITOR = "casebinder_visitor"
LANGUAGE = "casebinder_language"
THEME = "casebinder_theme"
NOTICE = "casebinder_notice"
THEMES = ("", "light", "dark")
_YEAR = 365 * 24 * 3600


def secret_of(request: Request) -> str:
    """Return the secret of the session, or of a visitor who is not signed in; empty when there is none."""
    return request.cookies.get(SESSION) or request.cookies.get(VISITOR) or ""


def form_token(secret: str) -> str:
    """Return the token that the forms of this browser carry."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(secret: str, shown: str) -> bool:
    """Return whether a form was given to this browser."""
    return bool(secret) and hmac.compare_digest(form_token(secret), shown)


def language_of(request: Request, default: Language) -> Language:
    """Return the language chosen, else the first of ours that the browser asks for, else the installation's."""
    asked = [request.cookies.get(LANGUAGE, "")]
    asked += [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((Language(name) for name in asked if name in set(Language)), default)


def theme_of(request: Request) -> str:
    """Return the theme chosen; empty: as the system is set."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in THEMES else ""


def keep_secret(response: Response, name: str, secret: str, *, is_secure: bool) -> None:
    """Give a secret to the browser, until it is closed; no script can read it, no other site send it."""
    response.set_cookie(name, secret, httponly=True, secure=is_secure, samesite="lax", path="/")


def keep_choice(response: Response, name: str, value: str) -> None:
    """Keep what a person chose; the script may read it."""
    response.set_cookie(name, value, max_age=_YEAR, samesite="lax", path="/")


def forget(response: Response, name: str) -> None:
    """Take a cookie away."""
    response.delete_cookie(name, path="/")
