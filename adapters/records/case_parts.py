"""The parts of a case as rows: what each tuple of the aggregate becomes in its child table, and back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, delete, insert, select

from adapters.records.json_text import from_text, to_text
from adapters.records.schema import cases as tables
from casebinder.model import Case, Decision, Fact, FactOrigin, Piece, PieceStatus, Request, RunningClock, Waiver
from pipeline.geometry import Box
from pipeline.model.identity import ActorId, CaseId, Digest, DocumentId, PieceId
from pipeline.model.values import Value, written

P = TypeVar("P")

RowValues = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[P]):
    """One tuple of the case: its table, how a value becomes a row, and how a row becomes the value."""

    table: Table
    row: Callable[[P], RowValues]
    value: Callable[[RowMapping], P]

    def write(self, connection: Connection, case: CaseId, values: Iterable[P]) -> None:
        """Put these values, in order, in place of the case's."""
        connection.execute(delete(self.table).where(self.table.c.case_id == case))
        rows = [{"case_id": case, "ordinal": n, **self.row(value)} for n, value in enumerate(values)]
        if rows:
            connection.execute(insert(self.table), rows)

    def read(self, connection: Connection, cases: Select[tuple[str]]) -> Mapping[str, tuple[P, ...]]:
        """Give the values of the cases, in order, by case; a case without any is absent."""
        rows = connection.execute(
            select(self.table)
            .where(self.table.c.case_id.in_(cases))
            .order_by(self.table.c.case_id, self.table.c.ordinal)
        )
        found: dict[str, list[P]] = {}
        for row in rows.mappings():
            found.setdefault(row["case_id"], []).append(self.value(row))
        return {case: tuple(values) for case, values in found.items()}


def _fact_row(fact: Fact) -> RowValues:
    return {
        "name": fact.name,
        "value": to_text(fact.value),
        "written": written(fact.value),
        "origin": fact.origin.value,
        "document_id": fact.document,
        "page": fact.page,
        "box": None if fact.box is None else to_text(fact.box, Box),
    }


def _fact(row: RowMapping) -> Fact:
    value: Value = from_text(Value, row["value"])  # type: ignore[arg-type]  # a union is no class, the codec takes it
    return Fact(
        name=row["name"],
        value=value,
        origin=FactOrigin(row["origin"]),
        document=None if row["document_id"] is None else DocumentId(row["document_id"]),
        page=row["page"],
        box=None if row["box"] is None else from_text(Box, row["box"]),
    )


def _piece_row(piece: Piece) -> RowValues:
    return {
        "id": piece.id,
        "document_id": piece.document,
        "item": piece.item,
        "status": piece.status.value,
        "decided_by": piece.decided_by,
        "reason": piece.reason,
    }


def _piece(row: RowMapping) -> Piece:
    return Piece(
        id=PieceId(row["id"]),
        document=DocumentId(row["document_id"]),
        item=row["item"],
        status=PieceStatus(row["status"]),
        decided_by=None if row["decided_by"] is None else ActorId(row["decided_by"]),
        reason=row["reason"],
    )


def _waiver_row(waiver: Waiver) -> RowValues:
    return {
        "item": waiver.item,
        "reason": waiver.reason,
        "by": waiver.by,
        "at": waiver.at,
        "revoked_at": waiver.revoked_at,
    }


def _waiver(row: RowMapping) -> Waiver:
    return Waiver(
        item=row["item"], reason=row["reason"], by=ActorId(row["by"]), at=row["at"], revoked_at=row["revoked_at"]
    )


def _decision_row(decision: Decision) -> RowValues:
    return {
        "outcome": decision.outcome,
        "reasons": to_text(decision.reasons, tuple[str, ...]),
        "by": decision.by,
        "at": decision.at,
    }


def _decision(row: RowMapping) -> Decision:
    return Decision(
        outcome=row["outcome"],
        reasons=from_text(tuple[str, ...], row["reasons"]),
        by=ActorId(row["by"]),
        at=row["at"],
    )


def _clock_row(clock: RunningClock) -> RowValues:
    return {
        "code": clock.code,
        "started_on": clock.started_on,
        "due_on": clock.due_on,
        "stopped_on": clock.stopped_on,
    }


def _clock(row: RowMapping) -> RunningClock:
    return RunningClock(
        code=row["code"], started_on=row["started_on"], due_on=row["due_on"], stopped_on=row["stopped_on"]
    )


def _request_row(request: Request) -> RowValues:
    return {
        "id": request.id,
        "state": request.state,
        "items": to_text(request.items, tuple[str, ...]),
        "drafted_at": request.drafted_at,
        "sent_at": request.sent_at,
        "letter": request.letter,
    }


def _request(row: RowMapping) -> Request:
    return Request(
        id=row["id"],
        state=row["state"],
        items=from_text(tuple[str, ...], row["items"]),
        drafted_at=row["drafted_at"],
        sent_at=row["sent_at"],
        letter=None if row["letter"] is None else Digest(row["letter"]),
    )


FACTS = Part(table=tables.fact, row=_fact_row, value=_fact)
PIECES = Part(table=tables.piece, row=_piece_row, value=_piece)
WAIVERS = Part(table=tables.waiver, row=_waiver_row, value=_waiver)
DECISIONS = Part(table=tables.decision, row=_decision_row, value=_decision)
CLOCKS = Part(table=tables.clock, row=_clock_row, value=_clock)
REQUESTS = Part(table=tables.request, row=_request_row, value=_request)


def write_parts(connection: Connection, case: Case) -> None:
    """Put all parts of the case in place of those recorded."""
    FACTS.write(connection, case.id, case.facts)
    PIECES.write(connection, case.id, case.pieces)
    WAIVERS.write(connection, case.id, case.waivers)
    DECISIONS.write(connection, case.id, case.decisions)
    CLOCKS.write(connection, case.id, case.clocks)
    REQUESTS.write(connection, case.id, case.requests)
