"""The index of the settings and the doctor's look at it, on a real server."""

from pathlib import Path

import pytest
from real_servers import ElasticsearchServer

from adapters.elastic.connection import ElasticServer, connect
from adapters.elastic.index import ElasticIndex
from adapters.elastic.mapping import VERSION
from adapters.tantivy.index import TantivyIndex
from bootstrap.parts.searching import check_index, search_index
from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable


@pytest.fixture
def settings(tmp_path: Path, elasticsearch: ElasticsearchServer) -> Settings:
    """Return the settings of an installation that searches on a server."""
    return Settings.model_validate(
        {
            "home": tmp_path,
            "elastic_url": elasticsearch.url,
            "elastic_user": elasticsearch.user,
            "elastic_password": elasticsearch.password,
            "elastic_index": elasticsearch.fresh(),
        }
    )


def test_an_address_alone_moves_the_index(tmp_path: Path, settings: Settings) -> None:
    """Without an address the index lies in the home, with one on the server: nothing else changes."""
    assert isinstance(search_index(Settings(home=tmp_path, elastic_url="")), TantivyIndex)
    assert isinstance(search_index(settings), ElasticIndex)


def test_the_doctor_tells_server_mapping_and_documents(settings: Settings) -> None:
    """The look at the index names the server's version, the mapping's version and what is in it."""
    index = search_index(settings)
    index.clear()
    check = check_index(settings)
    assert check.is_ok
    assert check.version.startswith("9.")
    assert f"mapping {VERSION}, 0 documents" in check.message.en


def test_the_doctor_finds_an_interrupted_rebuild_and_an_old_mapping(settings: Settings) -> None:
    """A rebuild that was killed, and an index of another version, are said with what to do."""
    index = search_index(settings)
    assert isinstance(index, ElasticIndex)
    index.clear()
    index._places.begin_next()  # as a process leaves it that is killed in the middle of a rebuild
    check = check_index(settings)
    assert not check.is_ok
    assert "reindex" in check.next_step.en
    index.clear()
    assert check_index(settings).is_ok
    name = f"{settings.elastic_index}-old"
    account = {"user": settings.elastic_user, "password": settings.elastic_password.get_secret_value()}
    with connect(ElasticServer(url=settings.elastic_url, index=name, **account)) as client:
        client.indices.create(index=f"{name}-v0-0001", aliases={name: {}, f"{name}-v0": {}})
    with pytest.raises(PartUnreachable) as caught:
        check_index(settings.model_copy(update={"elastic_index": name}))
    assert caught.value.code == "index_outdated"
