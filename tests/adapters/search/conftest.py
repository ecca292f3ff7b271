"""The indexes that must all keep the one contract, and pages to put into them; a server's index joins here."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from real_servers import ElasticsearchServer

from adapters.elastic.connection import ElasticServer, connect
from adapters.elastic.index import ElasticIndex
from adapters.memory.index import MemoryIndex
from adapters.tantivy.index import TantivyIndex
from pipeline.model.values import Amount
from services.ports.search import IndexedPage, IndexedWord, SearchAnswer, SearchIndex, SearchQuery, Visibility

PageMaker = Callable[..., IndexedPage]
Asker = Callable[..., SearchAnswer]


def page_of(
    document: str,
    text: str,
    *,
    page: int = 1,
    document_class: str = "letter",
    case: str | None = None,
    circle: str = "open",
    received_on: str = "2026-03-02",
    fields: Sequence[tuple[str, str]] = (),
    state: str | None = None,
    case_type: str | None = None,
    basket: str | None = None,
    party: str | None = None,
    amount: Amount | None = None,
) -> IndexedPage:
    """Return a page whose words stand side by side, a tenth of the page wide, ten a line."""
    words = tuple(
        IndexedWord(text=word, box=(at % 10 / 10, at // 10 / 50, (at % 10 + 1) / 10, (at // 10 + 1) / 50))
        for at, word in enumerate(text.split())
    )
    return IndexedPage(
        document=document,
        page=page,
        document_class=document_class,
        case=case,
        case_type=case_type or ("occupational_disease" if case else None),
        circle=circle,
        received_on=received_on,
        language=None,
        text=text,
        words=words,
        fields=tuple(fields),
        state=state,
        basket=basket,
        party=party,
        amount=amount,
    )


@pytest.fixture(params=["tantivy", "memory", "elasticsearch"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """Return an empty index of each kind."""
    match request.param:
        case "tantivy":
            return TantivyIndex(tmp_path / "index")
        case "memory":
            return MemoryIndex()
        case _:
            kept: ElasticIndex = request.getfixturevalue("kept_index")
            kept.replace([(document, ()) for document in kept.documents()])
            return kept


@pytest.fixture(scope="session")
def kept_index(elasticsearch: ElasticsearchServer) -> Iterator[ElasticIndex]:
    """Yield an index that the tests of the contract share, each emptying it first: making one takes the server long."""
    with _named(elasticsearch) as server:
        yield ElasticIndex(server)


@pytest.fixture
def elastic_server(elasticsearch: ElasticsearchServer) -> Iterator[ElasticServer]:
    """Yield an Elasticsearch and the name of an index that is not there yet."""
    with _named(elasticsearch) as server:
        yield server


@contextmanager
def _named(elasticsearch: ElasticsearchServer) -> Iterator[ElasticServer]:
    account = {"user": elasticsearch.user, "password": elasticsearch.password}
    server = ElasticServer(url=elasticsearch.url, index=elasticsearch.fresh(), **account)
    yield server
    with connect(server) as client:
        for index in client.indices.get_alias(index=f"{server.index}-*"):
            client.indices.delete(index=index)


@pytest.fixture
def elastic_index(elastic_server: ElasticServer) -> ElasticIndex:
    """Return an index on a server that nothing was written to."""
    return ElasticIndex(elastic_server)


@pytest.fixture
def client(elastic_server: ElasticServer) -> Iterator[Elasticsearch]:
    """Yield the official client, as an administrator has it."""
    with connect(elastic_server) as client:
        yield client


@pytest.fixture
def make_page() -> PageMaker:
    """Return the maker of pages."""
    return page_of


@pytest.fixture
def ask(index: SearchIndex) -> Asker:
    """Return a way to ask the index as somebody who sees everything."""

    def asking(text: str, **options: object) -> SearchAnswer:
        return index.search(SearchQuery(text=text, **{"visibility": Visibility(circles=None), **options}))

    return asking


@pytest.fixture
def fill(index: SearchIndex) -> Callable[..., None]:
    """Return a way to put pages into the index, each document's pages together."""

    def filling(*pages: IndexedPage) -> None:
        names = dict.fromkeys(page.document for page in pages)
        index.replace([(name, [page for page in pages if page.document == name]) for name in names])

    return filling
