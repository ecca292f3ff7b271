"""Turns the texts of an e-invoice into typed statements; a text that does not fit its type is left out."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.check_digits import iban_holds, siret_holds
from pipeline.model.einvoice import Statement
from pipeline.model.values import Amount, Day, Identifier, Text, Value

SIRENE_SCHEMES = frozenset({"", "0002", "0009"})
"""ISO 6523: 0009 is the SIRET; 0002, the SIREN, is often given with a SIRET; some give no scheme."""
CENT = Decimal("0.01")


def stated(pairs: Iterable[tuple[str, Value | None]]) -> tuple[Statement, ...]:
    """Return the statements that have a value."""
    return tuple(Statement(name=name, value=value) for name, value in pairs if value is not None)


def words(text: str) -> Text | None:
    """Return a text, or None when empty."""
    return Text(text) if text else None


def number(text: str, scheme: str = "local") -> Identifier | None:
    """Return an identifier without blanks, or None when empty."""
    bare = "".join(text.split())
    return Identifier(bare, scheme) if bare else None


def capital(text: str, scheme: str) -> Identifier | None:
    """Return an identifier whose letters are capitals (VAT, IBAN, BIC), or None when empty."""
    return number(text.upper(), scheme)


def iban(accounts: Iterable[str]) -> Identifier | None:
    """Return the first account that is an IBAN by its check digits; without one the first, as it stands."""
    found = [value for account in accounts if (value := capital(account, "iban"))]
    return next((value for value in found if iban_holds(value.value)), found[0] if found else None)


def siret(identifiers: Iterable[tuple[str, str]]) -> Identifier | None:
    """Return the SIRET among identifiers with their ISO 6523 schemes, told by scheme and check digit."""
    for text, scheme in identifiers:
        bare = "".join(text.split())
        if scheme in SIRENE_SCHEMES and re.fullmatch(r"\d{14}", bare) and siret_holds(bare):
            return Identifier(bare, "siret")
    return None


def day(text: str) -> Day | None:
    """Return the day of `2026-01-31`, of `20260131` (UNTDID 2379: 102) and of either with the hour behind it."""
    match = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", text)
    try:
        return Day(date(*map(int, match.groups()))) if match else None
    except ValueError:
        return None


def amount(text: str, currency: str) -> Amount | None:
    """Return an amount to the cent, or None when it is no number."""
    value = decimal(text)
    return None if value is None else Amount(int(value.quantize(CENT).scaleb(2)), currency or "EUR")


def decimal(text: str) -> Decimal | None:
    """Return a number in XML's notation, or None; None also for more than 18 figures."""
    if not re.fullmatch(r"[+-]?(\d{1,18}(\.\d*)?|\.\d+)", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def plain(text: str, *, places: int = 0) -> str:
    """Return a number without needless zeros, with at least `places` decimals; empty when the text is no number."""
    value = decimal(text)
    if value is None:
        return ""
    shortest = value.normalize()
    wanted = max(places, -int(shortest.as_tuple().exponent), 0)
    return f"{value:.{wanted}f}"


def address(lines: Iterable[str], postal_code: str, town: str, country: str) -> Text | None:
    """Return an address as one line: street, postal code with town, country; None for a country alone."""
    parts = [part for part in (*lines, f"{postal_code} {town}".strip()) if part]
    return words(", ".join((*parts, *filter(None, [country])))) if parts else None
