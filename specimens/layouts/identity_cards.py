"""French national identity cards: the laminated card of 1995 and the credit-card format of 2021.

Both sides lie on one page, as a photocopier or a person with a telephone would put them.
"""

import random

from specimens.checkdigits import without_accents
from specimens.layouts.plate import Plate
from specimens.mrz import zone_of
from specimens.papers import IdentityFacts
from specimens.sheet import Face, Pen, Sheet
from specimens.wording import dotted, spaced

_TINY = Pen(size=6)
_SAID = Pen(size=9, is_bold=True)
_PRINTED = Pen(size=8.6, is_bold=True)
_MINI = Pen(size=4.6, colour="#33405e")


def draw_laminated(sheet: Sheet, facts: IdentityFacts, rng: random.Random) -> None:
    """Draw the laminated card, back under front."""
    x, y, scale = rng.uniform(28, 44), rng.uniform(22, 36), rng.uniform(1.18, 1.32)
    _laminated_front(Plate(sheet, x=x, y=y, scale=scale), facts, rng)
    sheet.block()
    _laminated_back(Plate(sheet, x=x + rng.uniform(-6, 6), y=y + 74 * scale + 22, scale=scale), facts)


def _laminated_front(card: Plate, facts: IdentityFacts, rng: random.Random) -> None:
    person = facts.person
    card.box(0, 0, 105, 74, fill="#e3edf3", line="#8aa0b0", radius=2)
    card.waves(105, 50, colour="#c3d6e2")
    card.text(5, 6, "RÉPUBLIQUE FRANÇAISE", Pen(size=9, is_bold=True, colour="#2b3f70"))
    card.text(5, 11.5, f"CARTE NATIONALE D'IDENTITÉ N° : {facts.number}", Pen(size=7.8, is_bold=True))
    card.text(74, 11.5, "Nationalité Française", _TINY.sized(6.5))
    card.portrait(5, 15, 27, 35, rng)
    card.text(36, 19, "Nom :", _TINY)
    card.text(44, 19, without_accents(facts.last_name).upper(), _SAID)
    card.text(36, 26, "Prénom(s) :", _TINY)
    card.text(48, 26, without_accents(", ".join(person.first_names)).upper(), _SAID)
    card.text(36, 32, "Sexe :", _TINY)
    card.text(44, 32, person.sex, _SAID)
    card.text(56, 32, "Né(e) le :", _TINY)
    card.text(67, 32, dotted(person.birth_date), _SAID)
    card.text(36, 38, "à :", _TINY)
    place = without_accents(person.birth_place.name).upper()
    card.text(41, 38, f"{place} ({person.birth_place.department})", _SAID)
    card.text(36, 44, "Taille :", _TINY)
    card.text(45, 44, f"{person.height_cm / 100:.2f}m".replace(".", ","), _SAID)
    card.text(36, 50, "Signature du titulaire :", _TINY)
    card.signature(66, 51, 26, rng)
    card.box(1, 55.5, 103, 16.5, fill="#f6fafc")
    card.zone(6, 62, zone_of(facts), step=5.6)


def _laminated_back(card: Plate, facts: IdentityFacts) -> None:
    person = facts.person
    card.box(0, 0, 105, 74, fill="#e9f0f4", line="#8aa0b0", radius=2)
    card.waves(105, 72, colour="#cfdde6")
    card.text(6, 10, "Adresse :", _TINY)
    card.text(20, 10, without_accents(person.address.street).upper(), _SAID.sized(8))
    card.text(20, 15, without_accents(person.address.last_line), _SAID.sized(8))
    card.text(6, 30, "Carte valable jusqu'au :", _TINY.sized(6.5))
    card.text(36, 30, dotted(facts.expires_on), _SAID)
    card.text(6, 37, "délivrée le :", _TINY.sized(6.5))
    card.text(36, 37, dotted(facts.issued_on), _SAID)
    card.text(6, 44, "par :", _TINY.sized(6.5))
    card.text(36, 44, f"PRÉFECTURE ({facts.issuing_department[:2]})", _SAID.sized(8))
    card.text(6, 54, "Signature de l'autorité :", _TINY.sized(6.5))


def draw_credit_card(sheet: Sheet, facts: IdentityFacts, rng: random.Random) -> None:
    """Draw the credit-card format, front over back."""
    x, y, scale = rng.uniform(26, 40), rng.uniform(28, 46), rng.uniform(1.5, 1.65)
    _credit_front(Plate(sheet, x=x, y=y, scale=scale), facts, rng)
    sheet.block()
    _credit_back(Plate(sheet, x=x + rng.uniform(-5, 5), y=y + 54 * scale + 20, scale=scale), facts)


def _credit_front(card: Plate, facts: IdentityFacts, rng: random.Random) -> None:
    card.box(0, 0, 85.6, 54, fill="#e8eef6", line="#9aa8c0", radius=3)
    card.waves(85.6, 53, colour="#cdd9ea")
    card.box(4, 3.5, 9, 6, fill="#26348b", line="")
    card.text(6.2, 7.4, "FR", Pen(size=7, is_bold=True, colour="#ffffff"))
    card.text(15, 6, "RÉPUBLIQUE FRANÇAISE", Pen(face=Face.ROUND, size=5.6, is_bold=True, colour="#26348b"))
    card.text(15, 9.4, "CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD", Pen(face=Face.ROUND, size=4.4, colour="#26348b"))
    card.portrait(4, 14, 24, 31, rng)
    _credit_columns(card, facts)
    card.signature(60, 47.5, 18, rng)
    card.sheet.block()


def _credit_columns(card: Plate, facts: IdentityFacts) -> None:
    person = facts.person
    lines = (
        (16, "NOM / Surname", facts.last_name.upper()),
        (23, "Prénoms / Given names", ", ".join(person.first_names)),
        (37, "LIEU DE NAISSANCE / Place of birth", person.birth_place.name.upper()),
    )
    for y, label, value in lines:
        card.text(31, y, label, _MINI)
        card.text(31, y + 3.4, value, _PRINTED)
    columns = (
        (31, "SEXE / Sex", str(person.sex)),
        (44, "NATIONALITÉ / Nationality", "FRA"),
        (65, "DATE DE NAISS. / Date of birth", spaced(person.birth_date)),
    )
    for x, label, value in columns:
        card.text(x, 30, label, _MINI.sized(3.9))
        card.text(x, 33.4, value, _PRINTED)
    card.text(31, 44.4, "N° DU DOCUMENT / Document No", _MINI)
    card.text(31, 47.8, facts.number, _PRINTED)
    card.text(4, 48.4, "DATE D'EXPIR. / Expiry date", _MINI)
    card.text(4, 51.8, spaced(facts.expires_on), _PRINTED)


def _credit_back(card: Plate, facts: IdentityFacts) -> None:
    person = facts.person
    card.box(0, 0, 85.6, 54, fill="#eef2f8", line="#9aa8c0", radius=3)
    card.waves(85.6, 32, colour="#d5dfec")
    card.text(5, 6, "TAILLE / Height", _MINI)
    card.text(5, 9.4, f"{person.height_cm / 100:.2f} m".replace(".", ","), _PRINTED.sized(7.5))
    card.text(28, 6, "DATE DE DÉLIVRANCE / Date of issue", _MINI)
    card.text(28, 9.4, spaced(facts.issued_on), _PRINTED.sized(7.5))
    card.text(5, 15, "ADRESSE / Address", _MINI)
    card.text(5, 18.4, person.address.street.upper(), _PRINTED.sized(7))
    card.text(5, 22, person.address.last_line, _PRINTED.sized(7))
    card.text(5, 25.6, "FRANCE", _PRINTED.sized(7))
    card.box(1, 33, 83.6, 20, fill="#f9fbfd")
    card.zone(4.7, 40, zone_of(facts), step=4.9)
