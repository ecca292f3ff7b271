"""The nightly proof that nothing is lost: originals are opened again and recounted, the audit chain recomputed."""

from dataclasses import dataclass
from datetime import timedelta

from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState
from pipeline.ports import Clock
from pipeline.rights import Act
from services.access import act_of, require
from services.looking.find import Find
from services.ports.records import Records
from services.upkeep.ledger import Ledger

RECENT = timedelta(days=7)
"""How long a closed batch is recounted each night; one that is not closed always is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """A batch that does not balance, or the number of places where its originals disagree with the records."""

    batch: BatchId
    discrepancies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyProof:
    """What was recounted, what does not agree, and the number of the first audit event that does not fit."""

    batches: int
    pages: int
    unproved: tuple[Unproved, ...]
    events: int
    broken_at: int | None

    @property
    def holds(self) -> bool:
        """Return whether everything agrees."""
        return not self.unproved and self.broken_at is None


class Prove:
    """The act of proof."""

    def __init__(self, records: Records, find: Find, ledger: Ledger, clock: Clock) -> None:
        self._records = records
        self._find = find
        self._ledger = ledger
        self._clock = clock

    @act_of(Act.INSPECT)
    def custody(self, actor: Actor) -> CustodyProof:
        """Recount every batch that is open or recent from its originals, one after the other; raises TransientError."""
        require(actor, Act.INSPECT)
        since = self._clock.now() - RECENT
        with self._records.reading() as uow:
            every = uow.batches.every()
        chosen = [one.id for one in every if one.state is not BatchState.CLOSED or one.received_at > since]
        pages, unproved = 0, []
        for batch in chosen:
            view = self._find.batches(actor, batch)[0]
            problems = len(self._find.recount(actor, view))
            pages += len(view.pages)
            if problems or not view.balance.is_balanced:
                unproved.append(Unproved(batch=batch, discrepancies=problems))
        seal = self._ledger.verify(actor)
        return CustodyProof(
            batches=len(chosen), pages=pages, unproved=tuple(unproved), events=seal.events, broken_at=seal.broken_at
        )
