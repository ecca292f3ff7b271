"""The records of the house: what happened, the rules in force, reference tables, and who may act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pipeline.model.identity import ActorId, CaseId, Digest
from pipeline.ports import ReferenceData, ReferenceRow

if TYPE_CHECKING:
    from pipeline.audit import EventDetail, StoredEvent
    from pipeline.model.actor import Actor
    from pipeline.model.events import AuditEvent


class EventRecords(Protocol):
    """The audit log."""

    def add(self, event: AuditEvent) -> None: ...
    def of_case(self, case: CaseId) -> Sequence[AuditEvent]:
        """Oldest first."""
        ...

    def of_subject(self, subject: str) -> Sequence[AuditEvent]: ...
    def unsealed(self) -> Sequence[StoredEvent]:
        """Events not chained yet, in the order they were written."""
        ...

    def tip(self) -> StoredEvent | None:
        """The event chained last, or None."""
        ...

    def sealed(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """Chained events with a place in the chain above `after`, in the order of the chain."""
        ...

    def details(self, numbers: Sequence[int]) -> Sequence[EventDetail]:
        """What may be personal of these events; erased ones are left out."""
        ...

    def seal(self, number: int, *, chain_number: int, chain_hash: str) -> None:
        """Write an event's place in the chain; raises ConcurrentChange when it has one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One immutable rule text: kind `batch`, `document` or `case`, its code, and its version."""

    digest: Digest
    kind: str
    code: str
    version: str
    text: str
    published_at: datetime


class RuleRecords(Protocol):
    """The rule texts in force and all that ever were."""

    def add(self, rules: RuleSet) -> None:
        """Publish; the same digest again changes nothing but makes it the latest."""
        ...

    def get(self, digest: Digest) -> RuleSet: ...
    def latest(self, kind: str, code: str) -> RuleSet | None: ...
    def every_latest(self, kind: str) -> Sequence[RuleSet]:
        """The latest of each code, by code."""
        ...

    def digests_in_force(self, kind: str) -> Sequence[Digest]:
        """The digest of the latest of each code, by code."""
        ...

    def by_version(self, kind: str, code: str, version: str) -> RuleSet | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTable:
    """A reference table as imported: its rows in order, and the columns by which they are looked up most."""

    name: str
    key_columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


class ReferenceRecords(ReferenceData, Protocol):
    """Reference tables, with their import."""

    def tables(self) -> Sequence[str]:
        """The names of the tables that were imported, sorted."""
        ...

    def whole(self, table: str) -> ReferenceTable:
        """Raises NotFound."""
        ...

    def starting(self, table: str, column: str, text: str, *, limit: int) -> Sequence[ReferenceRow]:
        """The first rows whose column begins with the text after folding; quick for a column it is looked up by."""
        ...

    def replace(self, table: str, *, key_columns: Sequence[str], rows: Sequence[ReferenceRow]) -> int:
        """Put these rows in place of the table's; return their number."""
        ...


class ActorRecords(Protocol):
    """Who may act."""

    def add(self, actor: Actor) -> None: ...
    def get(self, actor: ActorId) -> Actor:
        """Raises NotFound."""
        ...

    def every(self) -> Sequence[Actor]: ...
