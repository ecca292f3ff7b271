"""The audit log in the database: events are only ever added; what may be personal stands apart and can be erased.

The event keeps a salted digest of its detail, so that it still proves what was there after the detail is gone.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select

from adapters.records.schema.work import event as event_table
from adapters.records.schema.work import event_detail
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId, CaseId

_WITH_DETAIL = (
    select(event_table, event_detail.c.reason, event_detail.c.detail)
    .outerjoin(event_detail, event_detail.c.event_id == event_table.c.id)
    .order_by(event_table.c.id)
)


@dataclass(frozen=True, slots=True)
class SqlEvents:
    """Fulfils `EventRecords`."""

    connection: Connection

    def add(self, event: AuditEvent) -> None:
        """Write an event."""
        salt = secrets.token_hex(16)
        added = self.connection.execute(
            insert(event_table)
            .values(
                at=event.at,
                actor=event.actor,
                act=event.act,
                subject=event.subject,
                case_id=event.case,
                detail_digest=detail_digest(salt, event.reason, event.detail),
            )
            .returning(event_table.c.id)
        ).scalar_one()
        self.connection.execute(
            insert(event_detail).values(event_id=added, salt=salt, reason=event.reason, detail=event.detail)
        )

    def of_case(self, case: CaseId) -> Sequence[AuditEvent]:
        """Give a case's events, oldest first."""
        return self._all(event_table.c.case_id == case)

    def of_subject(self, subject: str) -> Sequence[AuditEvent]:
        """Give a subject's events, oldest first."""
        return self._all(event_table.c.subject == subject)

    def _all(self, condition: ColumnElement[bool]) -> tuple[AuditEvent, ...]:
        return tuple(_event(row) for row in self.connection.execute(_WITH_DETAIL.where(condition)).mappings())


def detail_digest(salt: str, reason: str, detail: str) -> str:
    """Give the SHA-256, hexadecimal, of salt, reason and detail, each after its length in bytes."""
    parts = [part.encode("utf-8") for part in (salt, reason, detail)]
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest()


def _event(row: RowMapping) -> AuditEvent:
    return AuditEvent(
        at=row["at"],
        actor=ActorId(row["actor"]),
        act=row["act"],
        subject=row["subject"],
        case=None if row["case_id"] is None else CaseId(row["case_id"]),
        reason=row["reason"] or "",
        detail=row["detail"] or "{}",
    )
