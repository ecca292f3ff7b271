"""One real Prefect server for the suite, a small batch, and installations that capture it by either engine."""

import importlib.util
import json
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from terminal import ROOT, Answer, Terminal, copied, draw, files
from waiting import wait_for

PAGES = 6
BUSY, MOST_TRIES = 503, 8
"""What a server on SQLite answers while another writes for long; its own client tries again too."""
LOOKING = {"audit", "case", "document", "search", "status"}
"""Commands that know nothing of Prefect."""
ENDS = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def _server_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prefect_server", ROOT / "scripts" / "prefect_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Prefect:
    """A running server: what a command needs to use it, and what it has recorded."""

    environment: dict[str, str]
    database: Path

    def ask(self, path: str, body: dict | None = None, *, method: str | None = None) -> object:
        """Ask the API."""
        address = self.environment["PREFECT_API_URL"] + path
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(address, data=data, headers=headers, method=method)
        for _ in range(MOST_TRIES):
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                if error.code != BUSY:
                    raise
        raise AssertionError(f"{path}: the server was busy {MOST_TRIES} times")

    def flow_runs(self, name: str) -> list[dict]:
        """Return the runs whose name is this, oldest first."""
        body = {"flow_runs": {"name": {"any_": [name]}}, "sort": "START_TIME_ASC"}
        return self.ask("/flow_runs/filter", body)

    def runs_of_flow(self, name: str) -> list[dict]:
        """Return the runs of a flow."""
        return self.ask("/flow_runs/filter", {"flows": {"name": {"any_": [name]}}})

    def task_runs(self, flow_run: str) -> list[dict]:
        """Return the tasks of a run."""
        return self.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [flow_run]}}})

    def deployments(self, pool: str) -> dict[str, dict]:
        """Return the deployments of an installation, by the name of their flow."""
        flows = {flow["id"]: flow["name"] for flow in self.ask("/flows/filter", {})}
        made = self.ask("/deployments/filter", {"deployments": {"name": {"any_": [pool]}}})
        return {flows[one["flow_id"]]: one for one in made}

    def start(self, pool: str, flow: str) -> str:
        """Start a run of a deployment, as a person at Prefect's screen would; return its id."""
        return self.ask(f"/deployments/{self.deployments(pool)[flow]['id']}/create_flow_run", {})["id"]

    def done(self, pool: str, flow: str) -> dict:
        """Start runs of a deployment until one was not cancelled because a scheduled one went on; return its state."""
        for _ in range(MOST_TRIES):
            state = self.ended(self.start(pool, flow))
            if state["type"] != "CANCELLED":
                return state
        raise AssertionError(f"{flow}: another run went on {MOST_TRIES} times")

    def forget(self, pool: str) -> None:
        """Take an installation's deployments away, so that no more runs are made for it."""
        for made in self.deployments(pool).values():
            self.ask(f"/deployments/{made['id']}", method="DELETE")

    def run(self, run: str) -> dict:
        """Return a run."""
        return self.ask(f"/flow_runs/{run}")

    def ended(self, run: str, seconds: float = 400) -> dict:
        """Wait until a run has ended; return its state."""
        wait_for(lambda: self.run(run)["state_type"] in ENDS, f"the run {self.run(run)['name']} has ended", seconds)
        return self.run(run)["state"]

    def artifact(self, key: str) -> dict:
        """Return the newest artifact of a key."""
        return self.ask(f"/artifacts/{key}/latest")

    def everything(self) -> str:
        """Return all that stands in its database, as one text."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return "\n".join(connection.iterdump())


@pytest.fixture(scope="session")
def starting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """Start the server, once; it gets ready while the papers are drawn and captured inline."""
    folder = tmp_path_factory.mktemp("prefect")
    with _server_script().running(folder, is_wanted=True) as server:
        yield server, folder


@pytest.fixture(scope="session")
def prefect(starting: tuple[Any, Path], inline: Terminal) -> Prefect:
    """Wait for the server."""
    server, folder = starting
    server.wait()
    return Prefect(environment=dict(server.environment), database=folder / "prefect.db")


@pytest.fixture(scope="session")
def papers(starting: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a small batch, half of it scanned."""
    drawn = tmp_path_factory.mktemp("drawn")
    draw("batch", drawn, "--pages", PAGES, "--level", "clean", "--media", "born-digital", "scanned-pdf", "--seed", 11)
    return drawn


@pytest.fixture(scope="session")
def small(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return each file of the batch in a folder of its own: several small batches."""
    folder = tmp_path_factory.mktemp("small")
    return [copied([file], folder / f"{number}") for number, file in enumerate(files(papers))]


class Cold(Terminal):
    """Commands that speak to Prefect start by themselves: it lives in threads, which do not survive a fork."""

    def run(self, *words: object, seconds: int = 240) -> Answer:
        """Run a command to its end."""
        if words[0] in LOOKING:
            return super().run(*words, seconds=seconds)
        done = subprocess.run(
            self.command(*words),
            cwd=self.home.parent,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        return Answer(words=tuple(map(str, words)), code=done.returncode, out=out, err=err)


def at_home(home: Path, prefect: Prefect | None) -> Terminal:
    """Return an installation that captures by Prefect when there is a server, else inline."""
    if prefect is None:
        return Terminal(home=home)
    return Cold(home=home, environment=dict(prefect.environment) | {"CASEBINDER_ENGINE": "prefect"})


@pytest.fixture(scope="session")
def inline(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Capture the batch by the inline engine."""
    made = at_home(tmp_path_factory.mktemp("inline") / "home", None)
    made.ask("submit", papers)
    return made


@dataclass(frozen=True)
class Captured:
    """An installation after a submit, and what the command said."""

    terminal: Terminal
    batch: str
    out: str
    err: str


@pytest.fixture(scope="session")
def recorded(papers: Path, prefect: Prefect, tmp_path_factory: pytest.TempPathFactory) -> Captured:
    """Capture the batch by Prefect."""
    made = at_home(tmp_path_factory.mktemp("recorded") / "home", prefect)
    said = made.run("submit", papers)
    assert said.code == 0, said.err
    batch = made.ask("status")["batches"][0]["id"]
    return Captured(terminal=made, batch=batch, out=said.out, err=said.err)


@pytest.fixture
def pool(request: pytest.FixtureRequest) -> str:
    """Name a work pool of the test's own: others' runs are not taken for its own."""
    return request.node.name.replace("_", "-")[5:65]


@pytest.fixture
def office(prefect: Prefect, tmp_path: Path, pool: str) -> Iterator[Terminal]:
    """Yield an empty installation that captures by Prefect and has a work pool of its own."""
    made = at_home(tmp_path / "home", prefect)
    yield replace(made, environment=dict(made.environment) | {"CASEBINDER_PREFECT_WORK_POOL": pool})
    prefect.forget(pool)


@pytest.fixture
def fresh(prefect: Prefect, tmp_path: Path) -> Terminal:
    """Return an empty installation that captures by Prefect."""
    return at_home(tmp_path / "home", prefect)
