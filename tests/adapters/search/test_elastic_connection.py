"""The way to Elasticsearch: address, account and certificates, and how it is said that there is none."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch
from tls_door import TlsDoor, written_certificates

from adapters.elastic.connection import ElasticServer
from adapters.elastic.index import ElasticIndex
from pipeline.errors import PartUnreachable, WrongUsage
from services.ports.search import IndexedPage, SearchAnswer, SearchQuery, Visibility

PageMaker = Callable[..., IndexedPage]


def asked(index: ElasticIndex, text: str, **options: object) -> SearchAnswer:
    """Ask as somebody who sees everything."""
    return index.search(SearchQuery(text=text, **{"visibility": Visibility(circles=None), **options}))


def test_a_server_that_is_down_is_said(elastic_server: ElasticServer, make_page: PageMaker) -> None:
    """Nobody at the address: an outside part that does not answer, for every act."""
    index = ElasticIndex(replace(elastic_server, url="http://127.0.0.1:9"))
    for attempt in (
        lambda: asked(index, "certificat"),
        lambda: index.replace([("d-1", [make_page("d-1", "certificat")])]),
        lambda: list(index.documents()),
        index.clear,
        index.server_version,
    ):
        with pytest.raises(PartUnreachable) as caught:
            attempt()
        assert caught.value.code == "index_unreachable"


class Stranger(BaseHTTPRequestHandler):
    """Some other server: one answer to every question, that of its `status`."""

    status = 200

    def answer(self) -> None:
        """Answer without looking."""
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 - the names of the methods of HTTP

    def log_message(self, *_: object) -> None:
        """Keep the test quiet."""


@pytest.mark.parametrize("status", [200, 400, 404, 405, 501])
def test_a_server_of_another_kind_is_said(status: int) -> None:
    """What answers at the address but is no Elasticsearch is an outside part that does not answer, never a bug."""
    handler = type("Handler", (Stranger,), {"status": status})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        serving = threading.Thread(target=other.serve_forever)
        serving.start()
        try:
            index = ElasticIndex(ElasticServer(url=f"http://127.0.0.1:{other.server_port}"))
            for attempt in (index.server_version, lambda: asked(index, "certificat")):
                with pytest.raises(PartUnreachable) as caught:
                    attempt()
                assert caught.value.code == "index_unreachable"
        finally:
            other.shutdown()
            serving.join()


def test_a_wrong_password_is_said(elastic_server: ElasticServer) -> None:
    """An account that is not let in is told apart from a server that is down, and no secret stands in the message."""
    index = ElasticIndex(replace(elastic_server, password="a-wrong-password"))
    with pytest.raises(PartUnreachable) as caught:
        asked(index, "certificat")
    assert caught.value.code == "index_refused"
    assert "a-wrong-password" not in str(caught.value)
    assert "elastic_password" in caught.value.next_step.en


def test_an_api_key_suffices(
    elastic_index: ElasticIndex, client: Elasticsearch, elastic_server: ElasticServer, make_page: PageMaker
) -> None:
    """An API key with rights on our indexes alone does everything; one that may only read does not write."""
    name = elastic_server.index
    rights = {"names": [f"{name}*"], "privileges": ["read", "write", "manage"]}
    key = client.security.create_api_key(name=name, role_descriptors={"casebinder": {"indices": [rights]}})
    keyed = ElasticIndex(replace(elastic_server, user="", password="", api_key=key["encoded"]))
    keyed.replace([("d-1", [make_page("d-1", "certificat")])])
    with keyed.renewing():
        keyed.replace([("d-1", [make_page("d-1", "attestation")])])
    assert asked(keyed, "attestation").total == 1
    reading = {"names": [f"{name}*"], "privileges": ["read", "view_index_metadata"]}
    key = client.security.create_api_key(name=name, role_descriptors={"reader": {"indices": [reading]}})
    reader = ElasticIndex(replace(elastic_server, user="", password="", api_key=key["encoded"]))
    assert asked(reader, "attestation").total == 1
    with pytest.raises(PartUnreachable) as caught:
        reader.replace([("d-2", [make_page("d-2", "attestation")])])
    assert caught.value.code == "index_refused"


@pytest.mark.parametrize(
    "url",
    ["", "localhost:9200", "ftp://server", "http://", "http://[", "http://server:99999", "https://user:secret@server"],
)
def test_an_address_that_cannot_be_is_wrong_usage(url: str) -> None:
    """A wrong address is said as a wrong setting, before anything is sent, without what is secret in it."""
    with pytest.raises(WrongUsage) as caught:
        ElasticIndex(ElasticServer(url=url))
    assert caught.value.where == "CASEBINDER_ELASTIC_URL"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "Casebinder", "a*", "a,b", "_all", "-x", "é"])
def test_a_name_that_cannot_be_is_wrong_usage(name: str) -> None:
    """A name the server would not take, or would take for several indexes, is said as a wrong setting."""
    with pytest.raises(WrongUsage) as caught:
        ElasticIndex(ElasticServer(url="http://localhost:9200", index=name))
    assert caught.value.where == "CASEBINDER_ELASTIC_INDEX"


def test_a_file_without_certificates_is_wrong_usage(tmp_path: Path) -> None:
    """A missing or unreadable file of certificates is said as a wrong setting, not met at the first search."""
    (tmp_path / "empty.pem").write_text("no certificate")
    for name in ("empty.pem", "missing.pem"):
        with pytest.raises(WrongUsage) as caught:
            ElasticIndex(ElasticServer(url="https://localhost:9200", certificates=tmp_path / name))
        assert caught.value.where == "CASEBINDER_ELASTIC_CA"


@pytest.fixture
def vouched(tmp_path: Path, elastic_server: ElasticServer) -> Iterator[ElasticServer]:
    """Yield the server behind TLS, with a certificate of an authority that only this test knows."""
    authority, chain = written_certificates(tmp_path)
    port = urlsplit(elastic_server.url).port
    assert port is not None
    with TlsDoor(chain, port) as door:
        yield replace(elastic_server, url=f"https://localhost:{door.port}", certificates=authority)


def test_tls_is_vouched_for_by_the_given_authority(vouched: ElasticServer, make_page: PageMaker) -> None:
    """With the authority's certificate all goes encrypted; without it, or with another name, nothing is sent."""
    index = ElasticIndex(vouched)
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert asked(index, "certificat").total == 1
    wrong_name = vouched.url.replace("localhost", "127.0.0.1")
    for server in (replace(vouched, certificates=None), replace(vouched, url=wrong_name)):
        with pytest.raises(PartUnreachable) as caught:
            asked(ElasticIndex(server), "certificat")
        assert caught.value.code == "index_not_trusted"
