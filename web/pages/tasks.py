"""Tasks and notes: one's own list, and what is written and given on the page of a case."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from bootstrap.application import Application
from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId
from web.areas import Area
from web.case_view import case_page
from web.visit import Signed, Typed

router = APIRouter()


def _waiting(application: Application, actor: Actor) -> int:
    return application.on_cases.notes.waiting(actor)


AREA = Area(key="tasks", address="/tasks", icon="task", letter="f", act="case.done", rank=42, waiting=_waiting)


@router.get("/tasks")
def listed(visit: Signed) -> Response:
    """Show one's own open tasks, the one due first in front."""
    return visit.page("tasks/list.html", {"lines": visit.application.on_cases.notes.mine(visit.actor)})


@router.post("/cases/{reference}/notes")
def note(visit: Signed, reference: str, text: Typed = "") -> Response:
    """Write a note to the case."""
    try:
        visit.application.on_cases.notes.note(visit.actor, reference, text)
    except WrongUsage as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#notes", notice="tasks.done_note")


@router.post("/cases/{reference}/tasks")
def give(
    visit: Signed, reference: str, title: Typed = "", who: Typed = "", due_on: Annotated[date | None, Form()] = None
) -> Response:
    """Return a task of the case to somebody, or to whoever comes to it."""
    person = ActorId(who.strip()) if who.strip() else None
    try:
        visit.application.on_cases.notes.give(visit.actor, reference, title, who=person, due_on=due_on)
    except (NotFound, NotPossible, WrongUsage) as error:
        return case_page(visit, reference, error)
    return visit.go(f"/cases/{reference}#tasks", notice="tasks.done_task")


@router.post("/cases/{reference}/tasks/{task}/done")
def done(visit: Signed, reference: str, task: str, back: Typed = "") -> Response:
    """Say that a task is done; leads back to where it was said."""
    try:
        visit.application.on_cases.notes.done(visit.actor, reference, task)
    except NotPossible as error:
        return case_page(visit, reference, error)
    return visit.go("/tasks" if back == "tasks" else f"/cases/{reference}#tasks", notice="tasks.done_done")
