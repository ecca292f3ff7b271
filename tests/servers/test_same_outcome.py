"""The same day's work on the embedded parts and as a team has it: by settings alone, with the same answers.

The team has PostgreSQL, S3 storage, Elasticsearch and two workers under a Prefect server. Then both lose their database
and their index, and what is made again from the store is all that was there.
"""

import inspect
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import day
import pytest
from papers import draw_channel, write_members
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server
from sqlalchemy import create_engine, text
from terminal import ROOT, Terminal

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


@dataclass(frozen=True, kw_only=True)
class Played:
    """An installation after its day: what was told on the way and at its end, and what a rebuild made of it."""

    terminal: Terminal
    desk: day.Desk
    rebuilt: dict
    after: day.Desk

    @property
    def end(self) -> list[object]:
        """Return what was told of everything at the end of the day."""
        return list(self.desk.told.values())[-len(self.after.told) :]


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What both take in."""

    folder: Path
    members: Path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Draw the papers of two people."""
    folder = tmp_path_factory.mktemp("same")
    return Papers(folder=draw_channel(folder / "papers", "portal"), members=write_members(folder / "members.csv"))


@pytest.fixture(scope="module")
def embedded(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Spend the day in a folder, and lose its database and index."""
    terminal = Terminal(home=tmp_path_factory.mktemp("embedded") / "home")

    def lose() -> Terminal:
        for path in terminal.home.iterdir():
            if path.name.startswith("casebinder.db"):
                path.unlink()
            elif path.name in {"index", "cases"}:
                shutil.rmtree(path)
        return terminal

    return played(terminal, papers, two_workers, lose)


@pytest.fixture(scope="module")
def served(
    papers: Papers,
    postgresql: PostgreSqlServer,
    s3_any: S3Server,
    elasticsearch: ElasticsearchServer,
    prefect_api: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Played:
    """Spend the day as a team, and go on with another database and index."""

    def fresh() -> Mapping[str, str]:
        database, index = postgresql.fresh(), elasticsearch.fresh()
        return {**kept, **postgresql.environment(database), **elasticsearch.environment(index)}

    folder = tmp_path_factory.mktemp("served")
    kept = {
        **s3_any.environment(s3_any.fresh()),
        "PREFECT_API_URL": prefect_api,
        "PREFECT_HOME": str(folder / "prefect"),
        "CASEBINDER_PREFECT_WORK_POOL": folder.name,
    }
    terminal = Terminal(home=folder / "home", environment=fresh())
    run_to_end([terminal.start("init", "--prefect")], terminal)
    return played(terminal, papers, two_workers_of_prefect, lambda: replace(terminal, environment=fresh()))


def two_workers(terminal: Terminal, files: Sequence[Path]) -> None:
    """Hand a delivery to two workers, one after the other."""
    terminal.ask("submit", *files, "--no-wait")
    assert [terminal.run("worker", "--once").code for _ in range(2)] == [0, 0]


def two_workers_of_prefect(terminal: Terminal, files: Sequence[Path]) -> None:
    """Hand a delivery to two workers at once, under Prefect; each unit of work is begun once."""
    terminal.ask("submit", *files, "--no-wait")
    office = replace(terminal, environment={**terminal.environment, "CASEBINDER_ENGINE": "prefect"})
    run_to_end([office.start("worker", "--once") for _ in range(2)], office)
    engine = create_engine(terminal.environment["CASEBINDER_DATABASE_URL"])
    with engine.connect() as records:
        begun = records.execute(text("SELECT attempt, state FROM job WHERE kind = 'unit'")).all()
    engine.dispose()
    assert set(begun) == {(1, "done")}


def run_to_end(processes: Sequence["subprocess.Popen[bytes]"], terminal: Terminal) -> None:
    """Wait for processes that must end well."""
    codes = [process.wait(900) for process in processes]
    assert not any(codes), terminal.log.read_text()


def played(terminal: Terminal, papers: Papers, capture: day.Capture, lose: Callable[[], Terminal]) -> Played:
    """Spend the day, lose what can be made again, make it again, and look."""
    assert terminal.run("init").code == 0
    desk = day.spend(terminal, papers.folder, papers.members, capture)
    after = desk.elsewhere(lose())
    rebuilt = after.terminal.ask("rebuild", "--from-store")
    day.look(after)
    return Played(terminal=after.terminal, desk=desk, rebuilt=rebuilt, after=after)


def test_every_command_answers_the_same(embedded: Played, served: Played) -> None:
    """Whatever is asked or done, where things are kept makes no difference to the answer."""
    assert list(differences("", served.desk.told, embedded.desk.told)) == []


@pytest.mark.servers
def test_every_command_is_asked() -> None:
    """The day uses each command of the page of commands that answers in JSON; a rebuild follows it."""
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    sections = re.findall(
        r"^### `casebinder ((?:[a-z][a-z-]* ?)+)[^`]*`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL
    )
    answering = {words.strip() for words, body in sections if not re.search(r"rints\s+no\s+JSON", body)}
    unused = {words for words in answering if f'"{words}"' not in inspect.getsource(day)}
    assert unused == {"rebuild", "version"}


def differences(place: str, one: object, other: object) -> Iterator[str]:
    """Name each place at which two answers differ, and what stands there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(f"{place}/{key}", one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(f"{place}/{number}", *pair)
    elif one != other:
        yield f"{place}: {one} instead of {other}"


def test_a_rebuild_brings_everything_back(embedded: Played, served: Played) -> None:
    """Made again from the store alone, batches, documents, cases with their history and searches are as they were."""
    assert served.rebuilt | {"events": 0} == embedded.rebuilt | {"events": 0}
    assert served.rebuilt["problems"] == []
    assert list(differences("", list(served.after.told.values()), served.end)) == []


def test_the_chain_goes_on(served: Played) -> None:
    """The journal's numbers and hashes came back, and PostgreSQL numbers new events after them."""
    opened = served.terminal.ask("case", "open", "occupational_disease")["reference"]
    assert opened > max(
        c["reference"] for c in served.terminal.ask("case", "list")["cases"] if c["reference"] != opened
    )
    assert served.terminal.ask("audit", "verify")["events"] > served.rebuilt["events"]


def test_a_rebuild_is_not_done_twice(served: Played) -> None:
    """A database that was filled is not filled again."""
    assert served.terminal.ask("rebuild", "--from-store", code=1)["error"]["code"] == "records_not_empty"


def test_nothing_stays_in_the_home(served: Played) -> None:
    """With the servers set, neither database nor content nor index nor case folders lie on the machine."""
    kept = {path.name for path in served.terminal.home.iterdir()}
    assert kept & {"casebinder.db", "blobs", "index", "cases", "snapshots"} == set()
