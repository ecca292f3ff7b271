"""Elasticsearch and S3 storage away around a batch, and back: work is delayed, and nothing is lost.

A proxy before the server cuts every connection meanwhile. What a killed server keeps is tried in `tests/faults`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faulty_proxy import Proxy, faulty_proxy
from papers import draw_channel
from real_servers import ElasticsearchServer, S3Server
from terminal import Terminal

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Draw the papers of one channel; two of them are enough."""
    drawn = draw_channel(tmp_path_factory.mktemp("papers") / "portal", "portal")
    return sorted(path for path in drawn.iterdir() if not path.name.endswith(".truth.json"))[:2]


@contextmanager
def away(proxy: Proxy) -> Iterator[None]:
    """Cut every connection for a while."""
    proxy.every = 1
    yield
    proxy.every = 0


def test_search_away_for_a_whole_batch_only_delays(
    elasticsearch: ElasticsearchServer, papers: list[Path], tmp_path: Path
) -> None:
    """Capture and acts go on without Elasticsearch; when it is back, one command brings the index up to date."""
    settings = elasticsearch.environment(elasticsearch.fresh())
    with faulty_proxy(elasticsearch.url, every=0, faults=["lost"]) as proxy:
        terminal = Terminal(home=tmp_path / "home", environment={**settings, "CASEBINDER_ELASTIC_URL": proxy.address})
        terminal.ask("search", "certificat")
        with away(proxy):
            assert terminal.ask("submit", *papers)["pages"] > 0
            assert all(batch["custody"]["balanced"] for batch in terminal.ask("status", "--verify")["batches"])
            assert terminal.ask("search", "certificat", code=4)["error"]["code"] == "index_unreachable"
        assert terminal.ask("recover")["projected"] > 0
        documents = {d["document"] for batch in terminal.ask("status")["batches"] for d in batch["documents"]}
        assert {hit["document"] for hit in terminal.ask("search", "", "--limit", 100)["hits"]} == documents


@pytest.mark.faults
def test_storage_away_delays_and_takes_nothing_in_by_half(s3_any: S3Server, papers: list[Path], tmp_path: Path) -> None:
    """Without storage nothing is received; what was received before waits, and is captured when storage is back."""
    settings = s3_any.environment(s3_any.fresh())
    with faulty_proxy(s3_any.endpoint, every=0, faults=["lost"]) as proxy:
        terminal = Terminal(home=tmp_path / "home", environment={**settings, "CASEBINDER_S3_ENDPOINT": proxy.address})
        terminal.ask("submit", papers[0], "--no-wait")
        with away(proxy):
            assert terminal.ask("submit", papers[1], code=4)["error"]["code"] == "store_unreachable"
            assert terminal.run("worker", "--once").code == 4
            (batch,) = terminal.ask("status")["batches"]
            assert batch["failed"] == []
        terminal.ask("submit", papers[1])
        terminal.ask("recover")
        batches = terminal.ask("status", "--verify")["batches"]
        assert len(batches) == 2
        assert all(batch["custody"]["balanced"] and batch["failed"] == [] for batch in batches)
        assert all(batch["custody"]["files"]["done"] == 1 for batch in batches)
