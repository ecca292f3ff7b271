"""The search index on Elasticsearch: the server holds the terms that `adapters.search_words` makes, and finds.

Any number of processes write and search. What is asked is seen in one state of the index from the first hit to the
last (a point in time behind the cursor). Fulfils `services.ports.search.SearchIndex`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from typing import cast

from elasticsearch import ApiError, NotFoundError

from adapters.elastic.bulk import Action, write
from adapters.elastic.connection import ElasticServer, connect, in_our_words, reason_of, unreachable
from adapters.elastic.pages import SHOWN, boxes_of, name_of, source_of, words_of
from adapters.elastic.places import ElasticPlaces
from adapters.elastic.questions import AGGREGATIONS, ORDER, query_of
from adapters.search_faults import outdated
from adapters.search_words.asking import EMPTY, FACETS, Asked, Standing, cursor, ordered_counts, read
from adapters.search_words.page import shown
from pipeline.errors import PartUnreachable, PermanentError
from services.ports.search import Hit, IndexedPage, SearchAnswer, SearchQuery

_VIEWS_TRIED = 3
VIEW_KEPT = "2m"
"""How long the server keeps the state an answer was taken from; later the next hits come from the present one."""
_LAST_TIE = 2**62
"""After every hit with the same score, document and page: there is but one."""
_MOST_NAMES = 5000
_DOCUMENTS_AT_ONCE = 5000

Found = Mapping[str, object]


class ElasticIndex:
    """The index of a team."""

    def __init__(self, server: ElasticServer) -> None:
        """Name the server; nothing is sent before the first write or search. Raises WrongUsage."""
        self._where = server.url
        self._name = server.index
        self._client = connect(server)

    @cached_property
    def _places(self) -> ElasticPlaces:
        return ElasticPlaces(self._client, self._name, self._where)

    # ------------------------------------------------------------ writing
    def replace(self, documents: Sequence[tuple[str, Sequence[IndexedPage]]]) -> None:
        """Put these pages in place of all that is indexed of each document; durable and seen when it returns.

        Raises PartUnreachable, and PermanentError naming the pages that the index can never hold.
        """
        wanted = dict(documents)
        sources = {name_of(page): source_of(page) for pages in wanted.values() for page in pages}
        with in_our_words(self._where):
            try:
                for index in self._places.written():
                    self._replace_in(index, tuple(wanted), sources)
            except NotFoundError as error:
                raise unreachable(self._where, reason_of(error)) from error  # a rebuild ended in between

    def _replace_in(self, index: str, documents: Sequence[str], sources: Mapping[str, dict[str, object]]) -> None:
        """Write pages, then remove what these documents had besides; each step is seen as a whole."""
        self._write(index, [{"_op_type": "index", "_id": name, "_source": source} for name, source in sources.items()])
        stale = [name for name in self._names(index, documents) if name not in sources]
        if stale:
            self._write(index, [{"_op_type": "delete", "_id": name} for name in stale])

    def _write(self, index: str, actions: Sequence[Action]) -> None:
        try:
            write(self._client, ({"_index": index, **action} for action in actions), self._where)
        except PermanentError:
            self._client.indices.refresh(index=index)  # all others were written
            raise
        self._client.indices.refresh(index=index)

    def _names(self, index: str, documents: Sequence[str]) -> Iterator[str]:
        """Yield the names of all indexed pages of these documents."""
        after: list[str | int] | None = None
        while True:
            found = self._client.search(
                index=index,
                query={"bool": {"filter": {"terms": {"document": list(documents)}}}},
                sort=[{"document": "asc"}, {"page": "asc"}],
                search_after=after,
                size=_MOST_NAMES,
                source=False,
            )
            hits = found["hits"]["hits"]
            yield from (str(hit["_id"]) for hit in hits)
            if len(hits) < _MOST_NAMES:
                return
            after = hits[-1]["sort"]

    def clear(self) -> None:
        """Forget everything, also an index of another version."""
        with in_our_words(self._where):
            self._places.put_in_force(self._places.begin_next())

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Fill an empty index aside and put it in place at the end; raises PartUnreachable, ConcurrentChange."""
        with in_our_words(self._where):
            begun = self._places.begin_next()
        with ExitStack() as on_failure:
            on_failure.callback(self._give_up, begun)
            yield
            with in_our_words(self._where):
                self._places.put_in_force(begun)
            on_failure.pop_all()

    def _give_up(self, begun: str) -> None:
        with suppress(PartUnreachable), in_our_words(self._where):  # what led here is what is told
            self._places.give_up(begun)

    # ------------------------------------------------------------ reading
    def search(self, query: SearchQuery) -> SearchAnswer:
        """Return the answers; raises WrongUsage for a query that cannot be read, PartUnreachable."""
        asked = read(query)
        with in_our_words(self._where):
            for tries_left in reversed(range(_VIEWS_TRIED)):
                view = self._view() if asked.view == "" else asked.view
                if view is None:
                    break
                try:
                    return self._answer(query, asked, view)
                except ApiError:  # the server has forgotten the view: after a while, a restart or a rebuild
                    if not tries_left:
                        raise
                    asked = replace(asked, view="")
            return EMPTY

    def count(self, query: SearchQuery) -> int:
        """Return the number of answers; raises WrongUsage for a query that cannot be read, PartUnreachable."""
        asked = read(query)
        with in_our_words(self._where):
            try:
                found = self._client.count(index=self._places.in_force, query=query_of(asked, query.visibility))
            except NotFoundError:
                self._check_version()
                return 0
        return int(found["count"])

    def documents(self) -> Iterator[str]:
        """Yield every document indexed."""
        after: dict[str, object] = {}
        while True:
            every = {"size": _DOCUMENTS_AT_ONCE, "sources": [{"name": {"terms": {"field": "document"}}}], **after}
            with in_our_words(self._where):
                try:
                    found = self._client.search(
                        index=self._places.in_force, size=0, aggregations={"every": {"composite": every}}
                    )
                except NotFoundError:
                    self._check_version()
                    return
            names = [str(bucket["key"]["name"]) for bucket in found["aggregations"]["every"]["buckets"]]
            yield from names
            if len(names) < _DOCUMENTS_AT_ONCE:
                return
            after = {"after": {"name": names[-1]}}

    def _view(self) -> str | None:
        """Open the present state for this answer and those after it; None when nothing was ever indexed."""
        try:
            opened = self._client.open_point_in_time(index=self._places.in_force, keep_alive=VIEW_KEPT)
        except NotFoundError:
            self._check_version()
            return None
        return str(opened["id"])

    def _check_version(self) -> None:
        if self._places.is_outdated():
            raise outdated(self._where)

    def _answer(self, query: SearchQuery, asked: Asked, view: str) -> SearchAnswer:
        found = self._client.options(max_retries=0).search(
            pit={"id": view, "keep_alive": VIEW_KEPT},
            query=query_of(asked, query.visibility),
            size=query.limit + 1,
            sort=list(ORDER),
            search_after=_after(asked),
            track_total_hits=True,
            aggregations=AGGREGATIONS if query.has_facets else None,
            source={"includes": list(SHOWN)},
        )
        if found["timed_out"] or found["_shards"]["failed"]:
            raise unreachable(self._where, "_shards")
        hits = found["hits"]["hits"]
        given, has_more = hits[: query.limit], len(hits) > query.limit
        if not has_more:
            self._close(found["pit_id"])
        return SearchAnswer(
            total=int(found["hits"]["total"]["value"]),
            hits=tuple(_hit(asked, hit["_score"], hit["_source"]) for hit in given),
            facets=tuple((name, _counts(found["aggregations"][name])) for name in FACETS) if query.has_facets else (),
            next=cursor(_standing(given[-1]), asked.seen + len(given), found["pit_id"]) if has_more else None,
        )

    def _close(self, view: str) -> None:
        """Let the server forget a state of the index that nobody will ask again."""
        with suppress(NotFoundError):
            self._client.close_point_in_time(id=view)

    # ------------------------------------------------------------ what the doctor asks
    def server_version(self) -> str:
        """Return the version of the server; raises PartUnreachable."""
        with in_our_words(self._where):
            return str(self._client.info()["version"]["number"])

    def mapping_versions(self) -> tuple[str, ...]:
        """Return the version of the mapping in force, or none before anything was indexed."""
        with in_our_words(self._where):
            return self._places.versions()

    def is_being_renewed(self) -> bool:
        """Return whether a rebuild runs, or was interrupted and has to be begun again."""
        with in_our_words(self._where):
            return self._places.is_being_filled()


def _after(asked: Asked) -> list[str | int | float] | None:
    if asked.last_seen is None:
        return None
    return [-asked.last_seen.minus_score, asked.last_seen.document, asked.last_seen.page, _LAST_TIE]


def _standing(hit: Found) -> Standing:
    """Return the place of a hit with its whole score: the server compares all its digits."""
    score, document, page, *_ = cast("Sequence[float | str | int]", hit["sort"])
    return Standing(-float(score), str(document), int(page))


def _hit(asked: Asked, score: float, source: Found) -> Hit:
    seen = shown(asked.question.clauses, words_of(source))
    case = source.get("case")
    return Hit(
        document=str(source["document"]),
        page=int(str(source["page"])),
        document_class=str(source["document_class"]),
        case=str(case) if case else None,
        score=score,
        snippet=seen.snippet,
        marks=seen.marks,
        boxes=boxes_of(source, seen.matched),
    )


def _counts(facet: Found) -> tuple[tuple[str, int], ...]:
    buckets = cast("Sequence[Mapping[str, object]]", facet["buckets"])
    return ordered_counts((str(bucket["key"]), int(str(bucket["doc_count"]))) for bucket in buckets)
