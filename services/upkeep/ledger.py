"""The audit log's seal and proof: events are chained in the order they were written, and the chain checked whole."""

from dataclasses import dataclass

from pipeline.audit import FIRST, chained
from pipeline.model.actor import Actor
from pipeline.rights import Act
from services.access import act_of, require
from services.ports.records import Records, UnitOfWork
from services.topics import JOURNAL

MOST_EVENTS = 5000
"""Events read in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the check found: events looked at, those sealed now, and the number of the first that does not fit."""

    events: int
    sealed: int
    broken_at: int | None


class Ledger:
    """The acts on the audit log."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @act_of(Act.INSPECT)
    def seal(self, actor: Actor) -> int:
        """Chain every event that is not chained yet; return their number. Writing units of work come one by one."""
        require(actor, Act.INSPECT)
        with self._records.writing() as uow:
            count = seal_in(uow)
            uow.commit()
        return count

    @act_of(Act.INSPECT)
    def verify(self, actor: Actor) -> Proof:
        """Seal what is new, then recompute the whole chain."""
        require(actor, Act.INSPECT)
        sealed = self.seal(actor)
        before, expected, seen, last = FIRST, 1, 0, 0
        with self._records.reading() as uow:
            while events := uow.events.sealed(after=last, limit=MOST_EVENTS):
                for event in events:
                    before = chained(event, before)
                    if event.chain_number != expected or event.chain_hash != before:
                        return Proof(events=seen, sealed=sealed, broken_at=event.number)
                    expected, seen, last = expected + 1, seen + 1, event.chain_number
        return Proof(events=seen, sealed=sealed, broken_at=None)


def seal_in(uow: UnitOfWork) -> int:
    """Chain every event that is not chained yet, and wish that what was sealed be kept; return their number."""
    tip = uow.events.tip()
    start, before = (tip.chain_number or 0, tip.chain_hash or FIRST) if tip else (0, FIRST)
    number = start
    for event in uow.events.unsealed():
        number, before = number + 1, chained(event, before)
        uow.events.seal(event.number, chain_number=number, chain_hash=before)
    for first in range(start + 1, number + 1, MOST_EVENTS):
        uow.outbox.add(JOURNAL, span(first, min(first + MOST_EVENTS - 1, number)))
    return number - start


def span(first: int, last: int) -> str:
    """Write places in the chain as the key of a row of the outbox."""
    return f"{first}-{last}"


def span_of(key: str) -> tuple[int, int]:
    """Return the first and last place in the chain that a key names."""
    first, _, last = key.partition("-")
    return int(first), int(last)
