"""Passport data pages: the lower page alone, and the whole opened booklet."""

import random

from specimens.layouts.plate import Plate
from specimens.mrz import zone_of
from specimens.papers import IdentityFacts
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.wording import spaced

_LABEL = Pen(size=5.2, colour="#4a3a52")
_SAID = Pen(face=Face.ROUND, size=8)
_HEAD = Pen(face=Face.SERIF, size=10, is_bold=True, colour="#6b1e34")


def draw_data_page(sheet: Sheet, facts: IdentityFacts, rng: random.Random) -> None:
    """Draw the data page alone, enlarged as photocopiers do."""
    plate = Plate(sheet, x=rng.uniform(16, 24), y=rng.uniform(30, 60), scale=rng.uniform(1.28, 1.36))
    _data_page(plate, facts, rng)


def draw_booklet(sheet: Sheet, facts: IdentityFacts, rng: random.Random) -> None:
    """Draw the opened booklet: the page of the holder's signature above the data page."""
    x, y, scale = rng.uniform(26, 34), rng.uniform(22, 34), rng.uniform(1.16, 1.22)
    upper = Plate(sheet, x=x, y=y, scale=scale)
    upper.box(0, 0, 125, 88, fill="#f1ebe6", line="#b6a7a0", radius=2)
    upper.waves(125, 86, colour="#e0d4cd")
    upper.text(62, 12, "UNION EUROPÉENNE", _HEAD, align=Align.CENTRE)
    upper.text(62, 18, "RÉPUBLIQUE FRANÇAISE", _HEAD, align=Align.CENTRE)
    upper.text(10, 40, "Ce passeport contient 32 pages", _LABEL.sized(7))
    upper.text(10, 45, "This passport contains 32 pages", _LABEL.sized(6))
    upper.text(10, 62, "Signature du titulaire / Holder's signature", _LABEL.sized(6.5))
    upper.signature(70, 66, 36, rng)
    sheet.block()
    _data_page(Plate(sheet, x=x, y=y + 88 * scale, scale=scale), facts, rng)


def _data_page(plate: Plate, facts: IdentityFacts, rng: random.Random) -> None:
    plate.box(0, 0, 125, 88, fill="#f4eef0", line="#b6a7a0", radius=2)
    plate.waves(125, 60, colour="#e2d5da")
    plate.text(6, 7, "PASSEPORT", _HEAD)
    plate.text(6, 11, "PASSPORT", _HEAD.sized(7))
    plate.text(44, 7, "RÉPUBLIQUE FRANÇAISE", _HEAD.sized(8))
    plate.portrait(6, 15, 30, 39, rng)
    _top_line(plate, facts)
    _lines(plate, facts)
    plate.box(1, 66, 123, 21, fill="#fbf8f9")
    plate.zone(6, 75, zone_of(facts), step=6.2)


def _top_line(plate: Plate, facts: IdentityFacts) -> None:
    columns = (
        (42, "Type / Type", "P"),
        (60, "Code du pays / Country code", "FRA"),
        (90, "Passeport n° / Passport No.", facts.number),
    )
    for x, label, value in columns:
        plate.text(x, 13, label, _LABEL)
        plate.text(x, 16.8, value, _SAID)


def _lines(plate: Plate, facts: IdentityFacts) -> None:
    person = facts.person
    place = person.birth_place.name.upper()
    rows = (
        (21, 42, "Nom / Surname (1)", facts.last_name.upper()),
        (28, 42, "Prénoms / Given names (2)", ", ".join(person.first_names)),
        (35, 42, "Nationalité / Nationality (3)", "Française"),
        (42, 42, "Date de naissance / Date of birth (4)", spaced(person.birth_date)),
        (49, 42, "Sexe / Sex (5)", str(person.sex)),
        (49, 66, "Lieu de naissance / Place of birth (6)", place),
        (56, 42, "Date de délivrance / Date of issue (7)", spaced(facts.issued_on)),
        (56, 86, "Autorité / Authority (9)", f"Préfecture ({facts.issuing_department[:2]})"),
        (63, 42, "Date d'expiration / Date of expiry (8)", spaced(facts.expires_on)),
    )
    for y, x, label, value in rows:
        plate.text(x, y - 1, label, _LABEL)
        plate.text(x, y + 2.6, value, _SAID)
