"""Backup and restore as `docs/backup.md` writes them: its own blocks are run, and what comes back is whole."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from account import account, problems
from databases import place_of, unmigrated
from installed import OPEN_PAPERS
from papers import draw_channel, write_members
from real_servers import PostgreSqlServer
from serving import postgresql as sql
from sqlalchemy import make_url
from terminal import ROOT, Terminal, copied

from adapters.records.open import open_records

PAGE = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```sh\n# test: ([a-z ]+)\n(.*?)```", PAGE, re.DOTALL))
pytestmark = pytest.mark.timeout(900)  # whole captures, on a machine that may be busy


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw papers of one person as they were uploaded: a few, for what comes back does not hang on how many went."""
    drawn = draw_channel(tmp_path_factory.mktemp("papers") / "portal", "portal")
    return copied([drawn / name for name in OPEN_PAPERS], drawn.with_name("papers"))


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Terminal:
    """Return an installation on SQLite that captured the papers."""
    return captured(Terminal(home=tmp_path_factory.mktemp("embedded") / "home"), papers)


@pytest.fixture(scope="module")
def database(postgresql: PostgreSqlServer) -> str:
    """Return the address of an empty database."""
    return unmigrated(postgresql)


@pytest.fixture(scope="module")
def team(
    tmp_path_factory: pytest.TempPathFactory, papers: Path, postgresql: PostgreSqlServer, database: str
) -> Terminal:
    """Return an installation on PostgreSQL that captured the papers."""
    home = tmp_path_factory.mktemp("team") / "home"
    return captured(Terminal(home=home, environment=postgresql.environment(database)), papers)


def captured(terminal: Terminal, papers: Path) -> Terminal:
    """Make an installation and capture the papers in it."""
    assert terminal.run("init").code == 0
    terminal.ask("reference", "import", "members", write_members(terminal.home.parent / "members.csv"))
    terminal.ask("submit", papers)
    terminal.ask("sweep")
    return terminal


def run(block: str, environment: Mapping[str, str], *, renamed: Mapping[str, str] | None = None) -> None:
    """Run a block of the page; `renamed`: what stands for its names of databases here."""
    script = BLOCKS[block]
    for name, mine in (renamed or {}).items():
        script = re.sub(rf"\b{name}\b", mine, script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.environ['PATH'])}"
    told = os.environ | dict(environment) | {"PATH": path, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(["sh", "-c", script], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{block}: {done.stdout}{done.stderr}"


def check(terminal: Terminal, expected: Mapping) -> None:
    """Fail unless the restored installation is whole by the page's own checks and holds what was expected."""
    run("check", {"CASEBINDER_HOME": str(terminal.home)} | dict(terminal.environment))
    assert list(problems(terminal, expected)) == []


@pytest.mark.slow
def test_sqlite_comes_back(embedded: Terminal, tmp_path: Path):
    """A backup of an embedded installation, restored elsewhere, answers alike; a second backup adds to the first."""
    backup, restored = tmp_path / "backup", Terminal(home=tmp_path / "restored" / "home")
    restored.home.parent.mkdir()
    for _ in range(2):
        run("back up sqlite", {"CASEBINDER_HOME": str(embedded.home), "BACKUP": str(backup)})
    run("restore sqlite", {"CASEBINDER_HOME": str(restored.home), "BACKUP": str(backup)})
    check(restored, account(embedded))


WRITER = """
import sys
from adapters.records.open import open_records
records = open_records(sys.argv[1])
while True:
    with records.writing() as unit:
        for _ in range(20):
            unit.outbox.add("document", "d")
        unit.commit()
    print("written", flush=True)
"""


def test_sqlite_is_backed_up_while_it_is_written(tmp_path: Path):
    """A backup made while others write holds whole units of work, all that were committed before it began."""
    home, backup = tmp_path / "home", tmp_path / "backup"
    (home / "blobs").mkdir(parents=True)
    command = [sys.executable, "-c", WRITER, f"sqlite:///{home / 'casebinder.db'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        for _ in range(5):
            assert writer.stdout.readline() == "written\n"
        run("back up sqlite", {"CASEBINDER_HOME": str(home), "BACKUP": str(backup)})
        assert writer.poll() is None
        writer.kill()
    records = open_records(f"sqlite:///{backup / 'casebinder.db'}")
    with records.reading() as unit:
        waiting = unit.outbox.waiting()
    records.close()
    assert waiting % 20 == 0
    assert waiting >= 5 * 20


@pytest.fixture
def libpq(postgresql: PostgreSqlServer) -> Mapping[str, str]:
    """Return what the page expects in the environment of an administrator."""
    place = place_of(postgresql)
    programs = sql.programs(place)
    assert programs is not None
    return {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(place.ports["sql"]),
        "PGUSER": sql.ROLE,
        "PGPASSWORD": place.secrets["password"],
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }


def test_postgresql_comes_back(
    team: Terminal, database: str, postgresql: PostgreSqlServer, libpq: Mapping[str, str], tmp_path: Path
):
    """A dump restored in a new database, with a copy of the content beside it, answers alike."""
    backup, restored = tmp_path / "backup", tmp_path / "restored"
    names = {"casebinder": str(make_url(database).database), "casebinder_restored": f"t_{secrets.token_hex(6)}"}
    run("back up postgresql", {**libpq, "BACKUP": str(backup)}, renamed={"casebinder": names["casebinder"]})
    shutil.copytree(team.home / "blobs", restored / "blobs")
    run("restore postgresql", {**libpq, "BACKUP": str(backup)}, renamed=names)
    url = sql.url(place_of(postgresql), names["casebinder_restored"])
    check(Terminal(home=restored, environment=postgresql.environment(url)), account(team))


def test_every_block_is_rehearsed():
    """No block that the page calls tested is left out here."""
    source = Path(__file__).read_text(encoding="utf-8")
    assert BLOCKS
    assert [name for name in BLOCKS if f'run("{name}"' not in source] == []
