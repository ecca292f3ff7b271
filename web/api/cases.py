"""Cases: lists, the case with its checklist, and the acts of those who work on it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from pipeline.model.identity import ActorId, DocumentId
from services import shapes
from services.ports import CaseQuery
from services.shapes import Shape
from web.acts import Act
from web.calling import Called
from web.described import answers

router = APIRouter(prefix="/cases", tags=["cases"])


class Facts(Act):
    """Facts by name, as they are written; an empty value gives a fact back to its sources."""

    facts: dict[str, str] = Field(default_factory=dict)


class Opening(Facts):
    """The case type, and what is known already."""

    case_type: str


class OnItem(Act):
    """An item of the checklist and a document; without one, every document offered for it."""

    item: str
    document: str | None = None


class Waiver(Act):
    """An item of the checklist."""

    item: str


class Move(Act):
    """A document of the case, and the reference of the case it goes to."""

    document: str
    to: str


class Decision(Act):
    """An outcome that the case type knows."""

    outcome: str


class Pin(Act):
    """The version of the rules to judge by from now on."""

    rules: str


class Assignment(Act):
    """A person, or a basket as `basket:NAME`."""

    who: str


@router.get("", responses=answers("case-list"), response_model=None)
def listed(
    call: Called,
    case_type: Annotated[str | None, Query(alias="type")] = None,
    basket: str | None = None,
    *,
    incomplete: bool = False,
) -> Shape:
    """List cases with their sentence, by reference."""
    found = call.application.find.cases(
        call.actor, CaseQuery(case_type=case_type, basket=basket, only_incomplete=incomplete)
    )
    return shapes.titled("case-list", {"cases": [shapes.case_row(file) for file in found]})


@router.get("/{reference}", responses=answers("case"), response_model=None)
def shown(call: Called, reference: str, on: date | None = None) -> Shape:
    """Show a case as it stands, or as it would stand on another day."""
    return _told(call, reference, on=on)


@router.post("", responses=answers("case"), response_model=None)
def open_case(call: Called, act: Opening) -> Shape:
    """Open a case by hand."""
    desk = call.application.desk
    return _told(call, desk.open_case(call.actor, act.case_type, tuple(act.facts.items()), reason=act.reason))


@router.post("/{reference}/set", responses=answers("case"), response_model=None)
def set_facts(call: Called, reference: str, act: Facts) -> Shape:
    """Set facts."""
    call.application.desk.set_facts(call.actor, reference, tuple(act.facts.items()), reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/accept", responses=answers("case"), response_model=None)
def accept(call: Called, reference: str, act: OnItem) -> Shape:
    """Accept a document for an item."""
    call.application.desk.accept(call.actor, reference, act.item, _document(act), reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/refuse", responses=answers("case"), response_model=None)
def refuse(call: Called, reference: str, act: OnItem) -> Shape:
    """Refuse a document for an item."""
    call.application.desk.refuse(call.actor, reference, act.item, _document(act), reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/waive", responses=answers("case"), response_model=None)
def waive(call: Called, reference: str, act: Waiver) -> Shape:
    """Do without an item, for a reason."""
    call.application.desk.waive(call.actor, reference, act.item, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/move", responses=answers("case"), response_model=None)
def move(call: Called, reference: str, act: Move) -> Shape:
    """Move a document to another case."""
    call.application.desk.move(call.actor, reference, DocumentId(act.document), act.to, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/request", responses=answers("case"), response_model=None)
def request(call: Called, reference: str, act: Act) -> Shape:
    """Draft one letter for everything that is missing."""
    call.application.correspond.request(call.actor, reference, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/decide", responses=answers("case"), response_model=None)
def decide(call: Called, reference: str, act: Decision) -> Shape:
    """Decide a case."""
    call.application.desk.decide(call.actor, reference, act.outcome, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/repin", responses=answers("case"), response_model=None)
def repin(call: Called, reference: str, act: Pin) -> Shape:
    """Judge a case by another version of its rules."""
    call.application.desk.repin(call.actor, reference, act.rules, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/assign", responses=answers("case"), response_model=None)
def assign(call: Called, reference: str, act: Assignment) -> Shape:
    """Give a case to a person or to a basket."""
    call.application.desk.assign(call.actor, reference, ActorId(act.who), reason=act.reason)
    return _told(call, reference)


def _document(act: OnItem) -> DocumentId | None:
    return DocumentId(act.document) if act.document else None


def _told(call: Called, reference: str, *, on: date | None = None) -> Shape:
    file = call.application.find.case(call.actor, reference, on=on)
    return shapes.titled("case", shapes.case(file, call.language))
