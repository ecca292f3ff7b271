"""The gate of every act: is this actor allowed, and what was done by whom is written in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import NoRight
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.events import AuditEvent
from pipeline.model.identity import OPEN_CIRCLE, ActorId, CaseId, Circle, DocumentId
from pipeline.model.text import Bilingual
from pipeline.rights import MATRIX, Act, Allowed, Refused, Subject, decide
from services.ports.search import Reach, Visibility

if TYPE_CHECKING:
    from casebinder.model.case import Case
    from pipeline.model.batch import Document
    from pipeline.ports import Clock
    from services.ports.records import Records, UnitOfWork
    from services.ports.standings import DocumentStanding

SYSTEM = Actor(id=ActorId("system"), name="Casebinder", grants=(Grant(role=Role.SYSTEM),))
"""The system itself: the engine, the relay, the nightly sweep."""

F = TypeVar("F", bound=Callable[..., object])

ACTS: dict[str, Act] = {}
"""Every act method by its qualified name, and the act it asks the right for; the authorisation test reads it."""


def act_of(act: Act) -> Callable[[F], F]:
    """Declare a method as one act of one actor."""

    def declare(method: F) -> F:
        ACTS[f"{method.__module__}.{method.__qualname__}"] = act
        return method

    return declare


def require(actor: Actor, act: Act, subject: Subject | None = None) -> None:
    """Raise NoRight, with the reason and whom to ask, unless the actor may do the act on the subject.

    An act about nothing in particular, such as a list, is judged in the actor's own circle.
    """
    verdict = decide(actor, act, subject or Subject(circle=next(iter(actor.circles), OPEN_CIRCLE)))
    if isinstance(verdict, Refused):
        raise NoRight(
            "no_right",
            verdict.reason,
            where=act,
            next_step=Bilingual(
                fr="Demandez ce droit à l'administrateur, ou agissez sous un autre nom avec --as.",
                en="Ask the administrator for this right, or act under another name with --as.",
            ),
        )


def may(actor: Actor, act: Act, subject: Subject) -> bool:
    """Return whether the actor may do the act on the subject; for lists, which leave out instead of refusing."""
    return isinstance(decide(actor, act, subject), Allowed)


def may_somewhere(actor: Actor, act: str) -> bool:
    """Return whether the actor may do the act of that name on anything at all; for menus."""
    circles = actor.circles or (OPEN_CIRCLE,)
    return any(may(actor, Act(act), Subject(circle=circle)) for circle in circles)


def of_case(case: Case) -> Subject:
    """Return what rights need to know of a case."""
    return Subject(circle=case.circle, case_type=case.case_type, basket=case.basket or None)


def acts_on(actor: Actor, case: Case) -> frozenset[str]:
    """Return the names of all acts the actor may do on the case; for pages, which show no other."""
    return frozenset(act for act in Act if may(actor, act, of_case(case)))


def of_document(uow: UnitOfWork, document: Document) -> Subject:
    """Return what rights need to know of a document: its circle, and the case it is in."""
    case = uow.cases.of_document(document.id)
    if case is None:
        return Subject(circle=document.circle)
    return Subject(circle=document.circle, case_type=case.case_type, basket=case.basket or None)


def is_noted(actor: Actor, circle: Circle) -> bool:
    """Return whether the actor's looks at content of the circle are logged: in closed circles all but the system's."""
    return circle != OPEN_CIRCLE and Role.SYSTEM not in {grant.role for grant in actor.grants}


def note_look(uow: UnitOfWork, clock: Clock, actor: Actor, act: Act, standing: DocumentStanding) -> None:
    """Write down that somebody looked at a document that is not open to all."""
    if is_noted(actor, standing.circle):
        write_down(uow, clock, actor, act, f"document:{standing.document}", case=standing.case)


def note_looks(records: Records, clock: Clock, actor: Actor, act: Act, closed: Sequence[DocumentId]) -> None:
    """Write down that somebody looked at documents that are not open to all, before they are shown."""
    if closed:
        with records.writing() as uow:
            for standing in uow.standings.of(closed).values():
                note_look(uow, clock, actor, act, standing)
            uow.commit()


def circles_seen(actor: Actor) -> frozenset[Circle] | None:
    """Return the circles whose content may be shown to the actor; None for the system, which sees all."""
    is_system = any(grant.role is Role.SYSTEM for grant in actor.grants)
    return None if is_system else frozenset(actor.circles)


def visibility(actor: Actor) -> Visibility:
    """Return what the actor may see in lists and search."""
    return reach_of(actor, Act.SEARCH)


def reach_of(actor: Actor, act: Act) -> Visibility:
    """Return on what the actor may do an act, for questions about many things at once."""
    if any(grant.role is Role.SYSTEM for grant in actor.grants):
        return Visibility(circles=None)
    granted = [grant for grant in actor.grants if grant.role in MATRIX[act]]
    reaches = tuple(Reach(case_type=grant.case_type, basket=grant.basket) for grant in granted)
    return Visibility(circles=tuple(actor.circles), reaches=None if Reach() in reaches else reaches)


def write_down(
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    act: str,
    subject: str,
    *,
    case: CaseId | None = None,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write the audit event of an act, in the transaction of the act."""
    uow.events.add(
        AuditEvent(
            at=clock.now(),
            actor=actor.id,
            act=act,
            subject=subject,
            case=case,
            reason=reason,
            detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        )
    )
