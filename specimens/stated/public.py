"""Papers of and for public offices: grant applications, death certificates, registrations of vehicles."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Person, Source, draw_person
from specimens.stated.claims import draw_plate
from specimens.stated.told import WithoutTables, named, present
from specimens.trade.deal import draw_seller
from specimens.trade.papers import Trader


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantApplication(WithoutTables):
    """An application of a farm for a subsidy; amounts in whole euros, land in ares."""

    document_class: ClassVar[str] = "grant_application"
    farm: Trader
    manager: Person
    subject: str
    cost: int
    asked: int
    ares: int
    cattle: int
    signed_on: date
    is_young: bool

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"subject": self.subject, "signed_on": self.signed_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathCertificate(WithoutTables):
    """An extract of an act of death."""

    document_class: ClassVar[str] = "death_certificate"
    person: Person
    died_on: date
    place: str
    act_number: str
    issued_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present(named(self.person) | {"birth_date": self.person.birth_date})


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRegistration(WithoutTables):
    """A registration certificate with the fields of the European directive 1999/37/EC."""

    document_class: ClassVar[str] = "vehicle_registration"
    holder: Person
    plate: str
    first_on: date
    issued_on: date
    maker: str
    model: str
    serial: str
    energy: str
    power: int

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"registration_plate": self.plate})


_SUBJECTS = (
    "Modernisation d'un bâtiment d'élevage", "Achat d'un épandeur à localisation", "Plantation de haies bocagères",
    "Conversion à l'agriculture biologique", "Installation d'un système d'irrigation économe",
)  # fmt: skip
_CARS = (("RENAULT", "CLIO"), ("PEUGEOT", "308"), ("CITROEN", "C3"), ("DACIA", "SANDERO"), ("TOYOTA", "YARIS"))


def draw_grant(source: Source, today: date) -> GrantApplication:
    """Draw an application of the year."""
    rng = source.rng
    farm, _ = draw_seller(source, style=0)
    cost = rng.randint(60, 2400) * 100
    return GrantApplication(
        farm=farm,
        manager=draw_person(source, today=today),
        subject=rng.choice(_SUBJECTS),
        cost=cost,
        asked=cost * rng.choice((30, 40, 60)) // 100,
        ares=rng.randint(900, 24000),
        cattle=rng.randint(0, 180),
        signed_on=today - timedelta(days=rng.randint(1, 200)),
        is_young=rng.random() < 0.4,
    )


def draw_death(source: Source, today: date) -> DeathCertificate:
    """Draw an extract issued soon after the death."""
    rng = source.rng
    person = draw_person(source, today=today, age=(58, 98))
    died_on = today - timedelta(days=rng.randint(6, 300))
    return DeathCertificate(
        person=person,
        died_on=died_on,
        place=person.address.commune.name,
        act_number=f"{rng.randint(1, 1900)}",
        issued_on=died_on + timedelta(days=rng.randint(1, 5)),
    )


def draw_vehicle(source: Source, today: date) -> VehicleRegistration:
    """Draw the certificate of a car first registered in the last fifteen years."""
    rng = source.rng
    maker, model = rng.choice(_CARS)
    first_on = today - timedelta(days=rng.randint(200, 5400))
    return VehicleRegistration(
        holder=draw_person(source, today=today),
        plate=draw_plate(source),
        first_on=first_on,
        issued_on=first_on + timedelta(days=rng.choice((0, 0, 700))),
        maker=maker,
        model=model,
        serial="VF1" + "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(14)),
        energy=rng.choice(("ES", "GO", "EL", "EH")),
        power=rng.randint(4, 9),
    )
