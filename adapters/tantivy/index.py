"""The search index in a directory: Tantivy holds the terms that `adapters.search_words` makes of each page.

One process writes at a time, under a lock; any number read and see each commit. Another version of the mapping is
never read: it asks for `reindex`. Fulfils `services.ports.search.SearchIndex`.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import tantivy

from adapters.search_words.asking import (
    EMPTY,
    FACETS,
    MOST_FACET_VALUES,
    Asked,
    Standing,
    cursor,
    ordered_counts,
    read,
)
from adapters.search_words.page import shown
from adapters.tantivy.folder import IndexFolder
from adapters.tantivy.order import best, count_of
from adapters.tantivy.pages import boxes_of, document_of, schema_of_pages, words_of
from adapters.tantivy.questions import query_of
from pipeline.errors import PartUnreachable
from services.ports.search import Hit, IndexedPage, SearchAnswer, SearchQuery

WRITER_BYTES = 50_000_000
"""Memory of a writer before it spills to disk; 15 MB is Tantivy's least."""
BUCKETS = 4 * MOST_FACET_VALUES
"""Values counted of a facet: more than are shown, so that equal ones at the end are told by name."""
RENEWAL_PATIENCE = 60.0
"""Seconds a rebuild waits for its turn to write; others try again later."""


class TantivyIndex:
    """The index of an embedded installation."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is touched before the first write or search."""
        self._schema: tantivy.Schema = schema_of_pages()
        self._folder = IndexFolder(folder, self._schema)
        self._reading = threading.Lock()
        self._open: tuple[tuple[int, int, int], tantivy.Searcher] | None = None

    def replace(self, documents: Sequence[tuple[str, Sequence[IndexedPage]]]) -> None:
        """Put these pages in place of all that is indexed of each document, in one commit; durable when it returns.

        Raises PartUnreachable, also while another process writes, and then changes nothing.
        """
        with self._writing() as writers:
            for document, pages in documents:
                for writer in writers:
                    writer.delete_documents_by_term("document", document)
                for made in map(document_of, pages):
                    for writer in writers:
                        writer.add_document(made)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Return the answers; raises WrongUsage for a query that cannot be read, PartUnreachable."""
        asked = read(query)
        searcher = self._searcher()
        if searcher is None:
            return EMPTY
        with self._folder.answering():
            return self._answer(searcher, query, asked)

    def count(self, query: SearchQuery) -> int:
        """Return the number of answers; raises WrongUsage for a query that cannot be read, PartUnreachable."""
        asked = read(query)
        searcher = self._searcher()
        if searcher is None:
            return 0
        with self._folder.answering():
            return count_of(searcher.search(query_of(self._schema, query, asked), limit=1))

    def documents(self) -> Iterator[str]:
        """Yield every document indexed."""
        searcher = self._searcher()
        if searcher is not None:
            with self._folder.answering():
                found = list(searcher.terms_with_prefix("document", "", tantivy.Query.all_query()))
            yield from (document for document, _ in found)

    def clear(self) -> None:
        """Forget everything, also a damaged index or one of another mapping."""
        with self._folder.locked():
            self._folder.create_anew()

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Fill an empty index aside and put it in place at the end; raises PartUnreachable, ConcurrentChange."""
        self._folder.patience = RENEWAL_PATIENCE
        try:
            with self._folder.locked():
                begun = self._folder.begin_next()
            with ExitStack() as on_failure:
                on_failure.callback(self._folder.give_up, begun)
                yield
                with self._folder.locked():
                    self._folder.put_in_force(begun)
                on_failure.pop_all()
        finally:
            self._folder.patience = 0.0

    # ------------------------------------------------------------ reading
    def _searcher(self) -> tantivy.Searcher | None:
        """Return a view of the last commit, or None when nothing was ever indexed."""
        pages = self._folder.in_force()
        if pages is None:
            return None
        try:
            return self._opened(pages)
        except PartUnreachable:
            if self._folder.in_force() == pages:
                raise
            return self._searcher()  # a rebuild ended between two lines of ours

    def _opened(self, pages: Path) -> tantivy.Searcher:
        with self._reading, self._folder.answering():
            about = (pages / "meta.json").stat()
            seen = about.st_ino, about.st_mtime_ns, about.st_size
            if self._open is None or self._open[0] != seen:
                self._open = (seen, tantivy.Index(self._schema, path=str(pages)).searcher())
            return self._open[1]

    def _answer(self, searcher: tantivy.Searcher, query: SearchQuery, asked: Asked) -> SearchAnswer:
        wanted = query_of(self._schema, query, asked)
        total, rest = best(searcher, wanted, asked, query.limit)
        given = rest[: query.limit]
        return SearchAnswer(
            total=total,
            hits=tuple(_hit(asked, place, document) for place, document in given),
            facets=_facets(searcher, wanted) if query.has_facets else (),
            next=cursor(given[-1][0], asked.seen + len(given)) if len(rest) > len(given) else None,
        )

    # ------------------------------------------------------------ writing
    @contextmanager
    def _writing(self) -> Iterator[Sequence[tantivy.IndexWriter]]:
        """Yield a writer for each folder of pages and commit at the end; an error commits nothing."""
        with self._folder.locked(), self._folder.answering():
            writers = [index.writer(heap_size=WRITER_BYTES, num_threads=1) for index in self._written()]
            yield writers
            for writer in writers:
                writer.commit()
                writer.wait_merging_threads()

    def _written(self) -> Iterator[tantivy.Index]:
        """Open the pages to be written; damaged ones are passed over while others are filled to take their place."""
        *old, last = self._folder.written()
        for pages in old:
            with suppress(PartUnreachable), self._folder.answering():
                yield tantivy.Index(self._schema, path=str(pages))
        yield tantivy.Index(self._schema, path=str(last))


def _hit(asked: Asked, place: Standing, document: tantivy.Document) -> Hit:
    seen = shown(asked.question.clauses, words_of(document))
    return Hit(
        document=place.document,
        page=place.page,
        document_class=document["document_class"][0],
        case=document.get_first("case"),
        score=-place.minus_score,
        snippet=seen.snippet,
        marks=seen.marks,
        boxes=boxes_of(document, seen.matched),
    )


def _facets(searcher: tantivy.Searcher, wanted: tantivy.Query) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    counted = searcher.aggregate(wanted, {name: {"terms": {"field": name, "size": BUCKETS}} for name in FACETS})
    return tuple(
        (name, ordered_counts((bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"]))
        for name in FACETS
    )
