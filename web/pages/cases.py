"""Cases: the list by basket, and the acts on a case; the case itself is shown by `web.case_view`."""

from typing import Literal, assert_never

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from casebinder.model.verdict import WaitingOn
from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.identity import ActorId, DocumentId
from services.desk.baskets import Choice, Whose
from web.areas import Area
from web.case_view import case_page, case_values, tally
from web.visit import Signed, Typed
from web.zips import zipped

router = APIRouter(prefix="/cases")

AREA = Area(key="cases", address="/cases", icon="basket", letter="d", act="case.view", rank=40)
ZIP = "application/zip"
ItemAct = Literal["accept", "refuse", "waive"]


@router.get("")
def listed(
    visit: Signed,
    basket: str = "",
    case_type: str = "",
    waiting: Literal["", "us", "them"] = "",
    whose: Literal["", "mine", "others", "nobodys"] = "",
    page: int = 1,
    *,
    late: bool = False,
    incomplete: bool = False,
    ended: bool = False,
) -> Response:
    """Show the cases of a basket, or all, the one due first in front, with how many stand how."""
    choice = Choice(
        basket=basket or None,
        case_type=case_type or None,
        waiting_on=WaitingOn(waiting) if waiting else None,
        whose=Whose(whose) if whose else None,
        only_late=late,
        only_incomplete=incomplete,
        with_ended=ended,
        number=page,
    )
    found = visit.application.on_cases.baskets.listed(visit.actor, choice)
    values = {
        "listed": found,
        "names": dict(found.names),
        "tallies": {line.work.reference: tally(line.work.counts) for line in found.lines},
        "basket": basket,
        "case_type": case_type,
        "waiting": waiting,
        "whose": whose,
        "late": late,
        "incomplete": incomplete,
        "ended": ended,
        "to_page": lambda number: f"?{visit.request.url.include_query_params(page=number).query}",
        "titles": visit.application.rulebook.titles(visit.actor),
    }
    return visit.page("cases/list.html", values)


@router.get("/{reference}/print")
def printed(visit: Signed, reference: str) -> Response:
    """Show a case as it is put on paper: everything open, nothing to press."""
    return visit.page("cases/print.html", case_values(visit, reference))


@router.get("/{reference}/zip")
def taken_away(visit: Signed, reference: str) -> Response:
    """Return a case to take away: papers, letters and manifest in a ZIP file."""
    case = visit.application.on_cases.export.case(visit.actor, reference)
    headers = {"Content-Disposition": f'attachment; filename="{case.reference}.zip"', "Cache-Control": "no-store"}
    return StreamingResponse(zipped(case.files), media_type=ZIP, headers=headers)


@router.get("/{reference}/summary")
def summary(visit: Signed, reference: str) -> Response:
    """Return a case at a glance: a part of a page, put beside the list."""
    return visit.fragment("cases/summary.html", case_values(visit, reference))


@router.get("/{reference}")
def shown(visit: Signed, reference: str) -> Response:
    """Show a case."""
    return case_page(visit, reference, None)


@router.post("/{reference}/items/{item}/{act}")
def on_item(
    visit: Signed, reference: str, item: str, act: ItemAct, document: Typed = "", reason: Typed = ""
) -> Response:
    """Accept or refuse a document for an item, or do without the item, each with its reason."""
    desk, chosen = visit.application.desk, DocumentId(document) if document else None
    where = f"/cases/{reference}#item-{item}"
    try:
        match act:
            case "accept":
                desk.accept(visit.actor, reference, item, chosen, reason=reason)
                return visit.go(where, notice="cases.done_accept")
            case "refuse":
                desk.refuse(visit.actor, reference, item, chosen, reason=reason)
                return visit.go(where, notice="cases.done_refuse")
            case "waive":
                desk.waive(visit.actor, reference, item, reason=reason)
                return visit.go(where, notice="cases.done_waive")
            case _:
                assert_never(act)
    except (NotPossible, WrongUsage) as error:
        return case_page(visit, reference, error)


@router.post("/{reference}/facts")
def set_fact(visit: Signed, reference: str, name: Typed = "", value: Typed = "", reason: Typed = "") -> Response:
    """Set a fact; an empty value gives it back to its sources."""
    try:
        visit.application.desk.set_facts(visit.actor, reference, ((name, value),), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_fact")


@router.post("/{reference}/assign")
def assign(visit: Signed, reference: str, who: Typed = "", reason: Typed = "") -> Response:
    """Give the case to a person, or to a basket with `basket:NAME`."""
    try:
        visit.application.desk.assign(visit.actor, reference, ActorId(who.strip()), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_assign")


@router.post("/{reference}/decide")
def decide(visit: Signed, reference: str, outcome: Typed = "", reason: Typed = "") -> Response:
    """Decide the case."""
    try:
        visit.application.desk.decide(visit.actor, reference, outcome.strip(), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_decide")
