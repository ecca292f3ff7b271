"""The audit log in the database: events are only ever added; what may be personal stands apart and can be erased.

The event keeps a salted digest of its detail, so that it still proves what was there after the detail is gone.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, bindparam, insert, select, update

from adapters.records.faults import changed
from adapters.records.schema.work import event as event_table
from adapters.records.schema.work import event_detail
from pipeline.audit import EventDetail, StoredEvent
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId, CaseId

_WITH_DETAIL = (
    select(event_table, event_detail.c.reason, event_detail.c.detail)
    .outerjoin(event_detail, event_detail.c.event_id == event_table.c.id)
    .order_by(event_table.c.id)
)
_OF_CASE = _WITH_DETAIL.where(event_table.c.case_id == bindparam("case"))
_OF_SUBJECT = _WITH_DETAIL.where(event_table.c.subject == bindparam("subject"))
_ADD = insert(event_table).returning(event_table.c.id)
_ADD_DETAIL = insert(event_detail)
_SEAL = update(event_table).where(event_table.c.id == bindparam("number"), event_table.c.chain_number.is_(None))


@dataclass(frozen=True, slots=True)
class SqlEvents:
    """Fulfils `EventRecords`."""

    connection: Connection

    def add(self, event: AuditEvent) -> None:
        """Write an event."""
        salt = secrets.token_hex(16)
        row = {
            "at": event.at,
            "actor": event.actor,
            "act": event.act,
            "subject": event.subject,
            "case_id": event.case,
            "detail_digest": detail_digest(salt, event.reason, event.detail),
        }
        added = self.connection.execute(_ADD, row).scalar_one()
        detail = {"event_id": added, "salt": salt, "reason": event.reason, "detail": event.detail}
        self.connection.execute(_ADD_DETAIL, detail)

    def of_case(self, case: CaseId) -> Sequence[AuditEvent]:
        """Return a case's events, oldest first."""
        return self._all(_OF_CASE, case=case)

    def of_subject(self, subject: str) -> Sequence[AuditEvent]:
        """Return a subject's events, oldest first."""
        return self._all(_OF_SUBJECT, subject=subject)

    def unsealed(self) -> Sequence[StoredEvent]:
        """Return the events not chained yet, in the order they were written."""
        return self._stored(select(event_table).where(event_table.c.chain_number.is_(None)).order_by(event_table.c.id))

    def tip(self) -> StoredEvent | None:
        """Return the event chained last, or None."""
        found = self._stored(
            select(event_table)
            .where(event_table.c.chain_number.is_not(None))
            .order_by(event_table.c.chain_number.desc())
            .limit(1)
        )
        return found[0] if found else None

    def sealed(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """Return the chained events with a place in the chain above `after`, in the order of the chain."""
        return self._stored(
            select(event_table)
            .where(event_table.c.chain_number > after)
            .order_by(event_table.c.chain_number)
            .limit(limit)
        )

    def details(self, numbers: Sequence[int]) -> Sequence[EventDetail]:
        """Return what may be personal of these events; erased ones are left out."""
        rows = self.connection.execute(
            select(event_detail).where(event_detail.c.event_id.in_(numbers)).order_by(event_detail.c.event_id)
        )
        return tuple(
            EventDetail(number=row.event_id, salt=row.salt, reason=row.reason, detail=row.detail) for row in rows
        )

    def seal(self, number: int, *, chain_number: int, chain_hash: str) -> None:
        """Write an event's place in the chain; raises ConcurrentChange when it has one or the place is taken."""
        place = {"chain_number": chain_number, "chain_hash": chain_hash}
        sealed = self.connection.execute(_SEAL, {"number": number} | place)
        if sealed.rowcount != 1:
            raise changed(f"event {number}")

    def _stored(self, query: Select[tuple[object, ...]]) -> tuple[StoredEvent, ...]:
        return tuple(_stored_event(row) for row in self.connection.execute(query).mappings())

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[AuditEvent, ...]:
        return tuple(_event(row) for row in self.connection.execute(query, values).mappings())


def detail_digest(salt: str, reason: str, detail: str) -> str:
    """Return the SHA-256, hexadecimal, of salt, reason and detail, each after its length in bytes."""
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
        number=row["id"],
    )


def _stored_event(row: RowMapping) -> StoredEvent:
    return StoredEvent(
        number=row["id"],
        at=row["at"],
        actor=row["actor"],
        act=row["act"],
        subject=row["subject"],
        case=row["case_id"],
        detail_digest=row["detail_digest"],
        chain_number=row["chain_number"],
        chain_hash=row["chain_hash"],
    )
