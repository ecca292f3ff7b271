"""Routes of tasks and notes."""

from access import Row

WORKERS = frozenset({"caseworker", "controller", "insider", "expert"})
CASE = {"reference": "reference"}

ROWS = (
    Row(method="GET", path="/tasks", allowed=WORKERS | {"narrow"}),
    Row(method="POST", path="/cases/{reference}/notes", allowed=WORKERS, values=CASE, form={"text": "telephoned"}),
    Row(
        method="POST",
        path="/cases/{reference}/tasks",
        allowed=WORKERS,
        values=CASE,
        form={"title": "call back", "who": "caseworker", "due_on": "2026-12-01"},
    ),
    Row(
        method="POST",
        path="/cases/{reference}/tasks/{task}/done",
        allowed=WORKERS,
        values=CASE | {"task": "task"},
    ),
)
