"""Finds known phrases among the words of a page, tolerant of what scanners do to letters and blanks.

Phrases are compared as blurred letters without blanks, so that words cut in two or run together are found; the
number of wrong letters allowed grows with the length, and short words must be exact.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.folding import blurred
from pipeline.model.page import Word

_JOINT = re.compile(r"(?<=[^\W\d_])[/|](?=[^\W\d_])|:(?!\d)|(?<=[^\W\d_]):|(?<=[^\W\d_])\(s\)")
_LONGEST = 12
"""The most printed words that a phrase may span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A printed word, or the part of it before or after a colon or stroke; key: its blurred letters."""

    text: str
    key: str
    word: Word
    index: int
    has_colon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase found: units [start, end), likeness 0 to 1 (1: letter by letter)."""

    phrase: str
    start: int
    end: int
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhraseBook:
    """Phrases prepared for the search, by length and outer letters."""

    exact: dict[str, tuple[str, ...]]
    near: dict[tuple[int, str], tuple[str, ...]]
    longest_key: int
    most_words: int


@lru_cache(maxsize=128)
def phrase_book(phrases: tuple[str, ...]) -> PhraseBook:
    """Prepare phrases for the search; made once for equal phrases."""
    exact: dict[str, list[str]] = defaultdict(list)
    near: dict[tuple[int, str], set[str]] = defaultdict(set)
    for phrase in phrases:
        key = blurred(phrase)
        if not key:
            continue
        exact[key].append(phrase)
        if mistakes_allowed(len(key)):
            near[len(key), "^" + key[0]].add(key)
            near[len(key), "$" + key[-1]].add(key)
    return PhraseBook(
        exact={key: tuple(found) for key, found in exact.items()},
        near={place: tuple(sorted(keys)) for place, keys in near.items()},
        longest_key=max(map(len, exact), default=0) + 3,
        most_words=min(_LONGEST, max((len(p.replace("'", " ").split()) for p in phrases), default=0) + 2),
    )


def mistakes_allowed(length: int) -> int:
    """Return how many letters of a phrase of this length may be misread: none up to four, then about one in five."""
    return 0 if length <= 4 else 1 if length <= 7 else 2 if length <= 13 else 3


def units(words: Sequence[Word]) -> tuple[Unit, ...]:
    """Part words at colons and at strokes between letters; what holds no letter or digit is left out."""
    found = []
    for index, word in enumerate(words):
        pieces = _JOINT.split(word.text)
        for position, piece in enumerate(pieces):
            key = blurred(piece)
            is_parted = ":" in word.text and position < len(pieces) - 1
            colon = is_parted or piece.endswith(":") or _is_colon(words, index + 1)
            if key:
                found.append(Unit(text=piece, key=key, word=word, index=index, has_colon=colon))
    return tuple(found)


def _is_colon(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].text.strip() in {":", ";"}


def find(book: PhraseBook, among: Sequence[Unit]) -> tuple[Hit, ...]:
    """Return every phrase found, in order of their start; different phrases may overlap, hits of one phrase do not."""
    hits: list[Hit] = []
    for start in range(len(among)):
        key = ""
        for end in range(start + 1, min(len(among), start + book.most_words) + 1):
            key += among[end - 1].key
            if len(key) > book.longest_key:
                break
            for near, likeness in _alike(book, key):
                hits += [
                    Hit(phrase=phrase, start=start, end=end, likeness=likeness) for phrase in book.exact.get(near, ())
                ]
    return tuple(sorted(_apart(hits), key=lambda hit: (hit.start, hit.end)))


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Keep of overlapping hits of one phrase the most alike."""
    kept: dict[str, list[Hit]] = defaultdict(list)
    for hit in sorted(hits, key=lambda h: (-h.likeness, h.end - h.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept[hit.phrase]):
            kept[hit.phrase].append(hit)
    return [hit for same in kept.values() for hit in same]


def best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Keep of overlapping hits the longest and most alike, in order of their start."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-len(blurred(h.phrase)) * h.likeness**2, h.end - h.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda h: h.start))


@lru_cache(maxsize=100_000)
def _alike(book: PhraseBook, key: str) -> tuple[tuple[str, float], ...]:
    """Return the book's keys that the key may be a misreading of; papers of one kind ask for the same ones again."""
    if key in book.exact:
        return ((key, 1.0),)
    slack = mistakes_allowed(len(key))
    near = (*_near(book, len(key), "^" + key[0]), *_near(book, len(key), "$" + key[-1])) if slack else ()
    if not near:
        return ()
    # One call for all: by far the most of them are further off than allowed.
    close = process.extract(key, near, scorer=Levenshtein.distance, score_cutoff=slack, limit=None)
    found = {
        other: 1 - distance / max(len(key), len(other))
        for other, distance, _ in close
        if distance <= mistakes_allowed(len(other))
    }
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], len(pair[0]))))


@lru_cache(maxsize=20_000)
def _near(book: PhraseBook, length: int, place: str) -> tuple[str, ...]:
    """Return the book's keys of about the length that begin (`^a`) or end (`$a`) with a letter."""
    slack = mistakes_allowed(length)
    lengths = range(length - slack, length + slack + 1)
    return tuple(key for other in lengths for key in book.near.get((other, place), ()))
