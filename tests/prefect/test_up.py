"""A small office by one command: everything runs, what dies comes back, and nothing is left when it ends."""

import json
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from account import account, problems
from terminal import Terminal, copied, files
from waiting import wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(1500)]

PARTS = ("prefect", "registration", "worker", "schedules", "watch", "pages")
AT_REST = {"closed", "attention"}
START_SECONDS = 300
"""How long everything may take to be ready on a busy machine: a Prefect server alone takes 10 to 60 s."""


@pytest.fixture(scope="session")
def lot(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the papers of the batch in a folder of their own."""
    return copied(list(files(papers)), tmp_path_factory.mktemp("papers") / "lot")


@pytest.fixture
def office(tmp_path: Path) -> Terminal:
    """Return an empty installation with no server named; its worker has one reading process."""
    return Terminal(home=tmp_path / "home", environment={"CASEBINDER_LANGUAGE": "en", "CASEBINDER_PROCESSES": "1"})


@contextmanager
def up(office: Terminal, *options: object) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `casebinder up`; whatever is left of it at the end is killed, and is a fault."""
    process = office.start("up", *options)
    try:
        yield process
    finally:
        left = descendants(process)
        process.kill()
        process.wait()
        for one in left:
            if one.is_running():
                one.kill()


def descendants(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Return what a process started, and what that started."""
    return psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []


def told(office: Terminal) -> str:
    """Return what `up` printed so far."""
    return office.log.read_text(encoding="utf-8")


def ready(office: Terminal, part: str) -> int:
    """Count how often a part became ready."""
    return told(office).count(f"{part}: ready")


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run."""
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_one_command_runs_an_office(office: Terminal, lot: Path, inline: Terminal) -> None:
    """A drop is captured, recorded and put away though its server is killed; what dies comes back; SIGTERM ends all."""
    inbox = office.home / "inbox"
    with up(office) as process:
        wait_for(lambda: all(ready(office, part) for part in PARTS), "everything is ready", START_SECONDS)
        assert office.run("up").code == 1, "one installation is up once"
        shutil.copytree(lot, inbox / "lot")
        wait_for(lambda: _status(office) in {"working", *AT_REST}, "a worker has taken it")
        _kill(process, "prefect")
        wait_for(lambda: any((inbox / "done").rglob("*.pdf")), "the papers are put away")
        wait_for(lambda: _status(office) in AT_REST, "their batch is captured")
        wait_for(lambda: ready(office, "prefect") == 2, "the server was started again")
        (api,) = re.findall(r"Prefect: (http://127\.0\.0\.1:\d+)", told(office))
        # A run that beat in vain for as long as its server was away may be marked: the batch is what counts.
        wait_for(lambda: _runs(api) and _runs(api) <= {"COMPLETED", "CRASHED"}, "the run is recorded to its end")
        _kill(process, "worker")
        wait_for(lambda: ready(office, "worker") == 2, "the worker was started again")
        assert {f"{part}: ended (-9)" in told(office) for part in ("prefect", "worker")} == {True}
        left = descendants(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(90) == 0
        wait_for(lambda: not alive(left), "no process is left", 10)
    assert "nothing is lost" in told(office)
    assert list(problems(Terminal(home=office.home), account(inline))) == []


def test_an_office_that_is_killed_leaves_nothing_running(office: Terminal, prefect) -> None:
    """When `up` is killed outright, with a server that stands elsewhere, what it started ends by itself."""
    named = Terminal(home=office.home, environment=dict(office.environment) | prefect.environment)
    with up(named, "--folder", office.home.parent / "hot") as process:
        wait_for(lambda: ready(named, "watch") == 1, "everything is ready", START_SECONDS)
        assert "prefect: starts" not in told(named), "a server that is named is used"
        assert (office.home.parent / "hot").is_dir()
        left = descendants(process)
        process.kill()
        process.wait()
        wait_for(lambda: not alive(left), "no process is left", 60)


def _kill(process: "subprocess.Popen[bytes]", part: str) -> None:
    """Kill one part outright."""
    is_it = {"prefect": lambda words: "server" in words, "worker": lambda words: words[-1] == "worker"}[part]
    next(one for one in descendants(process) if is_it(one.cmdline())).kill()


def _status(office: Terminal) -> str:
    batches = office.ask("status")["batches"]
    return batches[0]["status"] if batches else ""


def _runs(api: str) -> set[str]:
    """Return the states of the capture runs, as the office's own server tells them."""
    body = json.dumps({"flows": {"name": {"any_": ["capture-batch"]}}}).encode()
    request = urllib.request.Request(
        f"{api}/api/flow_runs/filter", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return {run["state_type"] for run in json.loads(answer.read())}
