"""Cuts text into tokens and gives each the terms it is found under: as written, and its French and English stems.

Terms are without case, accents and ligatures; elided articles and the English possessive are left out; a word cut
by a hyphen at the end of a line is whole again; numbers and dates get one canonical term (`numbers`).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from adapters.search_words.numbers import Piece, canonical_terms, may_join
from pipeline.folding import fold

LONGEST_TERM = 120
"""Characters; longer ones (encoded data) are cut. Tantivy drops terms over 64 kB without a word."""
APOSTROPHES = "'’ʼ‘`´"
ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"))
"""Lucene's French elision list, with `quelqu`."""
_WORD = re.compile(r"[^\W_]+")
HYPHENS = "-‐¬"
_SHORT = 12
"""Words of a run that is remembered: dates, amounts and people's numbers come again, rows of tables do not."""
_DEGREES = str.maketrans({"º": "°", "˚": "°"})
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


class Form(NamedTuple):
    """One term a token is found under; a canonical one has no stems and covers `length` tokens."""

    exact: str
    french: str = ""
    english: str = ""
    length: int = 1


class Token(NamedTuple):
    """A token, standing in the printed words [first, last]; its first form is the word itself."""

    first: int
    last: int
    forms: tuple[Form, ...]


class _Kind(IntEnum):
    """How a printed word may belong to its neighbours."""

    ALONE = 0
    MAY_JOIN = 1
    JOINS = 2


def clean(text: str) -> str:
    """Return the text composed (NFC), without invisible signs, with one sign for degrees."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_DEGREES))


def printed(text: str) -> list[str]:
    """Return the printed words of a text, as `tokens` takes them: cleaned, parted at blanks."""
    return clean(text).split()


def tokens(words: Sequence[str], *, has_numbers: bool = True) -> tuple[Token, ...]:
    """Cut printed words into tokens, in order; what is printed often is cut once (a page has some 300 words).

    Without numbers only words cut at the end of a line are joined: enough, and quicker, where no number is looked for.
    """
    found: list[Token] = []
    kinds = [_kind(word) if has_numbers else _kind_of_letters(word) for word in words]
    at = 0
    while at < len(words):
        end = at + 1
        if kinds[at] is not _Kind.ALONE:
            end = _end_of_run(words, kinds, at)
        if end > at + 1 and _Kind.JOINS in kinds[at:end]:
            run = words[at:end]
            cut = _short_run(tuple(run)) if len(run) <= _SHORT else tokens_of_run(run)
            found.extend(Token(at + token.first, at + token.last, token.forms) for token in cut)
            at = end
        else:
            for forms in _by_itself(words[at]) if has_numbers else _of_letters(words[at]):
                found.append(Token(at, at, forms))  # noqa: PERF401 - mostly one: a generator costs more than it
            at += 1
    return tuple(found)


def tokens_of_run(words: Sequence[str]) -> tuple[Token, ...]:
    """Cut printed words that may make numbers, dates, identifiers or a word cut at the line's end together."""
    text = " ".join(words)
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    pieces = _words(text)
    canonical = canonical_terms(text, pieces)
    return tuple(
        Token(
            bisect_right(starts, piece.start) - 1,
            bisect_right(starts, piece.end - 1) - 1,
            (*_written(text, piece), *(Form(term, length=length) for term, length in canonical.get(place, ()))),
        )
        for place, piece in enumerate(pieces)
    )


@lru_cache(maxsize=5_000)
def _short_run(words: tuple[str, ...]) -> tuple[Token, ...]:
    return tokens_of_run(words)


@lru_cache(maxsize=20_000)
def _by_itself(word: str) -> tuple[tuple[Form, ...], ...]:
    return tuple(token.forms for token in tokens_of_run((word,)))


@lru_cache(maxsize=20_000)
def _of_letters(word: str) -> tuple[tuple[Form, ...], ...]:
    """Do the same without canonical terms, which take as long as the words themselves."""
    return tuple(_written(word, piece) for piece in _words(word))


@lru_cache(maxsize=20_000)
def _kind(word: str) -> _Kind:
    parts = _WORD.findall(word)
    if any(char.isdecimal() for char in word) or _is_cut(word):
        return _Kind.JOINS
    if not parts:
        return _Kind.MAY_JOIN if word and set(word) <= set(".,/-") else _Kind.ALONE
    return _Kind.MAY_JOIN if any(may_join(part) for part in parts) else _Kind.ALONE


@lru_cache(maxsize=20_000)
def _kind_of_letters(word: str) -> _Kind:
    return _Kind.JOINS if _is_cut(word) else _Kind.ALONE


def _is_cut(word: str) -> bool:
    """Return whether a word may go on in the next line."""
    return len(word) > 1 and word[-1] in HYPHENS and word[-2].isalpha()


def _end_of_run(words: Sequence[str], kinds: Sequence[_Kind], at: int) -> int:
    """Return where the words that may belong together end; after a hyphen the next one goes along."""
    end = at + 1
    while end < len(words) and (kinds[end] is not _Kind.ALONE or words[end - 1][-1:] in tuple(HYPHENS)):
        end += 1
    return end


@lru_cache(maxsize=20_000)
def form(word: str) -> Form:
    """Return the terms of one word."""
    folded = _folded(word)[:LONGEST_TERM]
    if not folded.isalpha():
        return Form(folded, folded, folded)
    accented = word.lower().replace("œ", "oe")[:LONGEST_TERM]  # the French stem needs the accents
    return Form(folded, _folded(_stem(accented, "french")), _stem(folded, "english"))


def _folded(word: str) -> str:
    """Fold one word; a few signs of one letter fold to several words, which stay one term."""
    return fold(word).replace(" ", "")


def stem_without_accents(asked: Form) -> str:
    """Return the other French stem of a word typed without accents, or "": `declarees` is `declare`, then `declar`.

    Of 28,000 French words typed without accents 67 % of their other inflections are found so, 59 % else; stemming
    everything twice finds 68 % but a fifth more of other words.
    """
    if asked.french.endswith("e") and _stem(asked.exact, "french") == asked.french:
        again = _stem(asked.french, "french")
        return again if again != asked.french else ""
    return ""


def _written(text: str, word: Piece) -> tuple[Form, ...]:
    """Return the word's forms; of one cut at the end of a line, the whole and both parts."""
    if not word.is_cut:
        return (form(word.text),)
    return (form(word.text), *(form(part) for part in _WORD.findall(text[word.start : word.end])))


def _words(text: str) -> list[Piece]:
    """Find the words: elided articles left out, cut words joined, `n°` written out."""
    found: list[Piece] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        after = text[end : end + 1]
        if after in APOSTROPHES and _is_elided(text, start, end):
            continue
        if word == "s" and _is_possessive(text, start):
            continue
        if found and text[found[-1].end] in HYPHENS and _goes_on(text, found[-1], start):
            found[-1] = Piece(found[-1].start, end, found[-1].text + word, is_cut=True)
        elif after == "°" and word in {"n", "N"}:
            found.append(Piece(start, end + 1, "numéro"))
        else:
            found.append(Piece(start, end, word))
    return found


def _is_elided(text: str, start: int, end: int) -> bool:
    return text[end + 1 : end + 2].isalpha() and text[start:end].lower() in ELIDED


def _is_possessive(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] in APOSTROPHES and text[start - 2].isalpha()


def _goes_on(text: str, before: Piece, start: int) -> bool:
    """Return whether a word begun before a hyphen at the end of a line goes on here."""
    blank = text[before.end + 1 : start]
    return blank.isspace() and text[start].islower() and text[before.end - 1].isalpha() and not before.is_cut


@lru_cache(maxsize=2)
def _stemmer(language: str) -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(language)).build()


def _stem(word: str, language: str) -> str:
    """Return the stem of one word in small letters (Snowball, as Tantivy holds it)."""
    stems = _stemmer(language).analyze(word)
    return stems[0] if stems else word
