"""Several workers on one batch: each unit in one pair of hands, nothing twice, nothing waits for the dead."""

from collections import Counter
from collections.abc import Callable

import pytest
from capturing import attempts, job_of, lengthy, one_unit, pages_by_state, settled, state_of, taken
from house import House
from twins import SAID
from written import letter

from pipeline.errors import ConcurrentChange, LeaseLost
from pipeline.model.states import BatchState, PageState
from services.access import SYSTEM
from services.capture.engine import Work
from services.units import Standing, Unit, UnitKind

pytestmark = pytest.mark.parametrize("records", ["memory", "postgresql"], indirect=True)


def test_two_workers_share_a_batch(house: House) -> None:
    """While one reads some pages of a batch another reads others of it; no page is read twice, nothing is begun twice.

    One waits for the other where nothing else can go on, and the batch is settled once.
    """
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    other = house.another_engine("w-2")
    done: list[tuple[str, Unit]] = []
    with house.engine.holding(SYSTEM, batch) as mine, other.holding(SYSTEM, batch) as theirs:
        assert work_on(mine, theirs, lambda name, unit: done.append((name, unit))) == [Standing.SETTLED, Standing.OVER]
    pages = Counter(page for name, unit in done if unit.kind is UnitKind.READ for page in unit.subjects)
    assert set(pages.values()) == {1}
    assert len(pages) == 60
    assert {name for name, unit in done if unit.kind is UnitKind.READ} == {"mine", "theirs"}
    assert set(attempts(house, batch)) == {1}
    assert settled(house, batch) == 1
    assert state_of(house, batch) is BatchState.CLOSED
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 60}


def work_on(mine: Work, theirs: Work, note: Callable[[str, Unit], None]) -> list[Standing]:
    """Let two workers take turns: each has a unit in hand while the other takes one; return how each one ended."""
    works, hands = {"mine": mine, "theirs": theirs}, dict[str, Unit]()
    ended: dict[str, Standing] = {}
    while len(ended) < len(works):
        for name, work in works.items():
            if name in hands:
                work.perform(hands[name])
                note(name, hands.pop(name))
            elif isinstance(taken := work.take(), Unit):
                hands[name] = taken
            elif taken is Standing.SHARED:
                assert set(hands) == set(works) - {name}
            else:
                ended[name] = taken
    return list(ended.values())


def test_units_in_two_hands_never_overlap(house: House) -> None:
    """However a batch is cut for those who come later, no page is in two units at once."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        one_unit(work)
    held = [taken(house, batch, f"w-{n}") for n in range(6)]
    sizes = [len(one.unit.subjects) for one in held]
    assert sizes == [25, 9, 5, 5, 5, 5]
    pages = [page for one in held for page in one.unit.subjects]
    assert len(pages) == len(set(pages))
    house.capture.perform(SYSTEM, held[1])
    again = taken(house, batch, "w-1")
    assert not set(again.unit.subjects) & set(pages)


def test_one_alone_gets_whole_units(house: House) -> None:
    """A worker by itself feeds its pool with units of 25 pages; when two are at work, what is left is cut finer."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        one_unit(work)
    assert [len(unit.subjects) for unit in house.capture.ready(SYSTEM, batch)] == [25, 25, 10]
    taken(house, batch, "w-2")
    assert [len(unit.subjects) for unit in house.capture.ready(SYSTEM, batch)] == [9, 9, 9, 8]


def test_what_others_have_in_hand_is_left_to_them(house: House) -> None:
    """Who finds all that is left in others' hands gets nothing, settles nothing, and is told so."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    theirs = taken(house, batch, "w-2")
    assert house.run(batch) is Standing.SHARED
    assert state_of(house, batch) is BatchState.WORKING
    assert house.recover.is_in_hand(SYSTEM, batch)
    house.capture.perform(SYSTEM, theirs)
    assert not house.recover.is_in_hand(SYSTEM, batch)
    assert house.run(batch) is Standing.SETTLED
    assert settled(house, batch) == 1
    assert house.run(batch) is Standing.OVER
    assert settled(house, batch) == 1


def test_a_batch_with_work_under_way_is_offered_to_one_more(house: House) -> None:
    """A batch that is being captured stays on the list of batches a worker looks at, until it is settled."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    taken(house, batch, "w-2")
    assert house.recover.ready(SYSTEM) == (batch,)
    house.gone.add("w-2")
    assert house.run(batch) is Standing.SETTLED
    assert house.recover.ready(SYSTEM) == ()


def test_the_unit_of_a_dead_worker_comes_back_at_once(house: House) -> None:
    """What a killed worker had in hand is taken up by the one beside it, without waiting for the lease."""
    batch = house.take_in(house.file("a.pdf", *lengthy(60))).batch
    with house.engine.holding(SYSTEM, batch) as work:
        one_unit(work)
        lost = taken(house, batch, "w-dead")
        assert not set(lost.unit.subjects) & set(house.capture.ready(SYSTEM, batch)[0].subjects)
        house.gone.add("w-dead")
        back = work.take()
        assert isinstance(back, Unit)
        assert set(back.subjects) == set(lost.unit.subjects)
    assert house.run(batch) is Standing.SETTLED
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 60}


def test_a_holder_whose_lease_ran_out_changes_nothing(house: House) -> None:
    """A process that was taken for dead and wakes up is refused at its next write, and the new holder's work stands."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    slow = house.another_engine("w-slow", lease_seconds=0)
    with slow.holding(SYSTEM, batch) as work:
        unit = work.take()
        assert isinstance(unit, Unit)
        assert house.run(batch) is Standing.SETTLED
        with house.records.reading() as uow:
            before = (uow.pages.of_batch(batch), uow.documents.of_batch(batch))
        work.perform(unit)
        assert work.take() is Standing.OVER
    with house.records.reading() as uow:
        assert (uow.pages.of_batch(batch), uow.documents.of_batch(batch)) == before
    assert settled(house, batch) == 1
    assert set(house.reader.pages_read.values()) == {1}


def test_a_lost_lease_is_said_to_who_performs(house: House) -> None:
    """The act itself refuses one whose unit was taken over."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    late = taken(house, batch, "w-slow", seconds=0)
    assert house.run(batch) is Standing.SETTLED
    with pytest.raises(LeaseLost):
        house.capture.perform(SYSTEM, late)


def test_a_late_outcome_is_refused_too(house: House) -> None:
    """A page read under a lease that was lost meanwhile is not kept a second time."""
    batch = house.take_in(house.file("a.pdf", letter())).batch
    slow = house.another_engine("w-slow", lease_seconds=0)
    overtakers: list[Standing] = []

    def overtaken() -> None:
        if not overtakers:
            overtakers.append(Standing.SHARED)
            overtakers.append(house.run(batch))

    house.reader.before_page = overtaken
    assert slow.run(SYSTEM, batch, lambda _: None) is Standing.OVER
    assert overtakers == [Standing.SHARED, Standing.SETTLED]
    assert pages_by_state(house, batch) == {PageState.IN_DOCUMENT: 1}
    assert len(house.documents(batch)) == 1
    assert house.reader.pages_read["a.pdf", 1] == 2


def test_a_conflict_with_another_is_not_an_outage(house: House) -> None:
    """When somebody's commit comes in between, the unit goes on at once from what is there then; nothing is put off."""
    batch = house.take_in(house.file("a.pdf", *lengthy(2))).batch
    house.reader.errors = [ConcurrentChange("changed", SAID, next_step=SAID) for _ in range(3)]
    assert house.run(batch) is Standing.SETTLED
    assert set(attempts(house, batch)) == {1}
    assert job_of(house, batch).attempt == 0
    house.reader.errors = [ConcurrentChange("changed", SAID, next_step=SAID) for _ in range(20)]
    second = house.take_in(house.file("b.pdf", *lengthy(2))).batch
    with pytest.raises(ConcurrentChange):
        house.run(second)
    assert house.run(second) is Standing.PUT_OFF
