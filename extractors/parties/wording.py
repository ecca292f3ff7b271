"""How names, legal forms, streets and headings of companies are written: what a line of a party's block may be."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.written.names import company, is_addressed
from pipeline.folding import fold, letters

LEGAL_FORM: Final = re.compile(
    r"(?<![\w.])(?:S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?A\.?|S\.?N\.?C\.?|S\.?C\.?I\.?|SCOP|SELARL|SELAS|SCEA|"
    r"EARL|GAEC|GIE|DAC|CLG|"
    r"GmbH(?: & Co\.? KG)?|AG|KG|OHG|UG|e\.K\.|Ltd\.?|LTD\.?|Limited|LIMITED|LLP|LLC|PLC|plc|Inc\.?|Corp\.?|B\.?V\.?|"
    r"N\.?V\.?|SpA|"
    r"S\.p\.A\.|Srl|S\.r\.l\.|S\.L\.U?\.?|SPRL|SRL)(?![\w])"
)
LAST_LINE: Final = re.compile(
    r"(?:^|[\s,]|\s[–-])(?:(?:F-|D-)?\d{5}|(?:L|B|CH|A)-\d{4})\s+(?=[A-ZÀ-Ý])[^\W\d]|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    r"|\b[A-Z]\d[\dW] [A-Z\d]{4}\b|\b\d{4} [A-Z]{2} [A-Z]|\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|"
    r"LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) \d{5}(?:-\d{4})?$"
    r"|\bDublin \d{1,2}$|(?:^|, )Co\.? [A-Z][a-z]+$"
)
_HOUSE_NUMBER: Final = re.compile(r"^\d{1,5}\s?[A-Za-z]?\s|\s\d{1,4}\s?[a-z]?$|_\d+$")
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
    r"|^(?:rue|avenue|av\.|bd|boulevard|chemin|impasse|allee|quai|route|zone|z\.?[aci]\.?|lieu[ -]dit|parc d|"
    r"place d(?:e|u|es)|square|passage|esplanade|ruelle|venelle|hameau)\s"
    r"|^(?:[\w'-]+ ){1,3}(?:road|street|lane|avenue|drive|close|terrace|crescent)(?:,|$)"
)
_COMPLEMENT: Final = re.compile(
    r"^(?:(?:appt?|app|apt|bat|batiment|esc|escalier|etage|porte|entree|b\.?p|c\.?s|tsa|bureau|unit|suite|floor)\b\.? ?"
    r"[a-z]?\d|(?:p\.?o\.? box|postfach|boite postale)\b)"
)
"""A line of an address that says where in the building, or which box at the post office."""
_FORM_ALONE: Final = re.compile(
    r"^(?:s\.?a\.?r\.?l|s\.?a\.?s\.?u?|s\.?a|e\.?u\.?r\.?l|selas|selarl|scop|sa cooperative|societe [a-z ]{5,40}?)"
    r"\.? (?:au|a) capital"
)
"""The legal form with its capital, under the name or at the foot: `SAS au capital de 8 000 €`."""
_DATED: Final = re.compile(
    r"\b(?:le|du|au|date)\s+\d|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\b(?:1er|\d{1,2}) [a-z]{3,9} \d{4}\b"
)
_NUMBERED: Final = re.compile(r"(?<!\w)(?=\w*[A-Z])(?=\w*\d{3})\w+(?!\w)")
"""A number of letters and figures, as accounts and orders have and names have not: `Account EXP0931`."""
_CODE: Final = re.compile(r"[A-Z]+\d{2,}")
"""A word of letters and figures, as accounts and customers have."""
_BRANCH: Final = re.compile(r"agence (?:de|du|des|d')\b|(?:nous contacter|contact(?:ez-nous)?|contact us)$")
"""A branch is named after its town, under the name of its company."""
_DEPARTMENT: Final = re.compile(
    r"^(?:services?|dept\.?|departement|department|direction|accounts? (?:payable|department)|comptabilite|achats|"
    r"purchasing|finance department|einkauf|buchhaltung|abteilung|a l'attention|attn|attention|for the attention|fao|"
    r"c/o|z\. ?hd)\b"
)
"""What follows whose name it is part of: `Service comptabilité`."""
_STAMPS: Final = re.compile(
    r"\b(?:courrier|arrivee? le|recu le|received|copie|copy|duplicata|original|(?:a )?comptabiliser?|paye le|paid)\b"
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
    r"^(?:bill|invoice|account|order) (?:number|date|no)\b"
)
"""What stands in sentences and captions, and never in names."""
_STATE: Final = re.compile(
    r"^(?:republique francaise|liberte\W+egalite\W+fraternite|(?:departement|arrondissement|canton) d(?:u|es?|')\W?)"
)
"""What stands over the name of a French commune on its papers."""
MOST_WORDS = 8
_COMPANY_FOLLOWS: Final = re.compile(
    r"(?:au )?capital|siret|siren|rcs|r\.c\.s|immatricul|\.?\s*registered|is an?|est (?:une?|edite|exploite|gere)"
)
"""What follows a company's name at the foot and nothing else."""
CONTACT: Final = re.compile(
    r"\b(?:tel|telephone|phone|fax|e-?mail)\b(?!-)|\bdx \d|"
    r"\b(?:mob|mobile|port|portable|ph|t)\b[\s.:]*[+(0]|www\.|http|@"
)
REGISTERED: Final = re.compile(
    r"\b(?:siret|siren|rcs|r\.c\.s|iban|ape|naf|capital|amtsgericht|loi 1901|declaration d'activite)\b|\bhr[ab] ?\d|"
    r"\b(?:company (?:no|number|reg)|registered (?:in|office))"
)
NUMBERS: Final = re.compile(rf"{CONTACT.pattern}|{REGISTERED.pattern}|\b(?:tva|vat|btw|bic|ust|registered)\b")
"""What a letterhead holds beside its address, and an address that a letter is sent to seldom does."""
_IN_SENTENCE: Final = re.compile(r"^(?:we|nous|you|vous|this|cette?)\b|\b(?:are|not|sommes|pas)\b", re.IGNORECASE)
"""Words of sentences about a register, and of no name: `We are not VAT registered`."""
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
    r"\.?\s+(?:is an?|is the|est (?:une?|la|le|éditée?|exploitée?|gérée?)|registered|au capital|capital|siret|"
    r"siren|rcs|r\.c\.s|n°|tva|tel|t[ée]l[ée]phone|ape|naf|immatricul|\d)"
    r"|\s*[·•|(]|\s[-–—]\s|,",
    re.IGNORECASE,
)


_PAYEE: Final = re.compile(
    r"(?:(?:ch[èe]ques?|payable|libell[ée]e?s?)\s+(?:à|a) l'ordre de|titulaire(?: du compte)?\s?:|"
    r"b[ée]n[ée]ficiaire\s?:|account (?:name|holder)\s?:|che(?:que|ck)s? payable to|kontoinhaber\s?:?)\s*:?\s*(.+)$",
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
    is_told = LEGAL_FORM.search(name) or LEGAL_FORM.match(behind) or (is_followed and not _IN_SENTENCE.search(name))
    is_named = len(letters(LEGAL_FORM.sub("", name))) >= LEAST_LETTERS
    return company(name) if is_told and is_named and len(name.split()) <= MOST_WORDS else None


def return_line(text: str) -> str | None:
    """Give the name before an address on one line, as it stands small over the address in a window (DIN 5008)."""
    first, *others = PARTS.split(text)
    has_town = any(LAST_LINE.search(part) for part in others)
    is_plain = not NUMBERS.search(fold(text)) and ":" not in text and may_be_name(first, frozenset())
    return company(first) if has_town and is_plain and len(first.split()) <= MOST_WORDS else None


def payee_in(text: str) -> str | None:
    """Give who is to be paid, where a line says it: `À l'ordre de`, `Titulaire du compte :`, `Account name:`."""
    match = _PAYEE.search(text)
    name = company(re.split(r"\s{2,}|\s[-–|]\s|,|;|\bIBAN\b|\bBIC\b|\.\s", match[1])[0]) if match else None
    return name if name and len(name.split()) <= MOST_WORDS and not NUMBERS.search(fold(name)) else None


def name_line(possible: Sequence[int], texts: Sequence[str]) -> int | None:
    """Choose the line that names the party: with its legal form, else the first that is no heading of its own.

    A heading that nobody listed speaks of a party (`Vendu par`), or has one capital where the name behind it has more.
    """
    if not possible:
        return None
    formed = next((n for n in possible if LEGAL_FORM.search(texts[n]) and not _is_form(texts[n])), None)
    if formed is not None:
        return formed
    fuller = next((n for n in possible[1:3] if _is_fuller(texts[n], texts[possible[0]])), None)
    if fuller is not None:
        return fuller
    first, following = possible[0], [n for n in possible[1:] if n == possible[0] + 1]
    if following and _DEPARTMENT.match(fold(texts[first])):
        return following[0]
    if following and (opened_role(texts[first]) or 1 < len(texts[first].split()) > _capitals(texts[first]) < 2):
        return following[0] if _capitals(texts[following[0]]) > 1 or opened_role(texts[first]) else first
    return first


def _is_form(text: str) -> bool:
    """Tell whether a line is the legal form alone, of the name in the line above."""
    return LEGAL_FORM.fullmatch(text.strip()) is not None


def _is_fuller(text: str, sign: str) -> bool:
    """Tell whether a line gives in full the name of the sign over it: `Buropap`, `BUROPAP DISTRIBUTION`."""
    short, whole = sign.split(), text.split()
    is_part = _DEPARTMENT.search(fold(" ".join(whole[len(short) :]))) or re.search(r"\bclients?\b", fold(text))
    return (
        not is_part
        and len(short) < len(whole) <= MOST_WORDS
        and letters(" ".join(whole[: len(short)])) == letters(sign)
    )


def bare_name(text: str) -> str:
    """Give a name without what its owner does behind it: `Clara Aubry – graphiste indépendante (EI)`."""
    first, *others = re.split(r"\s[–—-]\s", text, maxsplit=1)
    return _SOLE_TRADER.sub("", first if others and others[0][:1].islower() else text)


_ELIDED: Final = re.compile(r"[dl]['’][A-ZÀ-Ý]")
_SOLE_TRADER: Final = re.compile(
    r"\s+\((?:E\.?I\.?|entrepreneur individuel|auto-?entrepreneur|micro-?entreprise)\)$", re.IGNORECASE
)


def _capitals(text: str) -> int:
    return sum(word[0].isupper() or bool(_ELIDED.match(word)) for word in text.split())


def is_street(text: str) -> bool:
    """Tell whether a line says where in a town: its street, its zone, the building or the box."""
    plain = fold(text)
    return bool(STREET.search(plain) or _COMPLEMENT.match(plain) or _HOUSE_NUMBER.search(text) or _PARK.match(plain))


_PARK: Final = re.compile(
    r"^(?:parc|zone|c\.? ?c\.|centre commercial|residence|immeuble|lieu[ -]dit|unit|level|suite)(?!\w)|"
    r"\d+(?:st|nd|rd|th) floor|"
    r"^(?:[\w'-]+ ){1,3}(?:house|works|mill|court|hall|building|estate|yard|wharf|tower|barn|farm|cottage|lodge|"
    r"chambers|mews)$"
)


_COUNTRY: Final = re.compile(
    r"(?:republic of ireland|ireland|irlande|united kingdom|u\.?k\.?|great britain|england|"
    r"scotland|wales|northern ireland|royaume-uni|united states(?: of america)?|u\.?s\.?a\.?|etats-unis|deutschland|"
    r"germany|allemagne|belgi(?:que|e|um)|luxembourg|suisse|schweiz|switzerland|espa(?:na|gne)|spain|ital(?:ie|ia|y)|"
    r"portugal|nederland|netherlands|pays-bas|osterreich|austria|autriche|danmark|denmark|danemark|sverige|sweden|suede|"
    r"norway|norvege|polska|poland|pologne|canada|maroc|morocco|tunisie|tunisia|algerie|china|chine|japan|japon)\.?"
)
"""The countries that close addresses of those we trade with most; `France` says nothing that its towns do not."""


def is_country(text: str) -> bool:
    """Tell whether a line is the name of a country and nothing else, as it closes an address."""
    return _COUNTRY.fullmatch(fold(text)) is not None


def opened_role(text: str) -> str | None:
    """Give the role that a line such as `Vendu par` opens a block of, or None."""
    plain = fold(text)
    return next((role for role, words in _OPENINGS.items() if words.search(plain)), None)


_JOINS: Final = re.compile(r"^(?:de|du|des|et|&|of|and|und)(?!\w)|^d'")
_JOINS_SMALL: Final = re.compile(r"^(?:la|les|pour)\b")
ENDS_OPEN: Final = re.compile(r"(?:\s(?:de|du|des|et|la|le|les|pour|of|and|the|und)|\sd'|&|\w-)$")
"""How the second line of a long name begins, or the first one ends: `Communauté de communes / du Pays d'Auge`."""


def goes_on(line: str, below: str) -> bool:
    """Tell whether a name goes on in the line below it; an article with a capital begins a place: `Les Charreaux`."""
    if not below or any(map(str.isdigit, below)):
        return False
    is_joined = _JOINS.match(fold(below)) or _JOINS_SMALL.match(below) or ENDS_OPEN.search(fold(line))
    return bool(is_joined) or _is_form(below)


def is_wrapped(line: str, below: str, under: str, town: str) -> bool:
    """Tell whether a company's name ends in the one word between it and the street, in a narrow block.

    A name with its legal form is whole, and a word right over the town is a place.
    """
    is_one_word = len(below.split()) == 1 and may_be_name(below, frozenset()) and not _DEPARTMENT.match(fold(below))
    is_place = LAST_LINE.search(under) is None and (is_street(under) or LAST_LINE.search(town) is not None)
    return is_one_word and is_place and not LEGAL_FORM.search(line) and not is_addressed(line)


def is_part_of(short: str, whole: str) -> bool:
    """Tell whether a longer name has all words of another in a row: `Gaudrelet`, `Menuiserie Gaudrelet & Fils`."""
    few, many = fold(short).split(), fold(LEGAL_FORM.sub("", whole)).split()
    return len(few) < len(many) <= MOST_WORDS and any(
        many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1)
    )


def without_address(text: str) -> str:
    """Give what stands before an address on the same line: `Lycée Saint-Aubin - 2 place du Ralliement 49000 Angers`."""
    first, *others = PARTS.split(text)
    return first if any(STREET.search(fold(part)) or LAST_LINE.search(part) for part in others) else text


_BEHIND_ADDRESS: Final = re.compile(rf"(?:{NUMBERS.pattern}|[+(]?\d[\d .()]{{8,}}|\S+@)")
"""How what follows an address on its line begins: a telephone, a mailbox, a number of the register."""
_CAPTION_WORDS = 3


def address_in(words: Sequence[str]) -> slice:
    """Give which words of a line are an address, without its caption (`Dépôt :`) and without a telephone behind it."""
    start = next((n + 1 for n, word in enumerate(words[:_CAPTION_WORDS]) if word.endswith(":")), 0)
    start = 0 if any(any(map(str.isdigit, word)) for word in words[:start]) else start
    start = max(start, _behind_trade(words))
    end = next(
        (n for n in range(start + 1, len(words)) if _BEHIND_ADDRESS.match(fold(" ".join(words[n:])))), len(words)
    )
    while end > start + 1 and not any(map(str.isalnum, words[end - 1])):
        end -= 1
    return slice(start, end)


def _behind_trade(words: Sequence[str]) -> int:
    """Give how many words tell what an owner does before the address: `graphiste indépendante · 18 rue de Siam`.

    A company's name with its legal form stands there at the foot: `Sono Sud SARL - 17 quai de Bosc - 34200 Sète`.
    """
    first, *others = PARTS.split(" ".join(words))
    is_other = first[:1].islower() or LEGAL_FORM.search(first) is not None
    if not (is_other and not any(map(str.isdigit, first)) and others and is_street(others[0])):
        return 0
    named = next((n for n in range(len(words)) if len(" ".join(words[:n])) >= len(first)), 0)
    return next((n for n in range(named, len(words)) if any(map(str.isalnum, words[n]))), 0)


def is_branch(text: str) -> bool:
    """Tell whether a line names a branch after its town, `Agence de Nantes`, or heads an address: `Nous contacter`."""
    return _BRANCH.match(fold(text)) is not None


def is_dated(text: str) -> bool:
    """Tell whether a line holds a day, as no name and no address does."""
    return _DATED.search(fold(text)) is not None


def may_be_name(text: str, titles: frozenset[str], *, is_large: bool = False) -> bool:
    """Tell whether a line may name a party: words, no street or town, no label, none of the titles of its papers.

    is_large: printed in large letters, in which no address ends in the number of its house.
    """
    bare = SUBLABEL.sub("", text)
    plain = fold(bare)
    is_form = LEGAL_FORM.search(bare) is not None
    is_place = (
        LAST_LINE.search(PARTS.split(bare)[0]) or (STREET.search(plain) and not is_form) or _COMPLEMENT.match(plain)
    )
    is_other = is_place or ":" in bare or plain.startswith(("www.", "tel", "page")) or _DATED.search(plain)
    is_other = is_other or _NUMBERED.search(bare) or (_CODE.fullmatch(bare) and not is_form) or _BRANCH.match(plain)
    is_word = len(letters(bare)) >= LEAST_LETTERS and (is_form or is_large or not _HOUSE_NUMBER.search(bare))
    is_stamp = any(words.search(plain) for words in (_STAMPS, _FORM_ALONE, _PAID_BY_CARD, _SAYS, _STATE))
    return (
        bool(is_word)
        and not is_stamp
        and not is_other
        and not (_is_title(plain, titles) and not is_form)
        and company(PARTS.split(bare)[0]) is not None
    )


def _is_title(plain: str, titles: frozenset[str]) -> bool:
    """Tell whether a line begins with a title of the papers: `FACTURE DE TRAVAUX`; titles: as letters."""
    words = plain.split()
    return (
        any(letters(" ".join(words[: n + 1])) in titles for n in range(min(len(words), MOST_WORDS)))
        or letters(plain) in titles
    )
