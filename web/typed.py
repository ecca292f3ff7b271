"""Values as people type them, and back to the form in which the services take them.

What is not understood is passed on as it is: the service says what it expects.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import assert_never

from babel.numbers import NumberFormatError, parse_decimal

from pipeline.model.text import Language
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value

YES_NO = {Language.FR: ("non", "oui"), Language.EN: ("no", "yes")}
GROUPS = {"nir": (1, 2, 2, 2, 3, 3, 2), "siret": (3, 3, 3, 5), "rpps": (3, 4, 4)}
"""How many signs stand together when an identifier is written for people; others go by four when they are long."""
LONG_IDENTIFIER = 12
HOME_CURRENCY = "EUR"
_DAYS = {6: "%d%m%y", 8: "%d%m%Y"}
"""A day without or with the century; of two figures POSIX tells it: 69 is 1969, 68 is 2068."""


def typable(value: Value, language: Language) -> str:
    """Write a value as a person types it: 02/09/2026, 1834,20, in groups of signs."""
    match value:
        case Day():
            return f"{value.value:%d/%m/%Y}"
        case Amount():
            number = f"{value.decimal:.2f}".replace(".", "," if language is Language.FR else ".")
            return number if value.currency == HOME_CURRENCY else f"{number} {value.currency}"
        case Flag():
            return YES_NO[language][value.value]
        case Identifier():
            return _grouped(value)
        case Text() | Number():
            return value.value
        case _:
            assert_never(value)


def as_written(kind: str, text: str, language: Language) -> str:
    """Return what was typed as the services take it: a day as 2026-09-02, an amount as 1834.20."""
    typed = " ".join(text.split())
    match kind:
        case "date":
            return _day(typed)
        case "amount":
            return _amount(typed, language)
        case _:
            return typed


def row_shown(values: Sequence[tuple[str, str]], first: str) -> tuple[str, tuple[str, ...]]:
    """Write a row of a reference table: the value of one column, and those of the others, days as people write them."""
    told = {name: _readable(text) for name, text in values}
    return told.get(first, ""), tuple(text for name, text in told.items() if name != first)


def _readable(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text


def _day(typed: str) -> str:
    figures = re.sub(r"\D", "", re.sub(r"\b(\d)\b", r"0\1", typed))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed) or len(figures) not in _DAYS:
        return typed
    try:
        return datetime.strptime(figures, _DAYS[len(figures)]).date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return typed


def _amount(typed: str, language: Language) -> str:
    found = re.fullmatch(r"(?P<number>[-\d\s.,']+?)\s*(?P<currency>€|[A-Za-z]{3})?", typed)
    if found is None:
        return typed
    number = re.sub(r"[\s']", "", found["number"])
    try:
        value = parse_decimal(number, locale=language.value)
    except NumberFormatError:
        return typed
    if language is Language.FR and re.fullmatch(r"-?\d+\.\d{1,2}", number):
        return number  # the point of the numeric pad
    currency = (found["currency"] or "").upper().replace("€", "")
    return f"{value:f} {currency}".strip()


def _grouped(value: Identifier) -> str:
    sizes = GROUPS.get(value.scheme, ())
    if sum(sizes) != len(value.value):
        is_long = len(value.value) > LONG_IDENTIFIER
        sizes = (4,) * -(-len(value.value) // 4) if is_long else (len(value.value),)
    ends = accumulate(sizes, initial=0)
    return " ".join(value.value[start:end] for start, end in pairwise(ends))
