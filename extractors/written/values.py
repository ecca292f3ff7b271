"""From words to typed values and back: the one place that knows how each kind of field is written.

`parse` looks for a value in the text by a label or in a box; `show` writes a value as papers do, and reading
what was shown gives the value again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final, assert_never

from rapidfuzz.distance import Levenshtein

from extractors.written import addresses, dates, identifiers, names
from extractors.written.names import PARTS_OF_NAMES, NameOrder
from pipeline import amounts
from pipeline.folding import blurred, fold
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value
from pipeline.phrases import mistakes_allowed
from pipeline.rules.catalog import FieldKind, FieldRule, Option

UNSURE_SPLIT = 0.72
"""The quality of a full name parted without a sign of which word is the surname: below every threshold."""
ENGLISH_SPLIT = 0.88
"""On English papers the given names come first unless a comma says otherwise."""
SPELT: Final = PARTS_OF_NAMES | {"commune"}
"""What forms have written letter by letter into a comb; a second word may stand in the next cell of the page."""
_IN_COMBS: Final = re.compile(r"(?:[^\W\d_] ){2,}[^\W\d_]")
BY_CAPITALS = 0.95
"""The quality of a part of a name that its capitals tell."""
_NAMED_MONTH = re.compile(r"[^\W\d]{3,9}\.? \d{4}(?=,? \(?(?:du|from|\d))")
_BEHIND_SURNAME = re.compile(r",|(?<=\w{3})\.\s")
SHORTEST_DAY = 7
"""Characters of the shortest day that is looked for beside an amount: `1/2/2026`."""
_GROUPS: Final = re.compile(r"\d+(?: \d+)*(?: [A-Z])?")
LONGEST_REFERENCE = 40
LONGEST_LINE = 200
LONG_DATE_LEAD = 40
"""A day further into the text than this many characters belongs to something else."""
LONG_NUMBER_LEAD = 24
"""So does a number without check digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A value in a text: characters [start, end), quality 0 to 1; is_proved: by check digits (None: has none)."""

    value: Value
    start: int
    end: int
    quality: float
    is_proved: bool | None = None


def parse(rule: FieldRule, text: str, *, today: date, label: str | None = None, language: str = "fr") -> Parsed | None:
    """Return the value that the text by the label holds for this field, or None; language: ISO 639-1 of the paper."""
    match rule.kind:
        case FieldKind.DATE:
            days = dates.days_in(text, today=today, may_be_american=language == "en")
            found = [f for f in days if f.start <= LONG_DATE_LEAD]
            return _day(found[0]) if found else None
        case FieldKind.AMOUNT:
            return _amount(text, today)
        case FieldKind.NUMBER:
            return _number(text)
        case FieldKind.IDENTIFIER:
            return _identifier(text, rule.scheme or "local", today)
        case FieldKind.FLAG:
            return _flag(text)
        case FieldKind.TEXT:
            return _text(rule, text, label, language)
        case _:
            assert_never(rule.kind)


def show(value: Value) -> str:
    """Write a value as French papers do."""
    match value:
        case Day():
            return dates.in_figures(value.value)
        case Amount():
            sign = "€" if value.currency == "EUR" else value.currency
            return amounts.written_amount(value.minor, sign=sign)
        case Identifier():
            return identifiers.spaced(value.value, value.scheme)
        case Flag():
            return "oui" if value.value else "non"
        case Number():
            return value.value.replace(".", ",")
        case Text():
            return value.value
        case _:
            assert_never(value)


def option_in(options: Sequence[Option], text: str) -> tuple[str, float] | None:
    """Return the option that the text names, with its likeness; None when none or two equally fit."""
    key = blurred(text)
    fits: dict[str, float] = {}
    for option in options:
        for phrase in (option.value, *option.phrases):
            other = blurred(phrase)
            allowed = mistakes_allowed(min(len(key), len(other)))
            distance = Levenshtein.distance(key, other, score_cutoff=allowed)
            if key and distance <= allowed:
                fits[option.value] = max(fits.get(option.value, 0), 1 - distance / len(other))
    best = max(fits.values(), default=0)
    chosen = [value for value, likeness in fits.items() if likeness == best]
    return (chosen[0], best) if len(chosen) == 1 else None


def _day(found: dates.DayFound) -> Parsed:
    quality = found.quality * (1.0 if found.start <= 3 else 0.96)
    return Parsed(value=Day(found.day), start=found.start, end=found.end, quality=quality)


def _amount(text: str, today: date) -> Parsed | None:
    days = [(day.start, day.end) for day in dates.days_in(text, today=today)] if len(text) > SHORTEST_DAY else []
    every = amounts.amounts_in(text)
    found = [one for one in every if all(one.end <= start or one.start >= end for start, end in days)]
    if not found:
        return None
    best = max(found, key=lambda f: (f.quality, -f.start))
    quality = best.quality * (1.0 if len(found) == 1 else 0.9)
    return Parsed(value=Amount(best.minor, best.currency), start=best.start, end=best.end, quality=quality)


def _number(text: str) -> Parsed | None:
    found = [f for f in amounts.numbers_in(text) if f.start <= LONG_DATE_LEAD]
    if not found:
        return None
    quality = 1.0 if len(found) == 1 else 0.8
    return Parsed(value=Number(found[0].value), start=found[0].start, end=found[0].end, quality=quality)


def _identifier(text: str, scheme: str, today: date) -> Parsed | None:
    found = identifiers.identifier_in(text, scheme)
    if found is None or (scheme == "local" and (found.start > LONG_NUMBER_LEAD or _is_day(text[found.start :], today))):
        return None
    return Parsed(
        value=Identifier(found.value, scheme),
        start=found.start,
        end=found.end,
        quality=found.quality,
        is_proved=found.is_proved,
    )


def _is_day(text: str, today: date) -> bool:
    """Return whether a text begins with a day in figures, which is no number of a paper."""
    days = dates.days_in(text, today=today)
    return bool(days) and days[0].start == 0 and text[:1].isdigit()


def _flag(text: str) -> Parsed | None:
    word = fold(text).strip(" .:")
    if word in {"oui", "yes", "true", "x", "vrai"}:
        return Parsed(value=Flag(value=True), start=0, end=len(text), quality=0.95)
    if word in {"non", "no", "false", "faux"}:
        return Parsed(value=Flag(value=False), start=0, end=len(text), quality=0.95)
    return None


def _text(rule: FieldRule, text: str, label: str | None, language: str) -> Parsed | None:
    is_part_of_name = rule.scheme in PARTS_OF_NAMES
    if rule.scheme in SPELT and _IN_COMBS.fullmatch(text.strip()):
        return _whole(text.replace(" ", ""), text, UNSURE_SPLIT)
    order = names.name_order(label) if label and is_part_of_name else None
    if order is NameOrder.UNKNOWN and language == "en":
        order = NameOrder.GIVEN_FIRST
    if order is not None:
        unsure = ENGLISH_SPLIT if language == "en" else UNSURE_SPLIT
        return _part_of_name(text, order, is_surname=rule.scheme == "surname", unsure=unsure)
    full = names.by_capitals(names.person_name(text) or "") if is_part_of_name else None
    if full and full.is_sure:
        return _whole(full.part(rule.scheme), text, BY_CAPITALS)
    if rule.scheme == "choice":
        chosen = option_in(rule.options, text)
        return _whole(chosen[0], text, 0.97 * chosen[1]) if chosen else None
    if rule.scheme == "code":
        found = identifiers.identifier_in(text, "local")
        return (
            Parsed(value=Text(found.value), start=found.start, end=found.end, quality=found.quality) if found else None
        )
    value = names.party_in_english(text) if rule.scheme == PARTY and language == "en" else _shaped(rule.scheme, text)
    is_misread = rule.scheme == "address" and value is not None and addresses.is_misread(value)
    return _whole(value, text, UNSURE_SPLIT if is_misread else 1.0)


def _whole(value: str | None, text: str, quality: float) -> Parsed | None:
    return Parsed(value=Text(value), start=0, end=len(text), quality=quality) if value else None


def _part_of_name(text: str, order: NameOrder, *, is_surname: bool, unsure: float) -> Parsed | None:
    full = names.split_name(text, order)
    if full is None:
        return _whole(names.person_name(text), text, UNSURE_SPLIT) if is_surname else None
    return _whole(full.surname if is_surname else full.given_names, text, 0.97 if full.is_sure else unsure)


def reference(text: str) -> str | None:
    """Read a reference as it is printed: its words hold capitals, figures and signs, and at least one a figure.

    One of figures in groups, with a letter behind them at most, is a number: its groups are closed up.
    """
    words = list(takewhile(_is_of_reference, text.strip(" :;-–|_#").split()))
    while words and not any(map(str.isalnum, words[-1])):
        words.pop()
    line = " ".join(words).strip(" .,;:")
    line = line.replace(" ", "") if _GROUPS.fullmatch(line) else line
    return line if any(map(str.isdigit, line)) and len(line) <= LONGEST_REFERENCE else None


def _is_of_reference(word: str) -> bool:
    return any(map(str.isdigit, word)) or not any(map(str.islower, word))


def _shaped(scheme: str | None, text: str) -> str | None:
    read = _SHAPES.get(scheme or "")
    return read(text) if read else _line(text)


def _period(text: str) -> str | None:
    """Read a period as the paper names it: of `Mai 2024 du 01/05/2024 au 31/05/2024` the month."""
    line = _line(text)
    named = _NAMED_MONTH.match(line or "")
    return named[0] if named else line


def _line(text: str) -> str | None:
    return re.sub(r"\s+", " ", text).strip(" :;-–|_")[:LONGEST_LINE] or None


def _surname(text: str) -> str | None:
    """Read a surname: what stands before a comma (or the stop it was read as), behind which the given names follow."""
    return names.person_name(_BEHIND_SURNAME.split(text)[0])


PARTY: Final = "party"
_SHAPES: Final[dict[str, Callable[[str], str | None]]] = {
    "surname": _surname,
    "given_names": names.person_name,
    "full_name": names.person_name,
    "company": names.company,
    "address": addresses.street,
    "postal_code": addresses.postal_code,
    "commune": addresses.commune,
    "country": names.country,
    "sex": names.sex,
    PARTY: names.party,
    "addressees": names.addressees,
    "mailbox": names.mailbox,
    "period": _period,
    "reference": reference,
    "plate": identifiers.plate,
}
