"""The parts of a case as rows: each value whole, as JSON, beside it the columns that lists and look-ups ask for.

The value is the truth and the columns follow from it, so that a part that learns to say more loses nothing here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Delete, Table, bindparam, delete, insert, literal, select, union_all

from adapters.records.json_text import from_text, to_text
from adapters.records.schema import case_parts as tables
from adapters.records.schema.cases import answer_slip, piece
from casebinder.model.case import Case, Decision, Fact, Note, Piece, RunningClock, Task, Waiver
from casebinder.model.request import Request
from pipeline.model.identity import CaseId
from pipeline.model.values import written

P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[P]):
    """One tuple of the case: its table, the type of its values, and the columns a value has beside itself."""

    table: Table
    kind: type[P]
    columns: Callable[[P], Mapping[str, object]]

    def write(self, connection: Connection, case: CaseId, values: Iterable[P]) -> None:
        """Put these values, in order, in place of the case's."""
        connection.execute(_clear(self.table), {"case": case})
        rows = [
            {"case_id": case, "ordinal": ordinal, "value": to_text(value), **self.columns(value)}
            for ordinal, value in enumerate(values)
        ]
        if rows:
            connection.execute(insert(self.table), rows)


@cache
def _clear(table: Table) -> Delete:
    return delete(table).where(table.c.case_id == bindparam("case"))


FACTS = Part(
    table=tables.fact,
    kind=Fact,
    columns=lambda fact: {"name": fact.name, "written": written(fact.value), "document_id": fact.document},
)
PIECES = Part(
    table=piece,
    kind=Piece,
    columns=lambda piece: {
        "id": piece.id,
        "document_id": piece.document,
        "item": piece.item,
        "status": piece.status.value,
    },
)
WAIVERS = Part(table=tables.waiver, kind=Waiver, columns=lambda waiver: {"item": waiver.item})
DECISIONS = Part(table=tables.decision, kind=Decision, columns=lambda decision: {"outcome": decision.outcome})
CLOCKS = Part(
    table=tables.clock,
    kind=RunningClock,
    columns=lambda clock: {"code": clock.code, "due_on": clock.due_on, "stopped_on": clock.stopped_on},
)
REQUESTS = Part(
    table=tables.request,
    kind=Request,
    columns=lambda request: {
        "id": request.id,
        "state": request.state.value,
        "drafted_at": request.drafted_at,
        "answer_by": request.answer_by,
    },
)

NOTES = Part(table=tables.note, kind=Note, columns=lambda _: {})
TASKS = Part(
    table=tables.task,
    kind=Task,
    columns=lambda task: {"who": task.who, "due_on": task.due_on, "is_done": task.done_at is not None},
)


_PARTS: tuple[Part[Any], ...] = (FACTS, PIECES, WAIVERS, DECISIONS, CLOCKS, REQUESTS, NOTES, TASKS)

_VALUES = union_all(
    *(
        select(
            literal(part.table.name).label("part"), part.table.c.case_id, part.table.c.ordinal, part.table.c.value
        ).where(part.table.c.case_id.in_(bindparam("cases", expanding=True)))
        for part in _PARTS
    )
).order_by("ordinal")
_SLIPS = select(answer_slip.c.code).where(answer_slip.c.case_id == bindparam("case"))
CASES_AT_ONCE = 500
"""Cases named in one statement: each part names them again, and SQLite takes 32,766 parameters."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The parts of some cases, as they are recorded."""

    values: Mapping[tuple[str, str], Sequence[str]]

    def of(self, case: str, part: Part[P]) -> tuple[P, ...]:
        """Return one part of a case, in order."""
        return tuple(from_text(part.kind, value) for value in self.values.get((case, part.table.name), ()))


def read_parts(connection: Connection, cases: Sequence[str]) -> Recorded:
    """Return all parts of the cases, in one query."""
    found = defaultdict[tuple[str, str], list[str]](list)
    for start in range(0, len(cases), CASES_AT_ONCE):
        for row in connection.execute(_VALUES, {"cases": cases[start : start + CASES_AT_ONCE]}):
            found[row.case_id, row.part].append(row.value)
    return Recorded(found)


def write_parts(connection: Connection, case: Case) -> None:
    """Put all parts of the case in place of those recorded."""
    FACTS.write(connection, case.id, case.facts)
    PIECES.write(connection, case.id, case.pieces)
    WAIVERS.write(connection, case.id, case.waivers)
    DECISIONS.write(connection, case.id, case.decisions)
    CLOCKS.write(connection, case.id, case.clocks)
    REQUESTS.write(connection, case.id, case.requests)
    NOTES.write(connection, case.id, case.notes)
    TASKS.write(connection, case.id, case.tasks)
    _write_slips(connection, case)


def _write_slips(connection: Connection, case: Case) -> None:
    """Let the case be found by the codes of its answer slips."""
    known = {slip.code for request in case.requests for slip in request.slips}
    kept = set(connection.execute(_SLIPS, {"case": case.id}).scalars())
    if gone := kept - known:
        connection.execute(delete(answer_slip).where(answer_slip.c.code.in_(gone)))
    if new := sorted(known - kept):
        connection.execute(insert(answer_slip), [{"code": code, "case_id": case.id} for code in new])
