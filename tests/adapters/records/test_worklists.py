"""Worklists, tasks and people as the records find them: by whose move, by when, for whom, and only what may be seen."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from casebinder.model.case import CaseState, Note, Task
from casebinder.model.request import Request, RequestState, Standing
from casebinder.model.verdict import ClockKind, DeadlineState, Verdict, WaitingOn
from casebinder.requests import standing
from pipeline.model.identity import ActorId, CaseId, Circle, PartyId
from pipeline.model.text import Bilingual
from services.ports.case_records import CaseQuery, WorkQuery
from services.ports.search import Reach, Visibility

EVERYTHING = Visibility(circles=None)
TODAY = date(2026, 3, 10)
MARIE, PAUL = ActorId("marie"), ActorId("paul")


def due(
    verdict: Verdict, day: date | None, *, waiting_on: WaitingOn = WaitingOn.US, is_paused: bool = False
) -> Verdict:
    """Return the verdict with one deadline."""
    deadline = DeadlineState(
        code="D1",
        title=Bilingual(fr="Examen", en="Examination"),
        clock=ClockKind.INTERNAL,
        starts_on=date(2026, 3, 1),
        due_on=day,
        days_left=None if day is None else (day - TODAY).days,
        paused=is_paused,
    )
    return replace(verdict, deadlines=(deadline,), waiting_on=waiting_on)


@pytest.fixture
def working(captured, make, verdict):
    """Return records of five cases: late, due, paused, ended, and one in a closed circle."""
    late, soon, paused, ended, closed = (make.case(name, basket="control") for name in ("c1", "c2", "c3", "c4", "c5"))
    with captured.writing() as unit:
        for case, told in (
            (replace(late, assignee=MARIE), due(verdict, date(2026, 3, 9))),
            (replace(soon, assignee=PAUL, basket="complements"), due(verdict, date(2026, 3, 8), is_paused=True)),
            (paused, due(verdict, date(2026, 3, 20), waiting_on=WaitingOn.THEM)),
            (replace(ended, state=CaseState.DECIDED), due(verdict, None)),
            (replace(closed, circle=Circle("health"), case_type="other_type"), due(verdict, date(2026, 3, 1))),
        ):
            unit.cases.add(case)
            unit.cases.set_verdict(case.id, told)
        unit.commit()
    return captured


def listed(records, **asked: object) -> list[str]:
    """Return the cases of a worklist, in its order."""
    query = replace(WorkQuery(visibility=EVERYTHING), **asked)
    with records.reading() as unit:
        return [line.case for line in unit.cases.worklist(query, offset=0, limit=9)]


def test_what_is_due_first_comes_first(working):
    """Open cases stand by their first running deadline; those that wait or have none stand behind, no ended one."""
    assert listed(working) == ["c5", "c1", "c3", "c2"]
    assert listed(working, is_open=False) == ["c5", "c1", "c3", "c2", "c4"]
    with working.reading() as unit:
        second = unit.cases.worklist(WorkQuery(visibility=EVERYTHING), offset=1, limit=2)
    assert [line.case for line in second] == ["c1", "c3"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"basket": "complements"}, ["c2"]),
        ({"case_type": "other_type"}, ["c5"]),
        ({"waiting_on": WaitingOn.THEM}, ["c3"]),
        ({"assignee": MARIE}, ["c1"]),
        ({"not_assignee": MARIE}, ["c2"]),
        ({"unassigned": True}, ["c5", "c3"]),
        ({"due_before": TODAY}, ["c5", "c1"]),
        ({"only_incomplete": True}, []),
        ({"visibility": Visibility(circles=("open",))}, ["c1", "c3", "c2"]),
        ({"visibility": Visibility(circles=("open",), reaches=(Reach(basket="complements"),))}, ["c2"]),
        ({"visibility": Visibility(circles=None, reaches=(Reach(case_type="other_type"),))}, ["c5"]),
        ({"visibility": Visibility(circles=None, reaches=())}, []),
        ({"visibility": Visibility(circles=())}, []),
    ],
)
def test_a_worklist_holds_what_was_asked_for(working, asked, found):
    """Each condition, and what may be seen, leaves out what does not fulfil it; the counts are those of the list."""
    assert listed(working, **asked) == found
    query = replace(WorkQuery(visibility=EVERYTHING), **asked)
    with working.reading() as unit:
        tallies = unit.cases.tallied(query, today=TODAY)
    assert sum(tally.count for tally in tallies) == len(found)
    assert sum(tally.count for tally in tallies if tally.is_late) == len(set(found) & {"c1", "c5"})


def test_tasks_are_counted_for_whom_they_are(captured, make):
    """Open tasks count for their person and lead to their case; done ones and those of others do not."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    task = Task(id="t1", title="call", by=PAUL, at=at, who=MARIE)
    done = replace(task, id="t2", done_by=MARIE, done_at=at)
    case = replace(make.case("c1"), tasks=(task, done, replace(task, id="t3", who=None)))
    case = replace(case, notes=(Note(id="n1", text="left-handed", by=PAUL, at=at),))
    with captured.writing() as unit:
        unit.cases.add(case)
        unit.cases.add(make.case("c2"))
        assert unit.cases.get(CaseId("c1")) == case
        assert (unit.cases.tasks_of(MARIE), unit.cases.tasks_of(PAUL)) == (1, 0)
        assert [one.id for one in unit.cases.listed(CaseQuery(task_of=MARIE))] == ["c1"]
        unit.cases.save(replace(case, tasks=(done,)))
        assert unit.cases.tasks_of(MARIE) == 0


def test_people_are_found_however_they_are_written(captured, make):
    """By words of the name in any order, without accents, or by the beginning of a number; only with a visible case."""
    lea = replace(make.party("p1", keys=(("nir", "284037"),)), name="LE GOFF-MOREAU, Léa")
    unseen = replace(make.party("p2", keys=(("nir", "284038"),)), name="LE GOFF, Anne")
    with captured.writing() as unit:
        unit.parties.add(lea)
        unit.parties.add(unseen)
        unit.cases.add(make.case("c1", party="p1"))
        unit.cases.add(replace(make.case("c2", party="p2"), circle=Circle("health")))
        for text in ("lea moreau", "GOFF", "2 84 03", "284037", "", "100%"):
            found = unit.parties.found(text, Visibility(circles=("open",)), offset=0, limit=9)
            assert [one.id for one in found] == ([] if text == "100%" else [PartyId("p1")]), text
        both = unit.parties.found("goff", EVERYTHING, offset=0, limit=9)
        assert [one.id for one in both] == ["p2", "p1"]


def test_a_line_tells_what_the_verdict_says(working, verdict):
    """A line of a worklist has the sentence, the move and the counts of the verdict, and says when there is none."""
    with working.writing() as unit:
        (late,) = unit.cases.worklist(WorkQuery(visibility=EVERYTHING, assignee=MARIE), offset=0, limit=9)
        assert late.sentence == verdict.completeness.sentence
        assert (late.waiting_on, late.due_on) == (WaitingOn.US, date(2026, 3, 9))
        assert dict(late.counts) == Counter(item.status for item in verdict.completeness.items)
        unit.cases.add(replace(unit.cases.get(CaseId("c1")), id=CaseId("c6"), reference="REF-c6", basket="new"))
        (new,) = unit.cases.worklist(WorkQuery(visibility=EVERYTHING, basket="new"), offset=0, limit=9)
        assert (new.sentence, new.counts, new.due_on) == (None, (), None)


def requests() -> list[Request]:
    """Return letters in every state, due and overdue."""
    at, sent = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)
    went_out = {RequestState.SENT, RequestState.ANSWERED, RequestState.LAPSED}
    return [
        Request(
            id=f"{state.value}-{day}",
            state=state,
            items=("identity",),
            drafted_at=at,
            sent_at=sent if state in went_out else None,
            answer_by=date(2026, 3, day),
        )
        for state in RequestState
        for day in (9, 20)
    ]


def test_letters_stand_where_the_rules_say(captured, make):
    """Whatever the state of a case and the order of its letters, lists have each where it stands, and count them so."""
    told: dict[str, Standing] = {}
    with captured.writing() as unit:
        for number, (first, second) in enumerate(product(requests(), repeat=2)):
            name = f"c{number}"
            state = CaseState.DECIDED if number % 3 == 0 else CaseState.OPEN
            asked = (replace(first, id=f"{name}-1"), replace(second, id=f"{name}-2"))
            case = replace(make.case(name), state=state, requests=asked)
            unit.cases.add(case)
            told |= {one.id: standing(case, one, on=TODAY) for one in asked}
        every = unit.cases.letters(EVERYTHING, tuple(Standing), today=TODAY, offset=0, limit=1000)
        assert {row.request.id: row.standing for row in every} == told
        assert unit.cases.letters_tallied(EVERYTHING, today=TODAY) == Counter(told.values())
        late = unit.cases.letters(EVERYTHING, (Standing.OVERDUE,), today=TODAY, offset=1, limit=2)
        assert [row.request for row in late] == [row.request for row in every if row.standing is Standing.OVERDUE][1:3]


def test_letters_of_closed_cases_are_seen_by_their_members(captured, make):
    """Who does not belong to the circle of a case finds none of its letters, and none counted."""
    closed = replace(make.case("c1"), circle=Circle("health"), requests=tuple(requests()[:1]))
    with captured.writing() as unit:
        unit.cases.add(closed)
        for circles, count in ((("open",), 0), (("open", "health"), 1)):
            seen = Visibility(circles=circles)
            assert len(unit.cases.letters(seen, tuple(Standing), today=TODAY, offset=0, limit=9)) == count
            assert sum(unit.cases.letters_tallied(seen, today=TODAY).values()) == count
