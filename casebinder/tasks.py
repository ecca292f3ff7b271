"""Tasks of a case: which are open, what comes first, and how one is settled."""

from dataclasses import replace
from datetime import date, datetime

from casebinder.model.case import Case, Task
from pipeline.model.identity import ActorId


def open_tasks(case: Case) -> tuple[Task, ...]:
    """Return the tasks that are not done, the one due first in front, those without a day behind."""
    left = (task for task in case.tasks if task.done_at is None)
    return tuple(sorted(left, key=lambda task: (task.due_on or date.max, task.at)))


def task_named(case: Case, name: str) -> Task | None:
    """Return the task of that name, or None."""
    return next((task for task in case.tasks if task.id == name), None)


def with_done(case: Case, task: Task, *, by: ActorId, at: datetime) -> Case:
    """Return the case with the task done."""
    done = replace(task, done_by=by, done_at=at)
    return replace(case, tasks=tuple(done if known.id == task.id else known for known in case.tasks))
