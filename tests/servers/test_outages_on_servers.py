"""Elasticsearch and S3 storage killed and started again around a batch: work is delayed, and nothing is lost."""

from pathlib import Path

import pytest
from papers import draw_channel
from real_servers import needed
from serving.house import House
from terminal import Terminal

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Draw the papers of one channel; two of them are enough."""
    drawn = draw_channel(tmp_path_factory.mktemp("papers") / "portal", "portal")
    return sorted(path for path in drawn.iterdir() if not path.name.endswith(".truth.json"))[:2]


def test_search_away_for_a_whole_batch_only_delays(private_servers: House, papers: list[Path], tmp_path: Path) -> None:
    """Capture and acts go on without Elasticsearch; when it is back, one command brings the index up to date."""
    needed(private_servers, "elasticsearch")
    terminal = Terminal(home=tmp_path / "home", environment=private_servers.settings(["elasticsearch"]))
    terminal.ask("search", "certificat")
    private_servers.kill("elasticsearch")
    submitted = terminal.ask("submit", *papers, seconds=900)
    assert submitted["pages"] > 0
    assert all(batch["custody"]["balanced"] for batch in terminal.ask("status", "--verify")["batches"])
    assert terminal.ask("search", "certificat", code=4)["error"]["code"] == "index_unreachable"
    private_servers.start(["elasticsearch"])
    assert terminal.ask("recover")["projected"] > 0
    documents = {d["document"] for batch in terminal.ask("status")["batches"] for d in batch["documents"]}
    assert {hit["document"] for hit in terminal.ask("search", "", "--limit", 100)["hits"]} == documents


def test_storage_away_delays_and_takes_nothing_in_by_half(
    private_servers: House, papers: list[Path], tmp_path: Path
) -> None:
    """Without storage nothing is received; what was received before waits, and is captured when storage is back."""
    needed(private_servers, "seaweedfs")
    terminal = Terminal(home=tmp_path / "home", environment=private_servers.settings(["seaweedfs"]))
    terminal.ask("submit", papers[0], "--no-wait")
    private_servers.kill("seaweedfs")
    assert terminal.ask("submit", papers[1], code=4)["error"]["code"] == "store_unreachable"
    assert terminal.run("worker", "--once", seconds=600).code == 4
    (batch,) = terminal.ask("status")["batches"]
    assert batch["failed"] == []
    private_servers.start(["seaweedfs"])
    terminal.ask("submit", papers[1], seconds=600)
    terminal.ask("recover", seconds=600)
    batches = terminal.ask("status", "--verify")["batches"]
    assert len(batches) == 2
    assert all(batch["custody"]["balanced"] and batch["failed"] == [] for batch in batches)
    assert all(batch["custody"]["files"]["done"] == 1 for batch in batches)
