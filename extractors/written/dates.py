"""Days as papers write them, French, English and German: in figures, with a month in words, in words, in boxes.

A day before 1900, more than fifty years ahead, or that does not exist is no day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz.distance import Levenshtein

from pipeline.folding import fold

EARLIEST_YEAR = 1900
FURTHEST_AHEAD = 50
SHORT_YEAR = 0.8
"""How sure a year of two figures is."""
STAMPED_YEAR = 0.95
"""The same with a time of day behind it: tills and terminals print the moment, so that its century is told."""
MONTHS: Final = (
    ("janvier", "january", "januar", "janv", "jan"),
    ("fevrier", "february", "februar", "fevr", "fev", "feb"),
    ("mars", "march", "marz", "maerz", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "juni", "jun"),
    ("juillet", "july", "juli", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oktober", "oct", "okt"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dezember", "dec", "dez"),
)
_UNITS: Final = (
    *("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_SHOWN_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_TENS: Final = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}
_LOOKALIKE: Final = str.maketrans("OoQDIl|SBZ", "0000111582")

_FIGURE = r"[0-9OoQIl|SBZ]"
_NUMERIC = re.compile(
    rf"(?<![\w]){_FIGURE}{{1,2}}\s?[./\-–|\\]\s?{_FIGURE}{{1,2}}\s?[./\-–|\\]\s?{_FIGURE}{{2,4}}(?!\w)"
)
PARTS = 3
"""Day, month and year; a stroke between them may have been read as a figure, or a figure as a stroke."""
_PARTED = re.compile(r"\s?[./\-–|\\]\s?")
_TIME_BEHIND = re.compile(
    r"[\s,]*(?:[-–]|à|a|at|time|heure)?\s*:?\s*(?:[01]?\d|2[0-3])\s?[:h]\s?[0-5]\d(?!\d)", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})([-/.])(\d{2})\2(\d{2})(?![./-]?\d)")
_COMB = re.compile(r"(?<!\d)(?<!\d[\s,.:;'|_])(?:\d[\s,.:;'|_]*){7}\d(?![\s,.:;'|_]*\d)")
_WITH_MONTH = re.compile(
    r"(?<!\w)(?P<day>1er|1 er|1°|\d{1,2}(?:st|nd|rd|th|\.(?=\s))?)(?:\s+(?:(?:day\s+)?of\s+)?|(?P<sign>[-/.]))"
    r"(?P<month>[^\W\d_]{3,10})"
    r"(?(sign)(?P=sign)(?P<signed>\d{4}|\d{2})|\.?,?\s+(?P<year>\d{4}))(?!\d)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<!\w)(\d{2})([A-Z]{3})(\d{4}|\d{2})(?!\w)")
"""As tills and tickets print it: `11FEB2025`."""
_MONTH_FIRST = re.compile(r"(?<!\w)([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_IN_WORDS = re.compile(
    r"(?<!\w)((?:(?:vingt|trente) et une?|(?:[^\W\d_]+-?){1,3}))\s+([^\W\d_]{3,9})\s+"
    r"(\d{4}(?!\d)|deux mille[\w\s-]*|mil(?:le)? neuf cent[\w\s-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFound:
    """A day in a text: characters [start, end), and quality 0 to 1 (1: figures and four-digit year as printed)."""

    day: date
    start: int
    end: int
    quality: float


def days_in(text: str, *, today: date, may_be_american: bool = False) -> tuple[DayFound, ...]:
    """Return every day in the text, in order; of overlapping readings the better one.

    may_be_american: 03/20/2026, which is no day with its month second, is one with its month first.
    """
    found = sorted(_every(text, today, may_be_american=may_be_american), key=lambda f: (-f.quality, f.start))
    kept: list[DayFound] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda f: f.start))


def in_figures(day: date) -> str:
    """Write a day as French forms do, such as `04/02/2026`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def in_words(day: date) -> str:
    """Write a day with the French month, such as `1er février 2026`."""
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {_SHOWN_MONTHS[day.month - 1]} {day.year}"


def _every(text: str, today: date, *, may_be_american: bool) -> Iterator[DayFound]:
    for match in _YEAR_FIRST.finditer(text):
        yield from _found(match, (match[1], match[3], match[4]), today, quality=1.0)
    for match in _NUMERIC.finditer(text):
        figures = match[0].translate(_LOOKALIKE)
        printed = [part.translate(_LOOKALIKE) for part in _PARTED.split(match[0])]
        three = next((each for each in (_PARTED.split(figures), printed) if len(each) == PARTS), None)
        if three is None:
            continue
        day, month, year = three
        mended = (
            0.88 if sum(map(str.isdigit, figures)) > sum(map(str.isdigit, match[0])) and "|" not in match[0] else 1.0
        )
        if len(year) in {2, 4}:
            is_american = may_be_american and int(day) <= 12 < int(month)
            whole, sure = (_century(year, today), _short_year(match)) if len(year) == 2 else (year, 1.0)
            parts = (whole, day, month) if is_american else (whole, month, day)
            yield from _found(match, parts, today, quality=(0.97 if is_american else 1.0) * sure * mended)
    for match in _COMB.finditer(text):
        figures = re.sub(r"\D", "", match[0])
        quality = 0.95 if re.fullmatch(r"[\d\s]+", match[0]) else 0.85
        yield from _found(match, (figures[4:], figures[2:4], figures[:2]), today, quality=quality)
    yield from _named(text, today)


def _named(text: str, today: date) -> Iterator[DayFound]:
    for match in _WITH_MONTH.finditer(text):
        month, likeness = _month(match["month"])
        day, year = re.sub(r"\D", "", match["day"]), match["signed"] or match["year"]
        if len(year) == 2:
            year, likeness = _century(year, today), likeness * _short_year(match)
        yield from _found(match, (year, str(month), day), today, quality=likeness)
    for match in _JOINED.finditer(text):
        month, likeness = _month(match[2])
        year, sure = (match[3], 1.0) if len(match[3]) == 4 else (_century(match[3], today), _short_year(match))
        yield from _found(match, (year, str(month), match[1]), today, quality=likeness * sure)
    for match in _MONTH_FIRST.finditer(text):
        month, likeness = _month(match[1])
        yield from _found(match, (match[3], str(month), match[2]), today, quality=likeness)
    for match in _IN_WORDS.finditer(text):
        month, likeness = _month(match[2])
        year = re.match(r"[\w\s-]*?(?=$|[^\w\s-])", match[3])
        spelt = _number(match[1]), int(match[3]) if match[3].isdigit() else _number(year[0] if year else match[3])
        if spelt[0] and spelt[1]:
            yield from _found(match, (str(spelt[1]), str(month), str(spelt[0])), today, quality=0.95 * likeness)


def _found(match: re.Match[str], parts: tuple[str, str, str], today: date, *, quality: float) -> Iterator[DayFound]:
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return
    if EARLIEST_YEAR <= day.year <= today.year + FURTHEST_AHEAD:
        yield DayFound(day=day, start=match.start(), end=match.end(), quality=quality)


def _short_year(day: re.Match[str]) -> float:
    """Return how sure the year of two figures is that ends a day in a text."""
    return STAMPED_YEAR if _TIME_BEHIND.match(day.string, day.end()) else SHORT_YEAR


def _century(two_digits: str, today: date) -> str:
    """Return the year nearest to the past: up to fifteen years ahead counts as this century."""
    year = today.year // 100 * 100 + int(two_digits)
    return str(year if year <= today.year + 15 else year - 100)


def _month(word: str) -> tuple[int, float]:
    """Return the month (0: none) and how alike the word is to its name; one wrong letter when only one month fits."""
    plain = fold(word)
    for number, names in enumerate(MONTHS, start=1):
        if plain in names:
            return number, 1.0
    near = [
        number
        for number, names in enumerate(MONTHS, start=1)
        if any(len(name) >= 4 and Levenshtein.distance(plain, name, score_cutoff=1) <= 1 for name in names)
    ]
    return (near[0], 0.88) if len(near) == 1 else (0, 0.0)


def _number(words: str) -> int | None:
    """Read a French number in words up to 2099, such as `deux mille vingt-six` or `mil neuf cent soixante-quinze`."""
    plain = fold(words).replace("quatre-vingts", "quatre-vingt").replace(" et ", " ").replace("-et-", " ")
    total = 0
    for prefix, worth in (("deux mille", 2000), ("mille neuf cent", 1900), ("mil neuf cent", 1900)):
        if plain.startswith(prefix):
            total, plain = worth, plain.removeprefix(prefix).strip(" -")
            break
    return total + rest if (rest := _below_hundred(plain)) is not None else None


def _below_hundred(plain: str) -> int | None:
    if not plain:
        return 0
    plain = plain.replace(" ", "-")
    if plain in {"premier", "une"}:
        return 1
    if plain in _UNITS:
        return _UNITS.index(plain)
    for tens in sorted(_TENS, key=len, reverse=True):
        rest = plain.removeprefix(tens).strip("-")
        if plain.startswith(tens) and (not rest or rest in _UNITS):
            return _TENS[tens] + (_UNITS.index(rest) if rest else 0)
    return None
