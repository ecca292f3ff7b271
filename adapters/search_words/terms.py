"""Cuts text into tokens and gives each the terms it is found under: as written, and its French and English stems.

Terms are without case, accents and ligatures; elided articles and the English possessive are left out; a word cut
by a hyphen at the end of a line is whole again; numbers and dates get one canonical term (`numbers`).
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from adapters.search_words.numbers import Piece, canonical_terms
from pipeline.folding import fold

LONGEST_TERM = 120
"""Characters; longer ones (encoded data) are cut. Tantivy drops terms over 64 kB without a word."""
APOSTROPHES = "'’ʼ‘`´"
ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"))
"""Lucene's French elision list, with `quelqu`."""
_WORD = re.compile(r"[^\W_]+")
HYPHENS = "-‐¬"
_DEGREES = str.maketrans({"º": "°", "˚": "°"})
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


class Form(NamedTuple):
    """One term a token is found under; a canonical one has no stems and covers `length` tokens."""

    exact: str
    french: str = ""
    english: str = ""
    length: int = 1


class Token(NamedTuple):
    """A token of a text, characters [start, end); its first form is the word itself."""

    start: int
    end: int
    forms: tuple[Form, ...]


def clean(text: str) -> str:
    """Give the text composed (NFC), without invisible signs, with one sign for degrees; `tokens` counts in this."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_DEGREES))


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a cleaned text into tokens, in order."""
    words = _words(text)
    canonical = canonical_terms(text, words)
    return tuple(
        Token(
            word.start,
            word.end,
            (*_written_forms(text, word), *(Form(term, length=length) for term, length in canonical.get(place, ()))),
        )
        for place, word in enumerate(words)
    )


@lru_cache(maxsize=100_000)
def form(word: str) -> Form:
    """Give the terms of one word."""
    folded = fold(word)[:LONGEST_TERM]
    if not folded.isalpha():
        return Form(folded, folded, folded)
    # the French stem needs the accents; stemmed again without them it equals that of the word typed without
    french = _stem(_stem(word.lower().replace("œ", "oe")[:LONGEST_TERM], "french"), "french", folds=True)
    return Form(folded, french, _stem(folded, "english"))


def _written_forms(text: str, word: Piece) -> tuple[Form, ...]:
    """Give the word's forms; of one cut at the end of a line, the whole and both parts."""
    if not word.is_cut:
        return (form(word.text),)
    parts = _WORD.findall(text[word.start : word.end])
    return (form(word.text), *(form(part) for part in parts))


def _words(text: str) -> list[Piece]:
    """Find the words: elided articles left out, cut words joined, `n°` written out."""
    found: list[Piece] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if _is_elided(text, start, end) or _is_possessive(text, start, end):
            continue
        if found and _goes_on(text, found[-1], start):
            found[-1] = Piece(found[-1].start, end, found[-1].text + match.group(), is_cut=True)
        elif text[end : end + 1] == "°" and match.group() in {"n", "N"}:
            found.append(Piece(start, end + 1, "numéro"))
        else:
            found.append(Piece(start, end, match.group()))
    return found


def _is_elided(text: str, start: int, end: int) -> bool:
    return (
        text[end : end + 1] in APOSTROPHES and text[end + 1 : end + 2].isalpha() and text[start:end].lower() in ELIDED
    )


def _is_possessive(text: str, start: int, end: int) -> bool:
    return text[start:end] == "s" and start > 1 and text[start - 1] in APOSTROPHES and text[start - 2].isalpha()


def _goes_on(text: str, before: Piece, start: int) -> bool:
    """Tell whether a word begun before a hyphen at the end of a line goes on here."""
    gap = text[before.end : start]
    return (
        len(gap) > 1
        and gap[0] in HYPHENS
        and gap[1:].isspace()
        and text[start].islower()
        and text[before.end - 1].isalpha()
        and not before.is_cut
    )


@lru_cache(maxsize=4)
def _stemmer(language: str, *, folds: bool) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.raw())
    if folds:
        builder = builder.filter(Filter.ascii_fold())
    return builder.filter(Filter.stemmer(language)).build()


def _stem(word: str, language: str, *, folds: bool = False) -> str:
    """Give the stem of one word in small letters (Snowball, as Tantivy holds it)."""
    stems = _stemmer(language, folds=folds).analyze(word)
    return stems[0] if stems else word
