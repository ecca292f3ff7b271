"""Two workers on one batch: each unit is done once, both do some, and the death of one costs nothing.

What the workers have in hand is watched from outside, in the records they share: on the embedded database, and on a
PostgreSQL server.
"""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from account import problems
from killing import wait_until_gone
from sqlalchemy import Engine, create_engine, text
from terminal import Terminal
from warm import Started

pytestmark = [pytest.mark.kill, pytest.mark.long, pytest.mark.timeout(7200)]

ONE_PROCESS = {"CASEBINDER_PROCESSES": "1"}
LOOK_SECONDS = 0.05
_HELD = "SELECT subject, owner, fence FROM job WHERE kind = 'unit' AND state = 'leased'"
_UNITS = "SELECT subject, attempt, state, fence FROM job WHERE kind = 'unit'"
_SETTLED = "SELECT count(*) FROM event WHERE act = 'batch.capture'"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["Shared"]:
    """Yield an installation whose workers have one reading process each."""
    home, environment = tmp_path / "home", dict(ONE_PROCESS)
    url = f"sqlite:///{home / 'casebinder.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        url = server.fresh()
        environment |= server.environment(url)
    with watching(url) as engine:
        yield Shared(terminal=Terminal(home=home, environment=environment), engine=engine)


@contextmanager
def watching(url: str) -> Iterator[Engine]:
    """Look into a database from outside."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        yield engine
    finally:
        engine.dispose()


@dataclass(kw_only=True)
class Shared:
    """An installation with several workers, and who was seen with which unit in hand."""

    terminal: Terminal
    engine: Engine
    hands: dict[tuple[str, int], str] = field(default_factory=dict)
    workers: list[Started] = field(default_factory=list)

    def begin(self, papers: Path, *, workers: int = 2) -> None:
        """Submit the papers and set workers on them."""
        made = self.terminal.run("init")
        assert made.code == 0, made.err
        self.terminal.ask("submit", papers, "--no-wait")
        self.workers = [self.terminal.start_warm("worker", "--once") for _ in range(workers)]

    def look(self) -> Mapping[str, str]:
        """Note who has which unit in hand now; give it."""
        held = self.ask(_HELD)
        self.hands |= {(subject, fence): owner for subject, owner, fence in held}
        return {subject: owner for subject, owner, _ in held}

    def ask(self, query: str) -> list[tuple]:
        """Ask the records."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def end(self) -> list[int]:
        """Watch until the workers have ended, and return their exit codes."""
        while any(worker.poll() is None for worker in self.workers):
            self.look()
            time.sleep(LOOK_SECONDS)
        return [worker.wait() for worker in self.workers]


def process_of(owner: str) -> int:
    """Return the process number a holder names itself by."""
    return int(owner.split("/")[-2])


def test_two_workers_do_each_unit_once(shared: Shared, papers: Path, expected: dict, figures: list[str]) -> None:
    """Two workers share a batch: both read pages of it, no unit is begun twice, it is settled once.

    Documents, fields, cases, index and folders are those one worker makes.
    """
    shared.begin(papers)
    assert shared.end() == [0, 0], shared.terminal.log.read_text()
    units = shared.ask(_UNITS)
    assert [unit for unit in units if unit[1:] != (1, "done", 1)] == []
    assert shared.ask(_SETTLED) == [(1,)]
    readers = {owner for (subject, _), owner in shared.hands.items() if ":read:" in subject}
    assert {process_of(owner) for owner in readers} == {worker.pid for worker in shared.workers}
    assert "lost" not in shared.terminal.log.read_text()
    assert list(problems(shared.terminal, expected)) == []
    figures.append(f"two workers: {len(units)} units, {len(shared.hands)} seen in hand, by {len(readers)}")


def test_the_other_goes_on_when_one_is_killed(shared: Shared, papers: Path, expected: dict) -> None:
    """One of two workers is killed with a unit in hand: the other takes that up at once; nothing is lost or twice."""
    shared.begin(papers)
    victim = _both_reading(shared)
    os.killpg(victim.pid, signal.SIGKILL)
    assert wait_until_gone(victim.pid, seconds=10) == []
    victim.wait()
    (lost,) = (subject for subject, owner in shared.look().items() if process_of(owner) == victim.pid)
    (survivor,) = (worker for worker in shared.workers if worker is not victim)
    shared.workers.remove(victim)
    assert shared.end() == [0], shared.terminal.log.read_text()
    batch = lost.partition(":")[0]
    begun_again = [unit for unit in shared.ask(_UNITS) if unit[1] > 1]
    assert all(subject.startswith(batch) and attempt == 2 for subject, attempt, _, _ in begun_again)
    assert len(begun_again) <= 1
    assert shared.ask(_SETTLED) == [(1,)]
    assert {process_of(owner) for owner in shared.hands.values()} == {victim.pid, survivor.pid}
    assert list(problems(shared.terminal, expected)) == []


def _both_reading(shared: Shared) -> Started:
    """Wait until both have pages in hand; give one of them."""
    ends = time.monotonic() + 600
    while time.monotonic() < ends:
        reading = {process_of(owner) for subject, owner in shared.look().items() if ":read:" in subject}
        if reading == {worker.pid for worker in shared.workers}:
            return shared.workers[0]
        assert all(worker.poll() is None for worker in shared.workers), shared.terminal.log.read_text()
        time.sleep(LOOK_SECONDS)
    raise AssertionError("the two never had pages in hand at the same time")
