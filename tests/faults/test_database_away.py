"""PostgreSQL away for longer than a unit of work waits: the worker says so, waits, and goes on when it is back."""

from pathlib import Path

import pytest
from account import problems
from invariants import check_records
from opened import opened
from real_servers import PostgreSqlServer, needed
from serving.house import House
from striking import Watch
from terminal import Terminal
from waiting import wait_for

from adapters.records.modes import BUSY_SECONDS
from cli.output import INTERRUPTED

TOLD = "La base de données ne peut être ouverte"
pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture
def there(private_servers: House, tmp_path: Path) -> Terminal:
    """Return an installation on a database that may be taken away; content and index lie in the home."""
    needed(private_servers, "postgresql")
    server = PostgreSqlServer(house=private_servers)
    made = Terminal(home=tmp_path / "home", environment=server.environment(server.fresh()))
    assert made.run("init").code == 0
    return made


def watch(terminal: Terminal) -> Watch:
    """Look into the database."""
    return Watch(terminal.environment["CASEBINDER_DATABASE_URL"])


def test_a_worker_outlasts_its_database(
    there: Terminal, private_servers: House, papers: Path, expected: dict, figures: list[str]
) -> None:
    """Away in mid-batch: commands end with 4 and a sentence; the worker waits in vain, says so, and ends its work."""
    there.ask("submit", papers, "--no-wait")
    worker, before = there.start_warm("worker"), watch(there)
    wait_for(lambda: before.progress() > 0, "a step of the batch is done")
    before.close()
    private_servers.kill("postgresql")
    assert there.ask("status", code=4)["error"]["code"] == "records_unreachable"
    refused = there.run("worker", "--once")
    assert refused.code == 4
    assert TOLD in refused.err
    wait_for(lambda: TOLD in there.log.read_text(encoding="utf-8"), "the worker says what is away", 2 * BUSY_SECONDS)
    assert worker.poll() is None, there.log.read_text(encoding="utf-8")
    private_servers.start(["postgresql"])
    after = watch(there)
    wait_for(lambda: after.left() == 0, "the worker has gone on to the end", 300)
    after.close()
    assert worker.end() == INTERRUPTED
    assert there.defects() == []
    assert list(problems(there, expected)) == []
    with opened(there) as application:
        check_records(application)
        with application.records.reading() as uow:
            attempts = [job.attempt for job in uow.jobs.of_kind("unit")]
    assert set(attempts) == {1}
    figures.append(f"PostgreSQL away for more than {BUSY_SECONDS} s: {len(attempts)} units, each counted once")
