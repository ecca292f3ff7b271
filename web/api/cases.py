"""Cases: lists, the case with its checklist, and the acts of those who work on it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from pipeline.model.identity import ActorId, DocumentId
from pipeline.model.text import Language
from services.ports.case_records import CaseQuery
from services.shapes import Shape, titled
from services.shapes import cases as shapes
from web.acts import Act
from web.calling import Called
from web.openapi import answers, file_of
from web.zips import zipped

router = APIRouter(prefix="/cases", tags=["cases"])

PDF, ZIP = "application/pdf", "application/zip"


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


class Asking(Act):
    """The language of the letter; without, that of the draft there is, or the office's."""

    language: Language | None = None


class Noting(Act):
    """What colleagues have to know."""

    text: str


class Tasking(Act):
    """What is to be done, by whom (without: whoever comes to it), and its last day."""

    title: str
    who: str | None = Field(default=None, alias="for")
    due_on: date | None = None


class Doing(Act):
    """The task that is done."""

    task: str


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
    return titled("case-list", {"cases": [shapes.case_row(file) for file in found]})


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
def request(call: Called, reference: str, act: Asking) -> Shape:
    """Draft one letter for everything that is missing."""
    call.application.letters.correspond.request(call.actor, reference, language=act.language, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/send", responses=answers("case"), response_model=None)
def send(call: Called, reference: str, act: Act) -> Shape:
    """Have the drafted letter sent: it is queued, and the sender takes it within minutes."""
    call.application.letters.correspond.send(call.actor, reference, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/withdraw", responses=answers("case"), response_model=None)
def withdraw(call: Called, reference: str, act: Act) -> Shape:
    """Take back the letter that is not sent yet."""
    call.application.letters.correspond.withdraw(call.actor, reference, reason=act.reason)
    return _told(call, reference)


@router.get("/{reference}/letters/{request}", responses=file_of(PDF), response_class=Response)
def letter(call: Called, reference: str, request: str) -> Response:
    """Return the letter of a request, with its answer slips, as PDF."""
    content = call.application.letters.correspond.letter(call.actor, reference, request)
    return Response(content, media_type=PDF, headers={"Cache-Control": "no-store"})


@router.get("/{reference}/zip", responses=file_of(ZIP), response_class=Response)
def taken_away(call: Called, reference: str) -> Response:
    """Return a case to take away: papers, letters and manifest in a ZIP file."""
    case = call.application.on_cases.export.case(call.actor, reference)
    headers = {"Content-Disposition": f'attachment; filename="{case.reference}.zip"', "Cache-Control": "no-store"}
    return StreamingResponse(zipped(case.files), media_type=ZIP, headers=headers)


@router.post("/{reference}/note", responses=answers("case"), response_model=None)
def note(call: Called, reference: str, act: Noting) -> Shape:
    """Write a note to a case."""
    call.application.on_cases.notes.note(call.actor, reference, act.text, reason=act.reason)
    return _told(call, reference)


@router.post("/{reference}/task", responses=answers("case"), response_model=None)
def task(call: Called, reference: str, act: Tasking) -> Shape:
    """Return a task of a case to a person."""
    who = ActorId(act.who) if act.who else None
    call.application.on_cases.notes.give(
        call.actor, reference, act.title, who=who, due_on=act.due_on, reason=act.reason
    )
    return _told(call, reference)


@router.post("/{reference}/done", responses=answers("case"), response_model=None)
def task_done(call: Called, reference: str, act: Doing) -> Shape:
    """Say that a task is done."""
    call.application.on_cases.notes.done(call.actor, reference, act.task, reason=act.reason)
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
    return titled("case", shapes.case(file, call.language))
