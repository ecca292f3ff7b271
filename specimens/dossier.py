"""The papers of one member for one occupational disease, drawn from a plan of what shall be true.

A plan says what the case is about and what is wrong with it; the dossier holds the facts drawn for
it. All dates hang on the day the case is looked at, so that the story is the same on any day.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from specimens.papers import (
    Career,
    CareerFacts,
    CertificateKind,
    DeclarationFacts,
    EmployerFacts,
    Employment,
    Facts,
    IdentityFacts,
    IdentityFormat,
    MedicalFacts,
    Pay,
    RequestKind,
)
from specimens.people import (
    Company,
    Person,
    Practitioner,
    Source,
    draw_company,
    draw_person,
    draw_practitioner,
    source_of,
)
from specimens.wording import draw_disease

_AGENCIES = ("Agil'Emploi Intérim", "Trajectoire Travail Temporaire", "Passerelle Intérim SAS")
_CARD_LETTERS = "CFGHJKLMNPRTVWXYZ0123456789"


class Item(StrEnum):
    """The items of the checklist."""

    DECLARATION = "declaration"
    MEDICAL_CERTIFICATE = "medical_certificate"
    IDENTITY = "identity"
    SALARY_CERTIFICATE = "salary_certificate"
    CAREER_STATEMENT = "career_statement"
    AGENCY_CERTIFICATE = "agency_certificate"


BASIC = (Item.DECLARATION, Item.MEDICAL_CERTIFICATE, Item.IDENTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What shall be true of a case: its name in the story, the request, the papers sent."""

    code: str
    papers: tuple[Item, ...]
    contribution_months: int
    identity: IdentityFormat = IdentityFormat.CREDIT_CARD
    request_kind: RequestKind = RequestKind.FIRST
    employment: Employment | None = Employment.EMPLOYEE
    is_dated: bool = True
    is_identity_expired: bool = False
    is_identity_of_other_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A plan with its people, dates and the facts of each paper sent, in the order of the plan."""

    plan: Plan
    person: Person
    first_observed_on: date
    declared_on: date
    identity_expires_on: date
    papers: tuple[tuple[Item, Facts], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    source: Source
    plan: Plan
    person: Person
    company: Company
    practitioner: Practitioner
    disease: str
    first_observed_on: date
    declared_on: date

    @property
    def rng(self) -> random.Random:
        return self.source.rng


def draw_dossier(plan: Plan, *, seed: int, today: date) -> Dossier:
    """Draw everything a plan leaves open; equal seeds give equal dossiers."""
    setting = _draw_setting(plan, source_of(seed, f"dossier/{plan.code}"), today)
    identity = _identity(setting)
    return Dossier(
        plan=plan,
        person=setting.person,
        first_observed_on=setting.first_observed_on,
        declared_on=setting.declared_on,
        identity_expires_on=identity.expires_on,
        papers=tuple((item, _facts(item, setting, identity)) for item in plan.papers),
    )


def _draw_setting(plan: Plan, source: Source, today: date) -> _Setting:
    rng = source.rng
    declared_on = today - timedelta(days=rng.randint(6, 24))
    age = (63, 68) if plan.employment is Employment.RETIRED else (27, 60)
    agency = rng.choice(_AGENCIES) if plan.employment is Employment.AGENCY else None
    return _Setting(
        source=source,
        plan=plan,
        person=draw_person(source, today=today, age=age),
        company=draw_company(source, name=agency),
        practitioner=draw_practitioner(source),
        disease=draw_disease(rng),
        first_observed_on=declared_on - timedelta(days=rng.randint(35, 120)),
        declared_on=declared_on,
    )


def _facts(item: Item, setting: _Setting, identity: IdentityFacts) -> Facts:
    match item:
        case Item.DECLARATION:
            return _declaration(setting)
        case Item.MEDICAL_CERTIFICATE:
            return _medical(setting)
        case Item.IDENTITY:
            return identity
        case Item.CAREER_STATEMENT:
            return _career(setting)
        case Item.SALARY_CERTIFICATE:
            return _employer(setting, CertificateKind.SALARY)
        case Item.AGENCY_CERTIFICATE:
            return _employer(setting, CertificateKind.AGENCY)


def _declaration(setting: _Setting) -> DeclarationFacts:
    plan = setting.plan
    stops = plan.employment is not Employment.RETIRED
    return DeclarationFacts(
        person=setting.person,
        company=setting.company,
        request_kind=plan.request_kind,
        employment=plan.employment,
        declared_on=setting.declared_on if plan.is_dated else None,
        first_observed_on=setting.first_observed_on,
        work_stopped_on=setting.first_observed_on + timedelta(days=setting.rng.randint(1, 20)) if stops else None,
        disease=setting.disease,
    )


def _medical(setting: _Setting) -> MedicalFacts:
    return MedicalFacts(
        person=setting.person,
        practitioner=setting.practitioner,
        request_kind=setting.plan.request_kind,
        issued_on=setting.declared_on - timedelta(days=setting.rng.randint(2, 25)),
        first_observed_on=setting.first_observed_on,
        disease=setting.disease,
    )


def _identity(setting: _Setting) -> IdentityFacts:
    plan, rng, person = setting.plan, setting.rng, setting.person
    last_name = setting.source.names.last_name().title() if plan.is_identity_of_other_name else person.last_name
    issued_on, expires_on = _validity(setting)
    department = f"{person.address.commune.department}{rng.randint(1, 4)}{rng.randint(1, 99):03d}"
    return IdentityFacts(
        person=person,
        last_name=last_name,
        format=plan.identity,
        number=_document_number(plan.identity, issued_on, department, rng),
        issued_on=issued_on,
        expires_on=expires_on,
        issuing_department=department,
    )


def _validity(setting: _Setting) -> tuple[date, date]:
    """Draw days of issue and expiry: ten years, fifteen for laminated cards issued since 2014."""
    rng, declared_on = setting.rng, setting.declared_on
    if setting.plan.identity is IdentityFormat.LAMINATED_CARD:
        earliest, latest, years = date(2014, 2, 1), date(2021, 6, 30), 15
    elif setting.plan.identity is IdentityFormat.CREDIT_CARD:
        earliest, latest, years = date(2021, 9, 1), declared_on - timedelta(days=90), 10
    else:
        earliest, latest, years = declared_on - timedelta(days=9 * 365), declared_on - timedelta(days=200), 10
    if setting.plan.is_identity_expired:
        earliest = declared_on - timedelta(days=years * 366 + 500)
        latest = declared_on - timedelta(days=years * 366 + 30)
    issued_on = earliest + timedelta(days=rng.randint(0, max(0, (latest - earliest).days)))
    is_leap_day = (issued_on.month, issued_on.day) == (2, 29)
    end = date(issued_on.year + years, issued_on.month, 28 if is_leap_day else issued_on.day)
    return issued_on, end - timedelta(days=1)


def _document_number(form: IdentityFormat, issued_on: date, department: str, rng: random.Random) -> str:
    match form:
        case IdentityFormat.LAMINATED_CARD:
            return f"{issued_on:%y%m}{department[:3]}{rng.randint(0, 99999):05d}"
        case IdentityFormat.CREDIT_CARD:
            return rng.choice("DFHKPRTX") + "".join(rng.choice(_CARD_LETTERS) for _ in range(8))
        case IdentityFormat.PASSPORT:
            letters = rng.choice("ACDEFHIKPRTVX") + rng.choice("ACDEFHIKPRTVX")
            return f"{issued_on:%y}{letters}{rng.randint(0, 99999):05d}"


def _career(setting: _Setting) -> CareerFacts:
    issued_on = setting.declared_on - timedelta(days=setting.rng.randint(3, 20))
    lines: list[Career] = []
    left, year = setting.plan.contribution_months, issued_on.year
    room = issued_on.month - 1 or 12
    while left > 0:
        months = min(left, room)
        earnings = months * setting.rng.randint(178_000, 290_000)
        lines.append(Career(year=year, employer=setting.company.name, months=months, earnings_cents=earnings))
        left, year, room = left - months, year - 1, 12
    return CareerFacts(person=setting.person, issued_on=issued_on, lines=tuple(reversed(lines)))


def _employer(setting: _Setting, kind: CertificateKind) -> EmployerFacts:
    stopped_on = setting.first_observed_on + timedelta(days=2)
    first = date(stopped_on.year, stopped_on.month, 1)
    pays: list[Pay] = []
    for _ in range(setting.rng.choice((3, 4, 6))):
        last = first - timedelta(days=1)
        first = date(last.year, last.month, 1)
        pays.append(_pay(setting, kind, first, last))
    return EmployerFacts(
        person=setting.person,
        company=setting.company,
        kind=kind,
        issued_on=setting.declared_on - timedelta(days=setting.rng.randint(1, 12)),
        hired_on=first - timedelta(days=setting.rng.randint(1, 5 + 9 * setting.plan.contribution_months)),
        last_worked_on=stopped_on,
        pays=tuple(reversed(pays)),
    )


def _pay(setting: _Setting, kind: CertificateKind, first: date, last: date) -> Pay:
    rng = setting.rng
    where = draw_company(setting.source).name if kind is CertificateKind.AGENCY else ""
    if kind is CertificateKind.AGENCY:
        first, last = first + timedelta(days=rng.randint(0, 6)), last - timedelta(days=rng.randint(0, 6))
    return Pay(
        starts_on=first,
        ends_on=last,
        hours=rng.randint(118, 169),
        gross_cents=rng.randint(168_000, 285_000),
        where=where,
    )
