"""What the index on a server promises besides: its mapping, its versions, its terms, and many at work at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from real_servers import needed
from serving.house import House

from adapters.elastic.connection import ElasticServer
from adapters.elastic.index import ElasticIndex
from adapters.elastic.mapping import VERSION
from adapters.search_words.terms import printed, tokens
from pipeline.errors import PartUnreachable, PermanentError
from services.ports.search import IndexedPage, SearchAnswer, SearchQuery, Visibility

PageMaker = Callable[..., IndexedPage]
EVERYBODY = Visibility(circles=None)


def asked(index: ElasticIndex, text: str, **options: object) -> SearchAnswer:
    """Ask as somebody who sees everything."""
    return index.search(SearchQuery(text=text, **{"visibility": EVERYBODY, **options}))


def test_the_index_stands_behind_its_alias(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """The alias leads to one index of our version, before and after it was built anew."""
    name = elastic_server.index
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert list(client.indices.get_alias(name=name)) == [f"{name}-v{VERSION}-0001"]
    with elastic_index.renewing():
        assert elastic_index.is_being_renewed()
    assert list(client.indices.get_alias(name=name)) == [f"{name}-v{VERSION}-0002"]
    assert list(client.indices.get(index=f"{name}-*")) == [f"{name}-v{VERSION}-0002"]
    assert elastic_index.mapping_versions() == (str(VERSION),)
    assert not elastic_index.is_being_renewed()


def test_the_mapping_is_strict(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """A field that the mapping does not name is refused, and what is searched is not kept twice."""
    elastic_index.replace([("d-1", [make_page("d-1", "certificat médical")])])
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=elastic_server.index, document={"document": "d-2", "surprise": 1})
    kept = client.get(index=elastic_server.index, id="d-1:1")["_source"]
    assert kept["words"] == "certificat médical"
    assert not {"exact", "french", "english"} & set(kept)


def test_an_index_of_another_version_is_not_searched(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """An index made by another version asks for a rebuild, for search and for writing, and a rebuild puts it right."""
    old = f"{elastic_server.index}-v0-0001"
    client.indices.create(index=old, aliases={elastic_server.index: {}, f"{elastic_server.index}-v0": {}})
    attempts = (
        lambda: asked(elastic_index, "certificat"),
        lambda: elastic_index.replace([]),
        lambda: list(elastic_index.documents()),
    )
    for attempt in attempts:
        with pytest.raises(PartUnreachable) as caught:
            attempt()
        assert caught.value.code == "index_outdated"
        assert "reindex" in caught.value.next_step.fr
    assert elastic_index.mapping_versions() == ("0",)
    with elastic_index.renewing():
        elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
        assert client.indices.exists(index=old)
    assert asked(elastic_index, "certificat").total == 1
    assert not client.indices.exists(index=old)


def test_an_index_of_another_installation_is_left_alone(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """Indexes whose names only begin alike are neither searched nor removed."""
    other = ElasticIndex(replace(elastic_server, index=f"{elastic_server.index}-v2"))
    other.replace([("d-other", [make_page("d-other", "certificat")])])
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    elastic_index.clear()
    assert (asked(elastic_index, "certificat").total, asked(other, "certificat").total) == (0, 1)
    assert client.indices.exists_alias(name=f"{elastic_server.index}-v2")


def test_a_page_that_never_fits_is_named_and_stops_no_other(elastic_index: ElasticIndex, make_page: PageMaker) -> None:
    """Of one request the server refuses one page: the others are indexed, the error names it and quotes nothing."""
    pages = [make_page(f"d-{number}", "certificat") for number in range(3)]
    pages[1] = replace(pages[1], received_on="1789-0714-secret")
    with pytest.raises(PermanentError) as caught:
        elastic_index.replace([(page.document, [page]) for page in pages])
    assert caught.value.code == "page_not_indexed"
    assert "d-1:1" in caught.value.message.en
    assert "1789" not in str(caught.value)
    elastic_index.replace([])
    assert {hit.document for hit in asked(elastic_index, "certificat").hits} <= {"d-0", "d-2"}


def test_what_was_left_by_a_killed_writer_is_gone_after_the_next(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """Pages that an interrupted write left unseen do not come back when the document is indexed again."""
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    left = client.get(index=elastic_server.index, id="d-1:1")["_source"] | {"page": 2}
    client.index(index=elastic_server.index, id="d-1:2", document=left)
    assert asked(elastic_index, "").total == 1
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert [hit.page for hit in asked(elastic_index, "").hits] == [1]


def test_a_document_may_have_more_pages_than_one_answer(elastic_index: ElasticIndex, make_page: PageMaker) -> None:
    """Every page of a document that shrank is gone, also beyond what one request gives."""
    elastic_index.replace([("d-1", [make_page("d-1", "", page=number) for number in range(1, 10_102)])])
    assert asked(elastic_index, "").total == 10_101
    elastic_index.replace([("d-1", [make_page("d-1", "certificat", page=2)])])
    assert [hit.page for hit in asked(elastic_index, "").hits] == [2]


def test_answers_are_of_one_moment(elastic_index: ElasticIndex, make_page: PageMaker) -> None:
    """What is indexed or removed while a person reads on changes nothing of the answer begun."""
    elastic_index.replace([(f"d-{number}", [make_page(f"d-{number}", "certificat")]) for number in range(9)])
    first = asked(elastic_index, "certificat", limit=4)
    elastic_index.replace([("d-7", []), ("d-0a", [make_page("d-0a", "certificat certificat")])])
    second = asked(elastic_index, "certificat", limit=4, after=first.next)
    third = asked(elastic_index, "certificat", limit=4, after=second.next)
    assert [hit.document for answer in (first, second, third) for hit in answer.hits] == [f"d-{n}" for n in range(9)]
    assert (second.total, third.next) == (9, None)
    assert asked(elastic_index, "certificat").total == 9


def test_reading_on_survives_the_end_of_a_moment(elastic_index: ElasticIndex, make_page: PageMaker) -> None:
    """When the state that an answer was of is gone, the present one goes on where it ended."""
    every = [(f"d-{number}", [make_page(f"d-{number}", "certificat")]) for number in range(6)]
    elastic_index.replace(every)
    first = asked(elastic_index, "certificat", limit=2)
    with elastic_index.renewing():
        elastic_index.replace(every)
    second = asked(elastic_index, "certificat", limit=10, after=first.next)
    assert [hit.document for hit in second.hits] == ["d-2", "d-3", "d-4", "d-5"]


def test_no_view_is_left_open_behind_a_whole_answer(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """An answer without more hits holds nothing on the server."""
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    for typed in ("certificat", "nichts", ""):
        asked(elastic_index, typed)
    stats = client.indices.stats(index=elastic_server.index, metric="search")
    assert stats["_all"]["total"]["search"]["open_contexts"] == 0


def test_a_misread_word_is_found_among_many_near_ones(elastic_index: ElasticIndex, make_page: PageMaker) -> None:
    """More words lie near a misread one than the server looks at by default; all of their pages are found."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    near = [f"certifi{one}at" for one in letters] + [f"cert{one}ficat" for one in letters]
    elastic_index.replace([(f"d-{at:02}", [make_page(f"d-{at:02}", word)]) for at, word in enumerate(near)])
    assert asked(elastic_index, "certificat~", limit=100).total == len(near)


def test_many_processes_make_one_first_index(
    client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """Those who write first in the same moment write into one index, and nothing is lost."""

    def write(number: int) -> None:
        ElasticIndex(elastic_server).replace([(f"d-{number}", [make_page(f"d-{number}", "certificat")])])

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
    assert list(client.indices.get_alias(name=elastic_server.index)) == [f"{elastic_server.index}-v{VERSION}-0001"]
    assert asked(ElasticIndex(elastic_server), "certificat").total == 6


def test_searching_never_stops_while_the_index_is_built_anew(
    elastic_index: ElasticIndex, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """Every answer given during rebuilds is whole: never empty, never an error."""
    every = [(f"d-{number}", [make_page(f"d-{number}", "certificat")]) for number in range(5)]
    elastic_index.replace(every)
    ended, totals = threading.Event(), []

    def look() -> None:
        reader = ElasticIndex(elastic_server)
        while not ended.is_set():
            totals.append(asked(reader, "certificat").total)

    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(look)
        try:
            for _ in range(3):
                with elastic_index.renewing():
                    elastic_index.replace(every)
        finally:
            ended.set()
        looking.result()
    assert set(totals) == {5}


def test_an_index_locked_against_writing_delays(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """A server whose disk is full locks its indexes: a write fails in passing and succeeds when the lock is gone."""
    elastic_index.replace([("d-1", [make_page("d-1", "certificat")])])
    for locked in (True, False):
        client.indices.put_settings(index=elastic_server.index, settings={"index.blocks.write": locked})
        if locked:
            with pytest.raises(PartUnreachable):
                elastic_index.replace([("d-2", [make_page("d-2", "certificat")])])
    elastic_index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert asked(elastic_index, "certificat").total == 2


@pytest.mark.faults
@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_killed_server_keeps_what_was_written(private_servers: House, make_page: PageMaker) -> None:
    """What `replace` returned for is there after a kill of the server; in between every act says that it is down."""
    needed(private_servers, "elasticsearch")
    told = private_servers.settings(["elasticsearch"])
    account = {"user": told["CASEBINDER_ELASTIC_USER"], "password": told["CASEBINDER_ELASTIC_PASSWORD"]}
    index = ElasticIndex(ElasticServer(url=told["CASEBINDER_ELASTIC_URL"], **account))
    index.replace([(f"d-{number}", [make_page(f"d-{number}", "certificat")]) for number in range(50)])
    first = asked(index, "certificat", limit=20)
    private_servers.kill("elasticsearch")
    for attempt in (lambda: asked(index, "certificat"), lambda: index.replace([("d-1", [])])):
        with pytest.raises(PartUnreachable):
            attempt()
    private_servers.start(["elasticsearch"])
    assert asked(index, "certificat").total == 50
    rest = asked(index, "certificat", limit=100, after=first.next)
    assert len({hit.document for hit in (*first.hits, *rest.hits)}) == 50


FRENCH = (
    "l'attestation d'employeur relevé releve élidé élidée chevaux cheval œuvre oeuvres certificats médicaux médical "
    "déclarée déclaration maladies professionnelles cotisation salariés numéro dossier échéance impayée règlement"
)
ENGLISH = "invoices invoice employer's certificates claims settled payments residence declared signed companies"


@pytest.mark.parametrize(
    ("text", "kind", "filters"),
    [
        (FRENCH, "exact", ["elision", "lowercase", "asciifolding"]),
        (FRENCH, "french", ["elision", "lowercase", {"type": "snowball", "language": "French"}, "asciifolding"]),
        (ENGLISH, "exact", [{"type": "stemmer", "language": "possessive_english"}, "lowercase", "asciifolding"]),
        (
            ENGLISH,
            "english",
            [{"type": "stemmer", "language": "possessive_english"}, "lowercase", {"type": "snowball"}],
        ),
    ],
)
def test_our_terms_are_those_of_the_server(
    client: Elasticsearch, text: str, kind: str, filters: list[str | dict[str, str]]
) -> None:
    """Elision, folding and stems are, on everyday words, what the server's own analysis makes of them."""
    elision = {"type": "elision", "articles_case": True, "articles": ["l", "d"]}
    chain = [elision if name == "elision" else name for name in filters]
    theirs = client.indices.analyze(tokenizer="whitespace", filter=chain, text=text)["tokens"]
    ours = [str(getattr(token.forms[0], kind)) for token in tokens(printed(text))]
    assert ours == [token["token"] for token in theirs]
