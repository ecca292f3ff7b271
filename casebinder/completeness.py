"""Is the case complete, what does it lack, who has to move, where does it go: the one judge of a case.

Pure: the case with its pieces' contents, the reference data and the day go in, the verdict comes out. What cannot be
told stays undetermined, and a case is never complete while something is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casebinder import agreement_words, checklist, consistency, deadlines, explain
from casebinder.casetypes import CaseType, Route, Who
from casebinder.checklist import COMPLETE, Judged
from casebinder.consistency import Agreements
from casebinder.deadlines import Standing
from casebinder.facts import FactSheet, ReadPiece, derive, read_piece
from casebinder.knowledge import Knowledge, gather
from casebinder.model import (
    CaseState,
    CaseView,
    Completeness,
    ItemStatus,
    PieceContent,
    PieceStatus,
    Verdict,
    WaitingOn,
)
from casebinder.wording import sentence
from pipeline.ports import ReferenceData


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The plain verdict: states and counts without words; `judge` puts it into words."""

    sheet: FactSheet
    knowledge: Knowledge
    items: tuple[Judged, ...]
    agreements: Agreements
    counts: dict[ItemStatus, int]
    doubts: int
    is_complete: bool
    route: Route


def assess(case_type: CaseType, view: CaseView, *, reference: ReferenceData, on: date) -> Assessment:
    """Judge a case on one day, without words (a quarter of the cost of `judge`)."""
    pieces = _accepted(view.contents)
    sheet = derive(case_type, view.case, pieces, reference=reference)
    knowledge = gather(case_type, sheet, {item: accepted[0] for item, accepted in pieces.items()}, on=on)
    chosen = checklist.choose(case_type, knowledge, pieces)
    if chosen:
        knowledge = knowledge.with_pieces(case_type, chosen)
    items = checklist.judge_items(case_type, view.case, knowledge, view.contents)
    settled = _settled(view)
    agreements = consistency.judge_rules(case_type, knowledge, settled=settled)
    doubts = agreements.doubts + sum(1 for d in sheet.disagreements if d.code not in settled)
    counts = checklist.count(items)
    is_agreed = not (agreements.blocking or doubts or agreements.untold)
    return Assessment(
        sheet=sheet,
        knowledge=knowledge,
        items=items,
        agreements=agreements,
        counts=counts,
        doubts=doubts,
        is_complete=is_agreed and counts.keys() <= COMPLETE,
        route=_route(case_type, knowledge, counts, agreements, doubts=doubts),
    )


def judge(case_type: CaseType, view: CaseView, *, reference: ReferenceData, on: date) -> Verdict:
    """Judge a case on one day: its checklist explained, its consistency, deadlines, basket and who has to move."""
    found = assess(case_type, view, reference=reference, on=on)
    standing = Standing(
        basket=found.route.basket,
        complete_since=_complete_since(found, view, on) if found.is_complete else None,
        has_missing=any(found.counts.get(status) for status in (ItemStatus.MISSING, ItemStatus.REQUESTED)),
    )
    clocks = deadlines.run(case_type, view.case, found.knowledge, standing)
    words = sentence(
        is_complete=found.is_complete,
        counts=found.counts,
        blocking=found.agreements.blocking,
        doubts=found.doubts + found.agreements.untold,
    )
    return Verdict(
        completeness=Completeness(
            is_complete=found.is_complete,
            sentence=words,
            checked_on=on,
            rules_version=case_type.version,
            items=tuple(explain.item_state(case_type, item, found.knowledge) for item in found.items),
        ),
        consistency=agreement_words.states(
            case_type, found.agreements.rules, found.sheet.disagreements, found.knowledge, settled=_settled(view)
        ),
        deadlines=clocks.states,
        clocks=clocks.clocks,
        facts=found.sheet.facts,
        basket=found.route.basket,
        priority=found.route.priority,
        basket_because=found.route.because,
        waiting_on=_waiting_on(view.case.state, found),
    )


def _settled(view: CaseView) -> frozenset[str]:
    """Give the codes a person waived: of items, of rules across pieces, of facts whose sources differ."""
    return frozenset(waiver.item for waiver in view.case.waivers if waiver.revoked_at is None)


def _accepted(contents: Sequence[PieceContent]) -> dict[str, list[ReadPiece]]:
    """Give each item's accepted pieces, the newest first; rules see no others."""
    found: dict[str, list[ReadPiece]] = {}
    for content in sorted(contents, key=lambda c: (c.received_at, c.piece.id), reverse=True):
        if content.piece.status is PieceStatus.ACCEPTED:
            found.setdefault(content.piece.item, []).append(read_piece(content))
    return found


def _route(
    case_type: CaseType, knowledge: Knowledge, counts: dict[ItemStatus, int], agreements: Agreements, *, doubts: int
) -> Route:
    """Give the first route whose condition holds; the last one always does (checked when the rules are loaded)."""
    bound: dict[str, object] = {
        "missing": counts.get(ItemStatus.MISSING, 0),
        "requested": counts.get(ItemStatus.REQUESTED, 0),
        "expired": counts.get(ItemStatus.EXPIRED, 0),
        "refused": counts.get(ItemStatus.REFUSED, 0),
        "to_review": counts.get(ItemStatus.TO_REVIEW, 0),
        "undetermined": counts.get(ItemStatus.UNDETERMINED, 0) + agreements.untold,
        "blocking": agreements.blocking,
        "doubts": doubts,
    }
    for name in case_type.looked_at.by_routes:
        if name in knowledge.bound:
            bound[name] = knowledge.bound[name]
    counted = Knowledge(bound, case_type.routing_vocabulary, knowledge.sheet, knowledge.pieces, knowledge.on)
    return next((route for route in case_type.routing if counted.holds(route.rule)), case_type.routing[-1])


def _complete_since(found: Assessment, view: CaseView, on: date) -> date:
    """Give the day the last needed piece came in: from then on the case could be decided.

    A waiver counts on its own day; never before the case was opened, never after the day of judging.
    """
    received = [j.counting.received_at.date() for j in found.items if j.counting and j.status is ItemStatus.SATISFIED]
    waived = [w.at.date() for w in view.case.waivers if w.revoked_at is None]
    return min(on, max([view.case.opened_at.date(), *received, *waived]))


def _waiting_on(state: CaseState, found: Assessment) -> WaitingOn:
    """Tell who has to move next: outsiders only when all that lacks was asked of them and nothing else is open."""
    if state in {CaseState.DECIDED, CaseState.CLOSED}:
        return WaitingOn.NOBODY
    if found.is_complete or found.agreements.blocking or found.doubts or found.agreements.untold:
        return WaitingOn.US
    lacking = [judged for judged in found.items if judged.status not in COMPLETE]
    is_asked = all(j.status is ItemStatus.REQUESTED and j.item.who is Who.THEM for j in lacking)
    return WaitingOn.THEM if is_asked else WaitingOn.US
