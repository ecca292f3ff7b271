"""What only a rebuild does to the database: history is written as it was, with its numbers and its seals."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, text

from adapters.records.dialect import upsert
from adapters.records.schema.capture import batch
from adapters.records.schema.cases import case_, case_number, party
from adapters.records.schema.reference import reference_table
from adapters.records.schema.rules import rule_latest, rule_set
from adapters.records.schema.work import event, event_detail, job, outbox
from pipeline.audit import EventDetail, StoredEvent

_HOLDING = (batch, party, case_, reference_table, job)
"""The tables that are empty as long as nothing was received, opened or imported."""


@dataclass(frozen=True, slots=True)
class SqlRestoring:
    """Fulfils `RestoringRecords`."""

    connection: Connection

    def is_untouched(self, *, set_up_by: Sequence[str]) -> bool:
        """Return whether nothing was ever recorded but acts of these names."""
        others = select(event.c.id).where(event.c.act.not_in(set_up_by))
        asked = (*(select(*table.primary_key.columns) for table in _HOLDING), others)
        return all(self.connection.execute(query.limit(1)).first() is None for query in asked)

    def clear_set_up(self) -> None:
        """Take out the rules, the events and the wishes that the setting up left."""
        for table in (event_detail, event, rule_latest, rule_set, outbox):
            self.connection.execute(delete(table))

    def add_events(self, events: Sequence[tuple[StoredEvent, EventDetail | None]]) -> None:
        """Write events with their own numbers and places in the chain; new ones are numbered after them."""
        if not events:
            return
        self.connection.execute(insert(event), [_event_row(stored) for stored, _ in events])
        details = [_detail_row(detail) for _, detail in events if detail is not None]
        if details:
            self.connection.execute(insert(event_detail), details)
        if self.connection.dialect.name == "postgresql":  # its counter does not see numbers that were given
            highest = select(func.max(event.c.id)).scalar_subquery()
            counter = func.pg_get_serial_sequence(text("'event'"), text("'id'"))
            self.connection.execute(select(func.setval(counter, highest)))

    def number_on(self, case_type: str, year: int, *, last: int) -> None:
        """Let the next running number of a reference be above `last`."""
        self.connection.execute(
            upsert(self.connection.dialect.name, case_number)
            .values(case_type=case_type, year=year, last=last)
            .on_conflict_do_update(
                index_elements=["case_type", "year"], set_={"last": last}, where=case_number.c.last < last
            )
        )


def _event_row(stored: StoredEvent) -> dict[str, object]:
    return {
        "id": stored.number,
        "at": stored.at,
        "actor": stored.actor,
        "act": stored.act,
        "subject": stored.subject,
        "case_id": stored.case,
        "detail_digest": stored.detail_digest,
        "chain_number": stored.chain_number,
        "chain_hash": stored.chain_hash,
    }


def _detail_row(detail: EventDetail) -> dict[str, object]:
    return {"event_id": detail.number, "salt": detail.salt, "reason": detail.reason, "detail": detail.detail}
