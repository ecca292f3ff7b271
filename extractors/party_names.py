"""How names, legal forms, streets and headings of companies are written: what a line of a party's block may be."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.names import company
from pipeline.folding import fold, letters

LEGAL_FORM: Final = re.compile(
    r"(?<![\w.])(?:S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?A\.?|S\.?N\.?C\.?|S\.?C\.?I\.?|SCOP|SELARL|GIE|"
    r"GmbH(?: & Co\.? KG)?|AG|KG|OHG|UG|e\.K\.|Ltd\.?|Limited|LLP|LLC|PLC|plc|Inc\.?|Corp\.?|B\.?V\.?|N\.?V\.?|SpA|"
    r"S\.p\.A\.|Srl|SPRL|SRL)(?![\w])"
)
LAST_LINE: Final = re.compile(
    r"(?:^|[\s,–-])(?:F-|D-)?\d{5}\s+[^\W\d]|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b|\b\d{4} [A-Z]{2} [A-Z]"
)
_HOUSE_NUMBER: Final = re.compile(r"^\d+\s?[A-Za-z]?\s|\s\d+\s?[a-z]?$|_\d+$")
"""Streets that no word of ours tells begin or end with the number of the house."""
_OPENINGS: Final = {
    "delivery": re.compile(r"\b(?:livr\w+|deliver\w*|ship\w*)\b"),
    "buyer": re.compile(
        r"\b(?:clients?|factur\w+|credit\w*|avoir|destinat\w+|bill\w*|sold|customer|buyer|achet\w+|acquer\w+|invoiced)\b"
    ),
    "seller": re.compile(
        r"\b(?:vend\w+|fourniss\w+|emett\w+|emis par|expedit\w+|seller|supplie\w+|vendor|prestat\w+)\b"
    ),
}
"""Words that open a party's block, in folded letters."""
STREET: Final = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter|[a-d]))?,?\s+(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|allee|quai|route|cours|"
    r"zone|square|passage|street|road|lane|way|drive)\b|\b(?:street|road|avenue|lane|strasse|str\.)\s*\d|"
    r"\b(?:b\.?p\.?|z\.?[ai]\.?) \d"
)
_STAMPS: Final = re.compile(
    r"\b(?:courrier|arrivee? le|recu le|received|copie|copy|duplicata|original|(?:a )?comptabiliser?|paye le|paid)\b"
)
"""What is stamped on a paper that came in."""
MOST_WORDS = 8
_COMPANY_FOLLOWS: Final = re.compile(r"(?:au )?capital|siret|siren|rcs|r\.c\.s|immatricul")
"""What follows a company's name at the foot and nothing else."""
NUMBERS: Final = re.compile(
    r"siret|siren|rcs|tva|vat|iban|bic\b|ape\b|naf\b|capital|tel\b|tel\.|telephone|phone|fax|e-?mail|@|www\.|http|ust"
)
REGISTERED: Final = re.compile(r"siret|siren|rcs|iban|ape\b|naf\b|capital")
CONTACT: Final = re.compile(r"tel\b|tel\.|telephone|phone|fax|www\.|http|e-?mail|@")
"""What a letterhead holds beside its address, and an address that a letter is sent to seldom does."""
LEAST_LETTERS = 3
SUBLABEL: Final = re.compile(
    r"^\s*(?:nom|raison sociale|soci[ée]t[ée]|name|company|firma|attn|attention|[àa] l'attention de)\s?:\s?",
    re.IGNORECASE,
)
PARTS: Final = re.compile(r"\s+[·•●|–—-]\s+|\s*[·•●|]\s*|\s+-\s+|,\s+")
_BEFORE_FORM: Final = re.compile(
    r"^(?:S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|EURL|S\.?A\.?|SCI|SNC|Société|Sté)\s+(?=[A-ZÀ-Ý])"
)
_ENDS_NAME: Final = re.compile(
    r"\s+(?:au capital|capital|siret|siren|rcs|r\.c\.s|n°|tva|tel|t[ée]l[ée]phone|ape|naf|immatricul|\d)"
    r"|\s*[·•|(]|\s[-–—]\s|,",
    re.IGNORECASE,
)


def name_with_form(text: str) -> str | None:
    """Give the company that a line begins with, when its legal form stands by it."""
    start = _BEFORE_FORM.match(text)
    rest = text[start.end() :] if start else text
    end = _ENDS_NAME.search(rest)
    name = (text[: start.end()] if start else "") + (rest[: end.start()] if end else rest)
    behind = rest[end.end() :].strip() if end else ""
    is_followed = end is not None and _COMPANY_FOLLOWS.match(fold(end[0]).strip())
    is_told = LEGAL_FORM.search(name) or LEGAL_FORM.match(behind) or is_followed
    return company(name) if is_told and len(name.split()) <= MOST_WORDS else None


def name_line(possible: Sequence[int], texts: Sequence[str]) -> int | None:
    """Choose the line that names the party: with its legal form, else the first that is no heading of its own.

    A heading that nobody listed speaks of a party (`Vendu par`), or has one capital where the name behind it has more.
    """
    if not possible:
        return None
    formed = next((n for n in possible if LEGAL_FORM.search(texts[n])), None)
    if formed is not None:
        return formed
    first, following = possible[0], [n for n in possible[1:] if n == possible[0] + 1]
    if following and (opened_role(texts[first]) or 1 < len(texts[first].split()) > _capitals(texts[first]) < 2):
        return following[0] if _capitals(texts[following[0]]) > 1 or opened_role(texts[first]) else first
    return first


def _capitals(text: str) -> int:
    return sum(word[0].isupper() for word in text.split())


def opened_role(text: str) -> str | None:
    """Give the role that a line such as `Vendu par` opens a block of, or None."""
    plain = fold(text)
    return next((role for role, words in _OPENINGS.items() if words.search(plain)), None)


def without_address(text: str) -> str:
    """Give what stands before an address on the same line: `Lycée Saint-Aubin - 2 place du Ralliement 49000 Angers`."""
    first, *others = PARTS.split(text)
    return first if any(STREET.search(fold(part)) or LAST_LINE.search(part) for part in others) else text


def may_be_name(text: str, titles: frozenset[str]) -> bool:
    """Tell whether a line may name a party: words, no street or town, no label, none of the titles of its papers."""
    bare = SUBLABEL.sub("", text)
    plain = fold(bare)
    is_other = STREET.search(plain) or ":" in bare or LAST_LINE.match(bare) or plain.startswith(("www.", "tel", "page"))
    is_word = len(letters(bare)) >= LEAST_LETTERS and (LEGAL_FORM.search(bare) or not _HOUSE_NUMBER.search(bare))
    is_stamp = _STAMPS.search(plain) is not None
    return (
        bool(is_word)
        and not is_stamp
        and not is_other
        and letters(bare) not in titles
        and company(PARTS.split(bare)[0]) is not None
    )
