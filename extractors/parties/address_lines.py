"""How a block's lines say where a party is: street, building, town, country; and which words of a line are that."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.parties.company_signs import LEGAL_FORM, NUMBERS
from pipeline.folding import fold

LAST_LINE: Final = re.compile(
    r"(?:^|[\s,]|\s[–-])(?:(?:F-|D-)?\d{5}|(?:L|B|CH|A)-\d{4})\s+(?=[A-ZÀ-Ý])[^\W\d]|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    r"|\b[A-Z]\d[\dW] [A-Z\d]{4}\b|\b\d{4} [A-Z]{2} [A-Z]|\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|"
    r"LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) \d{5}(?:-\d{4})?$"
    r"|\bDublin \d{1,2}$|(?:^|, )Co\.? [A-Z][a-z]+$"
)
"""The line of a town: a postal code and its town, a British or Irish code, an American state with its code."""
HOUSE_NUMBER: Final = re.compile(r"^\d{1,5}\s?[A-Za-z]?\s|\s\d{1,4}\s?[a-z]?$|_\d+$")
"""Streets that no word of ours tells begin or end with the number of the house."""
STREET: Final = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter|[a-d]))?,?\s+(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|allee|quai|route|cours|"
    r"zone|square|passage|street|road|lane|way|drive)\b|\b(?:street|road|avenue|lane|strasse|str\.)\s*\d|"
    r"\b(?:b\.?p\.?|z\.?[ai]\.?) \d"
    r"|^(?:rue|avenue|av\.|bd|boulevard|chemin|impasse|allee|quai|route|zone|z\.?[aci]\.?|lieu[ -]dit|parc d|"
    r"place d(?:e|u|es)|square|passage|esplanade|ruelle|venelle|hameau)\s"
    r"|^(?:[\w'-]+ ){1,3}(?:road|street|lane|avenue|drive|close|terrace|crescent)(?:,|$)"
)
"""A street with the number of its house, or a line that begins with a word for streets, in folded letters."""
COMPLEMENT: Final = re.compile(
    r"^(?:(?:appt?|app|apt|bat|batiment|esc|escalier|etage|porte|entree|b\.?p|c\.?s|tsa|bureau|unit|suite|floor)\b\.? ?"
    r"[a-z]?\d|(?:p\.?o\.? box|postfach|boite postale)\b)"
)
"""A line of an address that says where in the building, or which box at the post office."""
_PARK: Final = re.compile(
    r"^(?:parc|zone|c\.? ?c\.|centre commercial|residence|immeuble|lieu[ -]dit|unit|level|suite)(?!\w)|"
    r"\d+(?:st|nd|rd|th) floor|"
    r"^(?:[\w'-]+ ){1,3}(?:house|works|mill|court|hall|building|estate|yard|wharf|tower|barn|farm|cottage|lodge|"
    r"chambers|mews)$"
)
"""A park, estate, building or floor, in folded letters."""
_COUNTRY: Final = re.compile(
    r"(?:republic of ireland|ireland|irlande|united kingdom|u\.?k\.?|great britain|england|"
    r"scotland|wales|northern ireland|royaume-uni|united states(?: of america)?|u\.?s\.?a\.?|etats-unis|deutschland|"
    r"germany|allemagne|belgi(?:que|e|um)|luxembourg|suisse|schweiz|switzerland|espa(?:na|gne)|spain|ital(?:ie|ia|y)|"
    r"portugal|nederland|netherlands|pays-bas|osterreich|austria|autriche|danmark|denmark|danemark|sverige|sweden|suede|"
    r"norway|norvege|polska|poland|pologne|canada|maroc|morocco|tunisie|tunisia|algerie|china|chine|japan|japon)\.?"
)
"""The countries that close addresses of those we trade with most; `France` says nothing that its towns do not."""
PARTS: Final = re.compile(r"\s+[·•●|–—-]\s+|\s*[·•●|]\s*|\s+-\s+|,\s+")
"""What parts name, street and town that share a line."""
_BRANCH: Final = re.compile(r"agence (?:de|du|des|d')\b|(?:nous contacter|contact(?:ez-nous)?|contact us)$")
"""A branch is named after its town, under the name of its company."""
_BEHIND_ADDRESS: Final = re.compile(rf"(?:{NUMBERS.pattern}|[+(]?\d[\d .()]{{8,}}|\S+@)")
"""How what follows an address on its line begins: a telephone, a mailbox, a number of the register."""
_CAPTION_WORDS = 3


def is_street(text: str) -> bool:
    """Return whether a line says where in a town: its street, its zone, the building or the box."""
    plain = fold(text)
    return bool(STREET.search(plain) or COMPLEMENT.match(plain) or HOUSE_NUMBER.search(text) or _PARK.match(plain))


def is_country(text: str) -> bool:
    """Return whether a line is the name of a country and nothing else, as it closes an address."""
    return _COUNTRY.fullmatch(fold(text)) is not None


def is_branch(text: str) -> bool:
    """Return whether a line names a branch by its town, `Agence de Nantes`, or heads an address: `Nous contacter`."""
    return _BRANCH.match(fold(text)) is not None


def without_address(text: str) -> str:
    """Return what stands before an address on its line: `Lycée Saint-Aubin - 2 place du Ralliement 49000 Angers`."""
    first, *others = PARTS.split(text)
    return first if any(STREET.search(fold(part)) or LAST_LINE.search(part) for part in others) else text


def address_in(words: Sequence[str]) -> slice:
    """Return which words of a line are an address, without a caption before (`Dépôt :`) or a telephone behind it."""
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
    """Return how many words tell what an owner does before the address: `graphiste indépendante · 18 rue de Siam`.

    A company's name with its legal form stands there at the foot: `Sono Sud SARL - 17 quai de Bosc - 34200 Sète`.
    """
    first, *others = PARTS.split(" ".join(words))
    is_other = first[:1].islower() or LEGAL_FORM.search(first) is not None
    if not (is_other and not any(map(str.isdigit, first)) and others and is_street(others[0])):
        return 0
    named = next((n for n in range(len(words)) if len(" ".join(words[:n])) >= len(first)), 0)
    return next((n for n in range(named, len(words)) if any(map(str.isalnum, words[n]))), 0)
