"""Notes and tasks: one act each, for those who may, and there again after a lost database."""

from dataclasses import replace
from datetime import date

import pytest
from acting import one_act, opened
from databases import records_in_memory
from house import LOCAL, House, someone
from written import declaration

from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.actor import Role
from pipeline.model.identity import ActorId
from services.access import SYSTEM


@pytest.fixture
def reference(house: House) -> str:
    """Open a case."""
    return opened(house, declaration(1))


def test_each_is_one_act_and_changes_no_verdict(house: House, reference: str) -> None:
    """A note, a task and its end each leave their event, and the case is judged as before."""
    notes = house.on_cases.notes
    before = house.find.case(LOCAL, reference).verdict
    with one_act(house, "case.note"):
        notes.note(LOCAL, reference, " left-handed ")
    with one_act(house, "case.task"):
        task = notes.give(LOCAL, reference, "call", who=LOCAL.id, due_on=date(2026, 7, 3))
    with one_act(house, "case.done"):
        notes.done(LOCAL, reference, task)
    file = house.find.case(LOCAL, reference)
    assert file.verdict == before
    assert [note.text for note in file.case.notes] == ["left-handed"]
    assert (file.case.tasks[0].done_by, file.case.tasks[0].due_on) == (LOCAL.id, date(2026, 7, 3))


def test_tasks_are_listed_for_whom_they_are(house: House, reference: str) -> None:
    """The one due first in front, late ones told, done ones gone; the number in the menu is that of the list."""
    notes, clock = house.on_cases.notes, house.clock
    today = clock.today()
    for title, day in (("later", None), ("late", date(2020, 1, 1)), ("today", today)):
        notes.give(LOCAL, reference, title, who=LOCAL.id, due_on=day)
    notes.give(LOCAL, reference, "anybody's")
    lines = notes.mine(LOCAL)
    assert [(line.task.title, line.is_late) for line in lines] == [("late", True), ("today", False), ("later", False)]
    assert notes.waiting(LOCAL) == 3
    notes.done(LOCAL, reference, lines[0].task.id)
    assert notes.waiting(LOCAL) == len(notes.mine(LOCAL)) == 2


def test_what_cannot_be_is_refused(house: House, reference: str) -> None:
    """Nothing written, nobody known, nobody who may, a task that is not there or done before."""
    notes = house.on_cases.notes
    house.administer.add_actor(SYSTEM, someone("auditor", Role.ANALYST))
    with pytest.raises(WrongUsage):
        notes.note(LOCAL, reference, "  ")
    with pytest.raises(NotFound):
        notes.give(LOCAL, reference, "call", who=ActorId("nobody"))
    with pytest.raises(NotPossible) as told:
        notes.give(LOCAL, reference, "call", who=ActorId("auditor"))
    assert told.value.code == "task_not_for_them"
    with pytest.raises(NotFound):
        notes.done(LOCAL, reference, "t-none")
    task = notes.give(LOCAL, reference, "call")
    notes.done(LOCAL, reference, task)
    with pytest.raises(NotPossible):
        notes.done(LOCAL, reference, task)
    assert "auditor" not in {one.id for one in notes.team(LOCAL, reference).workers}


def test_they_come_back_with_the_case(house: House, reference: str) -> None:
    """After a lost database notes and tasks are those there were, and their people have them on their lists."""
    notes = house.on_cases.notes
    notes.note(LOCAL, reference, "left-handed")
    notes.give(LOCAL, reference, "call", who=LOCAL.id)
    house.go_on()
    before = house.find.case(LOCAL, reference).case
    records = records_in_memory()
    other = House(records, house.folder, lost=house)
    other.rebuild.from_store(SYSTEM)
    other.furnish()
    after = other.find.case(LOCAL, reference).case
    assert (after.notes, after.tasks) == (before.notes, before.tasks)
    assert replace(after, version=before.version) == before
    assert [line.task.title for line in other.on_cases.notes.mine(LOCAL)] == ["call"]
    records.close()
