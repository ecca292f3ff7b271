"""Amounts and plain numbers as papers write them, French and English."""

import re
from dataclasses import dataclass
from typing import Final

_SIGNS: Final = {
    "€": "EUR",
    "eur": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "$": "USD",
    "usd": "USD",
    "£": "GBP",
    "gbp": "GBP",
    "chf": "CHF",
    "us$": "USD",
    "ca$": "CAD",
    "a$": "AUD",
}
_CODES = "AED|AUD|BGN|BRL|CAD|CNY|CZK|DKK|DZD|HKD|HUF|ILS|INR|MAD|MXN|NOK|NZD|PLN|RON|SAR|SEK|SGD|THB|TRY|UAH|ZAR"
"""ISO 4217, of those with two decimals; in capitals alone, since some are words."""
_SIGN = rf"(?:€|(?:US|CA|A)?\$|£|EUR(?:OS?)?|USD|GBP|CHF|(?-i:{_CODES}))"
_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_SIGN})\s?)?(?P<figures>{_FIGURES})(?:\s?(?P<after>{_SIGN})(?!\w))?(?![.,]?\d|\s?%)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w/.,])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,](\d+))?(?![\w/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFound:
    """Money in a text, in the currency's minor unit: characters [start, end), quality 0 to 1."""

    minor: int
    currency: str
    start: int
    end: int
    quality: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFound:
    """A number in a text, in plain decimal notation: characters [start, end)."""

    value: str
    start: int
    end: int


def amounts_in(text: str) -> tuple[AmountFound, ...]:
    """Give every amount in the text, in order; figures with cents or a currency's sign are surer than bare ones."""
    found = []
    for match in _AMOUNT.finditer(text):
        minor, has_cents = _minor(match["figures"])
        sign = (match["before"] or match["after"] or "").lower()
        quality = 1.0 if has_cents or sign else 0.7
        currency = _SIGNS.get(sign, sign.upper() or "EUR")
        found.append(AmountFound(minor=minor, currency=currency, start=match.start(), end=match.end(), quality=quality))
    return tuple(found)


def numbers_in(text: str) -> tuple[CountFound, ...]:
    """Give every number that stands alone, in order."""
    return tuple(
        CountFound(value=_decimal(match), start=match.start(), end=match.end()) for match in _NUMBER.finditer(text)
    )


def written_amount(minor: int, *, sign: str = "€") -> str:
    """Write an amount as French papers do, such as `1 834,20 €`."""
    whole, cents = divmod(minor, 100)
    return f"{whole:,}".replace(",", " ") + f",{cents:02d} {sign}"


def _minor(figures: str) -> tuple[int, bool]:
    bare = re.sub(r"[ \u00a0\u202f'’]", "", figures)
    match = re.search(r"[.,](\d{1,2})$", bare)
    cents = match[1].ljust(2, "0") if match else "00"
    whole = re.sub(r"[.,]", "", bare[: match.start()] if match else bare)
    return int(whole) * 100 + int(cents), match is not None


def _decimal(match: re.Match[str]) -> str:
    whole = re.sub(r"\D", "", match[1]).lstrip("0") or "0"
    decimals = (match[2] or "").rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole
