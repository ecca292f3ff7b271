"""What the index in a directory promises besides: one writer, durable commits, and an old or damaged one said."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import unprivileged

from adapters.tantivy.index import TantivyIndex
from pipeline.errors import PartUnreachable
from services.ports.search import IndexedPage, SearchQuery, Visibility

COMMON = """
import sys
from pathlib import Path
from adapters.tantivy.index import TantivyIndex
from services.ports.search import IndexedPage
index = TantivyIndex(Path(sys.argv[1]))
def page(name):
    return IndexedPage(document=name, page=1, document_class="letter", case=None, case_type=None, circle="open",
        received_on="2026-03-02", language=None, text=f"certificat {name}", words=(), fields=())
"""
INDEX_FOR_EVER = (
    COMMON
    + """
for number in range(100_000):
    index.replace([(f"d-{number}-{part}", [page(f"d-{number}-{part}")]) for part in range(3)])
    print(number, flush=True)
"""
)
HOLD_THE_WRITER = (
    COMMON
    + """
def held():
    print("writing", flush=True)
    sys.stdin.readline()
    yield "d-held", [page("d-held")]
index.replace(held())
print("done", flush=True)
"""
)
PAGE = IndexedPage(
    document="d-1",
    page=1,
    document_class="letter",
    case=None,
    case_type=None,
    circle="open",
    received_on="2026-03-02",
    language=None,
    text="certificat",
    words=(),
    fields=(),
)
EVERYBODY = Visibility(circles=None)


def start(script: str, folder: Path) -> "subprocess.Popen[str]":
    """Run a script of ours in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def close(child: "subprocess.Popen[str]") -> None:
    """Wait for a process and close what led to it."""
    child.wait()
    for stream in (child.stdin, child.stdout):
        assert stream is not None
        stream.close()


def totals(index: TantivyIndex, *typed: str) -> list[int]:
    """Ask several things and give how many pages answer each."""
    return [index.search(SearchQuery(text=text, visibility=EVERYBODY)).total for text in typed]


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_writer_loses_no_commit(tmp_path: Path, make_page: Callable[..., IndexedPage], seed: int) -> None:
    """After a kill -9 every acknowledged batch is there whole, none is there in part, and the next writer goes on."""
    acknowledged = random.Random(seed).randrange(2, 12)
    child = start(INDEX_FOR_EVER, tmp_path)
    assert child.stdout is not None
    told = [child.stdout.readline().strip() for _ in range(acknowledged)]
    child.send_signal(signal.SIGKILL)
    close(child)
    index = TantivyIndex(tmp_path)
    names = set(index.documents())
    assert {f"d-{number}-{part}" for number in told for part in range(3)} <= names
    assert len(names) % 3 == 0
    index.replace([("d-after", [make_page("d-after", "certificat")])])
    assert totals(index, "certificat") == [len(names) + 1]


def test_one_process_writes_at_a_time(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """While another process indexes, a write is refused as transient and changes nothing; searching goes on."""
    index = TantivyIndex(tmp_path)
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    child = start(HOLD_THE_WRITER, tmp_path)
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "writing\n"
    with pytest.raises(PartUnreachable) as caught:
        index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert caught.value.code == "index_busy"
    assert totals(index, "certificat") == [1]
    child.stdin.write("\n")
    child.stdin.flush()
    assert child.stdout.readline() == "done\n"
    close(child)
    index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert set(index.documents()) == {"d-1", "d-2", "d-held"}


def test_readers_see_each_commit(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """An index opened before sees what another one committed since, also after it was cleared and filled anew."""
    reader, writer = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    assert totals(reader, "certificat") == [0]
    for number in range(3):
        writer.replace([(f"d-{number}", [make_page(f"d-{number}", "certificat")])])
        assert totals(reader, "certificat") == [number + 1]
    writer.clear()
    assert totals(reader, "certificat") == [0]
    writer.replace([("d-9", [make_page("d-9", "attestation")])])
    assert totals(reader, "certificat", "attestation") == [0, 1]


def test_an_index_of_another_mapping_is_not_read(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """An index made by another version asks for a rebuild, for search and for writing, and a rebuild puts it right."""
    index = TantivyIndex(tmp_path)
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    (tmp_path / "mapping.json").write_text(json.dumps({"mapping": "0 / something else"}))
    for attempt in (lambda: totals(index, "certificat"), lambda: index.replace([]), lambda: list(index.documents())):
        with pytest.raises(PartUnreachable) as caught:
            attempt()
        assert caught.value.code == "index_outdated"
        assert "reindex" in caught.value.next_step.fr
    index.clear()
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert totals(index, "certificat") == [1]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"segments": 1}'])
def test_a_damaged_index_is_said_and_can_be_built_anew(
    tmp_path: Path, make_page: Callable[..., IndexedPage], damage: bytes
) -> None:
    """What Tantivy cannot open is an outside part that does not answer, with the way out; clearing puts it right."""
    TantivyIndex(tmp_path).replace([("d-1", [make_page("d-1", "certificat")])])
    (tmp_path / "pages-1" / "meta.json").write_bytes(damage)
    index = TantivyIndex(tmp_path)
    with pytest.raises(PartUnreachable) as caught:
        totals(index, "certificat")
    assert "reindex" in caught.value.next_step.en
    index.clear()
    assert totals(index, "certificat") == [0]


def test_a_damaged_segment_is_said_too(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """A segment that was cut short makes Tantivy panic: it is said, and building anew puts it right."""
    TantivyIndex(tmp_path).replace([("d-1", [make_page("d-1", "certificat")])])
    for part in (tmp_path / "pages-1").glob("*.idx"):
        part.write_bytes(b"zzzz")
    index = TantivyIndex(tmp_path)
    for look in (lambda: totals(index, "certificat"), lambda: list(index.documents())):
        with pytest.raises(PartUnreachable):
            look()
    with index.renewing():
        index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert totals(index, "certificat") == [1]


def test_an_index_whose_pages_were_removed_is_built_anew(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """Whatever is left of the folder, a rebuild fills an index and puts it in force."""
    index = TantivyIndex(tmp_path / "index")
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    shutil.rmtree(next((tmp_path / "index").glob("pages-*")))
    with index.renewing():
        index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert totals(TantivyIndex(tmp_path / "index"), "certificat") == [1]


def test_a_half_made_index_is_made_anew(tmp_path: Path, make_page: Callable[..., IndexedPage]) -> None:
    """A process killed while it created the index leaves nothing in the way of the next."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "half.store").write_bytes(b"half")
    index = TantivyIndex(tmp_path)
    assert totals(index, "certificat") == [0]
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert totals(index, "certificat") == [1]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file where the index's folder should be is an outside part that does not answer, not a crash."""
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(PartUnreachable):
        TantivyIndex(tmp_path / "index").replace([])


@pytest.mark.parametrize("closed", ["", "mapping.json", "pages-1"])
def test_an_index_closed_to_this_account_does_not_answer(closed: str) -> None:
    """What may not be read is neither an empty index, which finds nothing, nor one of another version."""
    with unprivileged.open_folder() as home:
        index = TantivyIndex(home / "index")
        index.replace([("d-1", [PAGE])])
        with unprivileged.closed(home / "index" / closed):
            for asked in (lambda: totals(index, "certificat"), lambda: list(index.documents())):
                with pytest.raises(PartUnreachable) as told:
                    asked()
                assert told.value.code == "index_unreachable"
        assert totals(index, "certificat") == [1]
