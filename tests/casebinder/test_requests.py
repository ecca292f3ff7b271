"""Codes of answer slips and the days of requests: what must hold whatever is drawn, asked and answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from casebinder.casetypes import RequestPlan
from casebinder.letters.letter import Office, recipient_of
from casebinder.letters.slips import LENGTH, LETTERS, Answer, NoAnswer, answer_code, in_clear, is_sound, read_slips
from casebinder.model.case import Case, CaseState
from casebinder.model.request import Request, RequestState, Slip
from casebinder.periods import Period
from casebinder.requests import MOVES, UNSENT, Standing, moved, next_reminder, settled, standing
from pipeline.model.identity import CaseId, Circle, Digest
from pipeline.model.text import Bilingual

OPENED = datetime(2026, 6, 1, 9, tzinfo=UTC)
PLAN = RequestPlan(code="R01", title=Bilingual(fr="", en=""), after=tuple(Period(days=days) for days in (7, 21, 45)))


def request(state: RequestState, *, items: tuple[str, ...] = ("identity",), sent: int | None = None) -> Request:
    """Make a request sent so many days after the case was opened."""
    at = None if sent is None else OPENED + timedelta(days=sent)
    slips = tuple(Slip(item=item, code=answer_code(f"{state}{item}")) for item in items)
    return Request(id=f"r-{state}-{sent}", state=state, items=items, drafted_at=OPENED, sent_at=at, slips=slips)


def case(*requests: Request, state: CaseState = CaseState.OPEN) -> Case:
    """Make a case with these requests."""
    return Case(
        id=CaseId("c-1"),
        reference="OD-2026-00001",
        case_type="occupational_disease",
        rules_digest=Digest("sha256:0"),
        rules_version="1",
        circle=Circle("open"),
        state=state,
        opened_at=OPENED,
        requests=requests,
    )


# ---------------------------------------------------------------- codes
@given(secret=st.text(min_size=1), place=st.integers(0, LENGTH), letter=st.sampled_from(LETTERS))
def test_an_altered_character_is_always_noticed(secret: str, place: int, letter: str) -> None:
    """A code whose any one character was misread or changed is no code of ours."""
    code = answer_code(secret)
    altered = code[:place] + letter + code[place + 1 :]
    assert is_sound(code)
    assert is_sound(altered) == (altered == code)


@given(secret=st.text(min_size=1))
def test_a_code_in_clear_is_the_code(secret: str) -> None:
    """What is printed for the eye is the code in groups of four, and nothing else."""
    assert in_clear(answer_code(secret)).replace(" ", "") == answer_code(secret)
    assert set(answer_code(secret)[:-1]) <= set(LETTERS)


def test_codes_do_not_tell_each_other() -> None:
    """Codes of secrets that follow each other share no more than chance allows, and none comes twice."""
    codes = [answer_code(str(number)) for number in range(2000)]
    assert len(set(codes)) == len(codes)
    alike = sum(a == b for one, two in pairwise(codes) for a, b in zip(one, two, strict=True))
    assert alike / (len(codes) * (LENGTH + 1)) < 0.05


def test_slips_tell_their_case_and_item_or_nothing() -> None:
    """A slip names its item; of several all are named; one that may not bind spoils the whole."""
    sent, withdrawn = request(RequestState.SENT, items=("identity", "salary")), request(RequestState.WITHDRAWN)
    known = case(sent, withdrawn)
    codes = {slip.code: known for one in known.requests for slip in one.slips}
    first, second = (slip.code for slip in sent.slips)
    assert read_slips((), codes.get) is None
    assert read_slips((first,), codes.get) == Answer(case=known, items=("identity",))
    assert read_slips((first, second), codes.get) == Answer(case=known, items=("identity", "salary"))
    for spoilt in (withdrawn.slips[0].code, answer_code("foreign"), "x"):
        assert isinstance(read_slips((first, spoilt), codes.get), NoAnswer)
    assert isinstance(read_slips((first,), codes.get, sheet="OD-2026-00009"), NoAnswer)


# ---------------------------------------------------------------- moves and days
@given(frm=st.sampled_from(RequestState), to=st.sampled_from(RequestState))
def test_only_legal_moves_are_made(frm: RequestState, to: RequestState) -> None:
    """A request goes where the table says; what was sent is never unsent, what has ended stays so."""
    try:
        moved(request(frm), to)
    except ValueError:
        assert to not in MOVES[frm]
    else:
        assert to in MOVES[frm]
    assert not (frm not in UNSENT and to in UNSENT and to in MOVES[frm])


@given(sent=st.lists(st.integers(0, 120), max_size=4))
def test_a_reminder_keeps_its_distance(sent: list[int]) -> None:
    """The next letter is never before its day in the plan, nor sooner after the last than the plan's own interval."""
    days = sorted(sent)
    due = next_reminder(PLAN, case(*(request(RequestState.LAPSED, sent=day) for day in days)), on=OPENED.date())
    planned = (7, 21, 45)
    if len(days) >= len(planned):
        assert due is None
        return
    assert due is not None
    after = (due - OPENED.date()).days
    assert after >= planned[len(days)]
    if days:
        assert after - days[-1] >= planned[len(days)] - planned[len(days) - 1]


@given(state=st.sampled_from(RequestState), is_open=st.booleans())
def test_settling_ends_everything_once(state: RequestState, is_open: bool) -> None:
    """Without anything awaited a request ends, each by a legal move, and settling again changes nothing."""
    before = case(request(state), state=CaseState.OPEN if is_open else CaseState.DECIDED)
    once = settled(before, (), at=OPENED, on=OPENED.date())
    again = settled(case(*once, state=before.state), (), at=OPENED, on=OPENED.date())
    assert again == once
    ends = {RequestState.ANSWERED, RequestState.LAPSED, RequestState.WITHDRAWN, RequestState.SENDING}
    assert once[0].state in ends, "only what is in the sender's hands goes on"


def test_without_papers_a_letter_has_no_address() -> None:
    """Nobody's address is guessed: without a person and papers the letter is for the counter."""
    assert Office().lines == ()
    assert recipient_of(None, None, ()) == ()  # type: ignore[arg-type]


# ---------------------------------------------------------------- where letters stand
def test_a_letter_stands_where_somebody_has_to_follow_it() -> None:
    """Unsent ones are to be sent; the last sent one without answer is overdue after its day, while the case is open."""
    day = OPENED.date() + timedelta(days=40)
    first, last = (
        replace(request(state, sent=sent), answer_by=OPENED.date() + timedelta(days=30))
        for state, sent in ((RequestState.LAPSED, 7), (RequestState.SENT, 21))
    )
    both = case(first, last)
    assert standing(both, first, on=day) is Standing.ENDED
    assert standing(both, last, on=day) is Standing.OVERDUE
    assert standing(both, last, on=OPENED.date() + timedelta(days=30)) is Standing.SENT
    assert standing(case(first), first, on=day) is Standing.OVERDUE
    assert standing(case(first, state=CaseState.DECIDED), first, on=day) is Standing.ENDED
    for state in UNSENT:
        assert standing(case(request(state)), request(state), on=day) is Standing.TO_SEND
    assert standing(both, request(RequestState.ANSWERED, sent=7), on=day) is Standing.ANSWERED
    assert standing(both, request(RequestState.WITHDRAWN), on=day) is Standing.ENDED
