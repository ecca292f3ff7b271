"""Payslips and tax notices."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Company, Person, Source, draw_company, draw_person
from specimens.stated.told import Tables, WithoutTables, amount, named, present, whole_name
from specimens.wording import month_of, slashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A line of a payslip: its base in cents and the employee's and employer's rates in percent times 1000."""

    text: str
    base_cents: int
    employee_rate: int
    employer_rate: int

    @property
    def employee_cents(self) -> int:
        """Return what is taken from the employee."""
        return round(self.base_cents * self.employee_rate / 100000)

    @property
    def employer_cents(self) -> int:
        """Return what the employer pays."""
        return round(self.base_cents * self.employer_rate / 100000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payslip:
    """A month of pay; net is after the tax withheld at source."""

    document_class: ClassVar[str] = "payslip"
    person: Person
    company: Company
    period: str
    paid_on: date
    hours_cents: int
    gross_cents: int
    contributions: tuple[Contribution, ...]
    tax_rate: int
    ape: str
    grade: str

    @property
    def taken_cents(self) -> int:
        """Return what all contributions take from the employee."""
        return sum(each.employee_cents for each in self.contributions)

    @property
    def before_tax_cents(self) -> int:
        """Return the net before tax."""
        return self.gross_cents - self.taken_cents

    @property
    def tax_cents(self) -> int:
        """Return the tax withheld; the rate is in percent times 10."""
        return round(self.before_tax_cents * self.tax_rate / 1000)

    @property
    def net_cents(self) -> int:
        """Return what is paid."""
        return self.before_tax_cents - self.tax_cents

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        told = {
            "employer": self.company.name,
            "employer_siret": self.company.siret,
            "employee": whole_name(self.person),
            "social_security_number": self.person.social_security_number,
            "period": self.period,
            "gross_pay": amount(self.gross_cents),
            "net_pay": amount(self.net_cents),
        }
        return present(named(self.person) | told)

    def tables(self) -> Tables:
        """Return no tables: the contract has none for payslips."""
        return {}


_CONTRIBUTIONS = (
    ("Santé - maladie, maternité, invalidité, décès", 0, 7000), ("Complémentaire santé", 850, 850),
    ("Sécurité sociale plafonnée", 6900, 8550), ("Sécurité sociale déplafonnée", 400, 1900),
    ("Complémentaire tranche 1", 4010, 6010), ("Famille", 0, 3450), ("Chômage", 0, 4050),
    ("CSG déductible de l'impôt sur le revenu", 6680, 0), ("CSG/CRDS non déductible", 2850, 0),
    ("Accidents du travail", 0, 1720), ("Prévoyance cadre et non cadre", 310, 690),
)  # fmt: skip


def draw_payslip(source: Source, today: date) -> Payslip:
    """Draw the payslip of one of the last months."""
    rng = source.rng
    paid_on = today.replace(day=1) - timedelta(days=1 + 30 * rng.randint(0, 5))
    starts = paid_on.replace(day=1)
    gross = rng.randint(170000, 420000)
    period = rng.choice((month_of(paid_on).capitalize(), f"du {slashed(starts)} au {slashed(paid_on)}"))
    return Payslip(
        person=draw_person(source, today=today),
        company=draw_company(source),
        period=period,
        paid_on=paid_on,
        hours_cents=15167,
        gross_cents=gross,
        contributions=tuple(
            Contribution(text=text, base_cents=gross, employee_rate=mine, employer_rate=theirs)
            for text, mine, theirs in _CONTRIBUTIONS
        ),
        tax_rate=rng.choice((0, 13, 29, 53, 75, 99)),
        ape=rng.choice(("4120A", "4941A", "8121Z", "8610Z", "4332A")),
        grade=rng.choice(("Employé niveau 3", "Ouvrier qualifié", "Agent de maîtrise", "Cadre position 2.1")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxNotice(WithoutTables):
    """A notice of income tax of a household of one declarant."""

    document_class: ClassVar[str] = "tax_notice"
    person: Person
    year: int
    issued_on: date
    tax_number: str
    notice_number: str
    income_cents: int
    tax_cents: int
    withheld_cents: int
    shares: str

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        address = self.person.address
        told = {
            "address": address.street,
            "postal_code": address.commune.postal_code,
            "commune": address.commune.name.upper(),
        }
        return present(named(self.person) | told)


def draw_tax_notice(source: Source, today: date) -> TaxNotice:
    """Draw the notice of last year's income."""
    rng = source.rng
    income = rng.randint(1200000, 5200000) // 100 * 100
    tax = max(0, (income - 1100000) * rng.randint(7, 14) // 10000 * 100)
    return TaxNotice(
        person=draw_person(source, today=today, age=(25, 80)),
        year=today.year - 1,
        issued_on=date(today.year, 7, rng.randint(15, 31)),
        tax_number=f"{rng.randint(1, 3)}{rng.randint(0, 10**12 - 1):012d}",
        notice_number=f"{today.year % 100}{rng.randint(1, 99):02d}{rng.randint(0, 10**9 - 1):09d}",
        income_cents=income,
        tax_cents=tax,
        withheld_cents=max(0, tax + rng.choice((-40000, -12300, 0, 8700, 31500))),
        shares=rng.choice(("1", "1,5", "2", "2,5")),
    )
