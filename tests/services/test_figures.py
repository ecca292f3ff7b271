"""The supervisor's figures are what the records say, as far as one may see, and work is shared out case by case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import records_on
from house import LOCAL, House, someone
from written import certificate, declaration, identity, letter, mystery

from adapters.records.unit import SqlRecords
from pipeline.errors import NoRight, WrongUsage
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle
from pipeline.model.states import DocumentState
from services.instruments.figures import AGES, Dashboard, Period
from services.ports.figure_records import CaseChoice

CHIEF = someone("chief", Role.CONTROLLER)
OUTSIDE = someone("outside", Role.CONTROLLER, circles=("health",))
NARROW = Actor(
    id=ActorId("narrow"),
    name="narrow",
    grants=(Grant(role=Role.CONTROLLER, case_type="supplier_invoice"),),
    circles=(Circle("open"),),
)


@pytest.fixture(params=["memory", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRecords]:
    """Yield empty records on each database: figures are its own sums."""
    opened = records_on(request, request.param, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def busy(house: House) -> House:
    """Return an installation with two cases, a letter without one, a paper that waits, and a file in quarantine."""
    for serial in (1, 2):
        house.captured(
            f"{serial}.pdf", declaration(serial), certificate(serial), identity(serial), batch_class="single_sheets"
        )
    house.captured("l.pdf", letter("Madame"))
    house.captured("m.pdf", mystery())
    return house


def look(house: House, actor: Actor = CHIEF, period: Period = Period.DAYS) -> Dashboard:
    """Look at the figures."""
    return house.figures.dashboard(actor, period)


def references(house: House, choice: CaseChoice) -> list[str]:
    """Name the cases of a choice; as many as it counts."""
    count, lines = house.figures.cases(CHIEF, choice)
    assert count == len(lines)
    return [one.reference for one in lines]


def test_what_came_in_is_counted(busy: House) -> None:
    """Pages, documents and cases of today stand in the last span, in no other, whatever the spans are."""
    every = busy.every_document()
    straight = [
        one
        for one in every
        if one.state in {DocumentState.BOUND, DocumentState.UNMATCHED, DocumentState.RELEASED} and not one.settled_by
    ]
    for period in Period:
        figures = look(busy, period=period)
        last = figures.spans[-1].received
        assert (last.pages, last.documents, last.cases) == (8, len(every), 2), period
        assert (last.handled, last.straight) == (len(every), len(straight)), period
        assert figures.total == last, period
        assert len(straight) == len(every) - len(busy.figures.by_hand(CHIEF, period)) < len(every), period


def test_cases_are_counted_by_age_basket_and_delay(busy: House) -> None:
    """Each number is that of the list behind it, today and when time has passed."""
    for days in (0, 8, 200):
        busy.clock.pass_days(days)
        figures = look(busy)
        for age in figures.ages:
            assert age.cases == len(references(busy, busy.figures.aged(CHIEF, age.least_days, age.most_days)))
        assert sum(age.cases for age in figures.ages) == 2
        for load in figures.loads:
            chosen = CaseChoice(basket=load.basket, assignee=load.assignee or "")
            assert load.cases == len(references(busy, chosen))
        for level in figures.levels:
            for is_late, count in ((True, level.delay.late), (False, level.delay.soon)):
                due = busy.figures.due(CHIEF, level.delay.code, is_late=is_late)
                assert count == len(references(busy, due))
        late = references(busy, busy.figures.due(CHIEF, None, is_late=True))
        assert sum(load.late for load in figures.loads) == len(late)
    assert figures.ages[-1].cases == len(late) == 2
    assert figures.ages[-1].least_days == AGES[-1] + 1
    assert references(busy, busy.figures.opened(CHIEF, Period.DAYS)) == []


def test_what_is_not_seen_is_not_counted(busy: House) -> None:
    """Another circle counts nothing; another case type no case; another role has no figures."""
    assert look(busy, OUTSIDE).total == look(busy, OUTSIDE, Period.MONTHS).total
    assert look(busy, OUTSIDE).total.pages == 0
    assert look(busy, OUTSIDE).loads == ()
    narrow = look(busy, NARROW)
    assert (narrow.total.pages, narrow.total.cases, narrow.loads, narrow.levels) == (8, 0, (), ())
    assert sum(age.cases for age in narrow.ages) == 0
    with pytest.raises(NoRight):
        look(busy, someone("clerk", Role.CASEWORKER))


def test_work_is_shared_out_case_by_case(busy: House) -> None:
    """What can be given is, each with its own event and reason; one refusal stops no other and is told."""
    first, second = references(busy, CaseChoice())
    told = busy.reassign.reassign(CHIEF, [first, "MP-0", second, first], LOCAL.id, reason="congés")
    assert told.done == (first, second)
    assert [(reference, error.code) for reference, error in told.refused] == [("MP-0", "no_such_case")]
    assert references(busy, CaseChoice(assignee=LOCAL.id)) == [first, second]
    for reference in (first, second):
        events = busy.find.case(LOCAL, reference).events
        assert [event.reason for event in events if event.act == "case.assign"] == ["congés"]
    narrow = busy.reassign.reassign(NARROW, [first], ActorId("basket:control"), reason="x")
    assert [error.code for _, error in narrow.refused] == ["no_such_case"]
    with pytest.raises(WrongUsage):
        busy.reassign.reassign(CHIEF, [first], LOCAL.id, reason=" ")
    with pytest.raises(NoRight):
        busy.reassign.reassign(someone("clerk", Role.CASEWORKER), [first], LOCAL.id, reason="x")
