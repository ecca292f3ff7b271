"""Consistent people, companies and practitioners with numbers that pass their check digits.

A person drawn once is printed on all their papers: the NIR agrees with sex, month and place of
birth. Names come from Faker (fr_FR), everything else from the seeded source handed in.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from faker import Faker

from specimens.checkdigits import luhn_digit, nir_key
from specimens.places import Address, Commune, communes, draw_address

_JOBS = (
    "Cariste", "Agent de propreté", "Peintre en bâtiment", "Ambulancier", "Carreleur",
    "Agent de conditionnement", "Mécanicien poids lourds", "Auxiliaire de vie", "Soudeur",
    "Préparateur de commandes", "Caissier", "Menuisier", "Cuisinier", "Magasinier",
)  # fmt: skip


class Sex(StrEnum):
    """Sex as identity papers print it."""

    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The two seeded springs everything is drawn from."""

    rng: random.Random
    names: Faker


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member with everything their papers say about them."""

    sex: Sex
    last_name: str
    first_names: tuple[str, ...]
    birth_date: date
    birth_place: Commune
    address: Address
    social_security_number: str
    height_cm: int
    job: str

    @property
    def civility(self) -> str:
        """Return Monsieur or Madame."""
        return "Madame" if self.sex is Sex.FEMALE else "Monsieur"

    @property
    def all_first_names(self) -> str:
        """Return the first names separated by spaces."""
        return " ".join(self.first_names)

    @property
    def full_name(self) -> str:
        """Return LAST NAME First, as letters and pay slips print it."""
        return f"{self.last_name.upper()} {self.first_names[0]}"

    @property
    def spaced_number(self) -> str:
        """Return the NIR in the groups people write it in."""
        n = self.social_security_number
        return f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An employer, client or temporary-work agency."""

    name: str
    siret: str
    address: Address
    signatory: str

    @property
    def spaced_siret(self) -> str:
        """Return the SIRET as 3 + 3 + 3 + 5 digits."""
        s = self.siret
        return f"{s[:3]} {s[3:6]} {s[6:9]} {s[9:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A physician with an RPPS number of eleven digits."""

    name: str
    rpps: str
    speciality: str
    address: Address
    telephone: str


def source_of(seed: int, key: str) -> Source:
    """Return independent springs for a seed and a key, the same on every run and machine."""
    rng = random.Random(f"{seed}/{key}")
    names = Faker("fr_FR", providers=["faker.providers.person"])  # all of them take ten times as long to make
    names.seed_instance(rng.getrandbits(48))
    return Source(rng=rng, names=names)


def draw_person(source: Source, *, today: date, age: tuple[int, int] = (27, 61)) -> Person:
    """Draw a person whose age on the day lies in the inclusive range of years."""
    rng = source.rng
    sex = rng.choice((Sex.FEMALE, Sex.MALE))
    days = rng.randint(age[0] * 365 + 20, age[1] * 365)
    birth_date = today - timedelta(days=days)
    birth_place = rng.choice(communes())
    return Person(
        sex=sex,
        last_name=source.names.last_name().title(),
        first_names=_draw_first_names(source, sex),
        birth_date=birth_date,
        birth_place=birth_place,
        address=draw_address(rng),
        social_security_number=_draw_nir(rng, sex, birth_date, birth_place),
        height_cm=rng.randint(152, 192),
        job=rng.choice(_JOBS),
    )


def _draw_first_names(source: Source, sex: Sex) -> tuple[str, ...]:
    draw = source.names.first_name_female if sex is Sex.FEMALE else source.names.first_name_male
    wanted = source.rng.choice((1, 1, 2, 2, 3))
    found: list[str] = []
    while len(found) < wanted:
        name = draw()
        if name not in found:
            found.append(name)
    return tuple(found)


def _draw_nir(rng: random.Random, sex: Sex, born: date, place: Commune) -> str:
    first = "2" if sex is Sex.FEMALE else "1"
    body = f"{first}{born:%y%m}{place.insee}{rng.randint(1, 620):03d}"
    return body + nir_key(body)


def draw_company(source: Source, *, name: str | None = None) -> Company:
    """Draw a company whose SIREN and SIRET both pass Luhn, under a given name if any."""
    rng = source.rng
    siren_body = f"{rng.randint(30000000, 89999999)}"
    siren = siren_body + luhn_digit(siren_body)
    establishment = siren + f"{rng.randint(1, 48):04d}"
    return Company(
        name=name or _company_name(source),
        siret=establishment + luhn_digit(establishment),
        address=draw_address(rng),
        signatory=f"{source.names.first_name()} {source.names.last_name().upper()}",
    )


def _company_name(source: Source) -> str:
    trade = source.rng.choice(
        ("Bâtiment", "Transports", "Menuiserie", "Propreté Services", "Logistique", "Charpentes", "Clinique")
    )
    owner = source.names.last_name().title()
    form = source.rng.choice(("SARL", "SAS", "SA", "et Fils SARL"))
    return f"{trade} {owner} {form}"


def draw_practitioner(source: Source) -> Practitioner:
    """Draw a physician; RPPS numbers of physicians start with 10 and end with a Luhn digit."""
    rng = source.rng
    body = f"10{rng.randint(0, 99999999):08d}"
    mobile = f"{rng.randint(0, 99999999):08d}"
    return Practitioner(
        name=f"{source.names.first_name()} {source.names.last_name().upper()}",
        rpps=body + luhn_digit(body),
        speciality=rng.choice(("Médecine générale", "Rhumatologie", "Médecine générale", "Pneumologie")),
        address=draw_address(rng),
        telephone="0" + rng.choice("12345") + " " + " ".join(mobile[i : i + 2] for i in range(0, 8, 2)),
    )
