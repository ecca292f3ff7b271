"""Taking back the last act on a document, until something depends on it.

Undoing is an act of its own: the former documents come back exactly (names, pages, fields, pieces in their cases), what
the act had made is superseded, cases are judged anew, and the history shows both. Only the last step that stands can
be taken back; after it the one before is the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from casebinder.model.case import Case
from casebinder.model.request import RequestState
from pipeline.codec import decode
from pipeline.errors import NotPossible
from pipeline.model.actor import Actor
from pipeline.model.events import AuditEvent
from pipeline.model.identity import CaseId, DocumentId
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, of_case, of_document, require
from services.cases.casework import Casework
from services.looking.find import document_named
from services.ports.records import Records, UnitOfWork
from services.refusals.documents import changed_since, depended_on, nothing_to_undo
from services.topics import DOCUMENT
from services.verification.document_acts import follow_up, retire
from services.verification.steps import Former, Step, Told, is_of, last_step, standing, write_undone

_CHANGES = frozenset(
    {
        Act.DOCUMENT_SETTLE,
        Act.DOCUMENT_CORRECT,
        Act.DOCUMENT_SET_CLASS,
        Act.DOCUMENT_RELEASE,
        Act.DOCUMENT_SPLIT,
        Act.DOCUMENT_MERGE,
        Act.DOCUMENT_REORDER,
        Act.DOCUMENT_ROTATE,
        Act.DOCUMENT_REJECT,
        Act.DOCUMENT_MOVE_PAGE,
        Act.DOCUMENT_CONFIRM_CUT,
        Act.CASE_MOVE,
    }
)
"""Acts on a document after which an earlier one can no longer be taken back, unless they are first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """The last act on a document: what, when, by whom (the name) and why, and the documents that would come back.

    hindrance: why it cannot be taken back any more, or None.
    """

    act: str
    at: datetime
    by: str
    reason: str
    documents: tuple[DocumentId, ...]
    hindrance: NotPossible | None


class Undo:
    """The act of taking back, and the look at what could be."""

    def __init__(self, records: Records, casework: Casework, clock: Clock, ids: Ids) -> None:
        self._records = records
        self._casework = casework
        self._clock = clock
        self._ids = ids

    @act_of(Act.DOCUMENT_VIEW)
    def undoable(self, actor: Actor, name: DocumentId) -> Undoable | None:
        """Return the last act on a document, also one that replaced it; None when there is none. Raises NotFound."""
        with self._records.reading() as uow:
            document = document_named(uow, actor, name)
            require(actor, Act.DOCUMENT_VIEW, of_document(uow, document))
            told = last_step(uow, name)
            if told is None:
                return None
            return Undoable(
                act=told.step.act,
                at=told.event.at,
                by=uow.actors.get(told.event.actor).name,
                reason=told.event.reason,
                documents=tuple(former.document.id for former in told.step.before),
                hindrance=next(_hindrances(uow, told), None),
            )

    @act_of(Act.DOCUMENT_UNDO)
    def undo(self, actor: Actor, name: DocumentId, *, reason: str = "") -> tuple[DocumentId, ...]:
        """Take back the last act on a document; return the documents that are back.

        name: any document of the act, also one that it replaced. Raises NotPossible when there is none, or something
        depends on it.
        """
        with self._records.writing() as uow:
            document = document_named(uow, actor, name)
            require(actor, Act.DOCUMENT_UNDO, of_document(uow, document))
            told = last_step(uow, name)
            if told is None:
                raise nothing_to_undo(name)
            self._require_all(uow, actor, told.step)
            for hindrance in _hindrances(uow, told):
                raise hindrance
            write_undone(uow, self._clock, actor, told.step, act=Act.DOCUMENT_UNDO, reason=reason)
            self._take_back(uow, actor, told.step)
            uow.commit()
        return tuple(former.document.id for former in told.step.before)

    def _require_all(self, uow: UnitOfWork, actor: Actor, step: Step) -> None:
        """Ask for the right on every document of a step, and on the cases that documents come back to."""
        for name in step.named:
            require(actor, Act.DOCUMENT_UNDO, of_document(uow, uow.documents.get(name)))
        for former in step.before:
            if former.case is not None:
                require(actor, Act.DOCUMENT_UNDO, of_case(uow.cases.get(former.case)))

    def _take_back(self, uow: UnitOfWork, actor: Actor, step: Step) -> None:
        for name in step.made:
            retire(uow, self._casework, uow.documents.get(name), actor=actor)
        for former in step.before:
            self._put_back(uow, actor, former)
        for batch in {former.document.batch for former in step.before}:
            follow_up(uow, self._ids, batch)

    def _put_back(self, uow: UnitOfWork, actor: Actor, former: Former) -> None:
        """Put a document in place as it was, with its archive PDF, which shows the same pages."""
        for page in former.pages:
            present = uow.pages.get(page.id)
            if present != page:
                uow.pages.replace(page, frm=present.state)
        now = uow.documents.get(former.document.id)
        holder = uow.cases.of_document(now.id)
        if holder is not None and holder.id != former.case:
            self._casework.withdraw(uow, now, actor=actor)
        uow.documents.save(replace(former.document, version=now.version))
        if former.case is not None:
            self._bind_again(uow, actor, former, former.case)
        uow.outbox.add(DOCUMENT, now.id)

    def _bind_again(self, uow: UnitOfWork, actor: Actor, former: Former, name: CaseId) -> None:
        """Put the pieces of a document where they stood in its case, and judge the case anew."""
        case = uow.cases.get(name)
        pieces = [piece for piece in case.pieces if piece.document != former.document.id]
        for place, piece in former.pieces:
            pieces.insert(place, piece)
        uow.cases.save(replace(case, pieces=tuple(pieces)))
        self._casework.recheck(uow, name, actor=actor, cause=Act.DOCUMENT_UNDO)


def _hindrances(uow: UnitOfWork, told: Told) -> Iterator[NotPossible]:
    """Yield what stands against taking a step back: later acts on its documents, or what others founded on it."""
    since = told.event.number
    for name in told.step.after:
        for event in standing(uow, name):
            if event.number > since and event.act in _CHANGES and not is_of(event, told.step):
                yield changed_since(name, event.act)
    for case in _cases(uow, told.step):
        for event in uow.events.of_case(case.id):
            if event.number > since and _rests_on(event, told.step):
                yield depended_on(case.reference, event.act)


def _cases(uow: UnitOfWork, step: Step) -> Iterator[Case]:
    """Return the cases that the documents of a step were in before it, or are in now, each once."""
    names = [former.case for former in step.before if former.case]
    present = (uow.cases.of_document(name) for name in step.after)
    names += [case.id for case in present if case]
    return (uow.cases.get(name) for name in dict.fromkeys(names))


def _rests_on(event: AuditEvent, step: Step) -> bool:
    """Return whether an act on a case took the documents of a step as they were."""
    about = decode(_About, event.detail)
    match event.act:
        case Act.CASE_DECIDE:
            return True
        case Act.LETTER_SEND:
            return about.state in {RequestState.SENDING, RequestState.SENT}
        case Act.CASE_ACCEPT | Act.CASE_REFUSE:
            return about.document is None or about.document in step.named
        case _:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What the detail of an act on a case says of a document or a letter."""

    document: DocumentId | None = None
    state: str | None = None
