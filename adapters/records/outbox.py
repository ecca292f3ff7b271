"""The outbox in the database: what the relay still has to project, in the order it was written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from adapters.records.instants import instant_from_now, is_over
from adapters.records.schema.work import outbox as outbox_table
from services.ports.work_records import OutboxRow, PutOff

_ROW = outbox_table.c
_ADD = insert(outbox_table).values(made_at=instant_from_now(), next_at=instant_from_now(), attempts=0)
_DUE = (
    select(_ROW.seq, _ROW.topic, _ROW.key, _ROW.attempts)
    .where(_ROW.done_at.is_(None), or_(_ROW.attempts == 0, is_over(_ROW.next_at)))
    .order_by(_ROW.seq)
    .limit(bindparam("most"))
)
_TICK_OFF = update(outbox_table).where(_ROW.seq == bindparam("ticked")).values(done_at=instant_from_now(), error=None)


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """Fulfils `OutboxRecords`."""

    connection: Connection

    def add(self, topic: str, key: str) -> None:
        """Wish a projection; a second wish for the same key is a second row.

        Were it folded into the first, a relay that had rendered the older state would tick off the newer one.
        """
        self.connection.execute(_ADD, {"topic": topic, "key": key})

    def due(self, limit: int) -> Sequence[OutboxRow]:
        """Return the oldest rows whose next try is not in the future by the database's clock."""
        rows = self.connection.execute(_DUE, {"most": limit})
        return tuple(OutboxRow(seq=row.seq, topic=row.topic, key=row.key, attempts=row.attempts) for row in rows)

    def done(self, seqs: Sequence[int]) -> None:
        """Tick rows off."""
        if seqs:
            self.connection.execute(_TICK_OFF, [{"ticked": seq} for seq in seqs])

    def failed(self, seq: int, *, error: str, delay_seconds: int) -> None:
        """Count a failed try and put the next one off."""
        self.connection.execute(
            update(outbox_table)
            .where(_ROW.seq == seq)
            .values(attempts=_ROW.attempts + 1, error=error, next_at=instant_from_now(delay_seconds))
        )

    def hurry(self) -> None:
        """Let every row that was put off be due now."""
        self.connection.execute(
            update(outbox_table)
            .where(_ROW.done_at.is_(None), _ROW.next_at > instant_from_now())
            .values(next_at=instant_from_now())
        )

    def awaits(self, topic: str, key: str) -> bool:
        """Return whether a projection of that key is not done."""
        wished = select(_ROW.seq).where(_ROW.done_at.is_(None), _ROW.topic == topic, _ROW.key == key).limit(1)
        return self.connection.execute(wished).first() is not None

    def waiting(self) -> int:
        """Count the rows that are not done."""
        return int(self.connection.execute(select(func.count()).where(_ROW.done_at.is_(None))).scalar_one())

    def put_off(self) -> Sequence[PutOff]:
        """Return what failed and waits, oldest first."""
        failed = select(_ROW.topic, _ROW.key, _ROW.error).where(_ROW.done_at.is_(None), _ROW.error.is_not(None))
        rows = self.connection.execute(failed.order_by(_ROW.seq))
        return tuple(PutOff(topic=row.topic, key=row.key, code=row.error) for row in rows)
