"""Documents in the shapes of CONTRACT: `document show`, and what else tells of documents."""

from pipeline.documents.routing import CLASSIFICATION
from pipeline.model.batch import Reason
from pipeline.model.document import (
    Alternative,
    Classification,
    Evidence,
    Finding,
    IndexField,
    Routing,
    StraightThrough,
    Table,
    ToQueue,
    Understanding,
)
from pipeline.model.identity import UNKNOWN
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import Identifier, plain
from pipeline.separation.cut_words import by_weight, told
from services.looking.find import DocumentView
from services.shapes import Shape, box

_NOT_UNDERSTOOD = Understanding(
    classification=Classification(document_class=UNKNOWN, confidence=0.0),
    language=None,
    fields=(),
    tables=(),
    findings=(),
    routing=ToQueue(
        queue=CLASSIFICATION,
        reasons=(
            Bilingual(
                fr="Ce document n'est pas encore compris, ou n'a pas pu l'être : voyez l'état de son lot.",
                en="This document is not understood yet, or could not be: see the status of its batch.",
            ),
        ),
    ),
)
"""What is told of a document without an understanding: nothing is known, so a person has to look."""


def field(read: IndexField) -> Shape:
    """Return an index field with the place that shows it."""
    return {
        "name": read.name,
        "kind": read.value.kind,
        "value": plain(read.value),
        "scheme": read.value.scheme if isinstance(read.value, Identifier) else None,
        "confidence": round(read.confidence, 3),
        "page": read.evidence.page if read.evidence else None,
        "box": box(read.evidence.box) if read.evidence else None,
        "text": read.evidence.text if read.evidence else None,
        "origin": read.origin,
        "alternatives": [_alternative(other) for other in read.alternatives],
    }


def _alternative(other: Alternative) -> Shape:
    return {"value": plain(other.value), "confidence": round(other.confidence, 3)}


def evidence(shown: Evidence) -> Shape:
    """Return where on the paper something stands."""
    return {"page": shown.page, "box": box(shown.box), "text": shown.text}


def _classification(made: Classification) -> Shape:
    return {
        "document_class": made.document_class,
        "confidence": round(made.confidence, 3),
        "because": [evidence(shown) for shown in made.because],
        "runners_up": [
            {"document_class": other.document_class, "confidence": round(other.confidence, 3)}
            for other in made.runners_up
        ],
    }


def finding(found: Finding, language: Language) -> Shape:
    """Return a finding in words."""
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message.in_language(language),
        "field": found.field,
    }


def routing(route: Routing, language: Language) -> Shape:
    """Return where a document went and why."""
    if isinstance(route, StraightThrough):
        return {"to": "straight-through", "queue": None, "reasons": []}
    return {"to": "queue", "queue": route.queue, "reasons": [why.in_language(language) for why in route.reasons]}


def _table(read: Table) -> Shape:
    """Return a table; places: where each row stands, null where no page shows it."""
    places = [{"page": one.page, "box": box(one.box)} if one else None for one in read.places]
    return {"name": read.name, "rows": [dict(row) for row in read.rows], "places": places}


def understood(made: Understanding, language: Language) -> Shape:
    """Return what reading made of a document."""
    return {
        **_classification(made.classification),
        "language": made.language,
        "fields": [field(read) for read in made.fields],
        "tables": [_table(read) for read in made.tables],
        "findings": [finding(found, language) for found in made.findings],
        "routing": routing(made.routing, language),
    }


def document(view: DocumentView, language: Language) -> Shape:
    """Return a document as in `preview`, with its id, state, file and case."""
    shown = view.document
    return {
        "id": shown.id,
        "document": shown.id,
        "state": shown.state,
        "file": view.file.name,
        "case": view.case.reference if view.case else None,
        **as_read(view, language),
    }


def as_read(view: DocumentView, language: Language) -> Shape:
    """Return what reading made of a document's pages, wherever it is kept."""
    draft = view.document.draft
    return {
        "pages": [page.ordinal for page in view.pages],
        "opened_by": draft.opened_by,
        "cut_confidence": round(draft.cut_confidence, 3),
        "cut_because": [told(seen).in_language(language) for seen in by_weight(draft.because)],
        **understood(view.document.understanding or _NOT_UNDERSTOOD, language),
    }


def reason(why: Reason | None, language: Language) -> Shape | None:
    """Return why something was refused or failed."""
    if why is None:
        return None
    return {
        "code": why.code,
        "message": why.message.in_language(language),
        "next_step": why.next_step.in_language(language),
    }
