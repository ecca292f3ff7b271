"""Postal addresses as they are written: one grammar of streets, houses, towns and countries, and the parts of a line.

Those of France (AFNOR NF Z 10-011), Britain (BS 7666) and Ireland, and of our neighbours and the United States as far
as their papers reach a French mailroom. Each word and each code stands here once; readers ask for what a line holds.
"""

import re
from collections.abc import Sequence
from typing import Final

from pipeline.folding import fold

PARTS_OF_ADDRESS: Final = frozenset({"address", "postal_code", "commune"})
"""The schemes of fields that hold one part of an address."""
_OWN_STREETS: Final = (
    "rue|avenue|bd|boulevard|chemin|impasse|all[eé]e|quai|route|voie|zone|square|passage|esplanade|ruelle|venelle|"
    "hameau"
)
"""Words that begin a street and nothing else."""
_STREETS: Final = rf"(?:{_OWN_STREETS}|av|place|cours)"
"""Words that begin a French street behind the number of its house, with or without accents."""
_ROADS: Final = "road|street|lane|avenue|drive|close|terrace|crescent"
"""Words that end an English street, and hardly another name."""
_NUMBER: Final = r"\d{1,4}(?:\s?(?:bis|ter|[a-d]))?,?"
"""The number of a house."""
_STREET: Final = re.compile(
    rf"\b{_NUMBER}\s+(?:{_STREETS}|{_ROADS}|way)\b|\b(?:street|road|avenue|lane)\s*\d|"
    r"(?:strasse|str\.|gasse|weg|platz|straat|laan|plein|kade)\s*\d|"
    r"\b(?:b\.?p\.?|z\.?[ai]\.?) \d|"
    rf"^(?:{_OWN_STREETS}|av\.?|z\.?(?:[aci]|ac|ae)\.?|lieu[ -]dit|parc d|place d(?:e|u|es))\s|"
    rf"^(?:[\w'-]+ ){{1,3}}(?:{_ROADS})(?:,|$)"
)
"""A street with the number of its house, or a line that begins with a word for streets, in folded letters."""
STREET_BEHIND: Final = re.compile(rf"(?<!\S){_NUMBER}\s+{_STREETS}\b.*", re.IGNORECASE | re.DOTALL)
"""A house and its street, with what follows: no part of a name or number (`260 04 1187` beside `4 PLACE DU MARCHÉ`)."""
_BEGINS_STREET: Final = re.compile(rf"(?:{_STREETS}\b|lieu)")
_STREET_INSIDE: Final = re.compile(rf"(?:\S{{1,5}}\s+){{0,2}}{_STREETS}\.?\s+\S", re.IGNORECASE)
"""A street behind the number of its house, which may be misread for letters: `S rue des Mésanges`."""
_AFTER_STREET: Final = re.compile(
    rf"^\d+\w? .*?\b(?:{_ROADS}|st|rd|hill|gardens|court|way|place|park|square|row|mews|view|grove|walk|quay|green|"
    r"parade)\b[ ,]+(?=[A-Z])",
    re.IGNORECASE,
)
"""The street of a British or Irish address that runs on into its town."""
_HOUSE_NUMBER: Final = re.compile(r"^\d{1,5}\s?[A-Za-z]?\s|(?<!\d)\s\d{1,4}\s?[a-z]?$|_\d+$")
"""Streets that no word of ours tells begin or end with the number of the house; two numbers are of something else."""
_SINCE: Final = re.compile(
    r"(?i)\b(?:since|depuis|seit|sinds|est\.?|established|fond[eé]e?(?: en)?) (?:1[6-9]|20)\d\d$"
)
"""The year in which a company began, at the end of its slogan: no house number."""
_COMPLEMENT: Final = re.compile(
    r"^(?:(?:appt?|app|apt|bat|batiment|esc|escalier|etage|porte|entree|b\.?p|c\.?s|tsa|bureau|unit|suite|floor)\b\.? ?"
    r"[a-z]?\d|(?:p\.?o\.? box|postfach|boite postale)\b)"
)
"""Where in the building, or which box at the post office, in folded letters."""
_PARK: Final = re.compile(
    r"^(?:parc|zone|c\.? ?c\.|centre commercial|residence|immeuble|batiment|lieu[ -]dit|unit|level|suite|quartier|"
    r"lotissement|r[nd] ?\d+|(?:a ?\d{1,2} )?aire d(?:e|u|es))(?!\w)|^(?:(?:le|au|vieux|centre) )?bourg$|"
    r"\d+(?:st|nd|rd|th) floor|"
    r"^(?:[\w'-]+ ){1,3}(?:house|works|mill|court|hall|building|estate|yard|wharf|tower|barn|farm|cottage|lodge|"
    r"chambers|mews)$"
)
"""A park, estate, building or floor, in folded letters."""
_HAMLET: Final = re.compile(r"(?:L[ae] |Les |L['’])[A-ZÀ-Ý][a-zà-ÿ'’-]+(?: [A-ZÀ-Ý]?[a-zà-ÿ'’-]+){0,2}")
"""A French place in the country: an article, and a name of one to three words."""
_BRITISH_CODE: Final = r"[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}"
_IRISH_CODE: Final = r"(?:[A-Z]\d\d|D6W) (?:(?=\d*[A-Z])(?=[A-Z]*\d)[A-Z\d]{4}|[AC-FHKNPRTV-Y]{4})"
"""An Eircode of letters alone has none that may be taken for a figure: `A20 AIRE` is none."""
ISLES: Final = re.compile(rf"(?:^|(?<=[\s,]))({_BRITISH_CODE}|{_IRISH_CODE})(?=$|[\s,.])")
"""A British postcode or an Irish Eircode, which follows its town."""
_FRENCH: Final = re.compile(r"(?<!\d)(?:F-)?((?:0[1-9]|[1-8]\d|9[0-8])\d{3})\s+([A-ZÀ-Ýa-zà-ÿ][\w'’ \-]*)")
_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D\.?[CE]\.?|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|N\. ?[CDHJMY]\.|O[HKR]|PA|RI|"
    r"S[CD]|T[NX]|UT|V[AT]|W[AIVY]|Ala(?:bama|ska|\.)|Ari(?:zona|z\.)|Ark(?:ansas|\.)|Calif(?:ornia|\.)|Colo(?:rado|\.)|"
    r"Conn(?:ecticut|\.)|Del(?:aware|\.)|Fl(?:orida|a\.)|Georgia|Hawaii|Idaho|Ill(?:inois|\.)|Ind(?:iana|\.)|Iowa|"
    r"Kans(?:as|\.)|Kentucky|Ky\.|Louisiana|La\.|Maine|Maryland|Md\.|Mass(?:achusetts|\.)|Mich(?:igan|\.)|"
    r"Minn(?:esota|\.)|Miss(?:issippi|\.)|Missouri|Mo\.|Mont(?:ana|\.)|Neb(?:raska|r\.)|Nev(?:ada|\.)|"
    r"New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Okla(?:homa|\.)|Ore(?:gon|\.)|"
    r"Pennsylvania|Penna?\.|Rhode Island|Tenn(?:essee|\.)|Tex(?:as|\.)|Utah|Vermont|Vt\.|(?:West )?Virginia|"
    r"Wash(?:ington|\.)|Wis(?:consin|\.)|Wyo(?:ming|\.))"
)
"""A state of America as its addresses print it, by the letters of the post or as they did before."""
_TOWN_OF_STATE: Final = re.compile(rf"[A-Z][A-Za-z.' -]+, ?{_STATE}\.?")
_AMERICAN: Final = re.compile(rf"(?:^|, ?)([A-Z][A-Za-z.' -]+), ?{_STATE},? +(\d{{5}})(?:-\d{{4}})?$")
"""A town of America with its state and code, which end an address."""
TOWN: Final = re.compile(
    r"(?:^|[\s,]|\s[–-])(?:(?:F-|D-)?\d{5}|(?:L|B|CH|A)-\d{4})\s+(?=[A-ZÀ-Ý])[^\W\d]|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    rf"|\b{_IRISH_CODE}\b"
    r"|\b\d{4} [A-Z]{2} [A-Z]"
    rf"|\b{_STATE} \d{{5}}(?:-\d{{4}})?$"
    rf"|^(?!(?:19|20)\d\d|(?i:.*\b(?:{_ROADS}|way)\b))[1-9]\d{{3}} [A-ZÀ-Ý][\w'’]*(?:[ -][A-ZÀ-Ý][\w'’]*){{0,3}}$"
    r"|, (?!(?:19|20)\d\d)[1-9]\d{3} [A-ZÀ-Ý][^\W\d]+(?:[ -][^\W\d]+){0,3}, [A-Z][^\W\d]+$"
    r"|\bDublin \d{1,2}$|(?:^|, )Co\.? [A-Z][a-z]+$"
)
"""The line of a town: a postal code and its town, a British or Irish code, an American state with its code.

Four figures before a town (Belgium, Switzerland) count where the line holds nothing else, or a street before it and a
country behind.
"""
_LAST_LINE: Final = re.compile(
    rf"(?:^|[-–,•|]\s*)(?:F-?)?\d{{5}}\s+[^\W\d]|(?:^|[\s,])(?:{_BRITISH_CODE}|{_IRISH_CODE})$|"
    rf"^[A-Z][\w .'-]+,? (?:[A-Z]{{2}}|{_STATE}),? +\d{{5}}(?:-\d{{4}})?$|"
    r"^(?:B|L|CH)-\d{4} [A-Z]"
)
"""The same where it ends a line of its own, also with a small letter."""
_CODE_AND_TOWN: Final = re.compile(r"\b\d{5}\s+[A-ZÀ-Ý]")
COUNTY: Final = re.compile(
    r"(?i)^(?:(?:co\.?|county)\s.*|(?:east|west|north|south) (?:sussex|yorkshire|midlands)|[a-z]+ ?shire|berks|bucks|"
    r"cambs|cornwall|cumbria|devon|dorset|essex|greater (?:london|manchester)|hants|herts|"
    r"isle of wight|kent|lancs|lincs|merseyside|middlesex|norfolk|northants|northumberland|notts|oxon|rutland|salop|"
    r"somerset|staffs|suffolk|surrey|tyne (?:and|&) wear|wilts|worcs|yorks|gwent|gwynedd|clwyd|dyfed|powys|"
    r"(?:mid|south|west) glamorgan|fife|fermanagh|tyrone)$"
)
"""The county behind a British or Irish town; those that are towns as well are not here."""
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
_CODE_BEHIND: Final = re.compile(
    r"(?:(?:^|\s|,)(?:à|au|aux|A)\s+)?"
    r"([A-ZÀ-Ý][\w'’-]+(?:[ -](?:de|du|des|la|le|les|lès|en|sur|sous|aux?|[dl]['’]?|[A-ZÀ-Ý0-9][\w'’-]*))*) "
    r"\((?:F-?)?(\d{5})\)"
)
"""A town with its code in brackets behind it, as sentences and acts print it: `à Brech (56400)`."""
_AFTER_COMMUNE: Final = re.compile(r"(?i)\s+(?:cedex|téléphone|tél|france).*$")
_DISTRICT: Final = re.compile(r"(?<=[a-z]) \d{1,2}W?$")
"""The number of a postal district behind its town, `Dublin 6W`."""
_NO_NAME: Final = re.compile(r"[°@:;_|<>=\d]")
_ARTICLES: Final = frozenset({"le", "la", "les", "the"})
_OPENING: Final = frozenset("\"'«“(")
LONGEST_LINE = 90
"""Longer lines are of a text that tells an address, as those that begin with a small letter and no street."""


def has_street(text: str) -> bool:
    """Return whether a text holds a street with the number of its house, or begins with a word for streets."""
    return _STREET.search(fold(text)) is not None


def has_house_number(text: str) -> bool:
    """Return whether a line begins or ends with a number, as that of a house does."""
    return _HOUSE_NUMBER.search(text) is not None and not _SINCE.search(text)


def is_complement(text: str) -> bool:
    """Return whether a line says where in the building, or which box at the post office."""
    return _COMPLEMENT.match(fold(text)) is not None


def is_street(text: str) -> bool:
    """Return whether a line says where in a town: its street, its zone, the building or the box."""
    return has_street(text) or is_complement(text) or has_house_number(text) or _PARK.match(fold(text)) is not None


def is_hamlet(text: str) -> bool:
    """Return whether a line may be the place in the country that stands over a street: `Les Choseaux`."""
    return _HAMLET.fullmatch(text) is not None


def begins_address(line: str) -> bool:
    """Return whether a line says where in a town, also behind a comma: `The Old Maltings, Bridge Street`."""
    parts = line.split(", ")
    return is_street(line) or any(has_street(part) or _PARK.match(fold(part)) for part in parts)


def is_whole(lines: Sequence[str]) -> bool:
    """Return whether the lines of an address say its town, with its code, and where in it."""
    towns = [match[0] for line in lines if (match := TOWN.search(line))]
    parts = (part for line in lines for part in PARTS.split(line))
    return any(any(map(str.isdigit, town)) for town in towns) and any(
        is_street(part) for part in parts if not TOWN.match(part)
    )


def is_country(text: str) -> bool:
    """Return whether a line is the name of a country and nothing else, as it closes an address."""
    return _COUNTRY.fullmatch(fold(text)) is not None


def is_town_of_state(text: str) -> bool:
    """Return whether a line is a town of America with its state and no code: `Fitchburg, Massachusetts`."""
    return _TOWN_OF_STATE.fullmatch(text.strip()) is not None


def is_last_line(text: str) -> bool:
    """Return whether a line ends an address, its street before the town or not; long lines are of a text."""
    is_of_text = len(text) > LONGEST_LINE or (text[:1].islower() and _STREET.match(fold(text)) is None)
    return not is_of_text and bool(_LAST_LINE.search(text) or (_CODE_AND_TOWN.search(text) and has_street(text)))


def without_address(text: str) -> str:
    """Return what stands before an address on its line: `Lycée Saint-Aubin - 2 place du Ralliement 49000 Angers`."""
    first, *others = PARTS.split(text)
    return first if any(has_street(part) or TOWN.search(part) for part in others) else text


def postal_code(text: str) -> str | None:
    """Return the postal code: French before a commune's name or alone, British or Irish behind it."""
    text = _in_order(text)
    match = _FRENCH.search(text) or re.fullmatch(r"\s*((?:0\s?[1-9]|[1-8]\s?\d|9\s?[0-8])\s?\d\s?\d\s?\d)\s*", text)
    if match:
        return match[1].replace(" ", "")
    isles = ISLES.search(text)
    return isles[1] if isles else None


def commune(text: str) -> str | None:
    """Return the commune's name beside its postal code, or the whole text when it is a name without figures."""
    text = _in_order(text)
    french, isles = _FRENCH.search(text), ISLES.search(text)
    if french:
        name = french[2]
    elif isles:
        name = (_before(text, isles) or [""])[-1]
    elif in_county := _in_county(text):
        name = in_county[1]
    else:
        bare = text.strip(" .,;:-")
        name = bare if bare[:1].isupper() and "," not in bare and not _STREET_INSIDE.match(bare) else ""
    name = _AFTER_COMMUNE.sub("", name).strip(" .,;:-")
    name = _AFTER_STREET.sub("", name)
    is_name = (
        2 <= len(name) <= 45
        and fold(name) not in _ARTICLES
        and not _NO_NAME.search(_DISTRICT.sub("", name))
        and any(map(str.isalpha, name))
    )
    return " ".join(name.split()) if is_name else None


def street(text: str) -> str | None:
    """Return the part of an address before its postal code and, in Britain and Ireland, before its town."""
    text = _in_order(text)
    french, isles = _FRENCH.search(text), ISLES.search(text)
    if not french and not isles and (in_county := _in_county(text)):
        return in_county[0]
    before = text[: french.start()] if french else ", ".join(_before_town(text, isles)) if isles else text
    line = " ".join(before.split()).strip(" .,;:-–|")
    begins = line[:1].isdigit() or line[:1].isupper() or not line[:1].isalpha() or _BEGINS_STREET.match(line)
    return line if begins and len(line) >= 5 and any(map(str.isalpha, line)) else None


def _in_county(text: str) -> tuple[str, str] | None:
    """Return street and town of a British address that ends in its county, as all did before they had codes."""
    *streets, town, last = ["", "", *(part.strip(" .") for part in text.split(","))]
    street_of = ", ".join(filter(None, streets))
    return (street_of, town) if COUNTY.match(last) and is_street(street_of) else None


def _in_order(text: str) -> str:
    """Return an address whose town has its code behind it as others are written: street, code, town.

    The street stands before the town or behind it: `Brech (56400), 11 rue des Ajoncs`.
    """
    if american := _AMERICAN.search(text.strip()):
        return f"{text.strip()[: american.start()]}, {american[2]} {american[1]}".strip(", ")
    town = _CODE_BEHIND.search(text)
    if town is None:
        return text
    before, after = text[: town.start()].strip(" ,"), text[town.end() :].strip(" ,")
    return f"{before or after}, {town[2]} {town[1]}"


def is_misread(line: str) -> bool:
    """Return whether a street begins with a sign that stands for the number of its house: `/2 chemin d'Harriet`."""
    return not line[:1].isalnum() and line[:1] not in _OPENING


def _before_town(text: str, code: re.Match[str]) -> list[str]:
    """Return the parts before the town; a street whose comma was lost stands in one part with it."""
    *parts, last = _before(text, code) or [""]
    street_before = _AFTER_STREET.match(last)
    return [*parts, street_before[0].strip()] if street_before else parts


def _before(text: str, code: re.Match[str]) -> list[str]:
    """Return the parts that commas divide before the code, the town last; counties are no part of an address."""
    parts = (part.strip() for part in text[: code.start()].split(","))
    return [part for part in parts if part and not COUNTY.match(part)]
