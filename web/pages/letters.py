"""Letters: those of a case, from the draft to the answer, and the list of all by where they stand."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from casebinder.model.request import Standing
from pipeline.errors import NotPossible
from pipeline.model.text import Language
from web.areas import Area
from web.case_view import LETTER_ICONS, case_page
from web.visit import Signed, Typed

router = APIRouter()

AREA = Area(key="letters", address="/letters", icon="letter", letter="l", act="case.request", rank=45)
PDF = "application/pdf"
SHOWN = (Standing.TO_SEND, Standing.SENT, Standing.OVERDUE, Standing.ANSWERED, Standing.ENDED)
"""Where letters stand, in the order in which they are worked."""
TO_FOLLOW = SHOWN[:3]
"""What is shown at first: whatever somebody still has to do or to wait for."""


@router.get("/letters")
def listed(visit: Signed, standing: str = "", page: int = 1) -> Response:
    """Show the letters that stand somewhere, or all that are to be followed, with how many stand where."""
    chosen = [one for one in SHOWN if one == standing] if standing else TO_FOLLOW
    found = visit.application.letters.correspond.letters(visit.actor, chosen, number=page)
    values = {
        "found": found,
        "standing": standing,
        "counts": [(name, found.counts.get(name, 0)) for name in SHOWN],
        "follow": sum(found.counts.get(name, 0) for name in TO_FOLLOW),
        "icons": LETTER_ICONS,
    }
    return visit.page("letters/list.html", values)


@router.post("/cases/{reference}/request")
def request(visit: Signed, reference: str, language: Annotated[Language | None, Form()] = None) -> Response:
    """Draft the letter for everything that others have to bring, or bring the draft up to date."""
    try:
        visit.application.letters.correspond.request(visit.actor, reference, language=language)
    except NotPossible as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#letters", notice="letters.done_request")


@router.post("/cases/{reference}/send")
def send(visit: Signed, reference: str) -> Response:
    """Have the drafted letter sent."""
    try:
        visit.application.letters.correspond.send(visit.actor, reference)
    except NotPossible as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#letters", notice="letters.done_send")


@router.post("/cases/{reference}/withdraw")
def withdraw(visit: Signed, reference: str, reason: Typed = "") -> Response:
    """Take back the letter that is not sent yet."""
    try:
        visit.application.letters.correspond.withdraw(visit.actor, reference, reason=reason)
    except NotPossible as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#letters", notice="letters.done_withdraw")


@router.get("/cases/{reference}/letters/{request}")
def letter(visit: Signed, reference: str, request: str) -> Response:
    """Return a letter with its answer slips."""
    content = visit.application.letters.correspond.letter(visit.actor, reference, request)
    return Response(content, media_type=PDF, headers={"Cache-Control": "no-store"})
