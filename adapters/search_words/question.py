"""Reads what a person typed into clauses that must all hold; nothing typed is ever an error, odd signs are blanks.

Words in quotes stand together; `word*` is the beginning of a word, `word~` one that may be misread; a number, date or
identifier is one thing however it is spaced. Little words count only where nothing else was typed, or in quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from adapters.search_words.terms import HYPHENS, Form, Token, form, printed, stem_without_accents, tokens

_FRENCH_STOP_WORDS = """
a au aux c ce ces cet cette d de des du elle elles en et eux il ils j je l la le les leur leurs lui m ma mais me mes mon
n ne nos notre nous ou par pas pour qu que qui s sa se ses son sur t ta te tes ton tu un une vos votre vous y
"""
_ENGLISH_STOP_WORDS = """
an and are as at be but by for from has have i in is it its of on or that the their this to was were will with
"""
STOP_WORDS = frozenset((_FRENCH_STOP_WORDS + _ENGLISH_STOP_WORDS).split())
"""Words that tell nothing alone, folded (after the Snowball lists)."""
MOST_CLAUSES = 32
"""More words than these are not looked at: nobody types them, and a pasted page would keep the index busy."""
_QUOTE = re.compile(r"[\"“”„«»]")
# Begun only where a word begins, and never tried shorter: a pasted word of 20,000 signs would else take a minute.
_HYPHENED = re.compile(rf"(?<![^\W_])[^\W_]++(?:[{re.escape(HYPHENS)}][^\W_]++)+")
_NO_WORD = re.compile(r"[\W_]")
_MARKED = re.compile(r"(?P<word>.*\w)(?P<mark>[*~])[12]?[^\w*~]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any of its inflections; `also`: a French stem besides, of one typed without accents."""

    form: Form
    also: str = ""


@dataclass(frozen=True, slots=True)
class Exact:
    """One canonical term."""

    term: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, all as written or all in any inflection."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    term: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misread in up to `distance` signs (left out, put in, changed, or two swapped)."""

    form: Form
    distance: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these, the best first."""

    parts: "tuple[Clause, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    parts: "tuple[Clause, ...]"


Clause = Word | Exact | Phrase | Prefix | Fuzzy | AnyOf | AllOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked: clauses that must all hold; with none, `is_empty` asks for everything, else nothing answers.

    passed_over: what is not looked for, too common or after too many others.
    """

    clauses: tuple[Clause, ...]
    is_empty: bool
    passed_over: tuple[Clause, ...] = ()


def read_question(typed: str) -> Question:
    """Read what was typed."""
    every = tuple(dict.fromkeys(_clauses(typed)))
    clauses = every[:MOST_CLAUSES]
    wanted = tuple(clause for clause in clauses if not _is_stop_word(clause)) or clauses
    passed_over = tuple(clause for clause in every if clause not in wanted)
    return Question(clauses=wanted, is_empty=not typed.strip(), passed_over=passed_over)


def terms_of(clause: Clause) -> Iterator[str]:
    """Yield the terms that have to be read for a clause to hold, as written."""
    match clause:
        case Word() | Fuzzy():
            yield clause.form.exact
        case Exact() | Prefix():
            yield clause.term
        case Phrase():
            yield from (form.exact for form in clause.forms)
        case AllOf() | AnyOf():
            for part in clause.parts:
                yield from terms_of(part)
        case _:
            assert_never(clause)


def _clauses(typed: str) -> Iterator[Clause]:
    """Yield the clauses in order: every second part between paired quotes is a phrase."""
    parts = _QUOTE.split(typed)
    last = len(parts) - 1
    for number, part in enumerate(parts):
        if number % 2 and number != last:
            yield from _phrase(tokens(printed(part)))
        else:
            yield from _loose(printed(part))


def _phrase(found: Sequence[Token]) -> Iterator[Clause]:
    forms = tuple(token.forms[0] for token in found)
    if len(forms) == 1:
        yield Word(forms[0], stem_without_accents(forms[0]))
    elif forms:
        yield Phrase(forms)


def _loose(words: Sequence[str]) -> Iterator[Clause]:
    """Read words outside quotes; those with a mark behind stand for themselves, the others may belong together."""
    plain: list[str] = []
    for typed in words:
        marked = _MARKED.fullmatch(typed)
        if marked is None:
            plain.append(typed)
            continue
        yield from _together(plain)
        plain = []
        yield from _with_mark(marked["word"], marked["mark"])
    yield from _together(plain)


def _with_mark(word: str, mark: str) -> Iterator[Clause]:
    found = tokens((word,))
    if not found:
        return
    yield from _phrase(found[:-1])
    asked = found[-1].forms[0]
    if mark == "*":
        yield Prefix(asked.exact)
    else:
        yield Fuzzy(asked, _distance(asked.exact))


def _distance(term: str) -> int:
    """Return how many signs may differ: none below three letters, two from eight (as Elasticsearch's AUTO, later)."""
    return 0 if len(term) < 3 else 1 if len(term) < 8 else 2


def _together(words: Sequence[str]) -> Iterator[Clause]:
    """Read plain words; those that make one number, date or identifier are one clause."""
    typed = [list(same) for _, same in groupby(tokens(words), key=lambda token: token.first)]
    at = 0
    while at < len(typed):
        readings, covered = _longest_reading(typed[at:])
        parts = tuple(clause for word in typed[at : at + (covered or 1)] for clause in _typed_word(words, word))
        if covered:  # typed in parts it may also be several things: a quantity and a price
            fallback = parts[0] if len(parts) == 1 else AllOf(parts)
            yield AnyOf((*(Exact(term) for term in readings), fallback))
        else:
            yield from parts
        at += covered or 1


def _typed_word(words: Sequence[str], found: Sequence[Token]) -> Iterator[Clause]:
    """Read one word typed without blanks: its parts together, or, parted by hyphens, also as one word."""
    hyphened = _HYPHENED.search(words[found[0].first])
    for clause in _phrase(found):
        if hyphened and len(found) > 1:
            yield AnyOf((clause, Word(form(_NO_WORD.sub("", hyphened.group())))))
        else:
            yield clause


def _longest_reading(typed: Sequence[Sequence[Token]]) -> tuple[tuple[str, ...], int]:
    """Return the canonical terms of the longest reading that begins here and ends with a typed word, and its words."""
    ends, total = {}, 0
    for count, word in enumerate(typed, start=1):
        total += len(word)
        ends[total] = count
    readings = [reading for reading in typed[0][0].forms if reading.length > 1 and reading.length in ends]
    if not readings:
        return (), 0
    longest = max(reading.length for reading in readings)
    return tuple(reading.exact for reading in readings if reading.length == longest), ends[longest]


def _is_stop_word(clause: Clause) -> bool:
    return isinstance(clause, Word) and clause.form.exact in STOP_WORDS
