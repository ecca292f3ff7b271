"""Where a value known from elsewhere stands on the pages, in whatever form it is printed there.

The other readers ask what a place says; this one asks where a value is said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from extractors.written.dates import days_in
from pipeline.folding import fold, letters
from pipeline.model.document import Evidence
from pipeline.model.page import Line, Recognition, Word
from pipeline.model.values import Amount, Day, Identifier, Text, Value
from pipeline.page_layout import evidence_of, holding

_THOUSANDS: Final = r"[\s.,'’\u00a0\u202f]?"
_NO_CENTS: Final = r"(?:[.,](?:00|-{1,2}|–))?"
_WITH_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)")
_MONTHS: Final = (
    ("jan", "gen", "ene"),
    ("feb", "fev"),
    ("mar", "maer", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("mai", "may", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "dic"),
)
"""How the months begin in English, French, German, Dutch, Spanish, Italian and Portuguese, without accents."""
LEAST_NAME = 3
"""Letters of a word of a name that counts."""
ENOUGH_OF_A_NAME = 0.5


def place_of(value: Value, pages: Sequence[Recognition], *, today: date) -> Evidence | None:
    """Return the first place that says the value, or None."""
    for page in pages:
        for line in page.lines:
            words = tuple(_saying(value, line, today))
            if words:
                return evidence_of(words, page=page.number)
    return None


def names_on(name: str, pages: Sequence[Recognition]) -> bool:
    """Return whether at least half of a name's words stand somewhere on the pages, in any order."""
    wanted = [word for word in re.split(r"\W+", fold(name)) if len(word) >= LEAST_NAME]
    shown = {word for page in pages for word in re.split(r"\W+", fold(page.text))}
    return not wanted or sum(word in shown for word in wanted) >= ENOUGH_OF_A_NAME * len(wanted)


def _saying(value: Value, line: Line, today: date) -> Iterator[Word]:
    match value:
        case Amount():
            yield from _matching(_figures(value), line)
        case Day():
            spans = [(found.start, found.end) for found in days_in(line.text, today=today) if found.day == value.value]
            yield from _words_at(line, (spans or list(_in_other_words(value.value, line.text)))[:1])
        case Identifier():
            yield from _run(value.value.casefold(), line, str.casefold)
        case Text():
            yield from _run(letters(value.value), line, letters)
        case _:
            return


def _in_other_words(day: date, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the day stands with its month in a language that `dates` does not read."""
    for match in _WITH_MONTH.finditer(text):
        is_month = fold(match[2]).startswith(_MONTHS[day.month - 1])
        if (int(match[1]), int(match[3])) == (day.day, day.year) and is_month:
            yield match.span()


def _figures(value: Amount) -> re.Pattern[str]:
    """Return the forms of an amount: separators between thousands or none, a comma or a point, no cents when none."""
    units, cents = divmod(abs(value.minor), 100)
    grouped = _THOUSANDS.join(f"{units:,}".split(","))
    decimals = rf"[.,]{cents:02}" if cents else _NO_CENTS
    return re.compile(rf"(?<![\d.,]){grouped}{decimals}(?!\d|[.,]\d)")


def _matching(pattern: re.Pattern[str], line: Line) -> Iterator[Word]:
    match = pattern.search(line.text)
    return _words_at(line, [match.span()] if match else [])


def _words_at(line: Line, spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
    texts = [word.text for word in line.words]
    for start, end in spans:
        yield from (line.words[at] for at in holding(texts, start, end))


def _run(wanted: str, line: Line, squeezed: Callable[[str], str]) -> Iterator[Word]:
    """Yield the words that together say a number or name, whatever blanks and signs stand between its characters."""
    needle = "".join(filter(str.isalnum, wanted))
    owners = [(character, index) for index, word in enumerate(line.words) for character in squeezed(word.text)]
    kept = [(character, index) for character, index in owners if character.isalnum()]
    text = "".join(character for character, _ in kept)
    at = text.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        if _is_whole(kept, at, end):
            first, last = kept[at][1], kept[end - 1][1]
            yield from line.words[first : last + 1]
            return
        at = text.find(needle, at + 1)


def _is_whole(kept: Sequence[tuple[str, int]], start: int, end: int) -> bool:
    """Return whether a run is not the middle of a longer figure."""
    before = start > 0 and kept[start - 1][1] == kept[start][1] and kept[start - 1][0].isdigit()
    after = end < len(kept) and kept[end][1] == kept[end - 1][1] and kept[end][0].isdigit()
    return not (before and kept[start][0].isdigit()) and not (after and kept[end - 1][0].isdigit())
