"""Typed values read from documents and used by rules: small tagged kinds that survive JSON unchanged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, assert_never


@dataclass(frozen=True, slots=True)
class Text:
    """Free text, as one line."""

    value: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    value: date
    kind: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: `minor` in the currency's minor unit (cents), `currency` an ISO 4217 code."""

    minor: int
    currency: str = "EUR"
    kind: Literal["amount"] = "amount"

    @property
    def decimal(self) -> Decimal:
        """Give the amount in the major unit, two places."""
        return Decimal(self.minor).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier without blanks, and its scheme (`nir`, `siret`, `rpps`, `iban`, `mrz`, `local`, ...)."""

    value: str
    scheme: str
    kind: Literal["identifier"] = "identifier"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not money; `value` in plain decimal notation, such as "11" or "2.5"."""

    value: str
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no: a ticked box, a signature that is there."""

    value: bool
    kind: Literal["flag"] = "flag"


Value = Text | Day | Amount | Identifier | Number | Flag

Plain = str | bool | dict[str, str]
"""A value as CONTRACT writes it."""


def plain(value: Value) -> Plain:
    """Give the value in the contract's form: ISO date, {"amount", "currency"}, text, or true and false."""
    match value:
        case Day():
            return value.value.isoformat()
        case Amount():
            return {"amount": f"{value.decimal:.2f}", "currency": value.currency}
        case Text() | Identifier() | Number() | Flag():
            return value.value
        case _:
            assert_never(value)


def written(value: Value) -> str:
    """Give the value as one word or line of text: the form of truth files, of search and of commands."""
    match value:
        case Flag():
            return "true" if value.value else "false"
        case Amount():
            return f"{value.decimal:.2f}"
        case Day() | Text() | Identifier() | Number():
            return str(plain(value))
        case _:
            assert_never(value)
