"""Uploads on this machine's disk: what came stays as it is, and two who send at once do not mix."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.local.uploads import LocalUploads
from pipeline.errors import ConcurrentChange, PartUnreachable
from pipeline.model.identity import ActorId, BatchId
from services.ports.uploads import PromisedFile, Upload

PIECE = b"0123456789" * 1000


def upload(name: str = "u-1", *sizes: int) -> Upload:
    """Return an upload of files of these sizes."""
    return Upload(
        id=name,
        actor=ActorId("local"),
        batch_class="mailroom",
        expected_pages=None,
        files=tuple(PromisedFile(name=f"été/{number}.pdf", size=size) for number, size in enumerate(sizes, 1)),
        begun_at=datetime(2026, 7, 1, tzinfo=UTC),
    )


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Another process finds what was promised, what came, and what became of it."""
    kept = upload("u-2", 10, 0)
    first, second = LocalUploads(tmp_path / "uploads"), LocalUploads(tmp_path / "uploads")
    assert second.every() == ()
    first.keep(kept)
    first.append(kept, 1, b"12345", at=0)
    assert second.every() == (kept,)
    assert second.came(kept) == (5, 0)
    assert second.append(kept, 1, b"67890", at=5) == 10
    assert [(one.size, one.head) for one in first.lying(kept)] == [(10, b"1234567890"), (0, b"")]
    done = replace(kept, batch=BatchId("b-1"))
    first.keep(done)
    first.empty(done)
    assert (second.find("u-2"), second.came(done)) == (done, (0, 0))
    second.remove(done)
    first.remove(done)
    assert first.find("u-2") is None


def test_of_two_who_send_the_same_piece_one_is_refused(tmp_path: Path) -> None:
    """However many try at once, each byte is there once and in its order."""
    store, kept = LocalUploads(tmp_path), upload("u-1", 10 * len(PIECE))
    store.keep(kept)
    refused: list[str] = []

    def send() -> None:
        for number in range(10):
            try:
                store.append(kept, 1, PIECE, at=number * len(PIECE))
            except ConcurrentChange as error:
                refused.append(error.code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (lies,) = store.lying(kept)
    whole = lies.path.read_bytes()
    assert whole == PIECE * (len(whole) // len(PIECE))
    assert len(whole) // len(PIECE) + len(refused) == 40


def test_a_file_that_stands_in_the_way_is_told(tmp_path: Path) -> None:
    """Where no folder can be made the outside part is said to be away, with what to do."""
    (tmp_path / "uploads").write_text("no folder")
    with pytest.raises(PartUnreachable) as told:
        LocalUploads(tmp_path / "uploads").keep(upload())
    assert told.value.code == "uploads_unreachable"


def test_what_is_no_upload_is_passed_over(tmp_path: Path) -> None:
    """A stray folder and an upload whose promise was never written are not listed."""
    (tmp_path / "u-stray").mkdir()
    (tmp_path / "lost+found").mkdir()
    store = LocalUploads(tmp_path)
    store.keep(kept := upload("u-9", 1))
    assert store.every() == (kept,)
