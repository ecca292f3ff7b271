"""The verification desk in JSON: what waits, and what is asked about a document."""

from pipeline.model.doubt import Doubt
from pipeline.model.text import Language
from services.shapes import Shape
from services.shapes.documents import evidence, field
from services.verification.doubts import OnDesk, Queues, Waiting


def queues(waiting: Queues) -> Shape:
    """Return what waits for a person."""
    return {
        "queues": [{"queue": name, "documents": count} for name, count in waiting.counts],
        "documents": [_waiting(one) for one in waiting.documents],
    }


def on_desk(desk: OnDesk, language: Language) -> Shape:
    """Return what is asked about a document, and who has it."""
    document = desk.view.document
    return {
        "document": document.id,
        "state": document.state,
        "queue": document.queue,
        "is_mine": desk.is_mine,
        "holder": desk.holder,
        "can_undo": desk.can_undo,
        "doubts": [_doubt(one, language) for one in desk.doubts],
    }


def _waiting(one: Waiting) -> Shape:
    return {
        "document": one.document.id,
        "batch": one.document.batch,
        "file": one.document.file,
        "first_page": one.document.first_page,
        "document_class": one.document.document_class,
        "queue": one.document.queue,
        "received_at": one.document.received_at.isoformat(),
        "holder": one.holder,
    }


def _doubt(doubt: Doubt, language: Language) -> Shape:
    return {
        "doubt": doubt.key,
        "kind": doubt.kind,
        "reasons": [reason.in_language(language) for reason in doubt.reasons],
        "field": doubt.field,
        "read": field(doubt.read) if doubt.read else None,
        "evidence": evidence(doubt.evidence) if doubt.evidence else None,
    }
