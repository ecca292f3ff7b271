"""Who is who: names compared as French registries and people write them, numbers by their check digits.

A name alone never proves a person; a proven number (NIR) does, and a name with the date of birth is taken for proof
only when nothing contradicts it. Nearly equal names are a doubt, for a person to settle.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from rapidfuzz.distance import OSA

from pipeline import check_digits, folding

_PARTICLES = frozenset({"de", "d", "du", "des", "la", "le", "les", "l", "van", "von", "der", "den", "di", "da", "el"})
"""Words that civil registries, card printers and people write, join or leave out at will."""

_SINCE_MARRIAGE = re.compile(r"\b(?:epouse|epoux|ep|nee|ne|veuve|veuf|vve|dit|dite|usage|divorcee?)\b")
"""What separates a birth name from a name of use on French forms and cards."""

_WORDS = re.compile(r"[a-z0-9]+")
_SPACING = re.compile(r"[\s.-]+")
_LETTERS_FOR_A_DOUBT = 5
"""From this length on, names one letter apart may be one name misread; shorter ones (Roy, Ray) are different names."""


_SIREN, _SIRET, _FRENCH_VAT = 9, 14, 13
"""Signs of a company's number, of its establishment's, and of its French VAT number (FR, two signs, SIREN)."""


class Likeness(StrEnum):
    """Whether two writings name the same."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a document or a list says of a person; number: the NIR without blanks, or None."""

    last_name: str | None = None
    first_names: str | None = None
    birth_date: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a document says of a company; number: in the form of `company_number`, or None."""

    name: str | None = None
    number: str | None = None


def fold(text: str) -> str:
    """Return a name in lower case without accents and punctuation, single blanks between its words."""
    return " ".join(_WORDS.findall(text.lower() if text.isascii() else folding.fold(text)))


def _names_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the family names a writing holds, each as its words: "MARTIN née DURAND" holds two."""
    folded = re.sub(r"\bnom d usage\b|\bnom de naissance\b", " nee ", fold(text))
    return tuple(words for part in _SINCE_MARRIAGE.split(folded) if (words := tuple(part.split())))


def _without_particles(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - _PARTICLES or frozenset(words)


def compare_last_names(left: str, right: str) -> Likeness:
    """Compare family names whatever their accents, hyphens, particles and word order.

    "MARTIN née DURAND" is the same as "Durand" and as "Martin". Names of five letters and more that are one letter
    apart are doubtful: one of them may be misread.
    """
    if left.casefold() == right.casefold() and left.strip():
        return Likeness.SAME
    pairs = list(product(_names_of(left), _names_of(right)))
    if any(_without_particles(a) == _without_particles(b) or "".join(a) == "".join(b) for a, b in pairs):
        return Likeness.SAME
    return _nearest([("".join(a), "".join(b)) for a, b in pairs])


def _nearest(pairs: list[tuple[str, str]]) -> Likeness:
    for left, right in pairs:
        if min(len(left), len(right)) >= _LETTERS_FOR_A_DOUBT and OSA.distance(left, right, score_cutoff=1) <= 1:
            return Likeness.DOUBTFUL
    return Likeness.DIFFERENT


def compare_first_names(left: str, right: str) -> Likeness:
    """Compare given names: the shorter list must be part of the longer ("Marie" in "Claire, Marie"), in any order.

    Identity papers give all of a person's names, forms often the usual one. A hyphen joins nothing that matters:
    "Jean-Paul" and "Jean Paul" are the same.
    """
    if left.casefold() == right.casefold() and left.strip():
        return Likeness.SAME
    lefts, rights = fold(left).split(), fold(right).split()
    shorter, longer = sorted((lefts, rights), key=len)
    if not shorter:
        return Likeness.DIFFERENT
    if set(shorter) <= set(longer) or "".join(lefts) == "".join(rights):
        return Likeness.SAME
    unlike = set(shorter) - set(longer)
    candidates = set(longer) - set(shorter)
    is_near = all(_nearest([(name, other) for other in candidates]) is Likeness.DOUBTFUL for name in unlike)
    return Likeness.DOUBTFUL if is_near else Likeness.DIFFERENT


def compact(number: str) -> str:
    """Return a number in capitals without the blanks, points and hyphens people write in it."""
    return _SPACING.sub("", number).upper()


def company_number(number: str) -> str:
    """Bring the numbers of one company to one form: a French SIRET and VAT number both hold its SIREN (INSEE)."""
    bare = compact(number)
    if bare.isdecimal() and len(bare) == _SIRET:
        return bare[:_SIREN]
    if bare.startswith("FR") and len(bare) == _FRENCH_VAT and bare[-_SIREN:].isdecimal():
        return bare[-_SIREN:]
    return bare


def is_proven_nir(number: str) -> bool:
    """Return whether a NIR, however it is spaced, carries the right key."""
    return check_digits.nir_holds(compact(number))


def same_number(left: str, right: str) -> bool:
    """Return whether two numbers are equal, however they are spaced."""
    return left == right or compact(left) == compact(right)


def compare_persons(left: Person, right: Person) -> Likeness:
    """Return whether two descriptions name one person.

    Proven numbers decide alone. Else the date of birth and both names must be known and equal: never a name alone.
    """
    if left.number and right.number and is_proven_nir(left.number) and is_proven_nir(right.number):
        return Likeness.SAME if same_number(left.number, right.number) else Likeness.DIFFERENT
    if left.birth_date and right.birth_date and left.birth_date != right.birth_date:
        return Likeness.DIFFERENT
    if not (left.last_name and right.last_name):
        return Likeness.DOUBTFUL
    names = {compare_last_names(left.last_name, right.last_name)}
    if left.first_names and right.first_names:
        names.add(compare_first_names(left.first_names, right.first_names))
    if Likeness.DIFFERENT in names:
        return Likeness.DIFFERENT
    is_told = bool(left.birth_date and right.birth_date and left.first_names and right.first_names)
    return Likeness.SAME if is_told and names == {Likeness.SAME} else Likeness.DOUBTFUL
