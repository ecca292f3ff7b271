"""Prescriptions and care sheets."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Person, Practitioner, Source, draw_person, draw_practitioner
from specimens.stated.told import Tables, WithoutTables, named, present

_DRUGS = (
    ("Paracétamol 1 g, comprimé", "1 comprimé trois fois par jour, pendant 5 jours"),
    ("Amoxicilline 500 mg, gélule", "2 gélules matin et soir pendant 6 jours"),
    ("Ibuprofène 400 mg", "1 comprimé en cas de douleur, maximum 3 par jour"),
    ("Oméprazole 20 mg", "1 gélule le soir, pendant un mois"),
    ("Séances de kinésithérapie du rachis lombaire", "10 séances"),
    ("Radiographie de l'épaule droite, face et profil", "à réaliser sous quinzaine"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription(WithoutTables):
    """What a practitioner prescribes to somebody: each item with how to take it."""

    document_class: ClassVar[str] = "prescription"
    person: Person
    practitioner: Practitioner
    issued_on: date
    items: tuple[tuple[str, str], ...]

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        told = {
            "birth_date": self.person.birth_date,
            "issued_on": self.issued_on,
            "practitioner_id": self.practitioner.rpps,
        }
        return present(named(self.person) | told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of care: its day, its code, its price in cents."""

    day: date
    code: str
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSheet:
    """A care sheet: who was treated, the acts, whether they were paid."""

    document_class: ClassVar[str] = "care_sheet"
    person: Person
    practitioner: Practitioner
    acts: tuple[Act, ...]
    is_accident: bool

    @property
    def total_cents(self) -> int:
        """Return what was paid."""
        return sum(act.cents for act in self.acts)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        told = {
            "birth_date": self.person.birth_date,
            "social_security_number": self.person.social_security_number,
            "practitioner_id": self.practitioner.rpps,
        }
        return present(named(self.person) | told)

    def tables(self) -> Tables:
        """Return no tables: the contract has none for care sheets."""
        return {}


def draw_prescription(source: Source, today: date) -> Prescription:
    """Draw a prescription of the last month."""
    rng = source.rng
    return Prescription(
        person=draw_person(source, today=today, age=(4, 88)),
        practitioner=draw_practitioner(source),
        issued_on=today - timedelta(days=rng.randint(0, 30)),
        items=tuple(rng.sample(_DRUGS, k=rng.randint(1, 4))),
    )


def draw_care_sheet(source: Source, today: date) -> CareSheet:
    """Draw a sheet of one to three acts."""
    rng = source.rng
    first = today - timedelta(days=rng.randint(3, 50))
    return CareSheet(
        person=draw_person(source, today=today, age=(18, 88)),
        practitioner=draw_practitioner(source),
        acts=tuple(
            Act(
                day=first + timedelta(days=7 * place),
                code=rng.choice(("G", "CS", "VG", "AMS 9")),
                cents=rng.choice((3000, 2650, 5000, 6000)),
            )
            for place in range(rng.randint(1, 3))
        ),
        is_accident=rng.random() < 0.2,
    )
