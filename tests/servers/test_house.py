"""A house of servers: starting finds what runs, stopping ends only that, and a killed server comes back as it was."""

import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from real_servers import ElasticsearchServer, PostgreSqlServer, needed
from serving import postgresql as sql
from serving.fetch import default_cache, made_once
from serving.house import House, NotStarted, default_house
from serving.kind import plain_environment
from serving.place import Place, read_place, with_free_ports, with_secrets, write_place
from serving.process import Command, Process, is_open_to_all, is_root, launch

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Process]:
    """Yield a process that would last an hour."""
    command = Command(words=["sleep", "3600"], environment=plain_environment())
    process = launch(command, log=tmp_path / "log", dies_with_us=signal.SIGKILL)
    yield process
    process.kill()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return the place of a server that never was."""
    return Place(name="one", house=tmp_path, cache=tmp_path, ports={}, secrets={})


def test_a_process_is_ended_once(sleeper: Process) -> None:
    """A process is alive until it is ended, and ending it again is harmless."""
    assert sleeper.is_alive
    sleeper.end(signal.SIGTERM, 5)
    assert not sleeper.is_alive
    sleeper.end(signal.SIGTERM, 5)


def test_another_process_of_the_same_number_is_spared(sleeper: Process) -> None:
    """A number that the system gave to somebody else later is not ours to end."""
    stranger = replace(sleeper, begun=sleeper.begun - 1)
    assert not stranger.is_alive
    stranger.kill()
    assert sleeper.is_alive


def test_a_place_is_kept_for_its_owner(place: Place) -> None:
    """Ports, secrets and process are found again by the next command, and by nobody else."""
    made = replace(with_secrets(with_free_ports(place, ("http",)), ("password",)), process=Process(pid=1, begun=2))
    write_place(made)
    assert read_place("one", place.house, place.cache, is_durable=True) == made
    assert stat.S_IMODE((place.house / "one.json").stat().st_mode) == 0o600


def test_secrets_are_made_once(place: Place) -> None:
    """A secret that data were made with is kept; each is long and its own."""
    first = with_secrets(place, ("a", "b"))
    assert with_secrets(first, ("a", "b")) == first
    assert len(set(first.secrets.values())) == 2
    assert all(len(secret) >= 24 for secret in first.secrets.values())


def test_a_port_is_kept_while_it_is_free(place: Place) -> None:
    """A server comes back to its ports; when somebody took one it gets others."""
    first = with_free_ports(place, ("http", "grpc"))
    assert with_free_ports(first, ("http", "grpc")) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first.ports["grpc"]))
        taken.listen()
        other = with_free_ports(first, ("http", "grpc"))
    assert first.ports["grpc"] not in other.ports.values()
    assert len(set(other.ports.values())) == 2


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """A server that is not here is not started, and the sentence says what to type."""
    house = House(folder=tmp_path / "house", cache=tmp_path / "empty")
    assert "make servers-fetch FETCH=elasticsearch" in house.missing("elasticsearch")
    with pytest.raises(NotStarted, match="make servers-fetch"):
        house.start(["elasticsearch"])
    assert not any(house.status().values())


def test_a_killed_database_comes_back(private_servers: House) -> None:
    """A second start finds the first; after a crash it is back at the same address with what was committed."""
    first = needed(private_servers, "postgresql")
    assert needed(private_servers, "postgresql") == first
    sql.query(first, "CREATE TABLE kept AS SELECT 42 AS it", database="casebinder")
    private_servers.kill("postgresql")
    assert not first.is_running
    again = private_servers.start(["postgresql"])["postgresql"]
    assert again.ports == first.ports
    assert again.process != first.process
    assert sql.query(again, "SELECT it FROM kept", database="casebinder") == "42"


def test_the_database_wants_its_password(postgresql: PostgreSqlServer) -> None:
    """Whoever is on the machine cannot enter without the generated password."""
    place = postgresql.house.place("postgresql")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        sql.query(replace(place, secrets={"password": "casebinder"}), "SELECT 1")
    assert "password authentication failed" in refused.value.stderr


def test_elasticsearch_wants_its_password(elasticsearch: ElasticsearchServer) -> None:
    """Without the generated password the index answers nothing."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(elasticsearch.url, timeout=10)
    refused.value.close()
    assert refused.value.code == 401


def test_servers_end_with_their_session(tmp_path: Path) -> None:
    """The servers of a test session that is killed end with it, and are not left to run for ever."""
    code = (
        "import sys; from pathlib import Path; from serving.house import House\n"
        "house = House(folder=Path(sys.argv[1]), cache=Path(sys.argv[1]), is_durable=False)\n"
        "print(house.start(['seaweedfs'])['seaweedfs'].process.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | paths) as session:
        assert session.stdout is not None
        assert session.stdout.readline()
        place = read_place("seaweedfs", tmp_path, tmp_path, is_durable=False)
        assert place is not None
        assert place.is_running
        session.kill()
    place.begun_as.end(signal.SIGURG, 10)  # waits for it, asking nothing
    assert not place.is_running


def test_a_closed_checkout_moves_its_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by root, servers run as others: from a checkout they may not enter their folder is elsewhere."""
    monkeypatch.delenv("CASEBINDER_SERVERS", raising=False)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    moved = default_house(closed)
    assert (moved == closed / ".cache" / "servers") is not is_root()
    assert moved == default_house(closed)
    assert is_open_to_all(moved) or not is_root()


def servers(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the script of `make servers` on a folder of its own."""
    command = [sys.executable, str(ROOT / "scripts" / "servers.py"), *words]
    environment = os.environ | {"CASEBINDER_SERVERS": str(folder), "CASEBINDER_SERVERS_CACHE": str(default_cache())}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)


def test_make_servers_and_back(private_servers: House) -> None:
    """The command starts what is asked, writes the settings to use it, finds it running, and ends it."""
    folder = needed(private_servers, "postgresql").house
    assert private_servers.stop() == ["postgresql"]
    started = servers(folder, "start", "postgresql")
    assert (started.returncode, started.stderr) == (0, "")
    settings = folder / "env"
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert settings.read_text(encoding="utf-8") == servers(folder, "env").stdout
    assert "CASEBINDER_DATABASE_URL=" in settings.read_text(encoding="utf-8")
    assert "runs already" in servers(folder, "start", "postgresql").stdout
    assert "runs on 127.0.0.1" in servers(folder, "status").stdout
    assert "ended: postgresql" in servers(folder, "stop").stdout
    assert "nothing ran" in servers(folder, "stop").stdout
    assert settings.read_text(encoding="utf-8") == ""


def test_what_two_fetch_is_fetched_once(tmp_path: Path) -> None:
    """Checkouts share the cache: the second that fetches waits for the first, and finds it whole."""
    home, filled = tmp_path / "cache" / "one", list[int]()

    def fill(_work: Path, made: Path) -> None:
        filled.append(1)
        (made / "program").write_bytes(b"1")

    with ThreadPoolExecutor(4) as rooms:
        assert set(rooms.map(lambda _: made_once(home, fill), range(4))) == {home}
    assert filled == [1]
    assert [path.name for path in home.iterdir()] == ["program"]
    assert [path.name for path in home.parent.iterdir() if path.is_dir()] == ["one"]
