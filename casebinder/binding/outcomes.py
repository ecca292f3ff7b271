"""What matching is asked and what comes of it: a document, the cases that are known, and the one it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from casebinder.casetypes import CaseType
from casebinder.model.case import Case, Fact
from casebinder.parties import Company, Person
from pipeline.model.document import IndexField
from pipeline.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A released document looking for its case; case_reference: named by a separator sheet, or by an answer slip."""

    document_class: str
    fields: tuple[IndexField, ...]
    case_reference: str | None = None
    is_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with the facts of its last verdict."""

    case: Case
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person of the records and their open cases."""

    person: Person
    cases: tuple[KnownCase, ...]


class CaseDirectory(Protocol):
    """What matching asks of the records."""

    def by_reference(self, reference: str) -> KnownCase | None:
        """Return the case of that reference."""
        ...

    def by_key(self, case_type: str, key: str) -> KnownCase | None:
        """Return the case opened under that key, in whatever state."""
        ...

    def open_cases_of(self, number: str) -> Sequence[KnownCase]:
        """Return the open cases of the person with that number (compact)."""
        ...

    def persons(self, last_name: str, first_names: str, birth_date: date) -> Sequence[KnownPerson]:
        """Return the persons born on that day; which of them bear the name is decided here."""
        ...

    def cases_saying(self, case_type: str, field: str, value: str) -> Sequence[KnownCase]:
        """Return the open cases of a type of which a paper says that value in that field, the oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The document belongs to this case."""

    case: Case
    because: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """The document opens a new case of this type under this key, for this person or company."""

    case_type: CaseType
    key: str
    person: Person | Company
    because: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """No single case can be named; a person decides."""

    code: str
    reason: Bilingual


Outcome = Matched | Opens | Unmatched
