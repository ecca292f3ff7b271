"""What rules decide by themselves is recorded as an act of the system, and withdrawn when it no longer holds.

A person may always decide otherwise; what a person decided or opened again is never decided by rule.
"""

from dataclasses import replace

from casebinder.model.case import Case, CaseState, Decision
from casebinder.model.verdict import Verdict
from pipeline.ports import Clock
from services.access import SYSTEM, write_down
from services.ports.records import UnitOfWork

_BY_RULE = frozenset({CaseState.OPEN, CaseState.DECIDED})


def decided(uow: UnitOfWork, clock: Clock, case: Case, verdict: Verdict) -> Case:
    """Return the case with the decision its verdict proposes, in the state that follows; the same when none is new.

    A case that the rules had ended is opened again when they would not end it any more.
    """
    if not _is_ours(case) or verdict.proposed_outcome is None:
        return case
    last = case.decisions[-1] if case.decisions else None
    reasons = tuple(reason.fr for reason in verdict.proposed_because)
    is_ended = case.state is CaseState.DECIDED
    if last and last.outcome == verdict.proposed_outcome and (is_ended or last.reasons == reasons):
        return case
    made = Decision(outcome=verdict.proposed_outcome, reasons=reasons, by=SYSTEM.id, at=clock.now())
    subject, detail = f"case:{case.id}", {"outcome": made.outcome}
    write_down(uow, clock, SYSTEM, "case.decide", subject, case=case.id, reason=" ".join(reasons), detail=detail)
    return replace(case, state=_state(case, verdict), decisions=(*case.decisions, made))


def is_by_rule(case: Case) -> bool:
    """Return whether every decision about a case was made by rule."""
    return bool(case.decisions) and all(decision.by == SYSTEM.id for decision in case.decisions)


def _is_ours(case: Case) -> bool:
    """Return whether no person has decided the case, nor opened it again."""
    return case.state in _BY_RULE and (not case.decisions or is_by_rule(case))


def _state(case: Case, verdict: Verdict) -> CaseState:
    if verdict.is_settling:
        return CaseState.DECIDED
    return CaseState.REOPENED if case.state is CaseState.DECIDED else case.state
