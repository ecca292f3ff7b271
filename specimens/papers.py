"""What each class of paper states, before any layout: the facts and the truth fields they give.

The field names are those of the outside contract; absent facts give no field. `employment` is the
situation ticked on the declaration, a fact the rules ask for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from specimens.checkdigits import without_accents
from specimens.people import Company, Person, Practitioner
from specimens.places import Address


class RequestKind(StrEnum):
    """What the insured person asks for."""

    FIRST = "first"
    RELAPSE = "relapse"
    NEW_INJURY = "new_injury"


class Employment(StrEnum):
    """Situation of the insured person on the day of the declaration."""

    EMPLOYEE = "employee"
    AGENCY = "agency"
    RETIRED = "retired"


class IdentityFormat(StrEnum):
    """Identity papers the generator draws."""

    LAMINATED_CARD = "laminated_card"
    CREDIT_CARD = "credit_card"
    PASSPORT = "passport"


class CertificateKind(StrEnum):
    """Who certifies what about the employment."""

    SALARY = "salary"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFacts:
    """An occupational-disease declaration; None is a box left empty."""

    person: Person
    company: Company
    request_kind: RequestKind
    employment: Employment | None
    declared_on: date | None
    first_observed_on: date
    work_stopped_on: date | None
    disease: str

    def fields(self) -> dict[str, str]:
        """Return the true fields as printed, dates in ISO form."""
        return _present(
            ("request_kind", self.request_kind),
            ("employment", self.employment),
            ("declared_on", _day(self.declared_on)),
            ("first_observed_on", _day(self.first_observed_on)),
            ("work_stopped_on", _day(self.work_stopped_on)),
            ("employer", self.company.name),
            ("employer_siret", self.company.siret),
            ("signed", "true"),
            *_name(self.person),
            *_address(self.person.address),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicalFacts:
    """A medical certificate for an occupational disease."""

    person: Person
    practitioner: Practitioner
    request_kind: RequestKind
    issued_on: date
    first_observed_on: date
    disease: str

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return _present(
            ("issued_on", _day(self.issued_on)),
            ("first_observed_on", _day(self.first_observed_on)),
            ("practitioner_id", self.practitioner.rpps),
            ("signed", "true"),
            *_name(self.person),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """An identity paper; its last name may differ from what the person declares."""

    person: Person
    last_name: str
    format: IdentityFormat
    number: str
    issued_on: date
    expires_on: date
    issuing_department: str

    def fields(self) -> dict[str, str]:
        """Return the true fields; the laminated card prints capitals without accents."""
        last, first = self.last_name.upper(), self.person.all_first_names
        if self.format is IdentityFormat.LAMINATED_CARD:
            last, first = without_accents(last), without_accents(first).upper()
        return _present(
            ("last_name", last),
            ("first_names", first),
            ("birth_date", _day(self.person.birth_date)),
            ("sex", self.person.sex),
            ("nationality", "FRA"),
            ("issuing_state", "FRA"),
            ("document_number", self.number),
            ("expires_on", _day(self.expires_on)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """A line of a career statement: a year, an employer, months and earnings in cents."""

    year: int
    employer: str
    months: int
    earnings_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerFacts:
    """A statement of the months contributed."""

    person: Person
    issued_on: date
    lines: tuple[Career, ...]

    @property
    def contribution_months(self) -> int:
        """Return the months of all lines."""
        return sum(line.months for line in self.lines)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return _present(
            ("contribution_months", str(self.contribution_months)),
            ("issued_on", _day(self.issued_on)),
            *_name(self.person),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A month of pay or a mission: its first and last day, hours, gross amount in cents."""

    starts_on: date
    ends_on: date
    hours: int
    gross_cents: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFacts:
    """A certificate of an employer: salaries, or missions of a temporary-work agency."""

    person: Person
    company: Company
    kind: CertificateKind
    issued_on: date
    hired_on: date
    last_worked_on: date
    pays: tuple[Pay, ...]

    @property
    def gross_cents(self) -> int:
        """Return the gross amount of all lines in cents."""
        return sum(pay.gross_cents for pay in self.pays)

    def fields(self) -> dict[str, str]:
        """Return the true fields; `gross_pay` is the printed total."""
        return _present(
            ("employer", self.company.name),
            ("employer_siret", self.company.siret),
            ("employee", f"{self.person.last_name.upper()} {self.person.all_first_names}"),
            ("social_security_number", self.person.social_security_number),
            ("gross_pay", f"{self.gross_cents / 100:.2f}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """A plain letter."""

    sender: str
    sender_address: Address
    recipient: str
    recipient_address: Address
    subject: str
    reference: str
    written_on: date
    body: tuple[str, ...]

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return _present(
            ("sender", self.sender),
            ("recipient", self.recipient),
            ("subject", self.subject),
            ("reference", self.reference),
            ("date", _day(self.written_on)),
        )


Facts = DeclarationFacts | MedicalFacts | IdentityFacts | CareerFacts | EmployerFacts | LetterFacts


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _name(person: Person) -> tuple[tuple[str, str], ...]:
    return (
        ("last_name", person.last_name.upper()),
        ("first_names", person.all_first_names),
        ("birth_date", _day(person.birth_date)),
        ("social_security_number", person.social_security_number),
    )


def _address(address: Address) -> tuple[tuple[str, str], ...]:
    return (
        ("address", address.street),
        ("postal_code", address.commune.postal_code),
        ("commune", address.commune.name),
    )


def _present(*pairs: tuple[str, str | None] | Iterable[str]) -> dict[str, str]:
    return {name: str(value) for name, value in pairs if value}
