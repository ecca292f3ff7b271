"""What was set aside: files, pages and steps that failed, each with its reason, to be tried again or let rest."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from bootstrap.application import Application
from pipeline.errors import CasebinderError, NotPossible, WrongUsage
from pipeline.model.actor import Actor
from services.access import may_somewhere
from services.capture.failures import FailedKind
from web.areas import Area
from web.visit import Signed, Typed, Visit

router = APIRouter(prefix="/failed")


def waiting(application: Application, actor: Actor) -> int:
    """Count what waits in the list."""
    return application.failures.count(actor)


AREA = Area(key="failed", address="/failed", icon="warn", letter="e", act="batch.retry", rank=12, waiting=waiting)
RETRY, DISMISS = "batch.retry", "batch.dismiss"


@router.get("")
def listed(visit: Signed, page: int = 1) -> Response:
    """Show what was set aside, newest batch first."""
    return _page(visit, page, None)


@router.post("/retry")
def retry(
    visit: Signed, kind: Annotated[FailedKind, Form()], name: Typed, page: Annotated[int, Form()] = 1
) -> Response:
    """Have one thing tried again by the next free worker."""
    try:
        batch = visit.application.failures.retry(visit.actor, kind, name)
    except NotPossible as error:
        return _page(visit, page, error)
    return visit.go(f"/failed?page={page}", notice="failed.done_retry", about=batch)


@router.post("/dismiss")
def dismiss(
    visit: Signed,
    kind: Annotated[FailedKind, Form()],
    name: Typed,
    reason: Typed = "",
    page: Annotated[int, Form()] = 1,
) -> Response:
    """Let one thing rest, with the reason."""
    try:
        batch = visit.application.failures.dismiss(visit.actor, kind, name, reason=reason)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, page, error)
    return visit.go(f"/failed?page={page}", notice="failed.done_dismiss", about=batch)


def _page(visit: Visit, page: int, wrong: CasebinderError | None) -> Response:
    values = {
        "list": visit.application.failures.listed(visit.actor, page=page),
        "can_retry": may_somewhere(visit.actor, RETRY),
        "can_dismiss": may_somewhere(visit.actor, DISMISS),
        "wrong": wrong,
    }
    return visit.page("failed/list.html", values, status=400 if wrong else 200)
