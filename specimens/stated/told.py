"""What papers of every class have in common: truth fields without the absent ones, people as papers name them."""

from collections.abc import Mapping
from datetime import date

from specimens.people import Person

Tables = dict[str, list[dict[str, str]]]


def present(told: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that have a value, days in ISO form."""
    return {n: v.isoformat() if isinstance(v, date) else str(v) for n, v in told.items() if v}


def amount(cents: int) -> str:
    """Return an amount as the truth writes it, such as 1834.20."""
    return f"{cents // 100}.{cents % 100:02d}"


def named(person: Person) -> dict[str, str]:
    """Return last and first names as printed."""
    return {"last_name": person.last_name.upper(), "first_names": person.all_first_names}


def whole_name(person: Person) -> str:
    """Return LAST NAME and all first names, as most papers print them."""
    return f"{person.last_name.upper()} {person.all_first_names}"


class WithoutTables:
    """A paper whose truth holds no table."""

    __slots__ = ()

    def tables(self) -> Tables:
        """Return no tables."""
        return {}
