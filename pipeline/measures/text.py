"""Errors of text: characters by edit distance, words by whether they were found at all.

Blanks and line breaks count as one blank each: how a paper is broken into lines is no error. Characters depend on the
order of reading, words do not; the two together tell misreading from another order.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_AROUND = ".,;:!?()[]{}«»\"'’…"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """Pages with a known text: edits and characters, words and those found; cer may be above 1."""

    edits: int = 0
    characters: int = 0
    words: int = 0
    found: int = 0
    pages: int = 0

    @property
    def cer(self) -> float | None:
        """Return the character error rate: insertions, deletions and substitutions a true character."""
        return self.edits / self.characters if self.characters else None

    @property
    def word_recall(self) -> float | None:
        """Return the share of the true words that were read, each as often as it stands there."""
        return self.found / self.words if self.words else None


def score_text(true: str, said: str) -> TextScore:
    """Compare the text of one page with what was read on it."""
    wanted, got = plain(true), plain(said)
    words, read = Counter(words_of(wanted)), Counter(words_of(got))
    return TextScore(
        edits=Levenshtein.distance(wanted, got),
        characters=len(wanted),
        words=words.total(),
        found=(words & read).total(),
        pages=1,
    )


def total(scores: Iterable[TextScore]) -> TextScore:
    """Add up pages: a long page weighs more than a short one."""
    every = list(scores)
    return TextScore(
        edits=sum(each.edits for each in every),
        characters=sum(each.characters for each in every),
        words=sum(each.words for each in every),
        found=sum(each.found for each in every),
        pages=sum(each.pages for each in every),
    )


def plain(text: str) -> str:
    """Return a text with single blanks, its accents composed (NFC)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_of(text: str) -> list[str]:
    """Return the words without the signs around them, in small letters."""
    return [word for each in text.casefold().split() if (word := each.strip(_AROUND))]
