"""From the inbox of a bucket into the records: committed before moved, and the same again after any interruption."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import buckets
import pytest
from buckets import Buckets
from papers import draw_channel
from real_servers import S3Server
from terminal import Terminal

from bootstrap.application import Application, open_home
from bootstrap.running import channels
from bootstrap.running.engines import LeftToWorkers
from pipeline.errors import PartUnreachable
from pipeline.model.states import FileState
from services.access import SYSTEM
from services.people.administer import local_actor

ME = local_actor("local")


@pytest.fixture
def there(request: pytest.FixtureRequest, s3_any: S3Server) -> Iterator[Buckets]:
    """Yield buckets of the test's own on one S3 server."""
    with buckets.fresh(request, s3_any.name) as made:
        yield made


def send(there: Buckets, name: str, path: Path) -> None:
    """Drop a file into the inbox."""
    connection = there.connect()
    connection.prepare(there.name)
    connection.client.fput_object(there.name, f"inbox/{name}", str(path))


def lies(there: Buckets) -> set[str]:
    """Return the names that lie in the inbox now, done and failed included."""
    listed = there.connect().client.list_objects(there.name, prefix="inbox/", recursive=True)
    return {(kept.object_name or "").removeprefix("inbox/") for kept in listed}


def look(application: Application, there: Buckets) -> list[str]:
    """Look into the inbox once, as a watch does that leaves capture to workers; return what it said."""
    said: list[str] = []
    place = f"s3://{there.name}/inbox"
    channels.watch(application, ME, LeftToWorkers(), place, batch_class=None, once=True, say=said.append)
    return said


def note(folder: Path) -> Path:
    """Write a file that is refused at the door, other bytes in each folder."""
    path = folder / "note.txt"
    path.write_text(f"Bonjour de {folder}\n", encoding="utf-8")
    return path


def test_the_whole_way(there: Buckets, tmp_path: Path) -> None:
    """A marked folder ends captured, balanced and put away; the same papers again are duplicates and change nothing."""
    terminal = Terminal(home=tmp_path / "home", environment=there.server.environment(there.name))
    paper = min(draw_channel(tmp_path / "papers", "portal").glob("*.pdf"))
    for name in ("monday/paper.pdf", "paper again.pdf"):
        send(there, name, paper)
    send(there, "monday/note.txt", note(tmp_path))
    send(there, "monday/_complete", note(tmp_path))
    assert terminal.run("watch", f"s3://{there.name}/inbox", "--once").code == 0
    assert lies(there) == {
        "done/monday/paper.pdf",
        "done/paper again.pdf",
        "failed/monday/note.txt",
        "failed/monday/note.txt.txt",
    }
    batches = terminal.ask("status", "--verify")["batches"]
    assert [batch["custody"]["balanced"] for batch in batches] == [True, True]
    assert [batch["custody"]["files"]["duplicate"] for batch in batches] in ([0, 1], [1, 0])
    assert sum(len(batch["documents"]) for batch in batches) > 0
    assert terminal.run("watch", f"s3://{there.name}/inbox", "--once").code == 0
    assert len(terminal.ask("status")["batches"]) == 2


def test_nothing_moves_before_it_is_known_to_be_good(there: Buckets, tmp_path: Path) -> None:
    """A drop left to a worker stays until its files were opened; whoever finds it again makes no second batch."""
    paper = min(draw_channel(tmp_path / "papers", "portal").glob("*.pdf"))
    send(there, "paper.pdf", paper)
    settings = there.settings(tmp_path / "home")
    with closing(open_home(settings)) as application:
        assert look(application, there) == []
    assert lies(there) == {"paper.pdf"}
    with closing(open_home(settings)) as after_a_crash:
        assert look(after_a_crash, there) == []
        (batch,) = after_a_crash.find.batches(SYSTEM, None)
    assert [file.state for file in batch.files] == [FileState.STORED]
    assert lies(there) == {"paper.pdf"}


def test_a_poll_looks_at_every_inbox_though_one_is_away(there: Buckets, tmp_path: Path) -> None:
    """With the storage of the bucket's inbox unreachable nothing is taken, and it is said; then all is."""
    settings = there.settings(tmp_path / "home")
    hot = settings.hot_folder
    hot.mkdir(parents=True)
    note(hot)
    send(there, "note.txt", note(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as door:
        away = f"http://127.0.0.1:{door.getsockname()[1]}"
    with closing(open_home(settings.model_copy(update={"s3_endpoint": away}))) as down:
        with pytest.raises(PartUnreachable):
            channels.poll(down, LeftToWorkers())
        assert (hot / "note.txt").exists()
        assert down.find.batches(SYSTEM, None) == ()
    with closing(open_home(settings)) as application:
        channels.poll(application, LeftToWorkers())
        assert len(application.find.batches(SYSTEM, None)) == 2
    assert not (hot / "note.txt").exists()
    assert lies(there) == {"failed/note.txt", "failed/note.txt.txt"}
