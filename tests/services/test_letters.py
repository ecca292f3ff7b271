"""Request letters from draft to answer: what is asked, what is sent, who may still stop it, and what clocks do."""

import pytest
from acting import one_act, opened, status, verdict
from house import LOCAL, House
from invariants import check_projections, check_records
from written import certificate, declaration, identity, salary

from casebinder.model.request import Request, RequestState
from casebinder.model.verdict import ItemStatus, WaitingOn
from pipeline.errors import NotPossible, PartUnreachable
from pipeline.model.text import Bilingual, Language
from services.access import SYSTEM
from services.desk.dispatch import Sent

SAID = Bilingual(fr="le disque est plein", en="the disk is full")


def requests(house: House, reference: str) -> tuple[Request, ...]:
    """Return the requests of a case."""
    return house.find.case(LOCAL, reference).case.requests


def states(house: House, reference: str) -> list[RequestState]:
    """Return the states of the requests of a case, oldest first."""
    return [request.state for request in requests(house, reference)]


def paused(house: House, reference: str) -> bool:
    """Return whether the clock of the first examination stands still."""
    return next(state.paused for state in verdict(house, reference).deadlines if state.code == "D02")


def asked(house: House) -> str:
    """Open a case that lacks two pieces, and have its letter sent; return its reference."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    assert house.dispatch.send(SYSTEM) == Sent(sent=1)
    house.go_on()
    return reference


# ---------------------------------------------------------------- draft and send
def test_one_letter_asks_for_all_that_lacks(house: House) -> None:
    """A draft names every missing item once, with a slip each, and asks nobody yet; without a need there is none."""
    reference = opened(house, declaration(), certificate())
    with one_act(house, "case.request"):
        house.correspond.request(LOCAL, reference, language=Language.EN)
    (request,) = requests(house, reference)
    assert set(request.items) == {"identity", "salary_certificate"}
    assert [slip.item for slip in request.slips] == list(request.items)
    assert status(house, reference, "identity") is ItemStatus.MISSING
    letter = house.correspond.letter(LOCAL, reference).decode()
    assert "Identity paper" in letter
    assert all(slip.code[:4] in letter for slip in request.slips)
    house.captured("rest.pdf", identity(), salary(), batch_class="single_sheets")
    assert states(house, reference) == [RequestState.WITHDRAWN]
    with pytest.raises(NotPossible) as refused:
        house.correspond.request(LOCAL, reference)
    assert refused.value.code == "nothing_to_request"


def test_a_draft_is_brought_up_to_date_and_never_doubled(house: House) -> None:
    """What lacks since the draft joins it under its own name; a draft that asks for all of it already stays."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    (before,) = requests(house, reference)
    with pytest.raises(NotPossible) as refused:
        house.correspond.request(LOCAL, reference)
    assert refused.value.code == "already_drafted"
    house.desk.set_facts(LOCAL, reference, [("employment", "agency")])
    house.correspond.request(LOCAL, reference)
    (after,) = requests(house, reference)
    assert after.id == before.id
    assert set(after.items) > set(before.items)
    assert set(after.slips) > set(before.slips)


def test_sending_changes_who_has_to_move_and_stops_the_clock(house: House) -> None:
    """Sent: the items are requested, the case waits on them, the clock stands still, the letter lies in the folder."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    with one_act(house, "case.send"):
        house.correspond.send(LOCAL, reference)
    assert verdict(house, reference).waiting_on is WaitingOn.US
    with one_act(house, "letter.send"):
        assert house.dispatch.send(SYSTEM) == Sent(sent=1)
    (request,) = requests(house, reference)
    assert request.state is RequestState.SENT
    assert request.channel == "post"
    assert status(house, reference, "identity") is ItemStatus.REQUESTED
    assert verdict(house, reference).waiting_on is WaitingOn.THEM
    assert paused(house, reference)
    (name,) = house.post.sent
    assert reference in name
    assert house.post.sent[name] == house.correspond.letter(LOCAL, reference)
    assert house.dispatch.send(SYSTEM) == Sent()
    check_projections(house)


def test_a_piece_that_comes_before_the_letter_goes_is_not_asked_for(house: House) -> None:
    """The letter that goes out asks for what lacks then, also when it was queued before, and bears that day."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.captured("card.pdf", identity())
    house.clock.pass_days(3)
    house.dispatch.send(SYSTEM)
    (request,) = requests(house, reference)
    assert (request.state, request.items, request.dated) == (
        RequestState.SENT,
        ("salary_certificate",),
        house.clock.today(),
    )
    assert status(house, reference, "identity") is ItemStatus.SATISFIED


# ---------------------------------------------------------------- taking back
def test_a_letter_is_taken_back_until_the_sender_has_it(house: House) -> None:
    """A draft and a queued letter can be withdrawn and are never sent; one that was sent cannot."""
    reference = opened(house, declaration(), certificate())
    for is_queued in (False, True):
        house.correspond.request(LOCAL, reference)
        if is_queued:
            house.correspond.send(LOCAL, reference)
        with one_act(house, "case.withdraw"):
            house.correspond.withdraw(LOCAL, reference, reason="he telephoned")
        assert house.dispatch.send(SYSTEM) == Sent()
    assert house.post.sent == {}
    assert status(house, reference, "identity") is ItemStatus.MISSING
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.dispatch.send(SYSTEM)
    with pytest.raises(NotPossible) as refused:
        house.correspond.withdraw(LOCAL, reference)
    assert refused.value.code == "no_letter"


def test_withdrawal_and_sending_cannot_both_win(house: House) -> None:
    """While the letter is in the sender's hands a withdrawal is refused, and another sender finds nothing to send."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    seen: list[object] = []

    def meanwhile() -> None:
        with pytest.raises(NotPossible) as refused:
            house.correspond.withdraw(LOCAL, reference)
        seen.append(refused.value.code)
        seen.append(house.another_sender("w-2").send(SYSTEM))

    house.post.while_sending = meanwhile
    assert house.dispatch.send(SYSTEM) == Sent(sent=1)
    assert seen == ["request_under_way", Sent()]
    assert states(house, reference) == [RequestState.SENT]


def test_what_could_not_be_sent_says_so_and_is_tried_again(house: House) -> None:
    """A failure puts the letter back with its reason, where it can be withdrawn; the clock does not stop for it."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.post.errors.append(PartUnreachable("outgoing_unreachable", SAID, next_step=SAID))
    assert house.dispatch.send(SYSTEM) == Sent(failed=1)
    (request,) = requests(house, reference)
    assert (request.state, request.attempts) == (RequestState.QUEUED, 1)
    assert request.problem is not None
    assert request.problem.code == "outgoing_unreachable"
    assert not paused(house, reference)
    check_records(house)
    assert house.dispatch.send(SYSTEM) == Sent(), "it waits for its next try"
    house.correspond.withdraw(LOCAL, reference)
    assert states(house, reference) == [RequestState.WITHDRAWN]


# ---------------------------------------------------------------- answers, reminders, lapses
def test_the_clock_goes_on_with_the_answer(house: House) -> None:
    """When all came that was asked for the request is answered, and the days in between do not count."""
    reference = asked(house)
    before = next(d.due_on for d in verdict(house, reference).deadlines if d.code == "D02")
    house.clock.pass_days(5)
    house.captured("card.pdf", identity())
    assert states(house, reference) == [RequestState.SENT], "half an answer is none"
    house.captured("pay.pdf", salary())
    (request,) = requests(house, reference)
    assert request.state is RequestState.ANSWERED
    assert not paused(house, reference)
    after = next(d.due_on for d in verdict(house, reference).deadlines if d.code == "D02")
    assert before is not None
    assert after is not None
    assert (after - before).days == 5
    check_records(house)
    check_projections(house)


def test_reminders_follow_the_plan_and_replace_each_other(house: House) -> None:
    """Letters go out after 7, 21 and 45 days; each lapses when the next is sent, the last when its time is over."""
    reference = opened(house, declaration(), certificate())
    days: list[int] = []
    for day in range(1, 80):
        house.clock.pass_days(1)
        house.sweep.sweep(SYSTEM)
        house.correspond.remind(SYSTEM)
        days += [day] * house.dispatch.send(SYSTEM).sent
    assert days == [7, 21, 45]
    assert states(house, reference) == [RequestState.LAPSED] * 3
    assert [request.is_reminder for request in requests(house, reference)] == [False, True, True]
    assert status(house, reference, "identity") is ItemStatus.MISSING
    assert verdict(house, reference).waiting_on is WaitingOn.US
    assert not paused(house, reference)
    check_records(house)


def test_a_letter_sent_late_is_not_followed_at_once(house: House) -> None:
    """A first letter on day 30 is followed after the plan's interval, not on the night after, though day 21 is past."""
    reference = opened(house, declaration(), certificate())
    house.clock.pass_days(30)
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.dispatch.send(SYSTEM)
    house.clock.pass_days(13)
    assert house.correspond.remind(SYSTEM) == 0
    house.clock.pass_days(1)
    assert house.correspond.remind(SYSTEM) == 1
    assert house.correspond.remind(SYSTEM) == 0


def test_a_decision_ends_what_was_asked(house: House) -> None:
    """With the decision nothing is awaited any more: what was sent lapses, what was not is withdrawn."""
    reference = asked(house)
    house.correspond.request(LOCAL, reference)
    house.desk.decide(LOCAL, reference, "refused", reason="no answer")
    assert states(house, reference) == [RequestState.LAPSED, RequestState.WITHDRAWN]
    with pytest.raises(NotPossible) as refused:
        house.correspond.request(LOCAL, reference)
    assert refused.value.code == "not_open"


def test_what_a_person_noted_stays_in_the_house(house: House) -> None:
    """The letter says the case type's words; why a person refused a piece, in their own, is not sent out."""
    reference = opened(house, declaration(), certificate(), identity())
    house.desk.refuse(LOCAL, reference, "identity", None, reason="looks forged to me")
    house.correspond.request(LOCAL, reference)
    letter = house.correspond.letter(LOCAL, reference).decode()
    assert "La pièce reçue n’a pas pu être retenue." in letter
    assert "forged" not in letter
