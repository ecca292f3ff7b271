"""Why a document is not found: each step from the records to the answer, checked for one question of one person.

It says nothing of what the person may not see: a document of a circle closed to them does not exist here either.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import NoRight
from pipeline.geometry import Box
from pipeline.model.actor import Actor
from pipeline.model.identity import DocumentId
from pipeline.model.states import DocumentState
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore
from pipeline.rights import Act
from services.access import act_of, require, visibility
from services.capture.read import recognitions
from services.instruments import explain_words as words
from services.looking.find import DocumentView, Find
from services.ports.records import Records, UnitOfWork
from services.ports.search import AskedPart, IndexedPage, NearWord, SearchIndex, SearchQuery, WordJudge
from services.topics import DOCUMENT
from services.upkeep.project import indexed_pages

MOST_RANKED = 1000
"""How far down the answers the place of a document is counted."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWord:
    """A word as it was read: where, and how sure the engine was, 0 to 1."""

    page: int
    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason why a document is found or not; words: what was read instead of what was asked."""

    code: str
    message: Bilingual
    words: tuple[ReadWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Whether a question finds a document, and why or why not; page, rank: where it is found first, from 1."""

    found: bool
    reasons: tuple[Why, ...]
    page: int | None = None
    rank: int | None = None


class Explain:
    """The act of asking why."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        index: Callable[[], SearchIndex],
        find: Find,
        judge: Callable[[], WordJudge],
    ) -> None:
        self._records = records
        self._store = store
        self._index = index
        self._find = find
        self._judge = judge

    @act_of(Act.SEARCH)
    def explain(self, actor: Actor, query: SearchQuery, name: DocumentId) -> Explanation:
        """Return whether the question finds the document for this person, and why or why not.

        Raises NotFound, also when its circle is closed to the actor, and WrongUsage for a question that cannot be read.
        """
        require(actor, Act.SEARCH)
        asked = replace(query, visibility=visibility(actor), document=None, after=None)
        try:
            view = self._find.document(actor, name)
        except NoRight:
            return _not(_why("no_right", words.NO_RIGHT))
        if (stops := self._not_searched(view)) is not None:
            return _not(stops)
        with self._records.reading() as uow:
            is_behind = uow.outbox.awaits(DOCUMENT, name)
            pages = indexed_pages(uow, self._store, name)
        found = self._index().search(replace(asked, document=name, limit=len(pages) or 1))
        if found.hits:
            best = found.hits[0].page
            rank = self._rank(asked, name)
            return Explanation(found=True, reasons=(_why("found", words.found(best, rank)),), page=best, rank=rank)
        return _not(*self._reasons(asked, view, pages, is_behind=is_behind))

    def _not_searched(self, view: DocumentView) -> Why | None:
        match view.document.state:
            case DocumentState.SUPERSEDED:
                return _why("superseded", words.SUPERSEDED)
            case DocumentState.DRAFT:
                return _why("not_understood_yet", words.NOT_UNDERSTOOD)
            case _:
                return None

    def _rank(self, asked: SearchQuery, name: DocumentId) -> int | None:
        """Count the answers down to the document; None when it stands beyond those that are counted."""
        before, after = 0, None
        while before < MOST_RANKED:
            answer = self._index().search(replace(asked, limit=_AT_ONCE, after=after, has_facets=False))
            place = next((place for place, hit in enumerate(answer.hits, 1) if hit.document == name), None)
            if place is not None:
                return before + place
            if answer.next is None:
                return None
            before, after = before + len(answer.hits), answer.next
        return None

    def _reasons(
        self, asked: SearchQuery, view: DocumentView, pages: Sequence[IndexedPage], *, is_behind: bool
    ) -> Iterator[Why]:
        is_indexed = self._holds(SearchQuery(text="", visibility=asked.visibility, document=view.document.id))
        if is_behind:
            yield _why("not_indexed_yet", words.CHANGE_WAITS if is_indexed else words.NOT_INDEXED)
        elif not is_indexed:
            yield _why("not_in_index", words.NOT_IN_INDEX)
        if is_indexed:
            yield from self._filtered(asked, view)
        yield from self._words_lacking(asked, view, pages)

    def _holds(self, query: SearchQuery) -> bool:
        return self._index().search(replace(query, limit=1, has_facets=False)).total > 0

    def _filtered(self, asked: SearchQuery, view: DocumentView) -> Iterator[Why]:
        """Yield the filters that leave the document out."""
        bare = SearchQuery(text="", visibility=asked.visibility, document=view.document.id)
        for name, given in _filters(asked):
            if not self._holds(replace(bare, **given)):  # type: ignore[arg-type]  # names of its own fields
                yield _why(f"filtered_by_{name}", words.filtered(name))

    def _words_lacking(self, asked: SearchQuery, view: DocumentView, pages: Sequence[IndexedPage]) -> Iterator[Why]:
        judged = self._judge().judge(asked.text, pages)
        if asked.text.strip() and not judged.parts:
            yield _why("nothing_to_look_for", words.NOTHING_ASKED)
        lacking = [part for part in judged.parts if not part.pages]
        for part in lacking:
            yield self._lacking(part, view)
        if len(judged.parts) > 1 and not lacking and not set.intersection(*(set(p.pages) for p in judged.parts)):
            yield _why("on_different_pages", words.apart([(part.text, part.pages) for part in judged.parts]))
        if lacking:
            with self._records.reading() as uow:
                yield from _set_aside(uow, view)
        if judged.passed_over:
            yield _why("passed_over", words.passed_over(judged.passed_over))

    def _lacking(self, part: AskedPart, view: DocumentView) -> Why:
        if part.is_scattered:
            return _why("not_in_this_order", words.scattered(part.text))
        read = self._as_read(view, part.near)
        if read:
            return _why("read_otherwise", words.read_otherwise(part.text, read[0].text, read[0].page), read)
        if part.is_too_short:
            return _why("too_short", words.too_short(part.text))
        return _why("not_read", words.not_read(part.text))

    def _as_read(self, view: DocumentView, near: Sequence[NearWord]) -> tuple[ReadWord, ...]:
        """Return words with their boxes and confidences, as the engine read them."""
        if not near:
            return ()
        read = {page.number: page.words for page in recognitions(self._store, view.pages)}
        return tuple(
            ReadWord(page=one.page, text=one.text, box=seen.box, confidence=seen.confidence)
            for one in near
            for seen in read[one.page][one.word : one.word + 1]
        )


def _not(*reasons: Why) -> Explanation:
    return Explanation(found=False, reasons=reasons)


def _why(code: str, message: Bilingual, read: tuple[ReadWord, ...] = ()) -> Why:
    return Why(code=code, message=message, words=read)


def _filters(asked: SearchQuery) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each filter of a question by itself, with the name of what it looks at."""
    if asked.document_class is not None:
        yield "document_class", {"document_class": asked.document_class}
    if asked.case is not None:
        yield "case", {"case": asked.case}
    if asked.since is not None or asked.until is not None:
        yield "day", {"since": asked.since, "until": asked.until}
    if asked.amount_from is not None or asked.amount_to is not None:
        yield "amount", {"amount_from": asked.amount_from, "amount_to": asked.amount_to}
    for name, value in asked.only:
        yield name, {"only": ((name, value),)}


def _set_aside(uow: UnitOfWork, view: DocumentView) -> Iterator[Why]:
    """Name the pages of its file that are in no document: what is looked for may stand there."""
    by_state: dict[str, list[int]] = {}
    for page in uow.pages.of_file(view.file.id):
        if page.state in words.ASIDE:
            by_state.setdefault(page.state, []).append(page.ordinal)
    for state, numbers in by_state.items():
        yield _why(f"page_{state}", words.set_aside(state, numbers))
