"""Postal addresses of France, Britain and Ireland as they are written in one line: street, postal code, commune."""

import re
from typing import Final

_FRENCH: Final = re.compile(r"(?<!\d)(?:F-)?((?:0[1-9]|[1-8]\d|9[0-8])\d{3})\s+([A-ZÀ-Ýa-zà-ÿ][\w'’ \-]*)")
ISLES: Final = re.compile(
    r"(?:^|(?<=[\s,]))([A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|(?:[A-Z]\d\d|D6W) (?=\d*[A-Z])[A-Z\d]{4})(?=$|[\s,.])"
)
"""A British postcode (BS 7666) or an Irish Eircode, which follows its town."""
COUNTY: Final = re.compile(
    r"(?i)^(?:(?:co\.?|county)\s.*|(?:east|west|north|south) (?:sussex|yorkshire|midlands)|[a-z]+ ?shire|berks|bucks|"
    r"cambs|cornwall|cumbria|devon|dorset|essex|greater (?:london|manchester)|hants|herts|"
    r"isle of wight|kent|lancs|lincs|merseyside|middlesex|norfolk|northants|northumberland|notts|oxon|rutland|salop|"
    r"somerset|staffs|suffolk|surrey|tyne (?:and|&) wear|wilts|worcs|yorks|gwent|gwynedd|clwyd|dyfed|powys|"
    r"(?:mid|south|west) glamorgan|fife|fermanagh|tyrone)$"
)
"""The county behind a British or Irish town; those that are towns as well are not here."""
_AFTER_COMMUNE: Final = re.compile(r"(?i)\s+(?:cedex|téléphone|tél|france).*$")
_AFTER_STREET: Final = re.compile(
    r"^\d+\w? .*?\b(?:street|st|road|rd|hill|close|lane|avenue|drive|gardens|terrace|court|way|place|park|crescent|"
    r"square|row|mews|view|grove|walk|quay|green|parade)\b[ ,]+(?=[A-Z])",
    re.IGNORECASE,
)
"""The street of a British or Irish address that runs on into its town."""
_DISTRICT: Final = re.compile(r"(?<=[a-z]) \d{1,2}W?$")
"""The number of a postal district behind its town, `Dublin 6W`."""
_NO_NAME: Final = re.compile(r"[°@:;_|<>=\d]")
_STREET_WORD: Final = re.compile(r"^(?:rue|avenue|av\b|bd\b|boulevard|place|chemin|impasse|allée|quai|route|lieu)")

_OPENING: Final = frozenset("\"'«“(")
_STREET_INSIDE: Final = re.compile(
    r"(?:\S{1,5}\s+){0,2}(?:rue|avenue|av\.|bd|boulevard|place|chemin|impasse|allée|quai|route|cours|square)\s+\S",
    re.IGNORECASE,
)
"""A street behind the number of its house, which may be misread for letters: `S rue des Mésanges`."""


def postal_code(text: str) -> str | None:
    """Return the postal code: French before a commune's name or alone, British or Irish behind it."""
    match = _FRENCH.search(text) or re.fullmatch(r"\s*((?:0\s?[1-9]|[1-8]\s?\d|9\s?[0-8])\s?\d\s?\d\s?\d)\s*", text)
    if match:
        return match[1].replace(" ", "")
    isles = ISLES.search(text)
    return isles[1] if isles else None


def commune(text: str) -> str | None:
    """Return the commune's name beside its postal code, or the whole text when it is a name without figures."""
    french, isles = _FRENCH.search(text), ISLES.search(text)
    if french:
        name = french[2]
    elif isles:
        name = (_before(text, isles) or [""])[-1]
    else:
        bare = text.strip(" .,;:-")
        name = bare if bare[:1].isupper() and "," not in bare and not _STREET_INSIDE.match(bare) else ""
    name = _AFTER_COMMUNE.sub("", name).strip(" .,;:-")
    name = _AFTER_STREET.sub("", name)
    is_name = 2 <= len(name) <= 45 and not _NO_NAME.search(_DISTRICT.sub("", name)) and any(map(str.isalpha, name))
    return " ".join(name.split()) if is_name else None


def street(text: str) -> str | None:
    """Return the part of an address before its postal code and, in Britain and Ireland, before its town."""
    french, isles = _FRENCH.search(text), ISLES.search(text)
    before = text[: french.start()] if french else ", ".join(_before_town(text, isles)) if isles else text
    line = " ".join(before.split()).strip(" .,;:-–|")
    begins = line[:1].isdigit() or line[:1].isupper() or not line[:1].isalpha() or _STREET_WORD.match(line)
    return line if begins and len(line) >= 5 and any(map(str.isalpha, line)) else None


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
