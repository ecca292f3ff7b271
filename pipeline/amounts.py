"""Amounts and plain numbers as papers print them, French and English: the one place that knows how.

`1.250` is a thousand in one country and one and a quarter in another: `values_of` gives both, and the caller, who
sees the rest of the paper, chooses. A text alone is read as money is written: with two decimals or none.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

_SIGNS: Final = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "US$": "USD", "CA$": "CAD", "A$": "AUD", "£": "GBP",
    "RS": "INR", "RM": "MYR",
}  # fmt: skip
_CODES = (
    "AED|AUD|BGN|BRL|CAD|CNY|CZK|DKK|DZD|HKD|HUF|ILS|INR|JPY|MAD|MXN|NOK|NZD|PLN|RON|SAR|SEK|SGD|THB|TRY|UAH|XOF|ZAR"
)
"""ISO 4217; in capitals alone, since some are words."""
SIGN = rf"(?:€|(?:US|CA|A)?\$|£|EUR(?:OS?)?|USD|GBP|CHF|(?-i:{_CODES}))"
"""A currency beside figures, without regard to capitals."""
SIGN_BEFORE = rf"(?:{SIGN}|(?-i:Rs)\.?|(?-i:RM)(?= ?\d[\d,]*\.\d\d(?!\d)))"
"""Before figures rupees and ringgits too; a register's `RM 33` has no cents."""
_BLANK = r" \u00a0\u2009\u202f"
FIGURES = rf"\d{{1,3}}(?:[{_BLANK}.,'’]\d{{3}})+(?:[.,]\d{{2}})?|\d+[.,]\d{{1,2}}|\d{{1,8}}(?!\d)"
PARTED_CENTS = rf"(?:\d{{1,3}}(?:[{_BLANK}]\d{{3}})+|\d+), \d\d(?![\d.,])"
"""The engine reads a blank behind the comma of amounts in wide letters, as typewriters and old printers space them."""
TABLE_FIGURES = rf"\d{{1,3}}(?:[{_BLANK}.,'’]\d{{3}})+(?: ?[.,] ?\d{{1,4}})?|\d+(?: ?[.,] ?\d{{1,6}})?"
"""In tables quantities and prices of units have up to four decimals, of energy six; a blank may be read beside the
decimal sign."""
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?:(?P<before>{SIGN_BEFORE})\s?)?(?P<figures>{PARTED_CENTS}|{FIGURES})(?:\s?(?P<after>{SIGN})(?!\w))?"
    r"(?![.,/]?\d|\s?%)",
    re.IGNORECASE,
)
_OF_A_LAW: Final = re.compile(r"\b(?:articles?|art\.?|section|§)\s?(?:[A-Z]\.?\s?)?(?:\d+-)*$", re.IGNORECASE)
"""Before the number of an article of law: `TVA non applicable, article 293 B du CGI`."""
_NUMBER = re.compile(rf"(?<![\w/.,])(\d{{1,3}}(?:[{_BLANK}]\d{{3}})+|\d+)(?:[.,](\d+))?(?![\w/])")
_APART: Final = re.compile(rf"[{_BLANK}'’]")
CENTS = -2
"""The exponent of an amount's last figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFound:
    """Money in a text, in hundredths of the currency: characters [start, end), quality 0 to 1."""

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
    """Return every amount in the text, in order; figures with cents or a currency's sign are surer than bare ones."""
    found = []
    for match in _AMOUNT.finditer(text):
        if _OF_A_LAW.search(text[: match.start()]):
            continue
        value = _as_money(match["figures"])
        sign = match["before"] or match["after"]
        quality = 1.0 if sign or value.as_tuple().exponent == CENTS else 0.7
        minor = int(value.scaleb(-CENTS))
        currency = currency_of(sign) if sign else "EUR"
        found.append(AmountFound(minor=minor, currency=currency, start=match.start(), end=match.end(), quality=quality))
    return tuple(found)


def currency_of(sign: str) -> str:
    """Return the code (ISO 4217) of a sign as the patterns above find it."""
    plain = sign.rstrip(".").upper()
    return _SIGNS.get(plain, plain)


def numbers_in(text: str) -> tuple[CountFound, ...]:
    """Return every number that stands alone, in order."""
    return tuple(
        CountFound(value=_decimal(match), start=match.start(), end=match.end()) for match in _NUMBER.finditer(text)
    )


@lru_cache(maxsize=4096)
def values_of(figures: str, sign: str = ",") -> tuple[Decimal, ...]:
    """Return what printed figures may say, the likeliest first: of one mark before three figures thousand and fraction.

    sign: what stands before the decimals on the paper.
    """
    bare = _APART.sub("", figures)
    marks = [character for character in bare if character in ".,"]
    if not marks:
        return (Decimal(bare),)
    head, _, tail = bare.rpartition(marks[-1])
    whole = re.sub(r"[.,]", "", bare)
    fraction = Decimal(f"{re.sub(r'[.,]', '', head)}.{tail}")
    if len(set(marks)) == 1 and len(marks) > 1:
        return (Decimal(whole),) if len(tail) == 3 else (fraction,)
    if len(tail) != 3 or len(marks) > 1:
        return (fraction,)
    both = (fraction, Decimal(whole))
    return both if marks[-1] == sign else both[::-1]


def written_amount(minor: int, *, sign: str = "€") -> str:
    """Write an amount as French papers do, such as `1 834,20 €`."""
    whole, cents = divmod(minor, 100)
    return f"{whole:,}".replace(",", " ") + f",{cents:02d} {sign}"


def _as_money(figures: str) -> Decimal:
    """Return the value with at most two decimals, one decimal filled up."""
    values = values_of(figures)
    value = next((one for one in values if int(one.as_tuple().exponent) >= CENTS), values[0])
    return value.quantize(Decimal("0.01")) if int(value.as_tuple().exponent) < 0 else value


def _decimal(match: re.Match[str]) -> str:
    whole = re.sub(r"\D", "", match[1]).lstrip("0") or "0"
    decimals = (match[2] or "").rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole
