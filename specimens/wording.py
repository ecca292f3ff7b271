"""French ways of writing days and amounts on papers, and the diseases the papers are about."""

import random
from datetime import date

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_DISEASES = (
    "Tendinopathie de la coiffe des rotateurs, épaule droite",
    "Syndrome du canal carpien bilatéral",
    "Épicondylite du coude droit",
    "Sciatique par hernie discale L5-S1",
    "Surdité de perception bilatérale",
    "Plaques pleurales bilatérales",
    "Eczéma de contact des mains",
    "Rhinite et asthme aux poussières de farine",
)


def draw_disease(rng: random.Random) -> str:
    """Draw the plain words for a disease of the occupational tables."""
    return rng.choice(_DISEASES)


def slashed(day: date | None) -> str:
    """Return 05/03/2026, or nothing for an absent day."""
    return f"{day:%d/%m/%Y}" if day else ""


def dotted(day: date) -> str:
    """Return 05.03.2026."""
    return f"{day:%d.%m.%Y}"


def spaced(day: date) -> str:
    """Return 05 03 2026."""
    return f"{day:%d %m %Y}"


def in_words(day: date) -> str:
    """Return 5 mars 2026, with 1er for the first."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def month_of(day: date) -> str:
    """Return mars 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def euros(cents: int) -> str:
    """Return 1 834,20 as French pay papers print amounts."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02d}"


def in_english(day: date) -> str:
    """Return 5 March 2026."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip
    return f"{day.day} {names[day.month - 1]} {day.year}"
