"""One canonical term for a number, an amount, a date or an identifier, however it is spaced and written.

`1 834,20`, `1834.20` and `1.834,20` are `1834.20`; `12/03/2024` and `12 mars 2024` are `2024-03-12`; an identifier
printed in groups is also found glued. A page gets every reading that its groups allow, as table columns may stand
close: what a person types must be found, and one reading too many does no harm.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.folding import fold

_BLANKS = " \u00a0\u202f\u2009"
_THOUSANDS = _BLANKS + ".,'’"
_GLUE = _BLANKS + ".-/"
_DECIMAL = re.compile(r"[ \u00a0]?[.,]|[.,][ \u00a0]?")
_DATE_GAP = re.compile(r"[\s.,/-]{1,3}")
_NUMERIC_GAPS = frozenset(_GLUE)
_ORDINAL = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?", re.IGNORECASE)
_MOST_GROUPS = 8
"""Groups of an identifier glued together: a French IBAN has 7, a social security number with its key 7."""
_SHORTEST, _LONGEST = 4, 34
"""Characters of a glued identifier; 34 is the longest IBAN (ISO 13616)."""
_WITHIN_DATES = frozenset(("de", "of"))
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}


class Piece(NamedTuple):
    """A word of a text, characters [start, end); `is_cut`: a hyphen at the end of a line stood within."""

    start: int
    end: int
    text: str
    is_cut: bool = False


Reading = tuple[str, int]
"""A canonical term and the number of words it covers."""


def canonical_terms(text: str, words: Sequence[Piece]) -> dict[int, tuple[Reading, ...]]:
    """Give, for the place of each word that begins a number, date or identifier, its readings, longest first."""
    found: dict[int, tuple[Reading, ...]] = {}
    for place, word in enumerate(words):
        if not _may_begin(word.text):
            continue
        readings = {*_dates(text, words, place), *_decimals(text, words, place), *_glued(text, words, place)}
        if readings:
            found[place] = tuple(sorted(readings, key=lambda reading: (-reading[1], reading[0])))
    return found


def may_join(word: str) -> bool:
    """Return whether a word may be part of a number, a date or an identifier."""
    return _may_begin(word) or fold(word) in _WITHIN_DATES


@lru_cache(maxsize=20_000)
def _may_begin(word: str) -> bool:
    return _may_be_glued(word) or fold(word) in _MONTHS


def _gap(text: str, words: Sequence[Piece], place: int) -> str | None:
    """Return what stands between a word and the next, or None after the last."""
    return text[words[place].end : words[place + 1].start] if place + 1 < len(words) else None


# ---------------------------------------------------------------- dates
def _dates(text: str, words: Sequence[Piece], place: int) -> Iterator[Reading]:
    three = [fold(word.text) for word in words[place : place + 4]]
    gaps = [_gap(text, words, at) for at in (place, place + 1, place + 2)]
    if len(three) >= 4 and three[1] in _WITHIN_DATES and gaps[0] and gaps[0].isspace():
        yield from ((day, 4) for day in _named(three[0], three[2], three[3]))
    if len(three) < 3 or not all(gap and _DATE_GAP.fullmatch(gap) for gap in gaps[:2]):
        return
    first, second, third = three[:3]
    yield from ((day, 3) for day in (*_named(first, second, third), *_named(second, first, third)))
    if gaps[0] == gaps[1] and gaps[0] in _NUMERIC_GAPS and all(part.isdecimal() for part in three[:3]):
        yield from ((day, 3) for day in _numeric(first, second, third))


def _named(day: str, month: str, year: str) -> Iterator[str]:
    number = _ORDINAL.fullmatch(day)
    if number and month in _MONTHS and year.isdecimal() and len(year) == 4:
        yield from _valid(int(year), _MONTHS[month], int(number[1]))


def _numeric(first: str, second: str, third: str) -> Iterator[str]:
    """Read three numbers as a day: year first, or day, month, year; month first only where nothing else holds."""
    if len(first) == 4 and len(second) <= 2 and len(third) <= 2:
        yield from _valid(int(first), int(second), int(third))
    if len(first) <= 2 and len(second) <= 2 and len(third) in {2, 4}:
        years = (int(third),) if len(third) == 4 else (1900 + int(third), 2000 + int(third))
        for year in years:
            days = tuple(_valid(year, int(second), int(first)))
            yield from days or _valid(year, int(first), int(second))


def _valid(year: int, month: int, day: int) -> Iterator[str]:
    try:
        yield date(year, month, day).isoformat()
    except ValueError:
        return


# ---------------------------------------------------------------- amounts
def _decimals(text: str, words: Sequence[Piece], place: int) -> Iterator[Reading]:
    """Read groups of three digits, then a decimal comma or point and one or two digits."""
    whole, at = words[place].text, place
    while whole.isascii() and whole.isdecimal():
        gap = _gap(text, words, at)
        if gap is None:
            return
        group = words[at + 1].text
        if _DECIMAL.fullmatch(gap) and group.isdecimal() and len(group) <= 2 and _ends(text, words, at + 1):
            yield f"{int(whole)}.{group:0<2}", at + 2 - place
            if int(group) == 0:
                yield str(int(whole)), at + 2 - place
        is_thousand = gap in _THOUSANDS and len(group) == 3 and len(words[place].text) <= 3
        if not (gap and is_thousand and at - place < 4):
            return
        whole, at = whole + group, at + 1


def _ends(text: str, words: Sequence[Piece], place: int) -> bool:
    """Return whether no further group follows at once: `12.03.24` is no amount."""
    gap = _gap(text, words, place)
    return gap not in {".", "/", "-", ","} or not words[place + 1].text.isdecimal()


# ---------------------------------------------------------------- identifiers
@lru_cache(maxsize=20_000)
def _may_be_glued(word: str) -> bool:
    """Return whether a word can be a group of an identifier: it holds a digit, or is two or four capital letters."""
    if not word.isascii():
        return False
    return any(char.isdecimal() for char in word) or (len(word) in {2, 4} and word.isupper())


def _glued(text: str, words: Sequence[Piece], place: int) -> Iterator[Reading]:
    """Glue the groups that begin here, evenly parted, for every length; cells of one character as a whole row."""
    row = tuple(_groups(text, words, place))
    if len(row) > 1 and all(len(group) == 1 for group in row):
        begins = place == 0 or len(words[place - 1].text) > 1
        row_readings = [len(row)] if begins else []
    else:
        row_readings = list(range(2, min(len(row), _MOST_GROUPS) + 1))
    for length in row_readings:
        glued = "".join(row[:length])
        if len(glued) >= _SHORTEST and not glued.isalpha():
            yield glued, length


def _groups(text: str, words: Sequence[Piece], place: int) -> Iterator[str]:
    """Yield the groups from here on that stand evenly parted, up to the longest identifier."""
    between, total = None, 0
    for at in range(place, len(words)):
        word = words[at].text
        total += len(word)
        if not _may_be_glued(word) or total > _LONGEST:
            return
        yield word.lower()
        gap = _gap(text, words, at)
        if gap is None or not _holds(gap, words[at + 1].text) or (between is not None and gap != between):
            return
        between = gap


def _holds(gap: str, following: str) -> bool:
    """Return whether a gap may stand within one identifier or number."""
    if len(gap) != 1:
        return False
    return gap in _GLUE or (gap in _THOUSANDS and len(following) == 3 and following.isdecimal())
