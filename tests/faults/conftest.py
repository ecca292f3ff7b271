"""The small batch whose capture is broken everywhere, what it comes to undisturbed, and the ways to break it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from account import account, problems
from papers import draw_channel
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server
from served import Servers
from striking import Way, way
from terminal import Terminal, copied, files


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the papers of two people: seven pages, two of them scanned."""
    folder = tmp_path_factory.mktemp("portal")
    return copied([*files(draw_channel(folder / "drawn", "portal"))], folder / "papers")


@pytest.fixture(scope="session")
def expected(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Return what every installation must hold in the end: what an undisturbed one holds, on the home's own disk."""
    made = Terminal(home=tmp_path_factory.mktemp("undisturbed") / "home")
    made.ask("submit", papers)
    told = account(made)
    assert list(problems(made, told)) == []
    assert told["cases"]
    return told


@pytest.fixture(scope="session")
def apart(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Return what every installation must hold in the end that received each paper as a batch of its own."""
    made = Terminal(home=tmp_path_factory.mktemp("apart") / "home")
    for paper in files(papers):
        made.ask("submit", paper, "--no-wait")
    assert made.run("worker", "--once").code == 0
    told = account(made)
    assert list(problems(made, told)) == []
    return told


@pytest.fixture(scope="session")
def servers_of_all(postgresql: PostgreSqlServer, s3_any: S3Server, elasticsearch: ElasticsearchServer) -> Servers:
    """Return PostgreSQL, S3 storage and Elasticsearch."""
    return Servers(postgresql=postgresql, s3=s3_any, elasticsearch=elasticsearch)


@pytest.fixture(scope="session")
def ways(servers_of_all: Servers) -> Iterator[Sequence[Way]]:
    """Yield two ways to the servers, one a worker."""
    s3, elasticsearch = servers_of_all.s3, servers_of_all.elasticsearch
    addresses = {**s3.environment(""), **elasticsearch.environment("")}
    with ExitStack() as stack:
        yield [stack.enter_context(way(name, addresses)) for name in ("left", "right")]
