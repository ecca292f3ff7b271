"""What fills the slots of a skeleton: names, places, dates, amounts and goods, none of which tells a class.

Names are put together from syllables, so that none comes often enough to be learned as a sign of
anything; goods and services are listed in `fillers.txt`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

LISTS: Mapping[str, Sequence[str]] = {
    name: texts.split("|")
    for name, _, texts in (
        line.partition(": ") for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    )
}
OF_LISTS = ("item", "goods", "german", "food", "work", "service", "country")
"""Slots that are one of a list as it stands."""


def _syllables(chance: Random, fewest: int = 2, most: int = 3) -> str:
    return "".join(chance.choice(LISTS["syllable"]) for _ in range(chance.randint(fewest, most))).capitalize()


def _digits(chance: Random, number: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(number))


def _amount(chance: Random) -> str:
    whole, cents = chance.choice((chance.randint(1, 99), chance.randint(100, 9999))), chance.randint(0, 99)
    text = chance.choice((f"{whole},{cents:02}", f"{whole:,}.{cents:02}", f"{whole:,},{cents:02}".replace(",", " ", 1)))
    return text + chance.choice(("", "", " €", " EUR"))


def _date(chance: Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2015, 2026)
    name = chance.choice((LISTS["month, French"], LISTS["month, English"]))[month - 1]
    return chance.choice((f"{day:02}/{month:02}/{year}", f"{day} {name} {year}", f"{day:02}.{month:02}.{year}"))


def _person(chance: Random) -> str:
    given, name = _syllables(chance), _syllables(chance)
    return chance.choice(("", "", "M. ", "Mme ", "Mr ", "Mrs ")) + chance.choice(
        (f"{given} {name}", f"{name.upper()} {given}")
    )


def _street(chance: Random) -> str:
    return f"{chance.randint(1, 120)} {chance.choice(LISTS['kind of street'])} {_syllables(chance)}"


def _grouped(chance: Random, lengths: Sequence[int], before: str = "") -> str:
    return " ".join((*before.split(), *(_digits(chance, length) for length in lengths)))


def _of(name: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice(LISTS[name])


def _plate(chance: Random) -> str:
    return f"{chance.choice('ABCDEF')}{chance.choice('GHJKL')}-{_digits(chance, 3)}-{chance.choice('MNPQ')}S"


def _email(chance: Random) -> str:
    return f"{_syllables(chance).lower()}@{_syllables(chance).lower()}.{chance.choice(('fr', 'com'))}"


SLOTS: Mapping[str, Callable[[Random], str]] = {
    **{name: _of(name) for name in OF_LISTS},
    "amount": _amount,
    "company": lambda chance: " ".join(_syllables(chance) for _ in range(chance.randint(1, 2))),
    "person": _person,
    "town": lambda chance: chance.choice(("", f"{_digits(chance, 5)} ")) + _syllables(chance),
    "street": _street,
    "date": _date,
    "birthdate": lambda chance: f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1940, 2020)}",
    "month": lambda chance: f"{chance.choice(LISTS['month, French'])} {chance.randint(2015, 2026)}",
    "year": lambda chance: str(chance.randint(2015, 2026)),
    "time": lambda chance: f"{chance.randint(0, 23):02}{chance.choice(':h')}{chance.randint(0, 59):02}",
    "code": lambda chance: f"{chance.choice('ABCDFGKLMRSTV')}{chance.choice(('', '-', '/'))}{_digits(chance, 6)}",
    "number": lambda chance: _digits(chance, chance.randint(4, 10)),
    "qty": lambda chance: str(chance.randint(1, 40)),
    "phone": lambda chance: _grouped(chance, (2, 2, 2, 2, 2)),
    "email": _email,
    "plate": _plate,
    "siret": lambda chance: _grouped(chance, (3, 3, 3, 5)),
    "iban": lambda chance: _grouped(chance, (4, 4, 4, 4, 4, 3), before="FR76"),
    "nir": lambda chance: _grouped(chance, (1, 2, 2, 2, 3, 3, 2)),
}
"""How each slot is filled; pure in the chance it is given."""
