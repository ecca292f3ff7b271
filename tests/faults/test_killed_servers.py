"""Database, storage and search killed at random instants under a worker, and started again: it outlives them all."""

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from campaign import KILLS
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server, needed
from served import Servers
from serving.house import House
from terminal import files
from waiting import let_pass, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]

ROUNDS = max(1, KILLS // 25)
PARTS = ("postgresql", "postgresql", "seaweedfs", "seaweedfs", "elasticsearch")
"""Elasticsearch takes half a minute to come back."""


@pytest.fixture
def houses(servers: House, private_servers: House) -> Mapping[str, House]:
    """Return the house of each server: the database and the storage are this test's own."""
    needed(private_servers, "postgresql")
    needed(private_servers, "seaweedfs")
    return {"postgresql": private_servers, "seaweedfs": private_servers, "elasticsearch": servers}


@pytest.fixture
def mine(houses: Mapping[str, House], elasticsearch: ElasticsearchServer) -> Servers:
    """Return the servers that this test may kill."""
    house = houses["seaweedfs"]
    told = house.settings(["seaweedfs"])
    s3 = S3Server(
        name="seaweedfs",
        endpoint=told["CASEBINDER_S3_ENDPOINT"],
        access_key=told["CASEBINDER_S3_ACCESS_KEY"],
        secret_key=told["CASEBINDER_S3_SECRET_KEY"],
    )
    return Servers(postgresql=PostgreSqlServer(house=house), s3=s3, elasticsearch=elasticsearch)


def test_a_worker_outlives_its_servers(
    houses: Mapping[str, House],
    mine: Servers,
    papers: Path,
    apart: dict,
    chance: random.Random,
    figures: list[str],
    tmp_path: Path,
) -> None:
    """Whichever server is away in whichever act of it, the worker waits, and in the end everything is there once."""
    batches, victims = [*files(papers)], chance.sample(PARTS * ROUNDS, len(PARTS) * ROUNDS)
    with mine.installation(tmp_path) as served:
        worker = served.terminal.start_warm("worker")
        for place, paper in enumerate(batches):
            served.terminal.ask("submit", paper, "--no-wait")
            for part in victims[place :: len(batches)]:
                let_pass(chance.uniform(0.0, 2.0))
                houses[part].kill(part)
                let_pass(chance.uniform(0.0, 3.0))
                houses[part].start([part])
        served.watch_again()
        wait_for(lambda: served.watch.unfinished() == 0, "the worker has captured every batch", 600)
        assert worker.poll() is None, served.terminal.log.read_text()
        worker.end()
        assert served.terminal.defects() == []
        served.terminal.ask("recover")
        assert list(served.wrongs(apart)) == []
    figures.append(f"servers killed under a worker: {dict(Counter(victims))}")
