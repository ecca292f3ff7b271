"""One's own account: name, roles, circles, and the password."""

from fastapi import APIRouter
from fastapi.responses import Response

from services.people.sign_in import Denied
from web import cookies
from web.visit import PASSWORD_PAGE, Signed, Typed

router = APIRouter()


@router.get("/me")
def me(visit: Signed) -> Response:
    """Show who one is here."""
    return visit.page("me/me.html")


@router.get(PASSWORD_PAGE)
def password(visit: Signed) -> Response:
    """Show the form of the password."""
    return visit.page("me/password.html", {"denied": None, "present": visit.present})


@router.post(PASSWORD_PAGE)
def change(
    visit: Signed,
    present: Typed = "",
    new: Typed = "",
) -> Response:
    """Change the password, or show the form again with the reason."""
    secret = cookies.secret_of(visit.request)
    outcome = visit.application.sign_in.change_password(visit.actor, present, new, secret=secret)
    if isinstance(outcome, Denied):
        return visit.page("me/password.html", {"denied": outcome.reason, "present": visit.present}, status=400)
    return visit.go("/", notice="me.password_changed")
