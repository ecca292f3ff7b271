"""Requests for missing pieces: what one asks for, which moves are legal, when it is answered, lapses or is due again.

A case has at most one request that is not sent yet: it asks for everything at once. Sent ones hold the clocks that
requests pause; each move is decided here, and done in the transaction of whatever caused it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from casebinder.casetypes import CaseType, ItemType, RequestPlan, Who
from casebinder.model.case import OPEN_STATES, Case
from casebinder.model.request import Request, RequestState, Standing
from casebinder.model.verdict import ItemState, ItemStatus
from casebinder.periods import after, days_after
from pipeline.model.text import Bilingual

MOVES: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFTED: frozenset({RequestState.QUEUED, RequestState.WITHDRAWN}),
    # Back to drafted only when records are made again and nobody can tell whether it went out.
    RequestState.QUEUED: frozenset({RequestState.SENDING, RequestState.WITHDRAWN, RequestState.DRAFTED}),
    # Back to queued when sending failed: nothing went out, and it may be withdrawn again.
    RequestState.SENDING: frozenset({RequestState.SENT, RequestState.QUEUED, RequestState.DRAFTED}),
    RequestState.SENT: frozenset({RequestState.ANSWERED, RequestState.LAPSED}),
    RequestState.ANSWERED: frozenset(),
    RequestState.LAPSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}
"""The legal moves of a request."""

UNSENT = frozenset({RequestState.DRAFTED, RequestState.QUEUED, RequestState.SENDING})
USUAL_DAYS = 30
"""Days to answer where no plan of the case type says more."""
_NOT_NEEDED = frozenset({ItemStatus.NOT_APPLICABLE, ItemStatus.WAIVED})
_EXPIRED = Bilingual(fr="La pièce reçue n’est plus valable.", en="The paper received is no longer valid.")
_REFUSED = Bilingual(fr="La pièce reçue n’a pas pu être retenue.", en="The paper received could not be accepted.")
_LACKING = frozenset({ItemStatus.MISSING, ItemStatus.REQUESTED, ItemStatus.EXPIRED, ItemStatus.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A piece to ask for; why: what the case type says of it, or what is wrong with the one that came."""

    item: str
    title: Bilingual
    accepts: tuple[str, ...]
    why: Bilingual | None


def unasked(case: Case) -> Case:
    """Return the case as if nothing had been asked, so that judging tells why a piece lacks."""
    return replace(case, requests=())


def wanted(case_type: CaseType, items: Sequence[ItemState]) -> tuple[Wanted, ...]:
    """Return everything that others have to bring, from the checklist of the `unasked` case."""
    found = []
    for state in items:
        item = case_type.item(state.item)
        if item is None or item.who is not Who.THEM or state.status not in _LACKING:
            continue
        found.append(Wanted(item=item.code, title=item.title, accepts=item.accepts, why=_why(item, state)))
    return tuple(found)


def _why(item: ItemType, state: ItemState) -> Bilingual | None:
    """Return the case type's own words; what a person noted when refusing is for the house, and not for a letter."""
    match state.status:
        case ItemStatus.EXPIRED:
            return item.otherwise or _EXPIRED
        case ItemStatus.REFUSED:
            rule = state.because.rule if state.because else None
            return next((each.otherwise for each in item.conform if each.rule.text == rule), _REFUSED)
        case _:
            return item.because


def unsent(case: Case) -> Request | None:
    """Return the request that is not sent yet, or None."""
    return next((request for request in case.requests if request.state in UNSENT), None)


def moved(request: Request, to: RequestState) -> Request:
    """Return the request in another state; raises ValueError for a move that is not legal."""
    if to not in MOVES[request.state]:
        raise ValueError(f"request {request.id} cannot go from {request.state} to {to}")
    return replace(request, state=to)


def with_request(case: Case, request: Request) -> Case:
    """Return the case with the request in place of the one of its name, or added."""
    if any(known.id == request.id for known in case.requests):
        return replace(case, requests=tuple(request if r.id == request.id else r for r in case.requests))
    return replace(case, requests=(*case.requests, request))


def as_sent(case: Case, request: Request, *, channel: str, at: datetime) -> Case:
    """Return the case with the request sent; those sent before lapse, for the new letter asks in their place."""
    sent = replace(moved(request, RequestState.SENT), sent_at=at, channel=channel, problem=None)
    others = tuple(
        replace(moved(r, RequestState.LAPSED), closed_at=at) if r.state is RequestState.SENT else r
        for r in case.requests
    )
    return with_request(replace(case, requests=others), sent)


def standing(case: Case, request: Request, *, on: date) -> Standing:
    """Return where a letter stands on a day; unanswered it is overdue until another asks again or the case ends."""
    match request.state:
        case RequestState.DRAFTED | RequestState.QUEUED | RequestState.SENDING:
            return Standing.TO_SEND
        case RequestState.ANSWERED:
            return Standing.ANSWERED
        case RequestState.WITHDRAWN:
            return Standing.ENDED
        case RequestState.SENT | RequestState.LAPSED:
            return _unanswered(case, request, on=on)
        case _:
            assert_never(request.state)


def _unanswered(case: Case, request: Request, *, on: date) -> Standing:
    is_last = request == [known for known in case.requests if known.sent_at is not None][-1]
    is_late = request.answer_by is not None and on > request.answer_by
    if is_last and is_late and case.state in OPEN_STATES:
        return Standing.OVERDUE
    return Standing.SENT if request.state is RequestState.SENT else Standing.ENDED


def settled(case: Case, items: Sequence[ItemState], *, at: datetime, on: date) -> tuple[Request, ...]:
    """Return the requests as they follow from the verdict: answered, lapsed, or withdrawn because nothing lacks."""
    status = {state.item: state for state in items}
    return tuple(_settled(case, request, status, at=at, on=on) for request in case.requests)


def _settled(case: Case, request: Request, status: Mapping[str, ItemState], *, at: datetime, on: date) -> Request:
    states = [status[item] for item in request.items if item in status]
    if request.state is RequestState.SENT:
        return _of_sent(case, request, states, at=at, on=on)
    is_idle = case.state not in OPEN_STATES or not any(state.status in _LACKING for state in states)
    if request.state in {RequestState.DRAFTED, RequestState.QUEUED} and is_idle:
        return replace(moved(request, RequestState.WITHDRAWN), closed_at=at)
    return request


def _of_sent(case: Case, request: Request, states: Sequence[ItemState], *, at: datetime, on: date) -> Request:
    is_awaited = any(state.status is ItemStatus.REQUESTED for state in states)
    has_come = any(state.pieces and state.status not in _NOT_NEEDED for state in states)
    if case.state in OPEN_STATES and has_come and not is_awaited:
        return replace(moved(request, RequestState.ANSWERED), answered_at=at)
    is_over = request.answer_by is not None and on > request.answer_by
    if is_over or not is_awaited or case.state not in OPEN_STATES:
        return replace(moved(request, RequestState.LAPSED), closed_at=at)
    return request


# ---------------------------------------------------------------- the days of a plan
def next_reminder(plan: RequestPlan, case: Case, *, on: date) -> date | None:
    """Return the day the next request is to be sent by the plan, as seen on a day; None when all are out.

    Never earlier than the plan's own interval after the last letter, so that one sent late is not followed at once.
    """
    sent = [request.sent_at.date() for request in case.requests if request.sent_at is not None]
    return _planned(plan, min(case.opened_at.date(), on), sent)


def _planned(plan: RequestPlan, opened: date, sent: Sequence[date]) -> date | None:
    if len(sent) >= len(plan.after):
        return None
    due = after(opened, plan.after[len(sent)])
    return max(due, days_after(max(sent), _interval(plan, opened, len(sent)).days)) if sent else due


def _interval(plan: RequestPlan, opened: date, number: int) -> timedelta:
    """Return the time between the letter before and the letter of that number, counted from 0."""
    if number <= 0 or len(plan.after) < 2:
        return timedelta(days=USUAL_DAYS)
    number = min(number, len(plan.after) - 1)
    return after(opened, plan.after[number]) - after(opened, plan.after[number - 1])


def answer_by(case_type: CaseType, case: Case, *, on: date) -> date:
    """Return the last day to answer a letter of that day: the eve of the next, or as long after the last of them."""
    opened = case.opened_at.date()
    sent = [*(request.sent_at.date() for request in case.requests if request.sent_at is not None), on]
    days = []
    for plan in case_type.requests:
        following = _planned(plan, opened, sent)
        days.append(days_after(following, -1) if following else days_after(on, _interval(plan, opened, len(sent)).days))
    return min(days, default=days_after(on, USUAL_DAYS))
