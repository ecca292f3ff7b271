"""Cases in the shapes of CONTRACT: `case list`, `case show` and what the acts on cases answer."""

from datetime import datetime

from casebinder.model.case import Decision, Fact, Note, Task
from casebinder.model.request import Request
from casebinder.model.verdict import (
    Because,
    Condition,
    ConditionValue,
    ConsistencyState,
    DeadlineState,
    ItemState,
    Verdict,
)
from pipeline.model.batch import Reason
from pipeline.model.events import AuditEvent
from pipeline.model.text import Language
from pipeline.model.values import plain
from services.looking.find import CaseFile
from services.shapes import Shape, box
from services.shapes.documents import document


def fact(known: Fact) -> Shape:
    """Return a fact with its source."""
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
    """Return a line of the checklist and why."""
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
    """Return the verdict over the checklist."""
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
    """Return a case in the shape of `case show`."""
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
        "requests": [_request(asked, language) for asked in shown.requests],
        "tasks": [_task(task) for task in shown.tasks],
        "notes": [_note(note) for note in shown.notes],
        "decisions": [_decision(made) for made in shown.decisions],
        "folder": file.folder,
        "documents": [document(view, language) for view in file.documents],
        "history": [_event(event) for event in file.events],
    }


def _agreement(state: ConsistencyState, language: Language) -> Shape:
    message = state.message.in_language(language)
    values = [_condition_value(seen) for seen in state.values]
    return {"code": state.code, "severity": state.severity, "holds": state.holds, "message": message, "values": values}


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


def _request(asked: Request, language: Language) -> Shape:
    return {
        "id": asked.id,
        "state": asked.state,
        "is_reminder": asked.is_reminder,
        "items": list(asked.items),
        "language": asked.language,
        "drafted_at": asked.drafted_at.isoformat(),
        "sent_at": _instant(asked.sent_at),
        "answer_by": asked.answer_by.isoformat() if asked.answer_by else None,
        "answered_at": _instant(asked.answered_at),
        "closed_at": _instant(asked.closed_at),
        "channel": asked.channel or None,
        "letter": asked.letter,
        "slips": [{"item": slip.item, "code": slip.code} for slip in asked.slips],
        "attempts": asked.attempts,
        "problem": _problem(asked.problem, language),
    }


def _problem(why: Reason | None, language: Language) -> Shape | None:
    if why is None:
        return None
    message, step = why.message.in_language(language), why.next_step.in_language(language)
    return {"code": why.code, "message": message, "next_step": step}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _task(task: Task) -> Shape:
    return {
        "id": task.id,
        "title": task.title,
        "for": task.who,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "given_by": task.by,
        "given_at": task.at.isoformat(),
        "done_by": task.done_by,
        "done_at": _instant(task.done_at),
    }


def _note(note: Note) -> Shape:
    return {"id": note.id, "text": note.text, "by": note.by, "at": note.at.isoformat()}


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
    """Return a case as a line of `case list`."""
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
