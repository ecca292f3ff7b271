"""The outermost border of the pages: headers on every answer, and the last catch, where a bug of ours gets a page."""

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders

from pipeline.errors import CasebinderError
from pipeline.model.text import Bilingual
from web.failures import answer
from web.guard import SAFE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger(__name__)

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
OnChange = Callable[[], None]
TLS_ONLY = "max-age=31536000"


class Border:
    """Wraps the application."""

    def __init__(self, app: "ASGIApp", *, is_secure: bool, on_change: OnChange) -> None:
        """Take what is wrapped; is_secure: the pages are reached over TLS alone."""
        self._app = app
        self._on_change = on_change
        self._headers = HEADERS | ({"Strict-Transport-Security": TLS_ONLY} if is_secure else {})

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on; an exception that nobody foresaw is logged without values, and told with its number."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun, is_safe = False, scope["method"] in SAFE

        async def sending(message: "Message") -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, sending)
            if not is_safe:
                self._on_change()
        except Exception as error:  # noqa: BLE001 - the request border: a bug of ours gets a page and a number
            request = Request(scope, receive)
            number = request.app.state.door.application.ids.new("x")
            _log.error("page.failed", incident=number, kind=type(error).__name__, frames=_frames(error))
            if not is_begun:
                await answer(request, _bug(number), 500)(scope, receive, sending)


def _frames(error: Exception) -> list[str]:
    """Return where it happened, innermost last; no message, which could hold what stands in a document."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]


def _bug(number: str) -> CasebinderError:
    return CasebinderError(
        "internal_error",
        Bilingual(fr="Cette page n'a pas pu s'afficher.", en="This page could not be shown."),
        where=number,
        next_step=Bilingual(
            fr="Réessayez ; si cela dure, donnez ce numéro à l'administrateur.",
            en="Try again; if it lasts, give this number to the administrator.",
        ),
    )
