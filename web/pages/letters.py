"""Letters: those of a case, from the draft to the answer, and the list of all by where they stand."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from pipeline.errors import NotPossible
from pipeline.model.text import Language
from services.correspond import LetterLine
from web.areas import Area
from web.case_view import LETTER_ICONS, case_page
from web.visit import Signed

router = APIRouter()

AREA = Area(key="letters", address="/letters", icon="letter", letter="l", act="case.request", rank=45)
PDF = "application/pdf"
SHOWN = ("to-send", "sent", "overdue", "answered", "ended")
"""Where letters stand, in the order in which they are worked."""
TO_FOLLOW = frozenset(SHOWN[:3])
"""What is shown at first: whatever somebody still has to do or to wait for."""

Text = Annotated[str, Form()]


@router.get("/letters")
def listed(visit: Signed, standing: str = "") -> Response:
    """Show the letters that stand somewhere, or all that are to be followed, with how many stand where."""
    every = visit.application.letters.correspond.letters(visit.actor)
    counts = Counter(str(line.standing) for line in every)
    values = {
        "lines": [line for line in every if _is_shown(line, standing)],
        "standing": standing,
        "counts": [(name, counts[name]) for name in SHOWN],
        "follow": sum(counts[name] for name in TO_FOLLOW),
        "icons": LETTER_ICONS,
    }
    return visit.page("letters/list.html", values)


def _is_shown(line: LetterLine, standing: str) -> bool:
    return line.standing == standing if standing else line.standing in TO_FOLLOW


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
def withdraw(visit: Signed, reference: str, reason: Text = "") -> Response:
    """Take back the letter that is not sent yet."""
    try:
        visit.application.letters.correspond.withdraw(visit.actor, reference, reason=reason)
    except NotPossible as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#letters", notice="letters.done_withdraw")


@router.get("/cases/{reference}/letters/{request}")
def letter(visit: Signed, reference: str, request: str) -> Response:
    """Give a letter with its answer slips."""
    content = visit.application.letters.correspond.letter(visit.actor, reference, request)
    return Response(content, media_type=PDF, headers={"Cache-Control": "no-store"})
