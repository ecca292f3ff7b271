"""The outside contract's JSON shapes, built from views: one place for the terminal and the REST API.

Keys may be added, none renamed or removed without a major version (docs/reference/commands.md).
"""

from collections.abc import Sequence
from typing import Any

from casebinder.model import (
    Because,
    Condition,
    ConditionValue,
    ConsistencyState,
    DeadlineState,
    Decision,
    Fact,
    ItemState,
    Request,
    Verdict,
)
from pipeline.custody import Discrepancy
from pipeline.geometry import Box
from pipeline.model.batch import FileState, Page, PageState, Reason, SourceFile
from pipeline.model.document import (
    Alternative,
    Classification,
    Evidence,
    Finding,
    IndexField,
    Routing,
    StraightThrough,
    Table,
    Understanding,
)
from pipeline.model.events import AuditEvent
from pipeline.model.page import Recognition
from pipeline.model.text import Language
from pipeline.model.values import Identifier, plain
from services.find import BatchView, CaseFile, DocumentView
from services.ports import SearchAnswer

Shape = dict[str, Any]
"""A JSON object of CONTRACT."""


def box(value: Box | tuple[float, float, float, float] | None) -> list[float] | None:
    """Give a box as four fractions, rounded to a hundredth of a millimetre on A4."""
    return None if value is None else [round(part, 5) for part in value]


def page(read: Recognition) -> Shape:
    """Give a page as read, in the shape of `preview`."""
    return {
        "number": read.number,
        "width": read.width,
        "height": read.height,
        "dpi": read.dpi,
        "rotation": read.rotation,
        "skew_degrees": round(read.skew_degrees, 2),
        "is_blank": read.is_blank,
        "separator": read.separator,
        "source": read.source,
        "language": read.language,
        "confidence": round(read.confidence, 3),
        "text": read.text,
        "words": [{"text": w.text, "box": box(w.box), "confidence": round(w.confidence, 3)} for w in read.words],
        "codes": [{"symbology": c.symbology, "payload": c.payload, "box": box(c.box)} for c in read.codes],
        "quality": [{"code": note.code, "severity": note.severity} for note in read.quality],
        "engine": read.engine,
    }


def field(read: IndexField) -> Shape:
    """Give an index field with the place that shows it."""
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


def _evidence(shown: Evidence) -> Shape:
    return {"page": shown.page, "box": box(shown.box), "text": shown.text}


def _classification(made: Classification) -> Shape:
    return {
        "document_class": made.document_class,
        "confidence": round(made.confidence, 3),
        "because": [_evidence(shown) for shown in made.because],
        "runners_up": [
            {"document_class": other.document_class, "confidence": round(other.confidence, 3)}
            for other in made.runners_up
        ],
    }


def finding(found: Finding, language: Language) -> Shape:
    """Give a finding in words."""
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message.in_language(language),
        "field": found.field,
    }


def routing(route: Routing, language: Language) -> Shape:
    """Give where a document went and why."""
    if isinstance(route, StraightThrough):
        return {"to": "straight-through", "queue": None, "reasons": []}
    return {"to": "queue", "queue": route.queue, "reasons": [why.in_language(language) for why in route.reasons]}


def _table(read: Table) -> Shape:
    return {"name": read.name, "rows": [dict(row) for row in read.rows]}


def understood(made: Understanding, language: Language) -> Shape:
    """Give what reading made of a document."""
    return {
        **_classification(made.classification),
        "language": made.language,
        "fields": [field(read) for read in made.fields],
        "tables": [_table(read) for read in made.tables],
        "findings": [finding(found, language) for found in made.findings],
        "routing": routing(made.routing, language),
    }


def document(view: DocumentView, language: Language) -> Shape:
    """Give a document as in `preview`, with its id, state, file and case."""
    shown = view.document
    shape: Shape = {
        "document": shown.id,
        "state": shown.state,
        "file": view.file.name,
        "case": view.case.reference if view.case else None,
        "pages": [page.ordinal for page in view.pages],
        "opened_by": shown.draft.opened_by,
        "cut_confidence": round(shown.draft.cut_confidence, 3),
    }
    if shown.understanding is not None:
        shape |= understood(shown.understanding, language)
    return shape


def reason(why: Reason | None, language: Language) -> Shape | None:
    """Give why something was refused or failed."""
    if why is None:
        return None
    return {
        "code": why.code,
        "message": why.message.in_language(language),
        "next_step": why.next_step.in_language(language),
    }


def preview(
    file: SourceFile,
    pages: Sequence[Recognition],
    view: BatchView,
    seconds: Sequence[tuple[str, float]],
    language: Language,
) -> Shape:
    """Give a file in the shape of `preview`; a page that failed makes the refusal of its file."""
    failed = next((row.reason for row in view.pages if row.reason is not None), None)
    why = file.reason or (failed if not pages else None)
    own = {"document", "state", "file", "case"}
    return {
        "file": file.name,
        "media_type": file.media_type,
        "digest": file.digest,
        "state": "refused" if why else "read",
        "refusal": reason(why, language),
        "pages": [page(read) for read in pages],
        "documents": [
            {key: value for key, value in document(one, language).items() if key not in own} for one in view.documents
        ],
        "seconds": {name: round(value, 3) for name, value in seconds},
    }


def received_file(file: SourceFile, language: Language, *, is_new: bool) -> Shape:
    """Give a file in the shape of `submit`."""
    names = {FileState.DUPLICATE: "duplicate", FileState.QUARANTINED: "quarantined"}
    state = names.get(file.state, "accepted") if is_new else "duplicate"
    why = reason(file.reason, language) if is_new else None
    return {"name": file.name, "digest": file.digest, "state": state, "reason": why}


def batch(view: BatchView, language: Language, *, pages: bool, discrepancies: Sequence[Discrepancy] | None) -> Shape:
    """Give a batch in the shape of `status`; discrepancies None: not verified."""
    found = [*view.balance.discrepancies, *(discrepancies or ())]
    shape: Shape = {
        "id": view.batch.id,
        "batch_class": view.batch.batch_class,
        "status": view.batch.state,
        "received_at": view.batch.received_at.isoformat(),
        "custody": {
            "pages_in": sum(1 for _ in view.pages),
            "by_state": {state.value: sum(p.state is state for p in view.pages) for state in PageState},
            "files": {state.value: sum(f.state is state for f in view.files) for state in FileState},
            "balanced": view.balance.is_balanced and not found,
            "verified": discrepancies is not None,
            "discrepancies": [
                {"file": one.file, "page": one.page, "problem": one.problem.in_language(language)} for one in found
            ],
        },
        "documents": [document(one, language) for one in view.documents],
        "waiting": dict(view.waiting),
        "failed": [
            {"file": item.file, **(reason(item.reason, language) or {}), "attempts": item.attempts}
            for item in view.failed
        ],
    }
    if pages:
        names = {file.id: file.name for file in view.files}
        shape["pages"] = [_page_row(row, names[row.file], language) for row in view.pages]
    return shape


def _page_row(row: Page, file: str, language: Language) -> Shape:
    return {
        "id": row.id,
        "file": file,
        "number": row.ordinal,
        "state": row.state,
        "document": row.document,
        "position": row.position,
        "reason": reason(row.reason, language),
    }


def fact(known: Fact) -> Shape:
    """Give a fact with its source."""
    return {
        "name": known.name,
        "value": plain(known.value),
        "origin": known.origin,
        "document": known.document,
        "page": known.page,
        "box": box(known.box),
    }


def _condition_value(seen: ConditionValue) -> Shape:
    return {
        "name": seen.name,
        "value": None if seen.value is None else plain(seen.value),
        "document": seen.document,
        "page": seen.page,
        "box": box(seen.box),
    }


def _condition(leaf: Condition) -> Shape:
    return {"text": leaf.text, "holds": leaf.holds, "values": [_condition_value(seen) for seen in leaf.values]}


def _because(why: Because | None) -> Shape | None:
    if why is None:
        return None
    return {"rule": why.rule, "holds": why.holds, "conditions": [_condition(leaf) for leaf in why.conditions]}


def item(state: ItemState, language: Language) -> Shape:
    """Give a line of the checklist and why."""
    return {
        "item": state.item,
        "title": state.title.in_language(language),
        "status": state.status,
        "required": state.required,
        "explanation": state.explanation.in_language(language),
        "because": _because(state.because),
        "needs": list(state.needs),
        "pieces": list(state.pieces),
    }


def completeness(verdict: Verdict, language: Language) -> Shape:
    """Give the verdict over the checklist."""
    made = verdict.completeness
    counts: dict[str, int] = {}
    for state in made.items:
        counts[state.status] = counts.get(state.status, 0) + 1
    return {
        "is_complete": made.is_complete,
        "sentence": {"fr": made.sentence.fr, "en": made.sentence.en},
        "checked_on": made.checked_on.isoformat(),
        "counts": counts,
        "items": [item(state, language) for state in made.items],
    }


def case(file: CaseFile, language: Language) -> Shape:
    """Give a case in the shape of `case show`."""
    shown, verdict = file.case, file.verdict
    return {
        "reference": shown.reference,
        "case_type": shown.case_type,
        "rules_version": shown.rules_version,
        "rules_digest": shown.rules_digest,
        "status": shown.state,
        "basket": shown.basket,
        "waiting_on": verdict.waiting_on,
        "assignee": shown.assignee,
        "party": _party(file),
        "facts": [fact(known) for known in verdict.facts],
        "completeness": completeness(verdict, language),
        "consistency": [_agreement(state, language) for state in verdict.consistency],
        "deadlines": [_deadline(state, language) for state in verdict.deadlines],
        "requests": [_request(asked) for asked in shown.requests],
        "tasks": [],
        "decisions": [_decision(made) for made in shown.decisions],
        "folder": file.folder,
        "documents": [document(view, language) for view in file.documents],
        "history": [_event(event) for event in file.events],
    }


def _agreement(state: ConsistencyState, language: Language) -> Shape:
    message = state.message.in_language(language)
    return {"code": state.code, "severity": state.severity, "holds": state.holds, "message": message}


def _deadline(state: DeadlineState, language: Language) -> Shape:
    return {
        "code": state.code,
        "title": state.title.in_language(language),
        "clock": state.clock,
        "starts_on": state.starts_on.isoformat() if state.starts_on else None,
        "due_on": state.due_on.isoformat() if state.due_on else None,
        "days_left": state.days_left,
        "paused": state.paused,
    }


def _request(asked: Request) -> Shape:
    drafted, sent = asked.drafted_at.isoformat(), asked.sent_at.isoformat() if asked.sent_at else None
    return {"id": asked.id, "state": asked.state, "items": list(asked.items), "drafted_at": drafted, "sent_at": sent}


def _decision(made: Decision) -> Shape:
    return {"outcome": made.outcome, "reasons": list(made.reasons), "by": made.by, "at": made.at.isoformat()}


def _event(event: AuditEvent) -> Shape:
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "act": event.act,
        "subject": event.subject,
        "reason": event.reason,
    }


def case_row(file: CaseFile) -> Shape:
    """Give a case as a line of `case list`."""
    made = file.verdict.completeness
    return {
        "reference": file.case.reference,
        "case_type": file.case.case_type,
        "status": file.case.state,
        "basket": file.case.basket,
        "assignee": file.case.assignee,
        "waiting_on": file.verdict.waiting_on,
        "party": _party(file),
        "is_complete": made.is_complete,
        "sentence": {"fr": made.sentence.fr, "en": made.sentence.en},
    }


def _party(file: CaseFile) -> Shape | None:
    if file.party is None:
        return None
    born = file.party.birth_date
    return {
        "id": file.party.id,
        "kind": file.party.kind,
        "name": file.party.name,
        "birth_date": born.isoformat() if born else None,
        "keys": [{"scheme": scheme, "value": value} for scheme, value in file.party.keys],
    }


def search(answer: SearchAnswer, *, seconds: float) -> Shape:
    """Give the answer of `search`."""
    return {
        "total": answer.total,
        "seconds": round(seconds, 4),
        "next": answer.next,
        "facets": {name: [{"value": v, "count": n} for v, n in counts] for name, counts in answer.facets},
        "hits": [
            {
                "document": hit.document,
                "page": hit.page,
                "document_class": hit.document_class,
                "case": hit.case,
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
                "boxes": [box(found) for found in hit.boxes],
            }
            for hit in answer.hits
        ],
    }
