"""Doubtful cuts, one by one: the last page of a document beside the first of the next, and one key to settle it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import Response

from bootstrap.application import Application
from pipeline.errors import CasebinderError, NotPossible
from pipeline.model.actor import Actor
from pipeline.model.identity import DocumentId
from pipeline.separation.cut_signs import FOR_A_CUT
from services.verification.cuts import Pair
from web.areas import Area
from web.visit import Signed, Typed, Visit

router = APIRouter(prefix="/cuts")


def _waiting(application: Application, actor: Actor) -> int:
    return application.cuts.waiting(actor)


AREA = Area(key="cuts", address="/cuts", icon="cut", letter="c", act="document.confirm-cut", rank=30, waiting=_waiting)
Choice = Literal["same", "new"]
RATHER_SURE = 0.75
"""Confidence from which a cut is called rather sure."""
NEIGHBOURS = 3
"""Pages shown on each side of a cut, to see where it lies."""


@router.get("")
def shown(visit: Signed, at: str = "", after: str = "", settled: str = "") -> Response:
    """Show a cut in doubt: of a document, or the one behind that of another, or the first; settled: the one before."""
    return _page(visit, at=at, after=after, settled=settled)


@router.post("")
def choose(
    visit: Signed, choice: Annotated[Choice, Form()], document: Typed = "", before: Typed = "", reason: Typed = ""
) -> Response:
    """Say that a new document begins there, or that the pages belong together; the next cut comes by itself."""
    recut, name = visit.application.recut, DocumentId(document)
    try:
        if choice == "same":
            settled = recut.merge(visit.actor, DocumentId(before), name, reason=reason)
        else:
            settled = recut.confirm_cut(visit.actor, name, reason=reason)
    except NotPossible as error:
        return _page(visit, at=document, wrong=error)
    return visit.go(f"/cuts?settled={settled}", notice=f"cuts.done_{choice}")


@router.post("/undo")
def undo(visit: Signed, document: Typed = "") -> Response:
    """Take back what was said of the cut before, and ask again."""
    try:
        back = visit.application.undo.undo(visit.actor, DocumentId(document))
    except NotPossible as error:
        return _page(visit, wrong=error)
    return visit.go(f"/cuts?at={back[-1]}", notice="pages.done_undo")


def _page(
    visit: Visit, *, at: str = "", after: str = "", settled: str = "", wrong: CasebinderError | None = None
) -> Response:
    application, actor = visit.application, visit.actor
    pair = application.cuts.pair(actor, at=DocumentId(at), after=DocumentId(after))
    values = {
        "pair": pair,
        "strip": _strip(pair) if pair else (),
        "for_a_cut": FOR_A_CUT,
        "level": 2 if pair and pair.after.document.draft.cut_confidence >= RATHER_SURE else 1,
        "settled": settled,
        "undoable": application.undo.undoable(actor, DocumentId(settled)) if settled else None,
        "titles": application.rulebook.titles(actor),
        "held_by_others": application.cuts.waiting(actor) if pair is None else 0,
        "wrong": wrong,
    }
    return visit.page("cuts/cuts.html", values, status=400 if wrong else 200)


def _strip(pair: Pair) -> list[tuple[DocumentId, int, bool, bool]]:
    """Return the pages about a cut: document, number, whether it begins its document, whether it is of the pair."""
    pages = [
        (view.document.id, page.ordinal, place == 0)
        for view in pair.stack.documents
        for place, page in enumerate(view.pages)
    ]
    opening = pages.index((pair.after.document.id, pair.after.pages[0].ordinal, True))
    first = max(0, opening - NEIGHBOURS)
    near = pages[first : opening + NEIGHBOURS]
    return [(*page, first + place in {opening - 1, opening}) for place, page in enumerate(near)]
