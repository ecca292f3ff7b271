"""Deadlines of a case: when each clock started, when it is due, whether it is paused, whom it warns.

Days are calendar days, months calendar months. A clock that runs is not moved by later edits: adding a piece to a
complete case changes nothing. When the cause is gone (the case is no longer complete, the fact's day was corrected,
the basket was left), the clock stops, stays on record with the day it stopped, and a new one starts with the cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from casebinder.casetypes import (
    BasketEntered,
    CaseComplete,
    CaseOpened,
    CaseType,
    Deadline,
    FactDay,
    RequestPlan,
)
from casebinder.judging.knowledge import Knowledge
from casebinder.model.case import Case, CaseState, RunningClock
from casebinder.model.request import Request, RequestState
from casebinder.model.verdict import ClockKind, DeadlineState
from casebinder.periods import after, before, days_after
from casebinder.requests import next_reminder
from pipeline.model.values import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What deadlines ask of the verdict; complete_since: the day the last needed piece came in, None: not complete."""

    basket: str
    complete_since: date | None
    has_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The deadlines as of one day, and the clocks to keep."""

    states: tuple[DeadlineState, ...]
    clocks: tuple[RunningClock, ...]


def run(case_type: CaseType, case: Case, knowledge: Knowledge, standing: Standing) -> Clocks:
    """Return every deadline and reminder as of the day of the knowledge; a decided case has only stopped clocks."""
    if case.state in {CaseState.DECIDED, CaseState.CLOSED}:
        return _stopped(case_type, case, knowledge.on)
    codes = {deadline.code for deadline in case_type.deadlines}
    states: list[DeadlineState] = []
    kept: list[RunningClock] = _ended([clock for clock in case.clocks if clock.code not in codes], None, knowledge.on)
    for deadline in case_type.deadlines:
        own = [clock for clock in case.clocks if clock.code == deadline.code]
        started = _started(deadline, case, knowledge, standing)
        clock = _running(deadline, own, started, knowledge.on, case.requests)
        kept.extend(_ended(own, clock, knowledge.on))
        if clock is not None:
            kept.append(clock)
        states.append(_state(deadline, clock, knowledge.on, case.requests))
    reminders = (_reminder(plan, case, knowledge.on) for plan in case_type.requests if standing.has_missing)
    states.extend(state for state in reminders if state is not None)
    return Clocks(states=tuple(states), clocks=tuple(kept))


def _stopped(case_type: CaseType, case: Case, on: date) -> Clocks:
    day = max((decision.at.date() for decision in case.decisions), default=on)
    clocks = tuple(replace(clock, stopped_on=clock.stopped_on or day) for clock in case.clocks)
    last = {clock.code: clock for clock in clocks if clock.stopped_on == day}
    states = (_state(deadline, last.get(deadline.code), on, ()) for deadline in case_type.deadlines)
    return Clocks(states=tuple(replace(s, days_left=None, warning_basket=None) for s in states), clocks=clocks)


def _started(deadline: Deadline, case: Case, knowledge: Knowledge, standing: Standing) -> date | None:
    """Return the day the cause of the clock set in, or None when there is none."""
    match deadline.starts:
        case CaseOpened():
            return min(case.opened_at.date(), knowledge.on)
        case CaseComplete():
            return standing.complete_since
        case FactDay(name):
            fact = knowledge.fact(name)
            return fact.value.value if fact and isinstance(fact.value, Day) else None
        case BasketEntered(basket):
            return knowledge.on if standing.basket == basket else None
        case _:
            assert_never(deadline.starts)


def _running(
    deadline: Deadline, own: Sequence[RunningClock], started: date | None, on: date, requests: Sequence[Request]
) -> RunningClock | None:
    """Return the clock that runs now: the one already running while its cause lasts, or a new one."""
    if started is None:
        return None
    live = next((clock for clock in own if clock.stopped_on is None), None)
    if live is not None and not (isinstance(deadline.starts, FactDay) and live.started_on != started):
        started = live.started_on
    return RunningClock(
        code=deadline.code, started_on=started, due_on=_due(deadline, started, on, requests), stopped_on=None
    )


def _ended(own: Sequence[RunningClock], clock: RunningClock | None, on: date) -> list[RunningClock]:
    """Return the clocks that no longer run, those that stop today among them."""
    running = clock.started_on if clock else None
    return [
        replace(old, stopped_on=old.stopped_on or on)
        for old in own
        if old.stopped_on is not None or old.started_on != running
    ]


def _due(deadline: Deadline, started: date, on: date, requests: Sequence[Request]) -> date:
    """Return the last day: the period after the start, and the days a sent request held the clock."""
    held = _days_held(started, on, requests) if deadline.is_paused_by_requests else 0
    return days_after(after(started, deadline.lasts), held)


def _days_held(started: date, on: date, requests: Sequence[Request]) -> int:
    """Count the days, since the start, on which at least one sent request waited for its answer."""
    days: set[int] = set()
    for request in requests:
        ended = on if request.state is RequestState.SENT else request.ended_at and request.ended_at.date()
        if request.sent_at is None or not ended:
            continue
        first, last = max(request.sent_at.date(), started), ended
        days.update(range(first.toordinal(), min(last, on).toordinal()))
    return len(days)


def _state(deadline: Deadline, clock: RunningClock | None, on: date, requests: Sequence[Request]) -> DeadlineState:
    is_waiting = any(request.state is RequestState.SENT for request in requests)
    due = clock.due_on if clock else None
    return DeadlineState(
        code=deadline.code,
        title=deadline.title,
        clock=deadline.clock,
        starts_on=clock.started_on if clock else None,
        due_on=due,
        days_left=(due - on).days if due else None,
        paused=bool(clock and is_waiting and deadline.is_paused_by_requests),
        warning_basket=_warned(deadline, due, on) if due else None,
    )


def _warned(deadline: Deadline, due: date, on: date) -> str | None:
    """Return the basket of the nearest warning whose day has come."""
    reached = [(before(due, w.before), w.basket) for w in deadline.warnings if on >= before(due, w.before)]
    return max(reached, key=lambda entry: entry[0])[1] if reached else None


def _reminder(plan: RequestPlan, case: Case, on: date) -> DeadlineState | None:
    """Return the day the next request for missing pieces is to be sent; None when all are out."""
    due = next_reminder(plan, case, on=on)
    if due is None:
        return None
    return DeadlineState(
        code=plan.code,
        title=plan.title,
        clock=ClockKind.INTERNAL,
        starts_on=min(case.opened_at.date(), on),
        due_on=due,
        days_left=(due - on).days,
        paused=False,
    )
