"""The search index: what is asked, what is indexed, what is found."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pipeline.model.values import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a grant reaches: one case type, one basket, or (None) all; what is in no case yet is within any reach."""

    case_type: str | None = None
    basket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """What the asker may see: their circles, None for every one (system); and within these what any reach lets see."""

    circles: tuple[str, ...] | None
    reaches: tuple[Reach, ...] | None = None


NOBODY = Visibility(circles=())
"""Sees nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A question to the index: words as typed (quotes for a phrase, trailing * for a prefix, ~ for fuzzy)."""

    text: str
    visibility: Visibility = NOBODY
    """Put in by the service that asks the index for somebody; whoever asks the service says nothing of it."""
    document: str | None = None
    """Only the pages of this document."""
    document_class: str | None = None
    case: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 20
    after: str | None = None
    only: tuple[tuple[str, str], ...] = ()
    """Facets that must have a value, such as ("basket", "control"); all of them hold."""
    amount_from: int | None = None
    """Least amount of the document without its sign, in the minor unit of its currency; both ends are included."""
    amount_to: int | None = None
    has_facets: bool = True
    """Whether values are to be counted: who asks for the total alone is answered sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """A word of an indexed page and its box, for the highlight on the picture."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """One page of a document as the index keeps it; received_on ISO day.

    state: of the document; basket and party: of its case, the party as a person reads it; amount: the largest read
    from the document, its total.
    """

    document: str
    page: int
    document_class: str
    case: str | None
    case_type: str | None
    circle: str
    received_on: str
    language: str | None
    text: str
    words: tuple[IndexedWord, ...]
    fields: tuple[tuple[str, str], ...]
    state: str | None = None
    basket: str | None = None
    party: str | None = None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One page that answers; boxes of the words that matched, in source fractions."""

    document: str
    page: int
    document_class: str
    case: str | None
    score: float
    snippet: str
    boxes: tuple[tuple[float, float, float, float], ...]
    marks: tuple[tuple[int, int], ...] = ()
    """Characters [start, end) of the snippet that matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """Hits, best first; next: the cursor for more, or None; facets: name to (value, count)."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearWord:
    """A word read on a page that resembles one asked for; word: its place among the page's words, from 0."""

    page: int
    word: int
    text: str
    likeness: float
    """1 for the same letters, less the more of them differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """One thing a question asks for, on the pages of one document.

    pages: those on which it stands; near: what is read there instead, the nearest first; is_scattered: a phrase whose
    words all stand there, but not one after the other; is_too_short: asked for as misread, and too short to be.
    """

    text: str
    pages: tuple[int, ...]
    near: tuple[NearWord, ...]
    is_scattered: bool = False
    is_too_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question held against the pages of one document; passed_over: words too common to be looked for."""

    parts: tuple[AskedPart, ...]
    passed_over: tuple[str, ...]


class WordJudge(Protocol):
    """What every index understands of words, to tell why a page does not answer."""

    def judge(self, typed: str, pages: Sequence[IndexedPage]) -> Judged:
        """Hold what was typed against the pages of a document."""
        ...


class SearchIndex(Protocol):
    """The index of pages: a projection that can always be built anew."""

    def replace(self, documents: Sequence[tuple[str, Sequence[IndexedPage]]]) -> None:
        """Put these pages in place of all that is indexed of each document; durable when it returns."""
        ...

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Raises WrongUsage for a query that cannot be read, PartUnreachable."""
        ...

    def count(self, query: SearchQuery) -> int:
        """How many pages answer, as the total of `search` says, for less; raises the same."""
        ...

    def documents(self) -> Iterator[str]:
        """Every document indexed, for the comparison with the records."""
        ...

    def clear(self) -> None:
        """Forget everything, also what is damaged or was made by another version."""
        ...

    def renewing(self) -> AbstractContextManager[None]:
        """Begin an empty index aside, and put it in the place of the old one at the end.

        Meanwhile the old one answers, and every `replace`, of any process, goes to both. An error leaves the old one.
        Raises ConcurrentChange at the end when another renewal has begun since.
        """
        ...
