"""Identifiers in a text: found by their form, mended where only one mending makes their check digits right.

Blanks, stops and the lines of combs are passed over. A number whose digits prove it is sure; one whose digits refute it
is kept, for a person, with what it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from extractors.written.addresses import STREET_BEHIND
from pipeline.check_digits import IBAN_LENGTHS, PROOFS, VAT_SHAPES, iban_holds, pps_holds, proof_of

_AS_DIGITS: Final = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "|": "1",
    "!": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
}
_COUNTRY_READ: Final = {
    "F8": "FR",
    "ER": "FR",
    "PR": "FR",
    "FB": "FR",
    "0E": "DE",
    "OE": "DE",
    "8E": "BE",
    "1T": "IT",
    "E5": "ES",
}
"""What the country of an account is misread as."""
_CORSICAN: Final = {"8": "B", "3": "B", "6": "B", "4": "A"}
"""Figures that the second sign of the Corsican departments 2A and 2B is taken for."""
MOST_MENDED = 4
"""A word with more letters than that in place of digits is no number."""
_SKIPPED = " .,:;-–_/'|"
_LENGTHS: Final = {"nir": 15, "siret": 14, "siren": 9, "rpps": 11}
_UNPROVED: Final = {"mrz": 0.65, "local": 0.9}
"""The quality of a number as printed; that of an identity paper is trusted once the zone's digits agree with it."""
_BEFORE_KEY: Final = re.compile(r"(?i)(?<=\d)\W*\bcl[ée]\W*(?=\d\d(?!\d))")
"""What stands before the key of a social-security number: `... 046 clé 46`."""
_SHAPES: Final = {
    "nir": re.compile(r"[1-478]\d{4}(?:\d\d|2[AB])\d{8}"),
    "siret": re.compile(r"\d{14}"),
    "siren": re.compile(r"\d{9}"),
    "rpps": re.compile(r"10\d{9}"),
    "iban": re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}"),
    "vat": re.compile("|".join(f"{country}{tail}" for country, tail in VAT_SHAPES.items())),
    "mrz": re.compile(r"[A-Z0-9]{6,14}"),
    "local": re.compile(r"[A-Z0-9][A-Z0-9/\-._·]{2,29}"),
}
_NINE_DIGITS: Final = re.compile(r"(?<![\w-])\d{3} ?\d{4} ?\d{2}(?![\w-])")
_BIC: Final = re.compile(r"(?<![\w-])[A-Z]{4} ?([A-Z]{2}) ?[A-Z0-9]{2}(?: ?[A-Z0-9]{3})?(?![\w-])")
"""A bank's code as printed (ISO 9362): capitals, in one word or in its parts; letters 5 and 6 are its country."""
_AMONG_FIGURES: Final = re.compile(r"(?<=\d)[OIL](?=\d)")
"""Letters between two figures of a number of a paper are figures."""
_ISLES: Final = re.compile(
    r"(?<![\w-])(?:[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]|\d{3} ?\d{2} ?\d{2} ?[A-W][A-IW]?)(?![\w-])"
)
"""A National Insurance number, or one of the Irish Personal Public Service."""
MENDED = 0.95
BY_FIGURES = 0.8
"""The quality of a number beside other figures: `9g 713 220 M` may be one number, misread at its start, and so may
`41204471 0003`, parted by a blank."""
_MORE_FIGURES: Final = re.compile(r" \d{3,}(?![\w.,/-])")
_GROUPS: Final = re.compile(r"(?<![\w.,/-])\d{1,3}(?: \d{3})+(?=\s*$| du \d)")
"""A number printed in groups of three, as amounts are, up to the end of its line: `N° 10 214 507 813`."""
_DAY_OF_MONTH: Final = re.compile(
    r"\b(?:du|le|au|of|on|dated?) (?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])$", re.IGNORECASE
)
"""A day without its year, `votre commande du 04/02`, is no number."""
_WORD_BEFORE: Final = re.compile(r"[A-ZÀ-Ý]{2,}")
"""A word of capitals right before a number may be a part of it: `HETRES LOT4`, `CDE INT 2025-88`."""
NO_PROOF, REFUTED = 0.92, 0.35
_RUN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,3} (?!\d{1,2}[./-]\d{1,2}[./-]\d{2})\d+(?:[/-]\d+)+(?![\w/,.-])"
    r"|(?<![A-Za-z0-9])(?:[A-Z]{1,4}|[A-Z]{0,3}\d[A-Z0-9/\-._]{0,4})"
    r"(?: (?!\d{1,2}\.\d{1,2}\.\d{2})(?:\d|[A-Z0-9]{2,12}(?:\.\d{2,4})*)"
    r"(?![\w-]|\.\d| (?:bis |ter )?(?!(?:et|ou|est|pour|and|is|for)\b)[a-z]))+"
    r"|[A-Za-z0-9][A-Za-z0-9/\-._·]*"
)
"""A number of its own: one word, or a short one with the words of capitals and digits behind it."""
_CHECK_LETTER: Final = re.compile(r" ([A-Z\d](?: \d\d)?)(?=\s*(?:$|[,;)]))")
"""A letter or figure alone behind the last group ends a number of a contract: `31 447 2208 R`, `0448 221 P 03`."""
_AMOUNT_ENDS: Final = re.compile(r",\d|\s?[€£$]")
_AMOUNT_BEGINS: Final = re.compile(r"(?:\d,|[€£$]\s?)$")
_TOWN: Final = re.compile(r"\d{5} [A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'-]{2,}")
"""A postal code before its town is no number of a paper."""
_PLATE: Final = re.compile(r"[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,5}){1,2}(?![\w-])|[A-Z\d]{5,8}(?![\w-])")
_FURTHER: Final = re.compile(r" / (\d{1,4})(?![\d/.,])")
"""What stands behind a stroke that has blanks around it goes on with the number: `LA 660417 / 02`."""
_BIC_WORD: Final = re.compile(r"(?<![\w-])[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![\w-])")
_RIB: Final = re.compile(r"(?<![\w-])(\d{5})[ |]{0,3}(\d{5})[ |]{0,3}([A-Z0-9]{11})[ |]{0,3}(\d{2})(?![\w-])")
_FURTHER_COUNTRIES: Final = frozenset({"US", "CA", "JP", "CN", "HK", "SG", "IN", "AU", "NZ", "KR", "TH", "MX", "ZA"})
"""Countries of banks that have no IBAN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFound:
    """An identifier in a text: characters [start, end), quality 0 to 1; is_proved: by its digits (None: has none)."""

    value: str
    start: int
    end: int
    quality: float
    is_proved: bool | None


def identifier_in(text: str, scheme: str) -> NumberFound | None:
    """Return the identifier that the text begins with or holds alone, or None."""
    if scheme in {"mrz", "local"}:
        return _plain_word(text, scheme)
    if scheme == "bic":
        return _bank_code(text)
    found = list(_windows(text, scheme)) or (list(_british_vat(text)) if scheme == "vat" else [])
    proved = [one for one in found if one.is_proved]
    if proved or found:
        return (proved or found)[0]
    return _of_the_isles(text) or _short_nir(text) if scheme == "nir" else None


@lru_cache(maxsize=5_000)
def proved_in(text: str, scheme: str) -> tuple[NumberFound, ...]:
    """Return every identifier in running text that its check digits prove, in order; none of schemes without digits."""
    if scheme not in PROOFS:
        return ()
    kept: list[NumberFound] = []
    for one in _windows(text, scheme, only_whole_words=True):
        if one.is_proved and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return tuple(kept)


def _british_vat(text: str) -> Iterator[NumberFound]:
    """Yield nine digits behind a label for VAT numbers that prove to be a British one: it is printed without `GB`."""
    for match in _NINE_DIGITS.finditer(text):
        value = "GB" + re.sub(r"\s", "", match[0])
        if proof_of("vat", value):
            yield NumberFound(value=value, start=match.start(), end=match.end(), quality=0.97, is_proved=True)


def accounts_in(text: str) -> tuple[NumberFound, ...]:
    """Return the accounts printed the old French way (bank, branch, account, key), as the IBAN that they make.

    Their key proves them: 97 less 89 b + 15 g + 3 c.
    """
    found = []
    for match in _RIB.finditer(text):
        bare = "".join(match.groups())
        iban = f"FR{98 - int(''.join(str(int(c, 36)) for c in bare + 'FR00')) % 97:02d}{bare}"
        if _french_key_holds(iban) and iban_holds(iban):
            found.append(NumberFound(value=iban, start=match.start(), end=match.end(), quality=1.0, is_proved=True))
    return tuple(found)


def banks_in(text: str, country: str) -> tuple[NumberFound, ...]:
    """Return the words that have the form of a bank's code of that country."""
    return tuple(
        NumberFound(value=match[0], start=match.start(), end=match.end(), quality=1.0, is_proved=None)
        for match in _BIC_WORD.finditer(text)
        if match[1] == country
    )


def compact(text: str) -> str:
    """Return the characters of an identifier without blanks and stops, in capitals."""
    return "".join(character for character in text.upper() if character not in _SKIPPED)


def spaced(value: str, scheme: str) -> str:
    """Write an identifier in its usual groups."""
    groups = {"nir": (1, 2, 2, 2, 3, 3, 2), "siret": (3, 3, 3, 5), "siren": (3, 3, 3), "iban": (4,) * 9}.get(scheme, ())
    at, parts = 0, []
    for size in groups:
        parts.append(value[at : at + size])
        at += size
    return " ".join(filter(None, [*parts, value[at:]]))


def plate(text: str) -> str | None:
    """Return the registration plate of a vehicle that a text begins with, as printed: up to three groups."""
    match = _PLATE.match(text.strip(" :;-–|_").replace("- ", "-"))
    return match[0] if match and any(map(str.isdigit, match[0])) and any(map(str.isalpha, match[0])) else None


def _windows(text: str, scheme: str, *, only_whole_words: bool = False) -> Iterator[NumberFound]:
    if scheme == "nir":
        text = _BEFORE_KEY.sub(lambda found: " " * len(found[0]), text)
    lengths = (
        (_LENGTHS[scheme],) if scheme in _LENGTHS else (27, *range(15, 35)) if scheme == "iban" else tuple(range(8, 15))
    )
    if only_whole_words and 2 * sum(map(str.isdigit, text)) < min(lengths):
        return  # as below: most lines have too few digits for any of the lengths
    places = [at for at, character in enumerate(text) if character not in _SKIPPED]
    bare = "".join(text[at].upper() for at in places)
    starts = [i for i, at in enumerate(places) if at == 0 or not text[at - 1].isalnum()]
    ends = {i + 1 for i, at in enumerate(places) if at + 1 == len(text) or not text[at + 1].isalnum()}
    for start in starts:
        for length in lengths:
            end = start + length
            if end > len(bare) or (end not in ends and (only_whole_words or length != lengths[0])):
                continue
            if only_whole_words and 2 * sum(map(str.isdigit, bare[start:end])) < length:
                continue  # running text: mostly letters are no number
            if one := _read(bare[start:end], scheme):
                value, quality, is_proved = one
                yield NumberFound(
                    value=value, start=places[start], end=places[end - 1] + 1, quality=quality, is_proved=is_proved
                )


def _read(bare: str, scheme: str) -> tuple[str, float, bool | None] | None:
    shape = _SHAPES[scheme]
    if shape.fullmatch(bare):
        holds = proof_of(scheme, bare)
        if holds is not False and (holds or scheme != "nir" or bare[5] != "2"):
            return bare, 1.0, holds
    readings = [r for r in _mendings(bare, scheme) if shape.fullmatch(r)]
    right = [r for r in readings if proof_of(scheme, r)]
    if len(right) == 1:
        return right[0], 0.97, True
    return (bare, REFUTED, False) if shape.fullmatch(bare) and proof_of(scheme, bare) is False else None


def _mendings(bare: str, scheme: str) -> tuple[str, ...]:
    """Return the readings with letters taken for the digits they look like; Corsica's A and B may be figures."""
    if scheme == "iban":
        return _mended_ibans(bare)
    if scheme == "vat":
        head, tail = bare[:2], bare[2:]
        is_number = sum(c in _AS_DIGITS for c in tail) <= MOST_MENDED
        return (head + "".join(_AS_DIGITS.get(c, c) for c in tail),) if is_number else ()
    choices = []
    for at, character in enumerate(bare):
        digit = _AS_DIGITS.get(character, character)
        is_corsican = scheme == "nir" and bare[5:6] == "2" and at == 6
        choices.append({digit, character, _CORSICAN.get(character, character)} if is_corsican else {digit})
    mended = sum(c in _AS_DIGITS for c in bare)
    return tuple("".join(parts) for parts in product(*choices)) if mended <= MOST_MENDED else ()


def _mended_ibans(bare: str) -> tuple[str, ...]:
    """Return the accounts that letters and digits that look alike may stand for, each by its country's form.

    Of a French account the letters may only be in its number, and its own key (97 less 89 b + 15 g + 3 c) has to hold
    beside that of the IBAN: one wrong reading in 9,000 passes both.
    """
    country = _COUNTRY_READ.get(bare[:2], bare[:2])
    if IBAN_LENGTHS.get(country) != len(bare):
        return ()
    is_french = country in {"FR", "MC"}
    letters = range(14, 25) if is_french else range(0)
    choices: list[tuple[str, ...]] = []
    for at, character in enumerate(bare[2:], start=2):
        digit = _AS_DIGITS.get(character, character)
        both = (character, digit) if at in letters else (digit,)
        choices.append(tuple(dict.fromkeys(both)))
    if sum(len(each) > 1 for each in choices) > MOST_MENDED or sum(c in _AS_DIGITS for c in bare[4:]) > MOST_MENDED:
        return ()
    made = (country + "".join(parts) for parts in product(*choices))
    return tuple(one for one in made if iban_holds(one) and (not is_french or _french_key_holds(one)))


def _french_key_holds(iban: str) -> bool:
    """Return whether the account in a French IBAN has its own key right (A to I, J to R: 1 to 9; S to Z: 2 to 9)."""
    account = "".join(c if c.isdigit() else str((ord(c) - 65) % 9 + 1 + (c >= "S")) for c in iban[14:25])
    bank, branch, key = iban[4:9], iban[9:14], iban[25:27]
    if not (bank + branch + key).isdecimal():
        return False
    return 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97 == int(key)


def _of_the_isles(text: str) -> NumberFound | None:
    """Take a National Insurance number, which nothing proves, or an Irish PPS number, which its letter does."""
    match = _ISLES.search(text)
    if match is None:
        return None
    value, is_irish = compact(match[0]), match[0][0].isdigit()
    is_proved = pps_holds(value) if is_irish else None
    quality = NO_PROOF if is_proved is None else 1.0 if is_proved else REFUTED
    return NumberFound(value=value, start=match.start(), end=match.end(), quality=quality, is_proved=is_proved)


def _short_nir(text: str) -> NumberFound | None:
    """Take the thirteen digits of a social-security number printed without its key; nothing proves them."""
    match = re.search(r"(?<!\d)[1-478](?:[\s.]?\d){4}[\s.]?(?:\d[\s.]?\d|2[AB])(?:[\s.]?\d){6}(?![\s.]?\d)", text)
    if match is None:
        return None
    return NumberFound(value=compact(match[0]), start=match.start(), end=match.end(), quality=0.5, is_proved=None)


def _bank_code(text: str) -> NumberFound | None:
    for match in _BIC.finditer(text):
        if match[1] in IBAN_LENGTHS or match[1] in _FURTHER_COUNTRIES:
            value = match[0].replace(" ", "")
            return NumberFound(value=value, start=match.start(), end=match.end(), quality=1.0, is_proved=None)
    return None


def _plain_word(text: str, scheme: str) -> NumberFound | None:
    """Take the first word, or run of words of capitals and digits, that looks like a number of its own.

    A long word goes on in the next one only when it is no number itself: `PO 4711`, but not `4711000 12 rue`.
    """
    text = STREET_BEHIND.sub("", text) if scheme == "local" else text
    if scheme == "local" and (grouped := _GROUPS.search(text)) and not any(map(str.isalnum, text[: grouped.start()])):
        value = grouped[0].replace(" ", "")
        return NumberFound(
            value=value, start=grouped.start(), end=grouped.end(), quality=_UNPROVED[scheme], is_proved=None
        )
    for match in _RUN.finditer(text):
        value, end = match[0].replace(" ", "").rstrip("._-/").upper(), match.end()
        quality = _UNPROVED[scheme]
        if scheme == "local" and (mended := _AMONG_FIGURES.sub(_as_figure, value)) != value:
            value, quality = mended, quality * MENDED
        if scheme == "mrz":
            value = re.sub(r"[^A-Z0-9]", "", value)
        letter = _CHECK_LETTER.match(text, end) if scheme == "local" and value[-1:].isdigit() else None
        if letter:
            value, end = value + letter[1].replace(" ", ""), letter.end()
        if scheme == "local" and (further := _FURTHER.match(text, end)):
            value, end = f"{value}/{further[1]}", further.end()
        is_other = scheme == "local" and (_TOWN.match(text[match.start() :]) or _is_part_of_amount(text, match))
        is_other = is_other or _DAY_OF_MONTH.search(text[:end]) is not None
        if _SHAPES[scheme].fullmatch(value) and any(c.isdigit() for c in value) and not is_other:
            beginning = text[: match.start()].split()[-1:]
            is_begun = any(map(str.isdigit, "".join(beginning))) or any(map(_WORD_BEFORE.fullmatch, beginning))
            goes_on = _MORE_FIGURES.match(text, end) and not _TOWN.match(text, end + 1)
            quality *= BY_FIGURES if scheme == "local" and (is_begun or goes_on) else 1.0
            return NumberFound(value=value, start=match.start(), end=end, quality=quality, is_proved=None)
    return None


def _is_part_of_amount(text: str, match: re.Match[str]) -> bool:
    """Return whether figures are those before or behind a comma, or stand by the sign of a currency."""
    before, after = text[: match.start()], text[match.end() :]
    return match[0].replace(" ", "").isdigit() and bool(_AMOUNT_ENDS.match(after) or _AMOUNT_BEGINS.search(before))


def _as_figure(match: re.Match[str]) -> str:
    return _AS_DIGITS[match[0]]
