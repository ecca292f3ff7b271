"""Papers of firms: extract of the register (Kbis), certificate of social contributions (URSSAF), articles."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Person, Source, draw_person
from specimens.stated.told import WithoutTables, present
from specimens.trade.deal import draw_seller
from specimens.trade.papers import Trader


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(WithoutTables):
    """An extract of the register of trade and companies."""

    document_class: ClassVar[str] = "company_registration"
    firm: Trader
    form: str
    activity: str
    manager: Person
    registered_on: date
    issued_on: date
    management_number: str

    def fields(self) -> dict[str, str]:
        """Return no fields: the contract names none for this class."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions(WithoutTables):
    """A certificate that a firm has declared and paid its social contributions."""

    document_class: ClassVar[str] = "social_contributions_certificate"
    firm: Trader
    issued_on: date
    period_end: date
    staff: int
    wages_cents: int
    security_code: str
    account_number: str

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        firm = self.firm
        return present({"employer": firm.name, "employer_siret": firm.company.siret, "issued_on": self.issued_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles(WithoutTables):
    """The articles of a company."""

    document_class: ClassVar[str] = "articles_of_association"
    firm: Trader
    form: str
    activity: str
    partners: tuple[Person, ...]
    signed_on: date

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return present({"signed_on": self.signed_on})


_FORMS = (
    "Société à responsabilité limitée", "Société par actions simplifiée", "Société civile", "Société anonyme",
    "Groupement agricole d'exploitation en commun", "Exploitation agricole à responsabilité limitée",
)  # fmt: skip
_ACTIVITIES = (
    "Travaux de menuiserie bois et PVC", "Transport routier de marchandises", "Élevage de vaches laitières",
    "Vente de fournitures de bureau", "Nettoyage courant des bâtiments", "Culture de céréales et d'oléagineux",
    "Maintenance de matériels informatiques", "Restauration traditionnelle",
)  # fmt: skip


def draw_registration(source: Source, today: date) -> Registration:
    """Draw an extract issued within the last two months."""
    rng = source.rng
    firm, _ = draw_seller(source, style=0)
    registered_on = today - timedelta(days=rng.randint(400, 12000))
    return Registration(
        firm=firm,
        form=rng.choice(_FORMS),
        activity=rng.choice(_ACTIVITIES),
        manager=draw_person(source, today=today),
        registered_on=registered_on,
        issued_on=today - timedelta(days=rng.randint(0, 60)),
        management_number=f"{registered_on.year} B {rng.randint(100, 9999):05d}",
    )


def draw_contributions(source: Source, today: date) -> Contributions:
    """Draw a certificate of the last quarter."""
    rng = source.rng
    firm, _ = draw_seller(source, style=0)
    issued_on = today - timedelta(days=rng.randint(0, 150))
    return Contributions(
        firm=firm,
        issued_on=issued_on,
        period_end=issued_on.replace(day=1) - timedelta(days=1),
        staff=rng.randint(1, 240),
        wages_cents=rng.randint(200000, 60000000),
        security_code="".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(15)),
        account_number=f"{rng.randint(10**14, 10**15 - 1)} {rng.randint(100, 999)}",
    )


def draw_articles(source: Source, today: date) -> Articles:
    """Draw the articles of a company of two or three partners."""
    rng = source.rng
    firm, _ = draw_seller(source, style=0)
    return Articles(
        firm=firm,
        form=rng.choice(_FORMS[:3]),
        activity=rng.choice(_ACTIVITIES),
        partners=tuple(draw_person(source, today=today) for _ in range(rng.choice((2, 2, 3)))),
        signed_on=today - timedelta(days=rng.randint(20, 9000)),
    )
