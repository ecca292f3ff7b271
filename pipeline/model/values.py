"""Typed values read from documents and used by rules: small tagged kinds that survive JSON unchanged."""

import re
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
        """Return the amount in the major unit, two places."""
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
    """Return the value in the contract's form: ISO date, {"amount", "currency"}, text, or true and false."""
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
    """Return the value as one word or line of text: the form of truth files, of search and of commands."""
    match value:
        case Flag():
            return "true" if value.value else "false"
        case Amount():
            return f"{value.decimal:.2f}"
        case Day() | Text() | Identifier() | Number():
            return str(plain(value))
        case _:
            assert_never(value)


def from_written(kind: str, text: str, *, scheme: str | None = None) -> Value:
    """Return the value a person typed in the form of `written`; raises ValueError when it is not of that kind."""
    typed = " ".join(text.split())
    match kind:
        case "date":
            return Day(date.fromisoformat(typed))
        case "amount":
            number, _, currency = typed.replace(",", ".").partition(" ")
            return Amount(_cents(number), currency or "EUR")
        case "identifier":
            return Identifier(typed.replace(" ", ""), scheme or "local")
        case "number" | "integer":
            return Number(_plain_number(typed, is_whole=kind == "integer"))
        case "flag":
            if typed.casefold() not in _YES_NO:
                raise ValueError(f"neither yes nor no: {typed}")
            return Flag(_YES_NO[typed.casefold()])
        case "text":
            return Text(typed)
        case _:
            raise ValueError(f"no kind of value: {kind}")


_YES_NO = {"true": True, "yes": True, "oui": True, "1": True, "false": False, "no": False, "non": False, "0": False}


def _cents(number: str) -> int:
    cents = Decimal(number).scaleb(2) if _NUMBER.fullmatch(number) else None
    if cents is None or cents != cents.to_integral_value():
        raise ValueError(f"not an amount: {number}")
    return int(cents)


def _plain_number(number: str, *, is_whole: bool) -> str:
    plain_ = number.replace(",", ".")
    if not _NUMBER.fullmatch(plain_) or (is_whole and "." in plain_):
        raise ValueError(f"not a number: {number}")
    return plain_


_NUMBER = re.compile(r"-?\d+(\.\d+)?")
