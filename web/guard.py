"""Who sent this form? Every request that may change something has to come from a page that we gave to this browser."""

from fastapi import Request

from web import cookies

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "form_token"
HEADER = "x-casebinder-form"
"""How a script shows the token, when what it sends is no form."""


class ForeignForm(Exception):
    """The request comes from another site, or from a page that was given before the last sign-in."""


async def our_form(request: Request) -> None:
    """Let pass what changes nothing and what our own pages send; raises ForeignForm."""
    if request.method in SAFE:
        return
    came_from = request.headers.get("sec-fetch-site", "same-origin")
    shown = request.headers.get(HEADER) or (await _field(request))
    if came_from not in {"same-origin", "none"} or not cookies.is_form_token(cookies.secret_of(request), shown):
        raise ForeignForm


async def _field(request: Request) -> str:
    shown = (await request.form()).get(FIELD)
    return shown if isinstance(shown, str) else ""
