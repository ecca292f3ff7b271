"""Notes and tasks of a case: what colleagues write down for each other, and what one of them has to do by a day.

They are for the house: no rule looks at them and no letter says them, so that no verdict has to be computed anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from casebinder.model.case import Case, Note, Party, Task
from casebinder.tasks import open_tasks, task_named, with_done
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, may, of_case, require, write_down
from services.looking.find import case_by_reference
from services.ports.case_records import CaseQuery
from services.ports.records import Records, UnitOfWork
from services.refusals.cases import task_done_already, task_not_for_them, words_needed
from services.refusals.missing import no_such
from services.topics import CASE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task with its case and its party; is_late: its day is past."""

    case: Case
    party: Party | None
    task: Task
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The people about a case: what each is called, and those to whom its work can be given."""

    names: Mapping[ActorId, str]
    workers: tuple[Actor, ...]


class Notes:
    """The acts on notes and tasks; each raises NotFound, NoRight, WrongUsage, NotPossible with the reason."""

    def __init__(self, records: Records, clock: Clock, ids: Ids) -> None:
        self._records = records
        self._clock = clock
        self._ids = ids

    @act_of(Act.CASE_NOTE)
    def note(self, actor: Actor, reference: str, text: str, *, reason: str = "") -> str:
        """Write a note to a case; return its name."""
        note = Note(id=self._ids.new("n"), text=_words(text, reference), by=actor.id, at=self._clock.now())
        with self._records.writing() as uow:
            case = self._case(uow, actor, Act.CASE_NOTE, reference)
            after = replace(case, notes=(*case.notes, note))
            self._save(uow, actor, Act.CASE_NOTE, after, f"note:{note.id}", reason=reason)
        return note.id

    @act_of(Act.CASE_TASK)
    def give(
        self,
        actor: Actor,
        reference: str,
        title: str,
        *,
        who: ActorId | None = None,
        due_on: date | None = None,
        reason: str = "",
    ) -> str:
        """Give somebody, or whoever comes to it, a task of a case; return its name.

        Raises NotFound for one who is not known, NotPossible for one who may not work on the case.
        """
        title, at = _words(title, reference), self._clock.now()
        task = Task(id=self._ids.new("t"), title=title, by=actor.id, at=at, who=who, due_on=due_on)
        with self._records.writing() as uow:
            case = self._case(uow, actor, Act.CASE_TASK, reference)
            if who is not None and not may(uow.actors.get(who), Act.CASE_DONE, of_case(case)):
                raise task_not_for_them(who, reference)
            after = replace(case, tasks=(*case.tasks, task))
            self._save(uow, actor, Act.CASE_TASK, after, f"task:{task.id}", reason=reason, who=who)
        return task.id

    @act_of(Act.CASE_DONE)
    def done(self, actor: Actor, reference: str, name: str, *, reason: str = "") -> str:
        """Say that a task is done; return its name. Raises NotPossible when it was before."""
        with self._records.writing() as uow:
            case = self._case(uow, actor, Act.CASE_DONE, reference)
            task = task_named(case, name)
            if task is None:
                raise no_such("task", name)
            if task.done_at is not None:
                raise task_done_already(name)
            after = with_done(case, task, by=actor.id, at=self._clock.now())
            self._save(uow, actor, Act.CASE_DONE, after, f"task:{name}", reason=reason)
        return name

    @act_of(Act.CASE_DONE)
    def mine(self, actor: Actor) -> tuple[TaskLine, ...]:
        """Return the open tasks of the actor, the one due first in front."""
        require(actor, Act.CASE_DONE)
        with self._records.reading() as uow:
            seen = [case for case in uow.cases.listed(CaseQuery(task_of=actor.id)) if _may_work(actor, case)]
            lines = [self._line(uow, case, task) for case in seen for task in open_tasks(case) if task.who == actor.id]
        return tuple(sorted(lines, key=lambda line: (line.task.due_on or date.max, line.task.at)))

    @act_of(Act.CASE_DONE)
    def waiting(self, actor: Actor) -> int:
        """Count the open tasks of the actor; quick, for menus."""
        require(actor, Act.CASE_DONE)
        with self._records.reading() as uow:
            return uow.cases.tasks_of(actor.id)

    @act_of(Act.CASE_VIEW)
    def team(self, actor: Actor, reference: str) -> Team:
        """Return the names of everybody here, and who may work on the case."""
        with self._records.reading() as uow:
            case = self._case(uow, actor, Act.CASE_VIEW, reference)
            everybody = uow.actors.every()
        workers = (one for one in everybody if _may_work(one, case))
        return Team(
            names={one.id: one.name for one in everybody},
            workers=tuple(sorted(workers, key=lambda one: one.name)),
        )

    def _line(self, uow: UnitOfWork, case: Case, task: Task) -> TaskLine:
        return TaskLine(
            case=case,
            party=uow.parties.get(case.party) if case.party else None,
            task=task,
            is_late=task.due_on is not None and task.due_on < self._clock.today(),
        )

    def _case(self, uow: UnitOfWork, actor: Actor, act: Act, reference: str) -> Case:
        case = case_by_reference(uow, actor, reference)
        require(actor, act, of_case(case))
        return case

    def _save(
        self,
        uow: UnitOfWork,
        actor: Actor,
        act: Act,
        case: Case,
        subject: str,
        *,
        reason: str,
        who: ActorId | None = None,
    ) -> None:
        uow.cases.save(case)
        detail = {"to": who} if who else None
        write_down(uow, self._clock, actor, act, subject, case=case.id, reason=reason, detail=detail)
        uow.outbox.add(CASE, case.id)
        uow.commit()


def _may_work(actor: Actor, case: Case) -> bool:
    return may(actor, Act.CASE_DONE, of_case(case))


def _words(text: str, reference: str) -> str:
    """Return a text without blanks about it; raises WrongUsage for an empty one."""
    if not text.strip():
        raise words_needed(reference)
    return text.strip()
