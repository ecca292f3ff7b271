"""Proofs of address: bills of energy, telecoms and water, and an attestation of who lives with whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Person, Source, draw_person
from specimens.stated.told import WithoutTables, present, whole_name

_ISSUERS = (
    ("Énergie Commune", "électricité", "kWh"), ("Lumière & Gaz de France Ouest", "gaz naturel", "kWh"),
    ("Télécom Horizon", "box fibre et téléphone", "mois"), ("Mobilis Réseau", "forfait mobile", "mois"),
    ("Eaux du Bassin", "eau potable", "m3"), ("Régie Électrique du Val", "électricité", "kWh"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(WithoutTables):
    """A bill that proves where somebody lives; amounts with tax in cents, read is what was used and in which unit."""

    document_class: ClassVar[str] = "proof_of_address"
    person: Person
    issuer: str
    service: str
    unit: str
    issued_on: date
    contract_number: str
    customer_number: str
    meter: str
    used: int
    cents: int

    @property
    def due_on(self) -> date:
        """Return the day of payment."""
        return self.issued_on + timedelta(days=16)

    @property
    def period(self) -> tuple[date, date]:
        """Return first and last day billed."""
        return self.issued_on - timedelta(days=61), self.issued_on - timedelta(days=1)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        address = self.person.address
        return present(
            {
                "holder": whole_name(self.person),
                "issuer": self.issuer,
                "issued_on": self.issued_on,
                "address": address.street,
                "postal_code": address.commune.postal_code,
                "commune": address.commune.name.upper(),
            }
        )


def draw_bill(source: Source, today: date) -> Bill:
    """Draw a bill of the last three months."""
    rng = source.rng
    issuer, service, unit = rng.choice(_ISSUERS)
    return Bill(
        person=draw_person(source, today=today),
        issuer=issuer,
        service=service,
        unit=unit,
        issued_on=today - timedelta(days=rng.randint(3, 90)),
        contract_number=" ".join(f"{rng.randint(100, 999)}" for _ in range(4)),
        customer_number=f"{rng.randint(10**9, 10**10 - 1)}",
        meter=f"{rng.randint(10**13, 10**14 - 1)}",
        used=rng.randint(12, 900) if unit != "mois" else 2,
        cents=rng.randint(1999, 24000),
    )
