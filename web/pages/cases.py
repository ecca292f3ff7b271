"""Cases: the list by basket, and the case with its verdict, its checklist and every reason, and the acts on it."""

from collections import Counter
from typing import Annotated, Literal, assert_never

from fastapi import APIRouter, Form
from fastapi.responses import Response

from casebinder.model import Because, CaseState, ConditionValue, ItemState, ItemStatus, PieceStatus
from pipeline.errors import CasebinderError, NotPossible, WrongUsage
from pipeline.model.identity import ActorId, DocumentId
from services.find import CaseFile
from services.ports import CaseQuery
from web.areas import Area
from web.cuts import Cut, cut
from web.visit import Signed, Visit

router = APIRouter(prefix="/cases")

AREA = Area(key="cases", address="/cases", icon="basket", letter="d", act="case.view", rank=40)
STATES = {
    ItemStatus.MISSING: "missing",
    ItemStatus.REQUESTED: "requested",
    ItemStatus.TO_REVIEW: "review",
    ItemStatus.SATISFIED: "satisfied",
    ItemStatus.REFUSED: "refused",
    ItemStatus.EXPIRED: "expired",
    ItemStatus.WAIVED: "waived",
    ItemStatus.NOT_APPLICABLE: "na",
    ItemStatus.UNDETERMINED: "undetermined",
}
"""How the states of a checklist item are drawn."""
GROUPS = {
    "open": (
        *(ItemStatus.TO_REVIEW, ItemStatus.UNDETERMINED, ItemStatus.MISSING),
        *(ItemStatus.EXPIRED, ItemStatus.REFUSED, ItemStatus.REQUESTED),
    ),
    "settled": (ItemStatus.SATISFIED, ItemStatus.WAIVED),
    "na": (ItemStatus.NOT_APPLICABLE,),
}
"""The parts of the checklist, what has to be done first."""
ItemAct = Literal["accept", "refuse", "waive"]

Text = Annotated[str, Form()]


@router.get("")
def listed(visit: Signed, basket: str = "", case_type: str = "", *, incomplete: bool = False) -> Response:
    """Show the cases of a basket, or all, with how many each basket holds."""
    every = visit.application.find.cases(
        visit.actor, CaseQuery(case_type=case_type or None, only_incomplete=incomplete)
    )
    values = {
        "cases": [file for file in every if not basket or file.case.basket == basket],
        "tallies": {file.case.reference: _tally(file) for file in every},
        "baskets": sorted(Counter(file.case.basket for file in every).items()),
        "every": len(every),
        "basket": basket,
        "case_type": case_type,
        "incomplete": incomplete,
        "titles": visit.application.rulebook.titles(visit.actor),
    }
    return visit.page("cases/list.html", values)


@router.get("/{reference}")
def shown(visit: Signed, reference: str) -> Response:
    """Show a case."""
    return _page(visit, reference, None)


@router.post("/{reference}/items/{item}/{act}")
def on_item(visit: Signed, reference: str, item: str, act: ItemAct, document: Text = "", reason: Text = "") -> Response:
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
        return _page(visit, reference, error)


@router.post("/{reference}/facts")
def set_fact(visit: Signed, reference: str, name: Text = "", value: Text = "", reason: Text = "") -> Response:
    """Set a fact; an empty value gives it back to its sources."""
    try:
        visit.application.desk.set_facts(visit.actor, reference, ((name, value),), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_fact")


@router.post("/{reference}/assign")
def assign(visit: Signed, reference: str, who: Text = "", reason: Text = "") -> Response:
    """Give the case to a person, or to a basket with `basket:NAME`."""
    try:
        visit.application.desk.assign(visit.actor, reference, ActorId(who.strip()), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_assign", about=who)


@router.post("/{reference}/decide")
def decide(visit: Signed, reference: str, outcome: Text = "", reason: Text = "") -> Response:
    """Decide the case."""
    try:
        visit.application.desk.decide(visit.actor, reference, outcome.strip(), reason=reason)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, reference, error)
    return visit.go(f"/cases/{reference}", notice="cases.done_decide")


def _page(visit: Visit, reference: str, wrong: CasebinderError | None) -> Response:
    file = visit.application.find.case(visit.actor, reference)
    items = file.verdict.completeness.items
    values = {
        "file": file,
        "groups": [(name, [i for i in items if i.status in statuses]) for name, statuses in GROUPS.items()],
        "states": STATES,
        "traces": {item.item: _trace(item.because) for item in items},
        "cuts": {item.item: seen for item in items if (seen := _cut(file, item)) is not None},
        "offers": _offers(file),
        "is_open": file.case.state in {CaseState.OPEN, CaseState.REOPENED},
        "titles": visit.application.rulebook.titles(visit.actor),
        "wrong": wrong,
    }
    return visit.page("cases/case.html", values, status=400 if wrong else 200)


def _tally(file: CaseFile) -> list[tuple[str, int]]:
    counts = Counter(item.status for item in file.verdict.completeness.items)
    return [(STATES[status], counts[status]) for status in GROUPS["open"] if counts[status]]


def _trace(because: Because | None) -> list[tuple[bool | None, str, tuple[ConditionValue, ...]]]:
    return [(leaf.holds, leaf.text, leaf.values) for leaf in because.conditions] if because else []


def _offers(file: CaseFile) -> dict[str, list[tuple[DocumentId, PieceStatus]]]:
    """Give the documents of each item with what was made of them."""
    found: dict[str, list[tuple[DocumentId, PieceStatus]]] = {}
    for piece in file.case.pieces:
        found.setdefault(piece.item, []).append((piece.document, piece.status))
    return found


def _cut(file: CaseFile, item: ItemState) -> Cut | None:
    """Give the part of the paper that shows a value the item was judged by, or its first field."""
    for leaf in item.because.conditions if item.because else ():
        for value in leaf.values:
            if value.document in item.pieces and value.page is not None and value.box is not None:
                return cut(str(value.document), value.page, [value.box])
    for view in file.documents:
        made = view.document.understanding
        if view.document.id in item.pieces and made:
            seen = next((field.evidence for field in made.fields if field.evidence), None)
            if seen is not None:
                return cut(view.document.id, seen.page, [seen.box])
    return None
