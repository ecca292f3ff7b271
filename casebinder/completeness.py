"""Is the case complete, what does it lack, who has to move, where does it go: the one judge of a case.

Pure: the case with its pieces' contents, the reference data and the day go in, the verdict comes out. What cannot be
told stays undetermined, and a case is never complete while something is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casebinder.calculations.plan import Computed
from casebinder.calculations.three_way_match import three_way_match
from casebinder.casetypes import CaseType, Route, RuledDecision, Who
from casebinder.explaining.agreements import agreement_states
from casebinder.explaining.items import item_state
from casebinder.judging import checklist, consistency, deadlines
from casebinder.judging.checklist import COMPLETE, Judged
from casebinder.judging.consistency import Agreements
from casebinder.judging.deadlines import Standing
from casebinder.judging.facts import FactSheet, ReadPiece, derive, read_piece
from casebinder.judging.knowledge import Knowledge, gather
from casebinder.model.case import CaseState, PieceStatus
from casebinder.model.verdict import Completeness, ConsistencyState, ItemStatus, Verdict, WaitingOn
from casebinder.model.view import CaseView, PieceContent
from casebinder.wording import sentence
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
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
    decision: RuledDecision | None


def assess(case_type: CaseType, view: CaseView, *, reference: ReferenceData, on: date) -> Assessment:
    """Judge a case on one day, without words (a tenth of the cost of `judge`)."""
    pieces = _accepted(view.contents)
    sheet = derive(case_type, view.case, pieces, reference=reference)
    knowledge = gather(case_type, sheet, {item: accepted[0] for item, accepted in pieces.items()}, on=on)
    knowledge = knowledge.with_computed(_computed(case_type, view, knowledge, reference=reference))
    chosen = checklist.choose(case_type, knowledge, pieces)
    if chosen:
        knowledge = knowledge.with_pieces(case_type, chosen)
        knowledge = knowledge.with_computed(_computed(case_type, view, knowledge, reference=reference))
    items = checklist.judge_items(case_type, view.case, knowledge, view.contents)
    settled = _settled(view)
    agreements = consistency.judge_rules(case_type, knowledge, settled=settled)
    doubts = agreements.doubts + sum(1 for d in sheet.disagreements if d.code not in settled)
    counts = checklist.count(items)
    is_agreed = not (agreements.blocking or doubts or agreements.untold)
    is_complete = is_agreed and counts.keys() <= COMPLETE
    counted = _counted(case_type, knowledge, counts, agreements, doubts=doubts)
    return Assessment(
        sheet=sheet,
        knowledge=knowledge,
        items=items,
        agreements=agreements,
        counts=counts,
        doubts=doubts,
        is_complete=is_complete,
        route=next((route for route in case_type.routing if counted.holds(route.rule)), case_type.routing[-1]),
        decision=_decision(case_type, counted, is_certain=is_complete and not settled),
    )


def _computed(
    case_type: CaseType, view: CaseView, knowledge: Knowledge, *, reference: ReferenceData
) -> dict[str, Computed]:
    """Make the calculations of the case type on the pieces that count."""
    found: dict[str, Computed] = {}
    for plan in case_type.matches:
        piece = knowledge.pieces.get(plan.billed)
        bill = piece.content if piece else None
        told = three_way_match(plan, view.contents, view.related, bill, reference=reference)
        found.update({f"{plan.name}.{point}": one for point, one in told.items()})
    return found


def _decision(case_type: CaseType, counted: Knowledge, *, is_certain: bool) -> RuledDecision | None:
    """Return the first decision whose condition holds; one that ends the case only when all is certain by itself."""
    holding = (one for one in case_type.decisions if counted.holds(one.rule))
    return next((one for one in holding if is_certain or not one.is_settling), None)


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
    agreements = agreement_states(
        case_type, found.agreements.rules, found.sheet.disagreements, found.knowledge, settled=_settled(view)
    )
    return Verdict(
        completeness=Completeness(
            is_complete=found.is_complete,
            sentence=words,
            checked_on=on,
            rules_version=case_type.version,
            items=tuple(item_state(case_type, item, found.knowledge) for item in found.items),
        ),
        consistency=agreements,
        deadlines=clocks.states,
        clocks=clocks.clocks,
        facts=found.sheet.facts,
        basket=found.route.basket,
        priority=found.route.priority,
        basket_because=found.route.because,
        waiting_on=_waiting_on(view.case.state, found),
        proposed_outcome=found.decision.outcome if found.decision else None,
        proposed_because=_because(agreements, is_settling=found.decision.is_settling) if found.decision else (),
        is_settling=found.decision is not None and found.decision.is_settling,
    )


def _because(agreements: Sequence[ConsistencyState], *, is_settling: bool) -> tuple[Bilingual, ...]:
    """Return the reasons of a decision: all that agrees when it ends the case, else all that does not."""
    return tuple(one.message for one in agreements if one.holds is is_settling and one.severity is not Severity.NOTE)


def _settled(view: CaseView) -> frozenset[str]:
    """Return the codes a person waived: of items, of rules across pieces, of facts whose sources differ."""
    return frozenset(waiver.item for waiver in view.case.waivers if waiver.revoked_at is None)


def _accepted(contents: Sequence[PieceContent]) -> dict[str, list[ReadPiece]]:
    """Return each item's accepted pieces, the newest first; rules see no others."""
    found: dict[str, list[ReadPiece]] = {}
    for content in sorted(contents, key=lambda c: (c.received_at, c.piece.id), reverse=True):
        if content.piece.status is PieceStatus.ACCEPTED:
            found.setdefault(content.piece.item, []).append(read_piece(content))
    return found


def _counted(
    case_type: CaseType, knowledge: Knowledge, counts: dict[ItemStatus, int], agreements: Agreements, *, doubts: int
) -> Knowledge:
    """Return what routes and decisions may look at: the counts beside facts, pieces and what was computed."""
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
    vocabulary = case_type.routing_vocabulary
    return Knowledge(bound, vocabulary, knowledge.sheet, knowledge.pieces, knowledge.on, knowledge.computed)


def _complete_since(found: Assessment, view: CaseView, on: date) -> date:
    """Return the day the last needed piece came in: from then on the case could be decided.

    A waiver counts on its own day; never before the case was opened, never after the day of judging.
    """
    received = [j.counting.received_at.date() for j in found.items if j.counting and j.status is ItemStatus.SATISFIED]
    waived = [w.at.date() for w in view.case.waivers if w.revoked_at is None]
    return min(on, max([view.case.opened_at.date(), *received, *waived]))


def _waiting_on(state: CaseState, found: Assessment) -> WaitingOn:
    """Return who has to move next: outsiders only when all that lacks was asked of them and nothing else is open."""
    if state in {CaseState.DECIDED, CaseState.CLOSED}:
        return WaitingOn.NOBODY
    if found.is_complete or found.agreements.blocking or found.doubts or found.agreements.untold:
        return WaitingOn.US
    lacking = [judged for judged in found.items if judged.status not in COMPLETE]
    is_asked = all(j.status is ItemStatus.REQUESTED and j.item.who is Who.THEM for j in lacking)
    return WaitingOn.THEM if is_asked else WaitingOn.US
