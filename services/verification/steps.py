"""Steps: what acts on documents changed, kept in their own audit events so that they can be taken back.

The event of an act holds its step: the documents as they were, whole, and the names of those that took their place.
History and undo so cannot disagree, a rebuild brings both back, and who erases the detail of an event ends both.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from casebinder.model.case import Piece
from pipeline.codec import decode, encode
from pipeline.model.actor import Actor
from pipeline.model.batch import Document, Page
from pipeline.model.events import AuditEvent
from pipeline.model.identity import CaseId, DocumentId
from pipeline.ports import Clock
from services.access import write_down
from services.ports.records import UnitOfWork

MADE = "document.made"
"""What the history of a document begins with that took the place of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A document before an act: itself, its pages in order, its case, and its pieces with their places in the case."""

    document: Document
    pages: tuple[Page, ...]
    case: CaseId | None
    pieces: tuple[tuple[int, Piece], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one act did: the documents it found, and those it left in their place (the same ones, when only changed)."""

    id: str
    act: str
    before: tuple[Former, ...]
    after: tuple[DocumentId, ...]

    @property
    def made(self) -> tuple[DocumentId, ...]:
        """Return the documents that the act made."""
        found = {former.document.id for former in self.before}
        return tuple(name for name in self.after if name not in found)

    @property
    def named(self) -> tuple[DocumentId, ...]:
        """Return every document the act touched, those it found first."""
        return (*(former.document.id for former in self.before), *self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step and the audit event that tells of it."""

    step: Step
    event: AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartOf:
    """Which step an event is part of, and the document in whose event it is told."""

    id: str
    told_by: DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """What the detail of an event says of steps; all it says besides is left out."""

    step: Step | None = None
    part_of: _PartOf | None = None
    undoes: str | None = None

    @property
    def about(self) -> str | None:
        """Return the step that the event belongs to."""
        if self.step is not None:
            return self.step.id
        return self.part_of.id if self.part_of else None


def former(uow: UnitOfWork, document: Document) -> Former:
    """Return a document as it is now, to be put in place again later."""
    case = uow.cases.of_document(document.id)
    pieces = enumerate(case.pieces) if case else ()
    return Former(
        document=document,
        pages=tuple(uow.pages.of_document(document.id)),
        case=case.id if case else None,
        pieces=tuple((place, piece) for place, piece in pieces if piece.document == document.id),
    )


def write_step(
    uow: UnitOfWork, clock: Clock, actor: Actor, step: Step, *, reason: str, detail: Mapping[str, object]
) -> None:
    """Write the event of an act for each document it finds, and one for each that it makes."""
    first = step.before[0]
    part_of = {"part_of": {"id": step.id, "told_by": first.document.id}}
    for found in step.before:
        told = {"step": json.loads(encode(step))} if found is first else part_of
        subject = _subject(found.document.id)
        write_down(uow, clock, actor, step.act, subject, case=found.case, reason=reason, detail={**detail, **told})
    for name in step.made:
        write_down(uow, clock, actor, MADE, _subject(name), reason=reason, detail={"by": step.act, **part_of})


def write_undone(uow: UnitOfWork, clock: Clock, actor: Actor, step: Step, *, act: str, reason: str) -> None:
    """Write for each document of a step that it is taken back; before anything is."""
    were_in = {found.document.id: found.case for found in step.before}
    for name in step.named:
        case = uow.cases.of_document(name)
        about = case.id if case else were_in.get(name)
        detail = {"undoes": step.id, "act": step.act}
        write_down(uow, clock, actor, act, _subject(name), case=about, reason=reason, detail=detail)


def standing(uow: UnitOfWork, name: DocumentId) -> tuple[AuditEvent, ...]:
    """Return the events of a document, oldest first, without the steps that were taken back and their undoing."""
    events = [(event, decode(_Note, event.detail)) for event in uow.events.of_subject(_subject(name))]
    undone = {note.undoes for _, note in events if note.undoes}
    return tuple(event for event, note in events if not note.undoes and note.about not in undone)


def is_of(event: AuditEvent, step: Step) -> bool:
    """Return whether an event tells of a step, on whichever of its documents."""
    return decode(_Note, event.detail).about == step.id


def last_step(uow: UnitOfWork, name: DocumentId) -> Told | None:
    """Return the last step of a document that was not taken back; None also when what told of it was erased."""
    for event in reversed(standing(uow, name)):
        note = decode(_Note, event.detail)
        if note.step is not None:
            return Told(step=note.step, event=event)
        if note.part_of is not None:
            return _told(uow, note.part_of)
    return None


def _told(uow: UnitOfWork, part: _PartOf) -> Told | None:
    for event in uow.events.of_subject(_subject(part.told_by)):
        step = decode(_Note, event.detail).step
        if step is not None and step.id == part.id:
            return Told(step=step, event=event)
    return None


def _subject(name: DocumentId) -> str:
    return f"document:{name}"
