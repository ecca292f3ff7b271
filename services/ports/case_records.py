"""The records of cases and parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from casebinder.model.case import Case, Party
    from casebinder.model.request import Request, Standing
    from casebinder.model.verdict import ItemStatus, Verdict, WaitingOn
    from pipeline.model.identity import ActorId, CaseId, Digest, DocumentId, PartyId
    from pipeline.model.text import Bilingual
    from services.ports.search import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """A list of cases; None: any."""

    case_type: str | None = None
    basket: str | None = None
    only_incomplete: bool = False
    party: PartyId | None = None
    task_of: ActorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """The cases somebody works on, those that are still open, unless is_open is not asked for; None: any.

    assignee: kept by that person; not_assignee: kept by another one; unassigned: kept by nobody; due_before: with a
    running deadline before that day.
    """

    visibility: Visibility
    basket: str | None = None
    case_type: str | None = None
    waiting_on: WaitingOn | None = None
    assignee: ActorId | None = None
    not_assignee: ActorId | None = None
    unassigned: bool = False
    due_before: date | None = None
    only_incomplete: bool = False
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTally:
    """How many cases stand alike: their basket, whose move it is, who keeps them, whether a deadline is past."""

    basket: str
    waiting_on: WaitingOn
    assignee: ActorId | None
    is_late: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A case of a worklist as its line tells of it, without loading the case or its verdict.

    sentence: that of the verdict, None while none was stored; due_on: of its first running deadline; counts: items of
    its checklist by status.
    """

    case: CaseId
    reference: str
    case_type: str
    assignee: ActorId | None
    party: str | None
    sentence: Bilingual | None
    waiting_on: WaitingOn
    due_on: date | None
    counts: tuple[tuple[ItemStatus, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter with what is told of its case: the rules it is judged by, and the name of its party."""

    reference: str
    rules_digest: Digest
    party: str | None
    request: Request
    standing: Standing


class CaseRecords(Protocol):
    """Cases, whole, with their verdict beside."""

    def add(self, case: Case) -> None:
        """Raises ConcurrentChange when (case_type, key) is already open or the reference is taken."""
        ...

    def get(self, case: CaseId) -> Case: ...
    def by_reference(self, reference: str) -> Case | None: ...
    def by_key(self, case_type: str, key: str) -> Case | None: ...
    def by_answer_code(self, code: str) -> Case | None:
        """The case whose letter carried the slip with that code, in whatever state."""
        ...

    def of_document(self, document: DocumentId) -> Case | None: ...
    def of_documents(self, documents: Sequence[DocumentId]) -> Mapping[DocumentId, Case]:
        """The same for many at once; documents in no case are absent."""
        ...

    def listed(self, query: CaseQuery) -> Sequence[Case]:
        """By reference."""
        ...

    def worklist(self, query: WorkQuery, *, offset: int, limit: int) -> Sequence[WorkLine]:
        """At most `limit` cases from `offset` on: the one due first in front, those without a deadline last."""
        ...

    def tallied(self, query: WorkQuery, *, today: date) -> Sequence[CaseTally]:
        """Count the cases of the query by how they stand."""
        ...

    def letters(
        self, visibility: Visibility, standings: Sequence[Standing], *, today: date, offset: int, limit: int
    ) -> Sequence[LetterRow]:
        """Letters of visible cases that stand so on the day, from that place on, the one drafted last in front."""
        ...

    def letters_tallied(self, visibility: Visibility, *, today: date) -> Mapping[Standing, int]:
        """Count the letters of visible cases by where they stand on the day; standings of no letter are absent."""
        ...

    def tasks_of(self, who: ActorId) -> int:
        """How many open tasks the person has."""
        ...

    def save(self, case: Case) -> Case:
        """Write the change and return it with `version` + 1; raises ConcurrentChange when the version moved on."""
        ...

    def set_verdict(self, case: CaseId, verdict: Verdict) -> None: ...
    def verdict(self, case: CaseId) -> Verdict | None: ...
    def next_number(self, case_type: str, year: int) -> int:
        """The next running number of a reference, from 1; two transactions never get the same."""
        ...


class PartyRecords(Protocol):
    """Persons and companies."""

    def add(self, party: Party) -> None: ...
    def get(self, party: PartyId) -> Party: ...
    def by_key(self, scheme: str, value: str) -> Party | None: ...
    def by_birth_date(self, birth_date: str) -> Sequence[Party]:
        """Parties born on that ISO day."""
        ...

    def found(self, text: str, visibility: Visibility, *, offset: int, limit: int) -> Sequence[Party]:
        """Parties of visible cases whose name has all the words, or that have the number, by name."""
        ...

    def add_key(self, party: PartyId, scheme: str, value: str) -> None: ...
