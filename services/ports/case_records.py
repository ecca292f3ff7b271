"""The records of cases and parties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from casebinder.model import Case, Party, Verdict
from pipeline.model.identity import CaseId, DocumentId, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """A list of cases; None: any."""

    case_type: str | None = None
    basket: str | None = None
    only_incomplete: bool = False
    party: PartyId | None = None


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

    def add_key(self, party: PartyId, scheme: str, value: str) -> None: ...
