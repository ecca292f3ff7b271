"""How documents stand, and in which cases, without their readings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from adapters.records.schema.capture import document as document_table
from adapters.records.schema.cases import IS_SUPERSEDED, case_, piece
from pipeline.model.identity import CaseId, Circle, DocumentId
from pipeline.model.states import DocumentState
from services.ports.standings import DocumentStanding

_CASE = (case_.c.id.label("case_id"), case_.c.case_type, case_.c.basket)


@dataclass(frozen=True, slots=True)
class SqlStandings:
    """Fulfils `StandingRecords`."""

    connection: Connection

    def of(self, documents: Sequence[DocumentId]) -> Mapping[DocumentId, DocumentStanding]:
        """Return how these documents stand; of several cases the one that `SqlCases.of_document` gives."""
        rows = self.connection.execute(
            select(document_table.c.id, document_table.c.state, document_table.c.circle, *_CASE)
            .outerjoin(piece, piece.c.document_id == document_table.c.id)
            .outerjoin(case_, case_.c.id == piece.c.case_id)
            .where(document_table.c.id.in_(documents))
            .order_by(~IS_SUPERSEDED, piece.c.id)
        )
        return {DocumentId(row["id"]): _standing(row) for row in rows.mappings()}  # the last of each counts

    def names_in(self, states: Collection[DocumentState]) -> Sequence[DocumentId]:
        """Name the documents in one of those states, oldest first."""
        query = (
            select(document_table.c.id)
            .where(document_table.c.state.in_([state.value for state in states]))
            .order_by(document_table.c.received_at, document_table.c.id)
        )
        return [DocumentId(name) for name in self.connection.execute(query).scalars()]


def _standing(row: RowMapping) -> DocumentStanding:
    return DocumentStanding(
        document=DocumentId(row["id"]),
        state=DocumentState(row["state"]),
        circle=Circle(row["circle"]),
        case=None if row["case_id"] is None else CaseId(row["case_id"]),
        case_type=row["case_type"],
        basket=row["basket"] or None,
    )
