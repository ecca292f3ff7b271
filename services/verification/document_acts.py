"""What all acts on documents share: who may, and what follows of a change. Inside the transaction of the act."""

from dataclasses import replace

from pipeline.documents.verification import end_settled
from pipeline.model.actor import Actor
from pipeline.model.batch import Document
from pipeline.model.document import END_IN_DOUBT, StraightThrough
from pipeline.model.identity import BatchId, DocumentId, JobId
from pipeline.model.states import DocumentState
from pipeline.ports import Ids
from pipeline.rights import Act
from pipeline.rules.catalog import BatchClass
from services.access import of_document, require
from services.capture.loop import settle_in
from services.capture.receive import CAPTURE_JOB
from services.cases.casework import Casework
from services.looking.find import document_named
from services.ports.records import UnitOfWork
from services.refusals.documents import superseded
from services.topics import DOCUMENT


def in_force(uow: UnitOfWork, actor: Actor, act: Act, name: DocumentId) -> Document:
    """Return a document the actor may do the act on; raises NotFound, NoRight, and NotPossible when it was replaced."""
    document = document_named(uow, actor, name)
    require(actor, act, of_document(uow, document))
    if document.state is DocumentState.SUPERSEDED:
        raise superseded(name)
    return document


def ends_with(uow: UnitOfWork, document: Document) -> Document | None:
    """Return the document before one in its file, if its end hangs on where this one begins."""
    earlier = [one for one in uow.documents.of_file(document.file) if one.draft.pages[-1] < document.draft.pages[0]]
    before = max(earlier, key=lambda one: one.draft.pages[-1], default=None)
    is_open = before is not None and any(one.code == END_IN_DOUBT for one in before.draft.findings)
    return before if is_open else None


def settle_end(uow: UnitOfWork, casework: Casework, document: Document, rules: BatchClass, *, actor: Actor) -> None:
    """Take away the doubt about a document's end; it is released when no other doubt is left."""
    if document.understanding is None:
        return
    draft, made = end_settled(document.draft, document.understanding, rules)
    changed = uow.documents.save(replace(document, draft=draft, understanding=made))
    if changed.state is DocumentState.IN_QUEUE and isinstance(made.routing, StraightThrough):
        casework.release(uow, changed, actor=actor)
    uow.outbox.add(DOCUMENT, document.id)


def retire(uow: UnitOfWork, casework: Casework, document: Document, *, actor: Actor) -> None:
    """Take a document out of its case and its pages out of it: others take its place."""
    casework.withdraw(uow, document, actor=actor)
    uow.pages.detach(document.id)
    uow.documents.save(replace(document, state=DocumentState.SUPERSEDED))
    uow.outbox.add(DOCUMENT, document.id)


def follow_up(uow: UnitOfWork, ids: Ids, batch: BatchId) -> None:
    """Leave what is left (reading, renditions) to the capture loop, and bring the batch's state up to date."""
    uow.jobs.put(JobId(ids.new("j")), kind=CAPTURE_JOB, subject=batch)
    settle_in(uow, batch)
