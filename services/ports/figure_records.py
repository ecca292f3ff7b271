"""Figures over all records: counts that one query each gives, and lists of what they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from services.ports.search import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came in during one span; straight: documents released without a person, of `handled` that are past doubt."""

    pages: int = 0
    documents: int = 0
    cases: int = 0
    handled: int = 0
    straight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The open cases of one person in one basket; assignee None: nobody's; late: with a running clock past its day."""

    basket: str
    assignee: str | None
    cases: int
    late: int
    oldest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One clock of a case type over the open cases, and how it ended in the period: in time (kept) or not (missed)."""

    case_type: str
    code: str
    running: int
    soon: int
    late: int
    kept: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """What was set aside and waits for a person: files in quarantine, pages that could not be read."""

    files: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedThing:
    """A file in quarantine, or a page (its ordinal) that could not be read, and its batch."""

    batch: str
    file: str
    page: int | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChoice:
    """Which cases: None is any; assignee "": nobody's; due_since, due_before: of a running clock."""

    basket: str | None = None
    case_type: str | None = None
    assignee: str | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None
    clock: str | None = None
    due_since: date | None = None
    due_before: date | None = None
    only_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list; due_on: of the running clock that ends first."""

    reference: str
    case_type: str
    basket: str
    assignee: str | None
    opened_at: datetime
    party: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document in a list."""

    document: str
    document_class: str | None
    state: str
    received_at: datetime
    settled_by: str | None


class FigureRecords(Protocol):
    """Counts and their lists, as far as a visibility reaches. Spans begin at `starts`; the last one goes on to now."""

    def received(self, sight: Visibility, starts: Sequence[datetime]) -> Sequence[Received]:
        """One for each span, in order."""
        ...

    def ages(self, sight: Visibility, borders: Sequence[datetime]) -> Sequence[int]:
        """Open cases by the day they were opened: before the first border, between two, after the last."""
        ...

    def load(self, sight: Visibility, *, today: date) -> Sequence[Load]:
        """By basket, then person."""
        ...

    def delays(self, sight: Visibility, *, today: date, soon: date, since: date) -> Sequence[Delay]:
        """By case type and clock; soon: the last day of what is due soon; since: the first day of the period."""
        ...

    def failures(self, sight: Visibility) -> Failures: ...
    def failed_things(self, sight: Visibility, *, limit: int) -> Sequence[FailedThing]:
        """Newest first."""
        ...

    def cases(self, sight: Visibility, choice: CaseChoice, *, limit: int, after: str = "") -> Sequence[CaseLine]:
        """By reference, those after a reference."""
        ...

    def count(self, sight: Visibility, choice: CaseChoice) -> int:
        """How many cases a choice has."""
        ...

    def by_hand(self, sight: Visibility, *, since: datetime, limit: int) -> Sequence[DocumentLine]:
        """Documents received since that a person settled or has to, newest first."""
        ...
