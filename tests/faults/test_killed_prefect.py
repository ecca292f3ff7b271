"""The Prefect server and the worker whose runs it records, killed at random instants: our records alone count."""

import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest
from campaign import KILLS
from killing import wait_until_gone
from served import Servers
from serving.house import House
from terminal import files
from waiting import let_pass, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(3600)]

PREFECT_KILLS = max(2, KILLS // 10)


def test_prefect_and_its_worker_killed(
    servers_of_all: Servers,
    servers: House,
    prefect_api: str,
    papers: Path,
    apart: dict,
    chance: random.Random,
    figures: list[str],
    tmp_path: Path,
) -> None:
    """Batches are captured to the end by whatever worker is there, and are none the worse for runs that were lost."""
    prefect = {"CASEBINDER_PREFECT_API_URL": prefect_api, "PREFECT_HOME": str(tmp_path / "prefect")}
    killed, victims = Counter[str](), _victims(chance)
    with servers_of_all.installation(tmp_path, CASEBINDER_ENGINE="prefect", **prefect) as served:
        worker = served.terminal.start("worker")
        for place, paper in enumerate(files(papers)):
            served.terminal.ask("submit", paper, "--no-wait")
            for victim in victims[place :: len(apart["batches"])]:
                let_pass(chance.uniform(0.0, 8.0))
                assert worker.poll() is None, served.terminal.log.read_text()
                if victim == "worker":
                    os.killpg(worker.pid, signal.SIGKILL)
                    worker.wait()
                    assert wait_until_gone(worker.pid, seconds=10) == []
                    worker = served.terminal.start("worker")
                else:
                    servers.kill("prefect")
                    let_pass(chance.uniform(0.0, 5.0))
                    servers.start(["prefect"])
                killed[victim] += 1
        wait_for(lambda: served.watch.unfinished() == 0, "the worker has captured every batch", 900)
        assert worker.poll() is None, served.terminal.log.read_text()
        worker.terminate()
        worker.wait(120)
        assert served.terminal.defects() == []
        served.terminal.ask("recover", "--engine", "inline")
        assert list(served.wrongs(apart)) == []
    figures.append(f"killed under the Prefect engine: {dict(killed)}")


def _victims(chance: random.Random) -> list[str]:
    half = PREFECT_KILLS // 2
    victims = ["prefect"] * (PREFECT_KILLS - half) + ["worker"] * half
    return chance.sample(victims, len(victims))
