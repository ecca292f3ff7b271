"""A page as every index reads it: its texts as tokens, and what of it is shown when it answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.search_words.matching import places
from adapters.search_words.question import Clause, terms_of
from adapters.search_words.terms import Token, clean, printed, tokens
from services.ports.search import IndexedPage

Box = tuple[float, float, float, float]
SNIPPET_WORDS = 32
"""Two or three printed lines."""
_LEAD = 6
"""Words before the first match, so that it is read in its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the reader of an answer sees of a page."""

    snippet: str
    marks: tuple[tuple[int, int], ...]
    matched: tuple[int, ...]
    """The numbers of the words that matched, from 0."""


def searched_texts(page: IndexedPage) -> tuple[tuple[Token, ...], ...]:
    """Return the texts in which a page is found: its own, then its document's field values, case and identifier."""
    body = page.text if page.text.strip() else " ".join(word.text for word in page.words)
    values = [value for _, value in page.fields]
    return tuple(tokens(printed(text)) for text in (body, *values, page.case or "", page.document))


def printed_words(page: IndexedPage) -> tuple[str, ...]:
    """Return the page's words as they are shown, each without blanks; they stand in the order of its boxes."""
    words = [word.text for word in page.words] or page.text.split()
    return tuple("".join(clean(word).split()) for word in words)


def shown(clauses: Sequence[Clause], words: Sequence[str]) -> Shown:
    """Return the excerpt around the best place, the marked characters in it, and all words that matched."""
    found = tokens(words, has_numbers=_ask_numbers(clauses)) if clauses else ()
    by_clause = tuple(
        frozenset(
            word
            for place in places(clause, (found,))
            for word in range(found[place.first].first, found[place.last].last + 1)
        )
        for clause in clauses
    )
    matched = sorted(frozenset().union(*by_clause))
    first = _best_start(matched, by_clause)
    snippet, marks = _excerpt(words, first, frozenset(matched))
    return Shown(snippet=snippet, marks=marks, matched=tuple(matched))


def _ask_numbers(clauses: Sequence[Clause]) -> bool:
    """Return whether a number, a date or an identifier is looked for."""
    return any(not term.isalpha() for clause in clauses for term in terms_of(clause))


def _best_start(matched: Sequence[int], by_clause: Sequence[frozenset[int]]) -> int:
    """Return the word at which the excerpt begins: the one that shows most clauses, then most matches."""

    def worth(first: int) -> tuple[int, int]:
        inside = [word for word in matched if first <= word < first + SNIPPET_WORDS - _LEAD]
        return sum(any(word in found for word in inside) for found in by_clause), len(inside)

    best = max(matched[:200], key=worth, default=0)
    return max(0, best - _LEAD)


def _excerpt(words: Sequence[str], first: int, matched: frozenset[int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the words as one line, and the character ranges [start, end) of those that matched, neighbours joined."""
    last = min(len(words), first + SNIPPET_WORDS)
    line, marks = "… " if first else "", list[tuple[int, int]]()
    for number in range(first, last):
        start = len(line)
        line += words[number]
        if number in matched:
            joins = marks and number - 1 in matched and number > first
            marks[-1:] = [(marks[-1][0], len(line))] if joins else [*marks[-1:], (start, len(line))]
        line += " " if number + 1 < last else ""
    return line + (" …" if last < len(words) else ""), tuple(marks)
