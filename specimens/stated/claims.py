"""Insurance: claim statements, experts' reports, road accident reports."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from specimens.people import Person, Source, draw_person
from specimens.stated.told import Tables, WithoutTables, named, present

_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
INSURERS = (
    "Assurances du Rempart",
    "Mutuelle Beffroi",
    "La Prévoyante Lyonnaise",
    "Atlantique Assurances",
    "Vigie IARD",
)
_WATER = (
    ("fuite de la machine à laver du voisin du dessus", "le plafond de la cuisine et le parquet du salon"),
    ("rupture d'une canalisation encastrée", "les murs de la salle de bains et le couloir"),
    ("débordement d'une gouttière pendant l'orage", "la toiture et deux chambres à l'étage"),
    ("infiltration par la façade", "le papier peint et le bas des meubles"),
)
_CARS = (
    ("choc arrière à un feu rouge", "le pare-chocs et le hayon"),
    ("collision dans un rond-point", "l'aile avant gauche et le phare"),
    ("bris du pare-brise par un caillou", "le pare-brise"),
    ("véhicule heurté en stationnement", "la portière avant droite et le rétroviseur"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What happened to whom: water damage, or a car when there is a plate; `cause` and `damage` in plain words."""

    insured: Person
    insurer: str
    policy_number: str
    plate: str
    happened_on: date
    cause: str
    damage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStatement(WithoutTables):
    """The insured person's statement of a claim."""

    document_class: ClassVar[str] = "claim_statement"
    claim: Claim
    signed_on: date
    has_third_party: bool

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        claim = self.claim
        told = {
            "policy_number": claim.policy_number,
            "registration_plate": claim.plate,
            "signed_on": self.signed_on,
        }
        return present(named(claim.insured) | told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What an expert counted: the work, its cost in cents before age, the age in percent taken off."""

    text: str
    cents: int
    off: int

    @property
    def kept_cents(self) -> int:
        """Return what is paid for."""
        return round(self.cents * (100 - self.off) / 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertReport:
    """An expert's report on a claim."""

    document_class: ClassVar[str] = "expert_report"
    claim: Claim
    expert: str
    firm: str
    reference: str
    visited_on: date
    written_on: date
    items: tuple[Item, ...]

    @property
    def total_cents(self) -> int:
        """Return what is proposed."""
        return sum(each.kept_cents for each in self.items)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        claim = self.claim
        return present(
            {
                "reference": self.reference,
                "policy_number": claim.policy_number,
                "registration_plate": claim.plate,
                "date": self.written_on,
            }
        )

    def tables(self) -> Tables:
        """Return no tables: the contract has none for reports."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccidentReport(WithoutTables):
    """A friendly report of two drivers; the first is the insured person of the claim."""

    document_class: ClassVar[str] = "accident_report"
    claim: Claim
    other: Person
    other_plate: str
    place: str

    def fields(self) -> dict[str, str]:
        """Return the true fields of vehicle A."""
        return present({"registration_plate": self.claim.plate, "policy_number": self.claim.policy_number})


def draw_plate(source: Source) -> str:
    """Draw a plate of the register of 2009, such as AB-123-CD."""
    rng = source.rng
    pair = [rng.choice(_LETTERS) + rng.choice(_LETTERS) for _ in range(2)]
    return f"{pair[0]}-{rng.randint(1, 999):03d}-{pair[1]}"


def draw_claim(source: Source, today: date, *, is_car: bool) -> Claim:
    """Draw what happened within the last months."""
    rng = source.rng
    cause, damage = rng.choice(_CARS if is_car else _WATER)
    return Claim(
        insured=draw_person(source, today=today),
        insurer=rng.choice(INSURERS),
        policy_number=rng.choice(("{a}", "{b}-{c}", "MH{a}")).format(
            a=rng.randint(10**8, 10**9 - 1), b=rng.randint(1000, 9999), c=rng.randint(10**5, 10**6 - 1)
        ),
        plate=draw_plate(source) if is_car else "",
        happened_on=today - timedelta(days=rng.randint(8, 90)),
        cause=cause,
        damage=damage,
    )


def draw_statement(source: Source, today: date) -> ClaimStatement:
    """Draw a statement signed within the week."""
    claim = draw_claim(source, today, is_car=source.rng.random() < 0.5)
    signed_on = claim.happened_on + timedelta(days=source.rng.randint(0, 5))
    return ClaimStatement(claim=claim, signed_on=signed_on, has_third_party=source.rng.random() < 0.5)


_WORKS = (
    ("Dépose et repose du plafond en plaques de plâtre", 68000), ("Peinture deux couches murs et plafond", 94500),
    ("Remplacement du parquet stratifié", 121000), ("Assèchement et traitement des supports", 38000),
    ("Papier peint, dépose et fourniture", 52000),
)  # fmt: skip
_CAR_WORKS = (
    ("Pare-chocs avant, remplacement", 43200),
    ("Aile avant gauche, réparation", 31800),
    ("Peinture et ingrédients", 52700),
    ("Main-d'œuvre tôlerie 4,5 h", 29250),
    ("Optique de phare", 38900),
)


def draw_expert_report(source: Source, today: date) -> ExpertReport:
    """Draw a report of two to four items."""
    rng = source.rng
    claim = draw_claim(source, today, is_car=rng.random() < 0.5)
    works = rng.sample(_CAR_WORKS if claim.plate else _WORKS, k=rng.randint(2, 4))
    visited_on = claim.happened_on + timedelta(days=rng.randint(3, 7))
    return ExpertReport(
        claim=claim,
        expert=f"{source.names.first_name()} {source.names.last_name().upper()}",
        firm=f"Cabinet {source.names.last_name()} Expertises",
        reference=f"{rng.choice('EDS')}{today.year % 100}/{rng.randint(1000, 99999)}",
        visited_on=visited_on,
        written_on=visited_on + timedelta(days=rng.randint(1, 10)),
        items=tuple(
            Item(text=text, cents=round(cents * rng.uniform(0.7, 1.6)), off=rng.choice((0, 10, 20, 25)))
            for text, cents in works
        ),
    )


def draw_accident(source: Source, today: date) -> AccidentReport:
    """Draw a report of two cars."""
    claim = draw_claim(source, today, is_car=True)
    other = draw_person(source, today=today)
    return AccidentReport(claim=claim, other=other, other_plate=draw_plate(source), place=other.address.commune.name)
