"""Values from the machine-readable zone of identity papers; check digits prove numbers and days, not names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.candidates import Asked, Candidate, legibility
from extractors.sheet import Sheet
from extractors.written.dates import days_in
from pipeline.check_digits import likelier, mrz_digit
from pipeline.folding import letters
from pipeline.model.document import Evidence, Origin
from pipeline.model.page import Word
from pipeline.model.values import Day, Identifier, Text, Value, written
from pipeline.mrz.parsing import Zone, day_of, days_of, may_be_cut, names_of, zones
from pipeline.page_layout import evidence_of, source_box
from pipeline.rules.catalog import FieldKind

PROVED = 0.99
ONE_DIGIT = 0.93
"""A field that its own digit proves in a zone whose common digit does not hold: one misreading in ten passes."""
COMPOSITE = 0.95
"""Names and states in a zone whose every digit is right: no digit covers them but on the French card."""
UNPROVED = 0.85
"""The same in a zone of which some digit is wrong: the parts that have their own digit may yet be right."""
REFUTED = 0.3
CUT_SHORT = 0.6
AS_PRINTED = 0.7
"""A name of which zone and print tell one letter otherwise: below every threshold."""
NAMES: Final = frozenset({"last_name", "first_names"})
LEAST_NEAR = 5
UNKNOWN_STATE = 0.4
LETTER_OR_DIGIT = 0.7
_ALIKE: Final = {"L": "1", "1": "L", "G": "6", "6": "G", "O": "0", "0": "O"}
LONGEST_VALIDITY = timedelta(days=366 * 50)
A_MONTH = timedelta(days=31)
OLDEST_HOLDER_YEARS = 105
"""An older holder of a paper that is still valid is less likely than any misreading."""
OF_EITHER_CENTURY: Final = (0.55, 0.2)
"""A birth day of the later and of the earlier century when nothing tells which: both for a person."""

STATES: Final = (
    "AFG ALB DZA AND AGO ARG ARM AUS AUT AZE BGD BLR BEL BEN BOL BIH BRA BGR BFA BDI KHM CMR CAN CPV CAF TCD CHL "
    "CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DEU DNK DJI DOM ECU EGY GNQ EST ETH FIN FRA GAB GEO GHA GRC GTM "
    "GIN GNB HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KOR KWT LAO LVA LBN LBY LIE LTU LUX "
    "MDG MLI MLT MRT MUS MEX MDA MCO MNG MNE MAR MOZ NPL NLD NZL NER NGA MKD NOR PAK PAN PRY PER PHL POL PRT QAT "
    "ROU RUS RWA SMR SAU SEN SRB SGP SVK SVN SOM ZAF ESP LKA SDN SWE CHE SYR TWN TJK TZA THA TGO TUN TUR TKM UGA "
    "UKR ARE GBR USA URY UZB VEN VNM YEM ZMB ZWE "
)
"""Codes of states (ISO 3166-1 alpha-3) of which papers are seen: a code read right by chance is unlikely."""


def read_mrz(asked: Asked) -> tuple[Candidate, ...]:
    """Return the field from the best zone of each page."""
    found: list[Candidate] = []
    for sheet in asked.papers.sheets:
        for zone in zones(sheet.page)[:1]:
            value = _value(zone, asked)
            if value is not None:
                candidate = _told_apart(_candidate(zone, asked.rule.name, value), asked)
                found += _of_its_century(_as_printed(candidate, zone, sheet, asked), zone, sheet, asked)
    return tuple(found)


def _told_apart(candidate: Candidate, asked: Asked) -> Candidate:
    """Doubt a number that holds an L, G or O, unless its check digit or the rule's form of such numbers tells it apart.

    In the check digits' sums L weighs as much as 1 and G as much as 6 (ICAO 9303 part 3: 21 and 16, modulo 10), so
    that they do not prove which was printed; two letters O for two digits 0 may make up for each other.
    """
    if not isinstance(candidate.value, Identifier):
        return candidate
    read, scheme = candidate.value.value, candidate.value.scheme
    if any(re.fullmatch(pattern, read) for pattern in asked.rule.patterns):
        return candidate
    others = ["".join(parts) for parts in product(*({c, _ALIKE.get(c, c)} for c in read)) if "".join(parts) != read]
    usual = [other for other in others if any(re.fullmatch(pattern, other) for pattern in asked.rule.patterns)]
    if len(usual) == 1:
        return replace(candidate, value=Identifier(usual[0], scheme))
    if candidate.is_proved and set(read) & {"L", "G", "O"}:
        held = [other for other in others if mrz_digit(other) == mrz_digit(read) and not _adds_letters(other, read)]
        if held:
            figures = read.replace("O", "0")
            value = Identifier(figures if figures in held else read, scheme)
            return replace(candidate, value=value, confidence=LETTER_OR_DIGIT, is_proved=None)
    return candidate


def _adds_letters(other: str, read: str) -> bool:
    """Return whether the other number has a letter where a digit was read, which is the rarer mistake."""
    return any(is_read.isdigit() and is_other.isalpha() for is_other, is_read in zip(other, read, strict=True))


def _value(zone: Zone, asked: Asked) -> Value | None:
    get = _PARTS.get(asked.rule.name)
    value = get(zone, asked.papers.sources.today) if get else None
    fits = {FieldKind.TEXT: Text, FieldKind.DATE: Day, FieldKind.IDENTIFIER: Identifier}.get(asked.rule.kind)
    return value if fits is not None and isinstance(value, fits) else None


def _candidate(zone: Zone, name: str, value: Value) -> Candidate:
    is_cut = name in NAMES and may_be_cut(zone, name)
    is_proved = _proof(zone, name)
    if is_proved is not None:
        confidence = _by_digits(zone, name) if is_proved else REFUTED
    else:
        confidence = _without_digits(zone, name, value)
    evidence = Evidence(
        page=zone.page, box=source_box([word for line in zone.words for word in line]), text="\n".join(zone.lines)
    )
    return Candidate(
        value=value,
        confidence=min(confidence, CUT_SHORT) if is_cut else confidence,
        origin=Origin.MRZ,
        evidence=evidence,
        is_proved=is_proved if confidence > ONE_DIGIT or is_proved is False else None,
        may_be_cut=is_cut,
    )


def _proof(zone: Zone, name: str) -> bool | None:
    """Return what the field's own check digit says; one digit in ten is right by chance (ICAO 9303 part 3)."""
    is_chance = zone.composite_holds is False and len(zone.proved) <= len(zone.refuted)
    return (None if is_chance else True) if name in zone.proved else False if name in zone.refuted else None


def _by_digits(zone: Zone, name: str) -> float:
    """Return how sure a proved field is; with a wrong common digit, something in the zone was misread, perhaps this."""
    if zone.composite_holds is not False:
        return PROVED if zone.composite_holds else ONE_DIGIT
    return min(ONE_DIGIT, likelier(legibility(zone.words_of(name)), "mrz"))


def _without_digits(zone: Zone, name: str, value: Value) -> float:
    """Return how sure a field is that has no digit of its own: by the zone's other digits and by its print."""
    is_state = name in {"nationality", "issuing_state"}
    if zone.format == "fr-card" and zone.composite_holds is True:
        return PROVED
    if (is_state and f"{written(value)} " in STATES) or (name == "sex" and zone.is_proved):
        return COMPOSITE
    confidence = (COMPOSITE if zone.is_proved else UNPROVED) * (0.5 + 0.45 * legibility(zone.words_of(name)))
    return min(confidence, UNKNOWN_STATE) if is_state else confidence


def _as_printed(candidate: Candidate, zone: Zone, sheet: Sheet, asked: Asked) -> Candidate:
    """Return a doubtful name as the page prints it elsewhere with one other letter: no digit proves the zone's."""
    if asked.rule.name not in NAMES or candidate.confidence >= asked.rule.threshold:
        return candidate
    read = written(candidate.value)
    of_zone = {id(word) for line in zone.words for word in line}
    words = [word for line in sheet.page.lines for word in line.words if id(word) not in of_zone]
    count = len(read.split())
    groups = [words[at : at + count] for at in range(len(words) - count + 1)]
    near = [group for group in groups if _is_near(read, group)]
    shown = {letters(" ".join(word.text for word in group)) for group in near}
    if len(shown) != 1 or letters(read) in shown or legibility(near[0]) < legibility(zone.words_of(asked.rule.name)):
        return candidate
    value = Text(" ".join(word.text.strip(",.;") for word in near[0]))
    return replace(candidate, value=value, confidence=AS_PRINTED, evidence=evidence_of(near[0], page=zone.page))


def _is_near(read: str, group: Sequence[Word]) -> bool:
    """Return whether words of a page are a name but for one letter at most; names of few letters are near to many."""
    key = letters(read)
    other = letters(" ".join(word.text for word in group))
    return len(key) >= LEAST_NEAR and Levenshtein.distance(key, other, score_cutoff=1) <= 1


def _last_name(zone: Zone, _: date) -> Value | None:
    return _text(names_of(zone)[0])


def _first_names(zone: Zone, _: date) -> Value | None:
    return _text(names_of(zone)[1])


def _of_its_century(candidate: Candidate, zone: Zone, sheet: Sheet, asked: Asked) -> Iterator[Candidate]:
    """Doubt a birth day whose two figures of the year fit an infant and a centenarian, unless the page prints one."""
    possible = _birth_days(zone, asked.papers.sources.today) if asked.rule.name == "birth_date" else ()
    if len(possible) < 2:
        yield candidate
        return
    text = "\n".join(line.text for line in sheet.page.lines)
    printed = {found.day for found in days_in(text, today=asked.papers.sources.today)} & set(possible)
    if len(printed) == 1:
        yield replace(candidate, value=Day(printed.pop()))
        return
    for day, confidence in zip(possible, OF_EITHER_CENTURY, strict=True):
        yield replace(candidate, value=Day(day), confidence=min(candidate.confidence, confidence), is_proved=None)


def _birth_days(zone: Zone, today: date) -> tuple[date, ...]:
    """Return the days of birth that the figures may mean, the latest first.

    The century is told by the paper too, which is issued after its holder is born and used by the living.
    """
    expiry = day_of(zone.value("expires_on"), latest=today + LONGEST_VALIDITY)
    issued = day_of(f"{zone.value('issued')}01", latest=today)
    latest = min((today, *(day for day in (expiry, issued and issued + A_MONTH) if day)))
    return days_of(zone.value("birth_date"), latest=latest, years=OLDEST_HOLDER_YEARS)


def _birth_date(zone: Zone, today: date) -> Value | None:
    days = _birth_days(zone, today)
    return Day(days[0]) if days else None


def _expires_on(zone: Zone, today: date) -> Value | None:
    """Return the day of expiry; it does not stand in the zone of the French card of before 2021."""
    day = day_of(zone.value("expires_on"), latest=today + LONGEST_VALIDITY)
    return Day(day) if day else None


def _document_number(zone: Zone, _: date) -> Value | None:
    number = zone.value("document_number").rstrip("<")
    return Identifier(number, "mrz") if number and "<" not in number else None


def _sex(zone: Zone, _: date) -> Value | None:
    return _text({"M": "M", "F": "F", "X": "X", "<": "X"}.get(zone.value("sex"), ""))


def _nationality(zone: Zone, _: date) -> Value | None:
    """Return the code of three letters; the French card of before 2021 is given to French nationals alone."""
    return _text(_state(zone.value("nationality") or zone.value("issuing_state")))


def _issuing_state(zone: Zone, _: date) -> Value | None:
    return _text(_state(zone.value("issuing_state")))


def _state(code: str) -> str:
    """Return the code of three letters; ICAO 9303 part 3 writes Germany as `D`."""
    bare = code.strip("<")
    return "DEU" if bare == "D" else bare if len(bare) == 3 else ""


def _text(text: str) -> Text | None:
    return Text(text) if text else None


_PARTS: Final[dict[str, Callable[[Zone, date], Value | None]]] = {
    "last_name": _last_name,
    "first_names": _first_names,
    "birth_date": _birth_date,
    "expires_on": _expires_on,
    "document_number": _document_number,
    "sex": _sex,
    "nationality": _nationality,
    "issuing_state": _issuing_state,
}
"""The parts of a zone by the name that CONTRACT gives them as fields."""
