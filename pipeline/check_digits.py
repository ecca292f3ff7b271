"""Identifiers that carry a proof: whether the check digits of a number are right.

A right check digit is proof that a number was read as it was printed; a wrong one is a doubt, never a refusal.
All functions take the bare characters, without blanks or stops.
"""

import re
from collections.abc import Callable
from typing import Final

_NIR = re.compile(r"[1-478]\d\d(0[1-9]|1[0-2]|[2-35-9]\d|4[0-2])(\d[1-9]|[1-9]0|2[AB])\d{8}")
"""Sex, year, month (20 and more: not known), department or 99 abroad, commune, rank, key (INSEE)."""
NATIONAL_INSURANCE: Final = re.compile(r"[A-Z]{2}\d{6}[A-D]")
"""A National Insurance number of the United Kingdom, which has no check digit (HMRC, NIM39110)."""
_PPS = re.compile(r"\d{7}[A-W][A-IW]?")
IBAN_LENGTHS: Final = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "VA": 22,
}  # fmt: skip
"""The length of an IBAN by its country (ISO 13616 registry; SEPA, Tunisia and Turkey)."""
_MRZ_WEIGHTS = (7, 3, 1)
_HYBRID = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def luhn_holds(digits: str) -> bool:
    """Return whether the Luhn sum is a multiple of ten (ISO/IEC 7812-1 annex B)."""
    if not digits.isdecimal():
        return False
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits, start=len(digits) % 2))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def nir_holds(number: str) -> bool:
    """Return whether 15 characters are a French social-security number with its key: 97 - (13 digits mod 97).

    The Corsican departments 2A and 2B count as 19 and 18 (decree 82-103, INSEE).
    """
    if not _NIR.fullmatch(number):
        return False
    body = int(number[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - body % 97 == int(number[13:])


def pps_holds(number: str) -> bool:
    """Return whether a text is an Irish PPS number whose letter is right (Social Welfare Consolidation Act 2005)."""
    return _PPS.fullmatch(number) is not None and _irish_letter_holds(number)


def _irish_letter_holds(number: str) -> bool:
    """Return whether the letter behind seven digits is right: it is the rest of 23, W for none.

    The digits are weighted 8 to 2, a second letter behind it by its place in the alphabet and 9. PPS numbers and VAT
    numbers (Revenue) go by it alike; older VAT numbers, with a letter or sign in the second place, are not proved.
    """
    weighed = sum(int(digit) * weight for digit, weight in zip(number[:7], range(8, 1, -1), strict=True))
    further = ord(number[8]) - 64 if number[8:] else 0
    return number[7] == "WABCDEFGHIJKLMNOPQRSTUV"[(weighed + 9 * further) % 23]


def social_number_holds(number: str) -> bool:
    """Return whether a number of social security, French or Irish, holds."""
    return nir_holds(number) or pps_holds(number)


def siret_holds(number: str) -> bool:
    """Return whether 14 digits are a SIRET: Luhn, or for the post office a digit sum that 5 divides."""
    if not re.fullmatch(r"\d{14}", number) or number == "0" * 14:
        return False
    is_post = number.startswith("356000000") and sum(map(int, number)) % 5 == 0
    return is_post or (luhn_holds(number) and luhn_holds(number[:9]))


def siren_holds(number: str) -> bool:
    """Return whether 9 digits are a SIREN (Luhn)."""
    return bool(re.fullmatch(r"\d{9}", number)) and number != "0" * 9 and luhn_holds(number)


def rpps_holds(number: str) -> bool:
    """Return whether 11 digits are a number of the French register of health professionals (RPPS: 10..., Luhn)."""
    return bool(re.fullmatch(r"10\d{9}", number)) and luhn_holds(number)


def iban_holds(number: str) -> bool:
    """Return whether the characters are an IBAN: ISO 13616, modulo 97 of the rearranged number is 1."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number) or IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def vat_holds(number: str) -> bool:
    """Return whether the characters are a French VAT number: FR, (12 + 3 x (SIREN mod 97)) mod 97, SIREN."""
    match = re.fullmatch(r"FR(\d\d)(\d{9})", number)
    if match is None or not siren_holds(match[2]):
        return False
    return (12 + 3 * (int(match[2]) % 97)) % 97 == int(match[1])


def _german_vat_holds(digits: str) -> bool:
    """Return whether nine digits end in their check digit (ISO/IEC 7064, MOD 11,10)."""
    rest = 10
    for digit in digits[:8]:
        rest = (int(digit) + rest) % 10 or 10
        rest = rest * 2 % 11
    return (11 - rest) % 10 == int(digits[8])


def _british_vat_holds(digits: str) -> bool:
    """Return whether seven digits weighted 8 to 2 and the two behind them make a multiple of 97, or 55 less (HMRC)."""
    weighed = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    return (weighed + int(digits[7:9])) % 97 in {0, 97 - 55}


VAT_SHAPES: Final[dict[str, str]] = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"\d{9}",
    "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}", "GB": r"(?:\d{9}|\d{12})", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"(?:\d{9}|\d{12})", "LU": r"\d{8}", "LV": r"\d{11}",
    "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{12}",
    "SI": r"\d{8}", "SK": r"\d{10}", "XI": r"(?:\d{9}|\d{12})",
}  # fmt: skip
"""How VAT numbers are written behind their country (European Commission, VIES; GB by HMRC)."""
_VAT_PROOFS: Final[dict[str, Callable[[str], bool]]] = {
    "FR": lambda tail: vat_holds("FR" + tail),
    "DE": _german_vat_holds,
    "BE": lambda tail: 97 - int(tail[:8]) % 97 == int(tail[8:]),
    "LU": lambda tail: int(tail[:6]) % 89 == int(tail[6:]),
    "IT": luhn_holds,
    "GB": _british_vat_holds,
    "XI": _british_vat_holds,
    "IE": _irish_letter_holds,
}


def proof_of(scheme: str, number: str) -> bool | None:
    """Return whether the check digits of a number hold; None where its scheme, or its country, has none that we know.

    French VAT keys with letters have a rule that was never published; old Irish numbers have a letter in their second
    place.
    """
    if scheme == "nir" and NATIONAL_INSURANCE.fullmatch(number):
        return None
    if scheme != "vat":
        proof = PROOFS.get(scheme)
        return proof(number) if proof else None
    country, tail = number[:2], number[2:]
    is_unproved = (country == "FR" and not tail[:2].isdecimal()) or (country == "IE" and tail[1:2].isalpha())
    if country not in _VAT_PROOFS or is_unproved:
        return None
    return bool(re.fullmatch(VAT_SHAPES[country], tail)) and _VAT_PROOFS[country](tail)


def mrz_digit(characters: str) -> str:
    """Return the check digit of machine-readable characters: weights 7, 3, 1 (ICAO 9303 part 3, 4.9)."""
    worth = (0 if c == "<" else int(c, 36) for c in characters)
    return str(sum(w * _MRZ_WEIGHTS[i % 3] for i, w in enumerate(worth)) % 10)


def hybrid_character(characters: str) -> str:
    """Return the check character of digits and capital letters (ISO/IEC 7064, MOD 37,36)."""
    rest = 36
    for character in characters:
        rest = (rest + int(character, 36)) % 36 or 36
        rest = rest * 2 % 37
    return _HYBRID[(37 - rest) % 36]


PROOFS: Final[dict[str, Callable[[str], bool]]] = {
    "nir": social_number_holds,
    "siret": siret_holds,
    "siren": siren_holds,
    "rpps": rpps_holds,
    "iban": iban_holds,
    "vat": vat_holds,
}
"""The schemes whose numbers prove themselves."""

CHANCE: Final[dict[str, float]] = {"nir": 1 / 97, "iban": 1 / 97, "vat": 1 / 97, "siret": 1 / 100}
"""How often the digits of a wrong number hold by chance; of other schemes one check digit in ten does."""


def likelier(right: float, scheme: str) -> float:
    """Return how likely a reading is right once its digits hold, from how likely it was before (Bayes' rule)."""
    wrong = (1 - right) * CHANCE.get(scheme, 1 / 10)
    return right / (right + wrong) if right + wrong else 0.0
