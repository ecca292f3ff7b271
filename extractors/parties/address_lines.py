"""Which words of a block's line are an address, beside captions, telephones and what a company does."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.parties.company_signs import FORM_ALONE, LEGAL_FORM, NUMBERS
from extractors.written.addresses import ISLES, PARTS, STREET_BEHIND, has_street, is_country, is_street
from pipeline.folding import fold

_BRANCH: Final = re.compile(r"agence (?:de|du|des|d')\b|(?:nous contacter|contact(?:ez-nous)?|contact us)$")
"""A branch is named after its town, under the name of its company."""
_BEHIND_ADDRESS: Final = re.compile(rf"(?:{NUMBERS.pattern}|[+(]?\d[\d .()]{{8,}}|\S+@)")
"""How what follows an address on its line begins: a telephone, a mailbox, a number of the register."""
_CAPTION_WORDS = 3
_CODE: Final = re.compile(r"(?:[FD]-?)?\d{5}|(?:L|B|CH|A)-\d{4}")
_HOUSE: Final = re.compile(r"\d{1,4}[A-Za-z]?(?:-\d{1,4})?")
_STREET_WORDS = 12
"""Words of a street at most: a code further behind is of something else."""


def is_branch(text: str) -> bool:
    """Return whether a line names a branch by its town, `Agence de Nantes`, or heads an address: `Nous contacter`."""
    return _BRANCH.match(fold(text)) is not None


def address_in(words: Sequence[str]) -> slice:
    """Return which words of a line are an address, without a caption before (`Dépôt :`) or a telephone behind it."""
    start = next((n + 1 for n, word in enumerate(words[:_CAPTION_WORDS]) if word.endswith(":")), 0)
    start = 0 if any(any(map(str.isdigit, word)) for word in words[:start]) else start
    start = max(start, _behind_trade(words))
    end = next(
        (n for n in range(start + 1, len(words)) if _BEHIND_ADDRESS.match(fold(" ".join(words[n:])))), len(words)
    )
    end = _behind_town(words[:end], start)
    while end > start + 1 and not any(map(str.isalnum, words[end - 1])):
        end -= 1
    return slice(start, end)


def _behind_town(words: Sequence[str], start: int) -> int:
    """Return where an address ends that goes on behind its town with what is none of it: `64000 PAU – Toque 118`."""
    code = next((n for n in range(start, len(words)) if _CODE.fullmatch(words[n])), len(words))
    sign = next((n for n in range(code + 2, len(words)) if not any(map(str.isalnum, words[n]))), len(words))
    behind = " ".join(words[sign + 1 :])
    return len(words) if is_country(behind) or has_street(behind) else sign


def street_and_town(words: Sequence[str]) -> tuple[slice, slice] | None:
    """Return which words of a line at the foot are a street and which its town, whatever stands before and behind."""
    if isles := _in_the_isles(words):
        return isles
    start = next((n for n in range(len(words)) if STREET_BEHIND.match(" ".join(words[n:]))), None)
    code = next((n for n in range(start or 0, len(words)) if _CODE.fullmatch(words[n])), None)
    if start is None or code is None or code - start > _STREET_WORDS:
        return None
    end = next((n for n in range(code + 1, len(words)) if _ends_part(words[n - 1 : n + 1])), len(words))
    end = min(_behind_country(words, end), start + address_in(words[start:]).stop)
    while code > start and not any(map(str.isalnum, words[code - 1])):
        code -= 1
    town = next(n for n in range(code, len(words)) if any(map(str.isalnum, words[n])))
    return (slice(start, code), slice(town, end)) if end > town + 1 else None


def _behind_country(words: Sequence[str], end: int) -> int:
    """Return where an address ends whose country stands behind its town, of one word or two; end: behind the town."""
    two, one = (" ".join(words[end : end + n]).strip(".,; ") for n in (2, 1))
    return end + 2 if is_country(two) and two != one else end + 1 if is_country(one) else end


def _in_the_isles(words: Sequence[str]) -> tuple[slice, slice] | None:
    """Return street and town of a British or Irish address at the foot, `Registered office: 4 Quay Road, Hull HU1 1AA`.

    It begins with the number of its house, or behind a caption, and its town behind the last comma before the code.
    """
    bare = [word.strip(".,;") for word in words]
    code = next((n for n in range(3, len(words)) if ISLES.fullmatch(f"{bare[n - 1]} {bare[n]}")), None)
    if code is None:
        return None
    near = range(max(0, code - _STREET_WORDS), code - 2)
    captioned = next((n + 1 for n in near if words[n].endswith(":")), None)
    numbered = (n for n in near if _HOUSE.fullmatch(words[n]) and (n == 0 or _ends_part(words[n - 1 : n + 1])))
    start = captioned if captioned is not None else next(numbered, None)
    commas = [n for n in range(start or 0, code - 1) if words[n].endswith(",")]
    if start is None or not commas:
        return None
    town = commas[-1] + 1 if commas[-1] + 1 < code - 1 else (commas[-2:][0] + 1)
    return (slice(start, town), slice(town, code + 1)) if start < town else None


def _ends_part(pair: Sequence[str]) -> bool:
    """Return whether a part of a line ends between two words: a comma behind the first, or a sign as the second."""
    first, second = pair
    return first.endswith((",", ";")) or not any(map(str.isalnum, second))


def _behind_trade(words: Sequence[str]) -> int:
    """Return how many words tell what an owner does before the address: `graphiste indépendante · 18 rue de Siam`.

    A company's name with its legal form stands there at the foot: `Sono Sud SARL - 17 quai de Bosc - 34200 Sète`, or
    a branch: `Agence de Nantes - 8 rue du Port - 44000 Nantes`, or the form with its capital, `EURL au
    capital de 5 000 €`.
    """
    first, *others = PARTS.split(" ".join(words))
    is_named = first[:1].islower() or LEGAL_FORM.search(first) is not None or is_branch(first)
    is_other = FORM_ALONE.match(fold(first)) or (is_named and not any(map(str.isdigit, first)))
    if not (is_other and others and is_street(others[0])):
        return 0
    named = next((n for n in range(len(words)) if len(" ".join(words[:n])) >= len(first)), 0)
    return next((n for n in range(named, len(words)) if any(map(str.isalnum, words[n]))), 0)
