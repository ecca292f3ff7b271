"""Which line of a block names its party, and how names of companies stand, begin and go on in print."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.parties.address_lines import is_branch
from extractors.parties.company_signs import FORM_ALONE, LEGAL_FORM, NUMBERS
from extractors.written.addresses import PARTS, TOWN, has_house_number, has_street, is_complement, is_street
from extractors.written.names import company, is_addressed
from pipeline.folding import fold, letters

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
_DATED: Final = re.compile(
    r"\b(?:le|du|au|date)\s+\d|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\b(?:1er|\d{1,2}) [a-z]{3,9} \d{4}\b"
)
_NUMBERED: Final = re.compile(r"(?<!\w)(?=\w*[A-Z])(?=\w*\d{3})\w+(?!\w)")
"""A number of letters and figures, as accounts and orders have and names have not: `Account EXP0931`."""
_CODE: Final = re.compile(r"[A-Z]+\d{2,}")
"""A word of letters and figures, as accounts and customers have."""
_DEPARTMENT: Final = re.compile(
    r"^(?:services?|dept\.?|departement|department|direction|accounts? (?:payable|department)|comptabilite|achats|"
    r"purchasing|finance department|einkauf|buchhaltung|abteilung|a l'attention|attn|attention|for the attention|fao|"
    r"c/o|z\. ?hd)\b"
)
"""What follows whose name it is part of: `Service comptabilité`."""
_PART_OF_FIRM: Final = re.compile(
    rf"(?:{_DEPARTMENT.pattern}|(?:services?|relations? clients?|customer (?:services?|care)|siege|head office|usine|"
    r"site|etablissement|magasin|succursale|agent|concessionnaire|reparateur|facture|invoice|avoir|credit note)\b)"
)
"""What stands behind a name and a dash and is none of it: a department, a works, whose agent it is, the paper."""
CUSTOMER_SERVICE: Final = re.compile(
    r"(?:[–—-] ?)?(?:(?:services?|relations?|espace) (?:clients?|client[eè]le|consommateurs?|abonn[eé]s?)|"
    r"customer (?:services?|care|relations))",
    re.IGNORECASE,
)
"""The department that answers customers, behind the name of the company."""
_BEFORE_CUSTOMERS: Final = re.compile(rf"\s+{CUSTOMER_SERVICE.pattern}$", re.IGNORECASE)
_STAMPS: Final = re.compile(
    r"\b(?:courrier|arrivee? le|recu le|received|copie|copy|duplicata|original|(?:a )?comptabiliser?|paye le|paid)\b|"
    r"^(?:payee?|acquittee?|soldee?|reglee?)$"
)
"""What is stamped on a paper that came in."""
_PAID_BY_CARD: Final = re.compile(
    r"^(?:cartes? bancaires?|sans contact|contactless|cb|carte|ticket (?:client|commercant|carte)|debit|credit|"
    r"(?:visa|mastercard|card|sale|merchant copy|customer copy|cardholder copy))"
    r"(?: (?:sans contact|comptant|emv|visa|debit|credit|payment|sale|client|a conserver))*$"
)
"""How the slip of a card begins, above the name of the shop."""
_SAYS: Final = re.compile(
    r"\bn°|\b(?:doit|doivent|merci de|veuillez|please|must|shall)\b|"
    r"^(?:bill|invoice|account|order) (?:number|date|no)\b|"
    r"^(?:your|my|votre|ma|notre) (?:[a-z]+ ){0,3}(?:bill|facture)\b|"
    r"^(?:services?|relations?) clients?(?: [a-z]+)?$|"
    r"^(?:thanks|thank you|merci|bic|iban|swift|requisition|(?:compte|code|numero) client)\b|"
    r"^(?:mon|lun)(?:day|di)?\.? ?[-–] ?(?:fri|ven|sat|sam)"
)
"""What stands in sentences and captions, and never in names."""
_STATE: Final = re.compile(
    r"^(?:republique francaise|liberte\W+egalite\W+fraternite|(?:departement|arrondissement|canton) d(?:u|es?|')\W?)"
)
"""What stands over the name of a French commune on its papers."""
MOST_WORDS = 8
_COMPANY_FOLLOWS: Final = re.compile(
    r"(?:au )?cap(?:ital|\.)|siret|siren|rcs|r\.c\.s|immatricul|\.?\s*registered|is an?|"
    r"est (?:une?|edite|exploite|gere)"
)
"""What follows a company's name at the foot and nothing else."""
_IN_SENTENCE: Final = re.compile(r"^(?:we|nous|you|vous|this|cette?)\b|\b(?:are|not|sommes|pas)\b", re.IGNORECASE)
"""Words of sentences about a register, and of no name: `We are not VAT registered`."""
LEAST_LETTERS = 3
_QUOTES: Final = frozenset('«“"')
"""What opens the second half of a name: `Syndicat des copropriétaires / « Les Jardins »`."""
SUBLABEL: Final = re.compile(
    r"^\s*(?:nom|raison sociale|soci[ée]t[ée]|name|company|firma|attn|attention|[àa] l'attention de)\s?:\s?",
    re.IGNORECASE,
)
"""What a block says before the name in it: `Raison sociale :`."""
_BEFORE_FORM: Final = re.compile(
    r"^(?:S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|EURL|S\.?A\.?|SCI|SNC|Société|Sté)\s+(?=[A-ZÀ-Ý])"
)
"""The legal form before the name: `SARL Dupont`."""
_ENDS_NAME: Final = re.compile(
    r"\.?\s+(?:is an?|is the|est (?:une?|la|le|éditée?|exploitée?|gérée?)|registered|au cap(?:ital|\.)|capital|siret|"
    r"siren|rcs|r\.c\.s|n°|tva|tel|t[ée]l[ée]phone|ape|naf|immatricul|\d)"
    r"|\s*[·•|(]|\s[-–—]\s|,",
    re.IGNORECASE,
)
"""What follows a company's name on its line."""
_PAYEE: Final = re.compile(
    r"(?:(?:ch[èe]ques?|payable|libell[ée]e?s?)\s+(?:à|a) l'ordre de|titulaire(?: du compte)?\s?:|"
    r"b[ée]n[ée]ficiaire\s?:|account (?:name|holder)\s?:|che(?:que|ck)s? payable to|kontoinhaber\s?:?)\s*:?\s*(.+)$",
    re.IGNORECASE,
)
"""Who is to be paid, behind the words that say so."""
_ELIDED: Final = re.compile(r"[dl]['’][A-ZÀ-Ý]")
"""A word with a capital behind an elided article: `d'Auge`."""
_SOLE_TRADER: Final = re.compile(
    r"\s+\((?:E\.?I\.?|entrepreneur individuel|auto-?entrepreneur|micro-?entreprise)\)$", re.IGNORECASE
)
"""What French law has sole traders write behind their name (art. L. 526-22 of the commercial code)."""
_JOINS: Final = re.compile(r"^(?:de|du|des|et|&|of|and|und)(?!\w)|^d'")
_JOINS_SMALL: Final = re.compile(r"^(?:la|les|pour)\b")
ENDS_OPEN: Final = re.compile(r"(?:\s(?:de|du|des|et|la|le|les|pour|of|and|the|und)|\sd'|&|\w-)$")
"""How the second line of a long name begins, or the first one ends: `Communauté de communes / du Pays d'Auge`."""


def name_with_form(text: str) -> str | None:
    """Return the company that a line begins with, when its legal form stands by it."""
    start = _BEFORE_FORM.match(text)
    rest = text[start.end() :] if start else text
    end = _ENDS_NAME.search(rest)
    name = (text[: start.end()] if start else "") + (rest[: end.start()] if end else rest)
    behind = rest[end.end() :].strip() if end else ""
    is_followed = end is not None and _COMPANY_FOLLOWS.match(fold(end[0]).strip())
    is_told = LEGAL_FORM.search(name) or LEGAL_FORM.match(behind) or (is_followed and not _IN_SENTENCE.search(name))
    is_named = len(letters(LEGAL_FORM.sub("", name))) >= LEAST_LETTERS
    return company(name) if is_told and is_named and len(name.split()) <= MOST_WORDS else None


def return_line(text: str) -> str | None:
    """Return the name before an address on one line, as it stands small over the address in a window (DIN 5008)."""
    first, *others = PARTS.split(text)
    has_town = any(TOWN.search(part) for part in others)
    is_plain = not NUMBERS.search(fold(text)) and ":" not in text and may_be_name(first, frozenset())
    return company(first) if has_town and is_plain and len(first.split()) <= MOST_WORDS else None


def payee_in(text: str) -> str | None:
    """Return who is to be paid, where a line says it: `À l'ordre de`, `Titulaire du compte :`, `Account name:`."""
    match = _PAYEE.search(text)
    name = company(re.split(r"\s{2,}|\s[-–|]\s|,|;|\bIBAN\b|\bBIC\b|\.\s", match[1])[0]) if match else None
    return name if name and len(name.split()) <= MOST_WORDS and not NUMBERS.search(fold(name)) else None


def name_line(possible: Sequence[int], texts: Sequence[str]) -> int | None:
    """Choose the line that names the party: with its legal form, else the first that is no heading of its own.

    The sign over it counts before a line that adds no more than the legal form: `TREFAC`, `Trefac SAS – Usine de Toul`.

    A heading that nobody listed speaks of a party (`Vendu par`), or has one capital where the name behind it has more.
    """
    if not possible:
        return None
    formed = next((n for n in possible if LEGAL_FORM.search(texts[n]) and not _is_form(texts[n])), None)
    if formed is not None:
        is_sign = letters(LEGAL_FORM.sub("", bare_name(texts[formed]))) == letters(texts[possible[0]])
        return possible[0] if is_sign else formed
    fuller = next((n for n in possible[1:3] if _is_fuller(texts[n], texts[possible[0]])), None)
    if fuller is not None:
        return fuller
    first, below = possible[0], possible[0] + 1
    if below not in possible:
        return first
    if texts[below][0] in _QUOTES:
        return first
    is_heading = _DEPARTMENT.match(fold(texts[first])) or opened_role(texts[first])
    is_caption = len(texts[first].split()) > 1 and _capitals(texts[first]) < 2 <= _capitals(texts[below])
    return below if is_heading or is_caption else first


def _is_form(text: str) -> bool:
    """Return whether a line is the legal form alone, of the name in the line above."""
    return LEGAL_FORM.fullmatch(text.strip()) is not None


def _is_fuller(text: str, sign: str) -> bool:
    """Return whether a line gives in full the name of the sign over it: `Buropap`, `BUROPAP DISTRIBUTION`."""
    short, whole = sign.split(), text.split()
    is_part = _DEPARTMENT.search(fold(" ".join(whole[len(short) :]))) or re.search(r"\bclients?\b", fold(text))
    return (
        not is_part
        and len(short) < len(whole) <= MOST_WORDS
        and letters(" ".join(whole[: len(short)])) == letters(sign)
    )


def bare_name(text: str) -> str:
    """Return a name without what its owner does behind it, or which part of it is meant.

    `Clara Aubry – graphiste indépendante (EI)`, `Garage Marchal – Agent Renault`, `Free – Service Client`.
    """
    first, *others = re.split(r"\s[–—-]\s", text, maxsplit=1)
    is_aside = bool(others) and (others[0][:1].islower() or _PART_OF_FIRM.match(fold(others[0])) is not None)
    return _SOLE_TRADER.sub("", _BEFORE_CUSTOMERS.sub("", first if is_aside else text))


def _capitals(text: str) -> int:
    return sum(word[0].isupper() or bool(_ELIDED.match(word)) for word in text.split())


def opened_role(text: str) -> str | None:
    """Return the role that a line such as `Vendu par` opens a block of, or None."""
    plain = fold(text)
    return next((role for role, words in _OPENINGS.items() if words.search(plain)), None)


def goes_on(line: str, below: str) -> bool:
    """Return whether a name goes on in the line below it; an article with a capital begins a place: `Les Charreaux`."""
    if not below or any(map(str.isdigit, below)):
        return False
    is_joined = (
        below[0] in _QUOTES or _JOINS.match(fold(below)) or _JOINS_SMALL.match(below) or ENDS_OPEN.search(fold(line))
    )
    return bool(is_joined) or _is_form(below)


def is_wrapped(line: str, below: str, under: str, town: str) -> bool:
    """Return whether a company's name ends in the one word between it and the street, in a narrow block.

    A name with its legal form is whole, and a word right over the town is a place.
    """
    is_one_word = len(below.split()) == 1 and may_be_name(below, frozenset()) and not _DEPARTMENT.match(fold(below))
    is_place = TOWN.search(under) is None and (is_street(under) or TOWN.search(town) is not None)
    return is_one_word and is_place and not LEGAL_FORM.search(line) and not is_addressed(line)


def is_part_of(short: str, whole: str) -> bool:
    """Return whether a longer name has all words of another in a row: `Gaudrelet`, `Menuiserie Gaudrelet & Fils`."""
    few, many = fold(short).split(), fold(LEGAL_FORM.sub("", whole)).split()
    return len(few) < len(many) <= MOST_WORDS and any(
        many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1)
    )


def is_dated(text: str) -> bool:
    """Return whether a line holds a day, as no name and no address does."""
    return _DATED.search(fold(text)) is not None


def may_be_name(text: str, titles: frozenset[str], *, is_large: bool = False) -> bool:
    """Return whether a line may name a party: words, no street or town, no label, none of the titles of its papers.

    is_large: printed in large letters, in which no address ends in the number of its house.
    """
    bare = SUBLABEL.sub("", text)
    plain = fold(bare)
    if LEGAL_FORM.search(bare) is None:
        is_addressed_so = has_street(bare) or (has_house_number(bare) and not is_large)
        if is_addressed_so or _CODE.fullmatch(bare) or _is_title(plain, titles):
            return False
    is_named = len(letters(bare)) >= LEAST_LETTERS and company(PARTS.split(bare)[0]) is not None
    return is_named and not _says_other(bare, plain)


def _says_other(bare: str, plain: str) -> bool:
    """Return whether a line says what no name does, even beside a legal form; plain: it folded."""
    is_place = TOWN.search(PARTS.split(bare)[0]) or is_complement(bare) or is_branch(bare)
    is_caption = ":" in bare or plain.startswith(("www.", "tel", "page"))
    is_numbered = _DATED.search(plain) or _NUMBERED.search(bare)
    is_stamp = any(words.search(plain) for words in (_STAMPS, FORM_ALONE, _PAID_BY_CARD, _SAYS, _STATE))
    return bool(is_place or is_caption or is_numbered or is_stamp)


def _is_title(plain: str, titles: frozenset[str]) -> bool:
    """Return whether a line begins with a title of the papers: `FACTURE DE TRAVAUX`; titles: as letters."""
    words = plain.split()
    return (
        any(letters(" ".join(words[: n + 1])) in titles for n in range(min(len(words), MOST_WORDS)))
        or letters(plain) in titles
    )
