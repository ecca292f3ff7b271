"""An index that looks through a list, for `preview`, tests, and as the judge of the real ones.

It matches by `adapters.search_words` alone and so says what every index must find.
Fulfils `services.ports.search.SearchIndex`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.search_faults import renewed_meanwhile
from adapters.search_words.asking import (
    FACETS,
    Asked,
    Standing,
    cursor,
    facet_values,
    lets_through,
    ordered_counts,
    read,
    standing,
)
from adapters.search_words.matching import Texts, places
from adapters.search_words.page import printed_words, searched_texts, shown
from adapters.search_words.question import Clause, Exact, Word
from adapters.search_words.terms import Token
from services.ports.search import Hit, IndexedPage, SearchAnswer, SearchQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A page with its texts as tokens."""

    page: IndexedPage
    texts: tuple[tuple[Token, ...], ...]


_Pages = dict[str, tuple[_Kept, ...]]


class MemoryIndex:
    """Keeps pages as long as it lives itself."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: _Pages = {}
        self._next: _Pages | None = None

    def replace(self, documents: Sequence[tuple[str, Sequence[IndexedPage]]]) -> None:
        """Put these pages in place of all that is indexed of each document."""
        for document, pages in documents:
            kept = tuple(_Kept(page=page, texts=searched_texts(page)) for page in pages)
            for index in (self._kept, self._next):
                if index is not None and kept:
                    index[document] = kept
                elif index is not None:
                    index.pop(document, None)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Return the answers; raises WrongUsage for a query that cannot be read."""
        asked = read(query)
        found = sorted(
            ((standing(score, kept.page.document, kept.page.page), kept) for kept, score in self._found(query, asked)),
            key=lambda answer: answer[0],
        )
        rest = [one for one in found if asked.last_seen is None or one[0] > asked.last_seen]
        given = rest[: query.limit]
        return SearchAnswer(
            total=len(found),
            hits=tuple(_hit(asked, place, kept.page) for place, kept in given),
            facets=_facets([kept.page for _, kept in found]) if query.has_facets else (),
            next=cursor(given[-1][0], asked.seen + len(given)) if len(rest) > len(given) else None,
        )

    def count(self, query: SearchQuery) -> int:
        """Return the number of answers; raises WrongUsage for a query that cannot be read."""
        return sum(1 for _ in self._found(query, read(query)))

    def documents(self) -> Iterator[str]:
        """Yield every document indexed."""
        yield from tuple(self._kept)

    def clear(self) -> None:
        """Forget everything."""
        self._kept, self._next = {}, None

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Fill an empty index aside and put it in place at the end; raises ConcurrentChange."""
        begun: _Pages = {}
        self._next = begun
        try:
            yield
            if self._next is not begun:
                raise renewed_meanwhile("memory")
            self._kept = begun
        finally:
            if self._next is begun:
                self._next = None

    def _found(self, query: SearchQuery, asked: Asked) -> Iterator[tuple[_Kept, float]]:
        for pages in self._kept.values():
            for kept in pages:
                if _is_open_to(query, asked, kept.page):
                    score = _score(asked, kept)
                    if score > 0:
                        yield kept, score


def _is_open_to(query: SearchQuery, asked: Asked, page: IndexedPage) -> bool:
    circles, reaches = query.visibility.circles, query.visibility.reaches
    is_within = reaches is None or any(
        page.case_type in {None, reach.case_type or page.case_type}
        and page.basket in {None, reach.basket or page.basket}
        for reach in reaches
    )
    return (circles is None or page.circle in circles) and is_within and lets_through(asked, page)


def _score(asked: Asked, kept: _Kept) -> float:
    """Return 0 when a clause does not hold, else more the more often they hold, and as typed, on fewer words."""
    if not asked.question.clauses:
        return 1.0 if asked.question.is_empty else 0.0
    length = 1 + sum(map(len, kept.texts))
    often = [_often(clause, kept.texts) for clause in asked.question.clauses]
    return sum(count / (count + 1 + length / 300) for count in often) if all(often) else 0.0


def _often(clause: Clause, texts: Texts) -> int:
    """Count where a clause holds; a word counts twice where it stands as it was typed."""
    as_typed = len(places(Exact(clause.form.exact), texts)) if isinstance(clause, Word) else 0
    return len(places(clause, texts)) + as_typed


def _hit(asked: Asked, place: Standing, page: IndexedPage) -> Hit:
    seen = shown(asked.question.clauses, printed_words(page))
    return Hit(
        document=page.document,
        page=page.page,
        document_class=page.document_class,
        case=page.case,
        score=-place.minus_score,
        snippet=seen.snippet,
        marks=seen.marks,
        boxes=tuple(page.words[word].box for word in seen.matched) if page.words else (),
    )


def _facets(pages: Sequence[IndexedPage]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    counts = Counter(value for page in pages for value in facet_values(page))
    return tuple(
        (name, ordered_counts((value, count) for (facet, value), count in counts.items() if facet == name))
        for name in FACETS
    )
