"""The same on a Prefect server that stores in PostgreSQL, as several machines share it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from account import account, problems
from terminal import Terminal

pytestmark = pytest.mark.timeout(1500)


@pytest.fixture
def office(prefect_api: str, tmp_path: Path, inline: Terminal) -> Terminal:
    """Give an empty installation that captures by Prefect, with a work pool of its own."""
    environment = {
        "PREFECT_API_URL": prefect_api,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "CASEBINDER_ENGINE": "prefect",
        "CASEBINDER_PREFECT_WORK_POOL": tmp_path.name.replace("_", "-"),
    }
    return replace(inline, home=tmp_path / "home", environment=environment)


def said(office: Terminal, *words: str) -> str:
    """Run a command in a process of its own, that a Prefect client may start threads in; give what it printed."""
    process = office.start(*words)
    assert process.wait(400) == 0, office.log.read_text()
    return office.log.read_text()


def test_registering_twice_changes_nothing(office: Terminal) -> None:
    """Work pool, deployments and automations are found again as they were made."""
    assert said(office, "init", "--prefect").count(": created") == 9
    assert said(office, "init", "--prefect").count(": unchanged") == 9


def test_two_workers_do_nothing_twice(office: Terminal, papers: Path, inline: Terminal) -> None:
    """Two workers started for one batch make of it what one makes, each unit begun once."""
    batch = office.ask("submit", papers, "--no-wait")["batches"][0]["id"]
    workers = [office.start("worker", "--once") for _ in range(2)]
    assert [worker.wait(400) for worker in workers] == [0, 0], office.log.read_text()
    calm = replace(office, environment={})
    assert list(problems(calm, account(inline))) == []
    (shown,) = calm.ask("status", batch)["batches"]
    assert Counter(item["attempts"] for item in shown["failed"]) == Counter()
