"""Names and other text that stands by a label: cleaned of titles and signs, and judged plausible or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Final

from extractors.written.addresses import STREET_BEHIND
from extractors.written.given_names import is_given_name
from pipeline.folding import fold

PARTS_OF_NAMES: Final = frozenset({"surname", "given_names"})
"""The schemes of fields that hold one part of a person's name."""
_CIVILITY = re.compile(
    r"^(?:(?:M|Mr|Mme|Mlle|Mle|Melle|Mrs|Monsieur|Madame|Mademoiselle)\.?(?:\s+(?:o[uù]|et|and|&)\s+|\s*/\s*))?"
    r"(?:(?:M|Mr|MM|Mme|Mlle|Mle|Melle|Mrs|Ms|Miss|Dr|Pr|Me)\.?|(?:L['’])?Enfant|Monsieur|Madame|Mademoiselle|Docteur|Maître)\s+(?=\S)",
    re.IGNORECASE,
)
_SECOND = re.compile(r"(?:ou|et|and|or|&) (?:m|mr|mme|mlle|mle|mrs|ms|miss|monsieur|madame)\b", re.IGNORECASE)
_AUTHOR = re.compile(r"^(?:Dr|Pr|Me|Docteur|Professeur|Maître)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:(?:épouse|veuve|née?|ép\.|dit|dite|née?\(e\)|née? le|demeurant)\b|\(e\)).*$", re.IGNORECASE)
_PARTICLES: Final = frozenset(
    {
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d",
        "l",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "di",
        "el",
        "al",
        "ben",
        "bin",
        "st",
        "ste",
        "saint",
        "ni",
        "nic",
        "ui",
        "mac",
        "o",
    }
)
_ADDRESS = re.compile(r"[<\[(](?:mailto:)?[^<>\[\]()\s]*@[^<>\[\]()\s]*[>\])]")
_BARE_ADDRESS = re.compile(r"(?<=\w)\s+[^\s<>@]+@[^\s<>@]+\.\w+$")
_OF_HOUSE = re.compile(r"(?<=\w)(?:/[\w &.-]+)+@[\w.-]+(?=$|[,;])")
"""The parts of a firm behind a name, as directories of the nineties print them: `Jan Berg/Oslo/ACME@ACME`."""
_BETWEEN_ADDRESSEES = re.compile(r"\s*[;,/]\s*|\s+(?:and|et|&)\s+")
_BEGINS_WITH_INITIAL = re.compile(r"[A-Z]\.? ?(?:[A-Z]\.? ?)*[A-Z][a-z'’-]+")
_M_INITIAL = re.compile(r"M\.? [A-Z](?:\.|(?= ))")
_BEFORE_FIGURES = re.compile(r",\s*(?=\d)|\s+[-–—|]\s+(?=\d)")
_NAME_SIGNS = re.compile(r"[^\w\s'’\-]|[\d_]")
_COUNTRIES: Final = {
    "francaise": "FRA", "francais": "FRA", "french": "FRA", "france": "FRA", "republique francaise": "FRA",
    "belge": "BEL", "allemande": "DEU", "allemand": "DEU", "italienne": "ITA", "italien": "ITA", "espagnole": "ESP",
    "espagnol": "ESP", "portugaise": "PRT", "portugais": "PRT", "algerienne": "DZA", "algerien": "DZA",
    "marocaine": "MAR", "marocain": "MAR", "tunisienne": "TUN", "tunisien": "TUN", "britannique": "GBR",
    "british citizen": "GBR", "suisse": "CHE", "polonaise": "POL", "polonais": "POL", "roumaine": "ROU",
    "roumain": "ROU", "turque": "TUR", "turc": "TUR", "senegalaise": "SEN", "senegalais": "SEN", "d": "DEU",
}  # fmt: skip
_SEX: Final = {
    "m": "M",
    "masculin": "M",
    "homme": "M",
    "male": "M",
    "f": "F",
    "feminin": "F",
    "femme": "F",
    "female": "F",
    "x": "X",
}


_ASKS_SURNAME: Final = frozenset({"nom", "noms", "surname", "last", "name", "family"})
_GIVEN: Final = (["first"], ["given"])
"""Before `name` they ask for the given names alone."""
_ONE_PART: Final = frozenset(
    {"last", "family", "surname", "first", "given", "maiden", "birth", "middle", "nom", "user"}
)
"""Words of labels that ask for a part of a name, where `Patient's name` and `Full name` ask for the whole."""


_ROLE: Final = re.compile(
    r"(?:(?:les?|la|the|votre|your|our|notre) |l['’])?(?:employeur|employer|employee|salarie(?:e|\(e\))?|bailleurs?|"
    r"locataires?|landlord|tenant|clients?|customer|buyer|seller|vendor|supplier|fournisseur|acheteur|vendeur|destinataire|"
    r"expediteur|recipient|consignee|assuree?|souscripteur|preneur|titulaire|beneficiaire|prestataire|demandeur|"
    r"site|adresse|address|contact|chantier|livraison|facturation|driver|chauffeur)"
)
"""What a party is to the paper, or what is told of it, and never its name: `Le salarié` over the second block."""


class NameOrder(StrEnum):
    """Which part of a full name comes first."""

    SURNAME_FIRST = "surname-first"
    GIVEN_FIRST = "given-first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FullName:
    """A person's name in its two parts; is_sure: the way it is written (capitals) tells them apart."""

    surname: str
    given_names: str
    is_sure: bool

    def part(self, scheme: str | None) -> str:
        """Return the surname or the given names, by the scheme of the field that asks."""
        return self.surname if scheme == "surname" else self.given_names


def person_name(text: str) -> str | None:
    """Return a name without title and signs, or None when the text is no plausible name."""
    bare = _TAIL.sub("", _CIVILITY.sub("", text.strip(" .,;:-–_*|/[](){}<>«»\"'")))
    bare = " ".join(_NAME_SIGNS.sub(" ", bare.replace(",", " ")).split()).strip(" -'’")
    words = bare.split()
    letters = sum(character.isalpha() for character in bare)
    if "&" in _CIVILITY.sub("", text.strip()) or is_second(text):
        return None
    if not 1 <= len(words) <= 6 or letters < 2 or any(character.isdigit() for character in text):
        return None
    is_written_so = all(word[0].isupper() or fold(word).strip("'") in _PARTICLES for word in re.split(r"[\s\-]+", bare))
    return bare if is_written_so and any(len(word) > 1 for word in words) else None


def is_addressed(text: str) -> bool:
    """Return whether the text begins with a title such as `Madame`, as an addressee's line does."""
    return _CIVILITY.match(text.strip()) is not None


def is_title(text: str) -> bool:
    """Return whether a text is a title and nothing else: `Mme`."""
    return _CIVILITY.sub("", f"{text.strip(' .,')} x") == "x"


def is_second(text: str) -> bool:
    """Return whether a line names the second of two persons: `OU MME ROUX ANNE` below `M ROUX PAUL`."""
    return _SECOND.match(text.strip()) is not None


def is_author(text: str) -> bool:
    """Return whether the text begins with a title of those who write papers about others: doctors, lawyers."""
    return _AUTHOR.match(text.strip()) is not None


def name_order(label: str) -> NameOrder | None:
    """Tell, for a label that asks for the full name, which part it names first; None for labels of one part.

    A label that names neither part, such as `Patient`, asks for the full name in whatever order.
    """
    words = re.findall(r"[a-z]+", fold(label))
    if words == ["name"]:
        return NameOrder.UNKNOWN
    if "name" in words and "surname" in words:
        is_first = words.index("surname") < words.index("name")
        return NameOrder.SURNAME_FIRST if is_first else NameOrder.GIVEN_FIRST
    surname = next((i for i, w in enumerate(words) if w in _ASKS_SURNAME and words[i - 1 : i] not in _GIVEN), None)
    given = next((i for i, w in enumerate(words) if w in {"prenom", "prenoms", "given", "first"}), None)
    if surname is None and given is None:
        return NameOrder.UNKNOWN
    if "name" in words and len(words) > 1 and not _ONE_PART.intersection(words):
        return NameOrder.GIVEN_FIRST
    if surname is None or given is None:
        return None
    return NameOrder.SURNAME_FIRST if surname < given else NameOrder.GIVEN_FIRST


def split_name(text: str, order: NameOrder = NameOrder.UNKNOWN) -> FullName | None:
    """Part a full name: the words in capitals are the surname, else those beside a common given name.

    Without such a sign by the order, and not sure.
    """
    name = person_name(text)
    words = name.split() if name else []
    if len(words) < 2:
        return None
    return (
        _by_comma(text)
        or _by_initials(words)
        or by_capitals(name or "")
        or _by_middle_initial(words, text)
        or _by_given_names(words, order)
        or _by_order(words, order)
    )


def _by_comma(text: str) -> FullName | None:
    """Part a name whose surname stands before a comma, and then a given name or an initial: `Thibault, Roland M.`."""
    before, comma, after = text.strip().partition(", ")
    surname, given = person_name(before), person_name(after)
    if not (comma and surname and given) or "," in after:
        return None
    is_surname = " " not in surname or not any(map(is_given_name, surname.split()))
    first = given.split()[0]
    is_parted = is_surname and (is_given_name(first) or len(first) == 1)
    return FullName(surname=surname, given_names=given, is_sure=True) if is_parted else None


def by_capitals(name: str) -> FullName | None:
    """Part a full name of which some words are in capitals and some are not."""
    words = name.split()
    capitals = [word for word in words if _is_capital(word)]
    others = [word for word in words if not _is_capital(word) and fold(word) not in _PARTICLES]
    if capitals and others and words != capitals:
        first = words.index(capitals[0])
        surname = [w for i, w in enumerate(words) if _is_capital(w) or (fold(w) in _PARTICLES and i < len(words) - 1)]
        given = [w for w in words if w not in surname]
        is_block = words[first : first + len(capitals)] == capitals
        return FullName(surname=" ".join(surname), given_names=" ".join(given), is_sure=is_block and bool(given))
    return None


def _by_initials(words: Sequence[str]) -> FullName | None:
    """Part a name that begins with the initials of the given names, as `J P Hargreaves`."""
    count = sum(1 for _ in takewhile(lambda word: len(word) == 1, words))
    if not 0 < count < len(words):
        return None
    return FullName(surname=" ".join(words[count:]), given_names=" ".join(words[:count]), is_sure=True)


def _by_middle_initial(words: Sequence[str], text: str) -> FullName | None:
    """Part a name behind the initials in its middle: `Roland M. Thibault`; `Maria O Brien` has none."""
    inner = [at for at, word in enumerate(words[1:-1], start=1) if len(word) == 1 and word.isupper()]
    told = [at for at in inner if fold(words[at]) not in _PARTICLES or f"{words[at]}." in text]
    if not told:
        return None
    return FullName(surname=" ".join(words[told[-1] + 1 :]), given_names=" ".join(words[: told[-1] + 1]), is_sure=True)


def _by_order(words: Sequence[str], order: NameOrder) -> FullName:
    if order is NameOrder.GIVEN_FIRST:
        last = len(words) - 1
        while last > 1 and fold(words[last - 1]) in _PARTICLES:
            last -= 1
        return FullName(surname=" ".join(words[last:]), given_names=" ".join(words[:last]), is_sure=False)
    at = next((i for i, word in enumerate(words) if fold(word) not in _PARTICLES), 0) + 1
    return FullName(surname=" ".join(words[:at]), given_names=" ".join(words[at:]), is_sure=False)


def _by_given_names(words: Sequence[str], order: NameOrder) -> FullName | None:
    """Part a name that has a common given name at one end only; not surely, where the next word may be another one."""
    first, last = is_given_name(words[0]), is_given_name(words[-1])
    if first == last:
        return None
    ordered = words if first else words[::-1]
    count = sum(1 for _ in takewhile(is_given_name, ordered))
    given = words[:count] if first else words[-count:]
    surname = words[count:] if first else words[:-count]
    is_one = sum(fold(word) not in _PARTICLES for word in surname) == 1
    if first and not is_one and order is NameOrder.GIVEN_FIRST:
        return _by_order(words, order)
    is_whole = sum(map(str.isalpha, "".join(surname))) > 1
    return FullName(surname=" ".join(surname), given_names=" ".join(given), is_sure=is_whole and is_one)


def mailbox(text: str) -> str | None:
    """Return the name of a mailbox as heads of messages print it, `Name <name@host>`; without a name the address.

    What holds no letter, such as a time, is none.
    """
    bare = " ".join(_ADDRESS.sub(" ", text.replace('"', " ")).split()).replace(" ;", ";").replace(" ,", ",")
    bare = _OF_HOUSE.sub("", _BARE_ADDRESS.sub("", bare))
    shown = bare.strip(" ;,<>'") or text
    if not any(map(str.isalpha, shown)):
        return None
    return " ".join(shown.split()).strip(" ;,<>()[]\"'") or None


def addressees(text: str) -> str | None:
    """Return to whom a memo goes: a person without title, place and role, several persons or an office as printed.

    Figures, as in `800 à 2 500 €`, are nobody.
    """
    if sum(map(str.isalpha, text)) <= sum(map(str.isdigit, text)):
        return None
    first, *others = _BETWEEN_ADDRESSEES.split(text)
    are_several = any(is_addressed(other) or _BEGINS_WITH_INITIAL.match(other) for other in others)
    return " ".join(text.split()).strip(" :;") or None if are_several else party(text) or first.strip(" :;") or None


def party_in_english(text: str) -> str | None:
    """Return the party where `M.` before another initial is no title: `M. I. Szabo` is not Monsieur I. Szabo."""
    named = party(text)
    return f"M {named}" if named and _M_INITIAL.match(text) else named


def party(text: str) -> str | None:
    """Return the person or company that a line names before its address."""
    line = STREET_BEHIND.sub("", _BEFORE_FIGURES.split(text)[0])
    first, comma, _ = line.partition(", ")
    if comma and len(first.split()) > 1:
        line = first
    return person_name(line) or company(line)


def _is_capital(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def company(text: str) -> str | None:
    """Return a company's name: one line that holds more letters than figures, without what a logo was read as."""
    words = text.split()
    while words and len(words[0]) <= 2 and not words[0].isalnum() and not _is_initial(words) and not is_addressed(text):
        words = words[1:]
    bare = " ".join(words).strip(' .,;:-–_*|/[]<>«»"')
    letters, figures = sum(map(str.isalpha, bare)), sum(map(str.isdigit, bare))
    if re.search(r"\d[.,]\d\d ?[€£]|[€£] ?\d", bare):
        return None
    begins = (bare[:1].isupper() or bare[:1].isdigit()) and not _ROLE.fullmatch(fold(bare))
    return bare if begins and letters >= 2 and letters > figures and len(bare) <= 90 else None


def _is_initial(words: Sequence[str]) -> bool:
    """Return whether the first of some words is a given name's initial before a name: `R. J. Tolland Roofing`."""
    return re.fullmatch(r"[A-ZÀ-Ý]\.", words[0]) is not None and words[1:2] != [] and words[1][0].isupper()


def country(text: str) -> str | None:
    """Return a country or nationality as its three-letter code (ICAO 9303), from the code or the French adjective."""
    plain = fold(text).strip(" .,;:/-")
    if plain in _COUNTRIES:
        return _COUNTRIES[plain]
    first = plain.split(" ")[0].strip("/,") if plain else ""
    return _COUNTRIES.get(first) or (text.strip(" .,;:") if re.fullmatch(r"[A-Z]{3}", text.strip(" .,;:")) else None)


def sex(text: str) -> str | None:
    """Return `F`, `M` or `X`."""
    words = re.findall(r"[a-z]+", fold(text))
    found = {_SEX[word] for word in words if word in _SEX}
    return found.pop() if len(found) == 1 and len(words) <= 2 else None
