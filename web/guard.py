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
    shown = request.headers.get(HEADER) or (await _field(request))
    if not is_ours(request, cookies.secret_of(request), shown):
        raise ForeignForm


def is_ours(request: Request, secret: str, shown: str) -> bool:
    """Return whether a page that we gave to this browser sends the request; shown: the token it shows."""
    came_from = request.headers.get("sec-fetch-site", "same-origin")
    return came_from in {"same-origin", "none"} and cookies.is_form_token(secret, shown)


async def _field(request: Request) -> str:
    shown = (await request.form()).get(FIELD)
    return shown if isinstance(shown, str) else ""
