"""The page of a case, as every module shows it that acts on cases: all in words, by the titles of its case type."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi.responses import Response

from casebinder.casetypes import CaseType, FactType
from casebinder.explaining.cases import (
    condition_words,
    event_words,
    fact_value_words,
    item_words,
    rule_words,
    whose_move,
)
from casebinder.explaining.naming import named_value
from casebinder.model.case import OPEN_STATES, CaseState, Fact, PieceStatus
from casebinder.model.request import RequestState
from casebinder.model.verdict import Because, ConditionValue, DeadlineState, ItemState, ItemStatus, Verdict, WaitingOn
from casebinder.tasks import open_tasks
from pipeline.errors import CasebinderError
from pipeline.model.identity import DocumentId
from pipeline.model.text import Bilingual
from pipeline.model.values import written
from services.access import SYSTEM, acts_on
from services.cases.deciding import is_by_rule
from services.desk.notes import Team
from services.looking.find import CaseFile
from web.cuts import Cut, cut
from web.visit import Visit

STATES = {
    ItemStatus.MISSING: "missing",
    ItemStatus.REQUESTED: "requested",
    ItemStatus.TO_REVIEW: "review",
    ItemStatus.SATISFIED: "satisfied",
    ItemStatus.REFUSED: "refused",
    ItemStatus.EXPIRED: "expired",
    ItemStatus.WAIVED: "waived",
    ItemStatus.NOT_APPLICABLE: "na",
    ItemStatus.UNDETERMINED: "undetermined",
}
"""How the states of a checklist item are drawn."""
OPEN = (
    *(ItemStatus.TO_REVIEW, ItemStatus.UNDETERMINED, ItemStatus.MISSING),
    *(ItemStatus.EXPIRED, ItemStatus.REFUSED, ItemStatus.REQUESTED),
)
"""The states of items that are not settled, what has to be done first in front."""
LETTER_ICONS = {
    RequestState.DRAFTED: "letter",
    RequestState.QUEUED: "clock",
    RequestState.SENDING: "mail",
    RequestState.SENT: "mail",
    RequestState.ANSWERED: "ok",
    RequestState.LAPSED: "pause",
    RequestState.WITHDRAWN: "close",
}
"""The picture beside the state of a letter."""
THEIR_ACTS = frozenset({"case.open", "case.bind", "request.answered"})
"""What the system writes down when others did something: their papers came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact of the case type with what is known of it; written: as it is typed in a form."""

    kind: FactType
    known: Fact | None
    words: Bilingual | None
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A condition in words, whether it holds, and the values it looked at with the place that shows each."""

    holds: bool | None
    words: Bilingual
    values: tuple[tuple[Bilingual, ConditionValue], ...]


def case_page(visit: Visit, reference: str, wrong: CasebinderError | None) -> Response:
    """Answer with the page of a case; wrong: why the act just tried was not done, told on the page with 400."""
    values = case_values(visit, reference) | {"wrong": wrong}
    return visit.page("cases/case.html", values, status=400 if wrong else 200)


def case_values(visit: Visit, reference: str) -> dict[str, object]:
    """Return what the templates of a case need."""
    file = visit.application.find.case(visit.actor, reference)
    kind = visit.application.rulebook.kind(visit.actor, file.case.rules_digest)
    team = visit.application.on_cases.notes.team(visit.actor, reference)
    items = file.verdict.completeness.items
    is_open = file.case.state in OPEN_STATES
    return {
        "file": file,
        "kind": kind,
        "groups": _groups(kind, file.verdict),
        "worst": _worst(file.verdict),
        "states": STATES,
        "traces": {item.item: _trace(kind, item.because) for item in items},
        "cuts": {item.item: seen for item in items if (seen := _cut(file, item)) is not None},
        "offers": _offers(file),
        "facts": [_fact_line(kind, each, file) for each in kind.facts],
        "clocks": [(state, _spans(state)) for state in file.verdict.deadlines],
        "doubts": [(one, rule_words(kind, one.code)) for one in file.verdict.consistency if one.holds is not True],
        "happened": _happened(kind, file, team),
        "item_titles": {code: item_words(kind, code) for asked in file.case.requests for code in asked.items},
        "letter_icons": LETTER_ICONS,
        "open_tasks": open_tasks(file.case),
        "team": team,
        "today": visit.application.clock.today(),
        "is_open": is_open,
        "may_decide": is_open or (file.case.state is CaseState.DECIDED and is_by_rule(file.case)),
        "may_do": acts_on(visit.actor, file.case),
        "titles": visit.application.rulebook.titles(visit.actor),
        "papers": {view.document.id: view for view in file.documents},
    }


def open_items(verdict: Verdict) -> list[ItemState]:
    """Return the items that are not settled, what has to be done first in front."""
    return [item for status in OPEN for item in verdict.completeness.items if item.status == status]


def tally(counts: Iterable[tuple[ItemStatus, int]]) -> list[tuple[str, int]]:
    """Return how many open items of a case stand how, by the picture of their state; counts: of all its items."""
    known = dict(counts)
    return [(STATES[status], known[status]) for status in OPEN if status in known]


def _groups(kind: CaseType, verdict: Verdict) -> list[tuple[str, list[ItemState]]]:
    """Return the checklist by who has to act, then what is settled, then what this case does not need."""
    items = verdict.completeness.items
    unsettled = open_items(verdict)
    not_needed = [item for item in items if item.status is ItemStatus.NOT_APPLICABLE]
    return [
        ("us", [item for item in unsettled if whose_move(kind, item) is WaitingOn.US]),
        ("them", [item for item in unsettled if whose_move(kind, item) is WaitingOn.THEM]),
        ("settled", [item for item in items if item not in unsettled and item not in not_needed]),
        ("na", not_needed),
    ]


def _worst(verdict: Verdict) -> str:
    """Name the state that colours the verdict."""
    unsettled = open_items(verdict)
    return "satisfied" if verdict.completeness.is_complete else (STATES[unsettled[0].status] if unsettled else "review")


def _trace(kind: CaseType, because: Because | None) -> list[Leaf]:
    return [
        Leaf(
            holds=leaf.holds,
            words=condition_words(kind, leaf),
            values=tuple((named_value(kind, seen), seen) for seen in leaf.values),
        )
        for leaf in (because.conditions if because else ())
    ]


def _fact_line(kind: CaseType, fact: FactType, file: CaseFile) -> FactLine:
    known = next((one for one in file.verdict.facts if one.name == fact.name), None)
    return FactLine(
        kind=fact,
        known=known,
        words=fact_value_words(kind, fact, known.value) if known else None,
        written=written(known.value) if known else "",
    )


def _spans(state: DeadlineState) -> list[tuple[str, int]]:
    """Return the days of a deadline that are over, and those that are left; none when it does not run."""
    if state.starts_on is None or state.due_on is None or state.days_left is None:
        return []
    whole, left = (state.due_on - state.starts_on).days, max(0, state.days_left)
    return [("run", max(0, whole - left)), ("stop" if state.paused else "left", left)]


def _happened(kind: CaseType, file: CaseFile, team: Team) -> list[dict[str, object]]:
    """Return the history, newest first: who did what about which paper, and whether it came from others."""
    return [
        {
            "event": event,
            "about": event_words(kind, event, team.names),
            "document": event.subject.removeprefix("document:") if event.subject.startswith("document:") else None,
            "is_ours": event.actor != SYSTEM.id or event.act not in THEIR_ACTS,
            "who": team.names.get(event.actor, event.actor),
        }
        for event in reversed(file.events)
    ]


def _offers(file: CaseFile) -> dict[str, list[tuple[DocumentId, PieceStatus]]]:
    """Return the documents of each item with what was made of them."""
    found: dict[str, list[tuple[DocumentId, PieceStatus]]] = {}
    for piece in file.case.pieces:
        found.setdefault(piece.item, []).append((piece.document, piece.status))
    return found


def _cut(file: CaseFile, item: ItemState) -> Cut | None:
    """Return the part of the paper that shows a value the item was judged by, or its first field."""
    for leaf in item.because.conditions if item.because else ():
        for value in leaf.values:
            if value.document in item.pieces and value.page is not None and value.box is not None:
                return cut(str(value.document), value.page, [value.box])
    for view in file.documents:
        made = view.document.understanding
        if view.document.id in item.pieces and made:
            seen = next((field.evidence for field in made.fields if field.evidence), None)
            if seen is not None:
                return cut(view.document.id, seen.page, [seen.box])
    return None
