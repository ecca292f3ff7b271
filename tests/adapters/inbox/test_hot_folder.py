"""The hot folder: odd things people drop are set aside by name, and putting away never stops the watch."""

import os
from pathlib import Path

import pytest

from adapters.incoming import incoming
from adapters.local.inbox import HotFolder
from adapters.paths import digest_of
from pipeline import refusals
from pipeline.errors import NotFound
from pipeline.model.batch import SourceFile
from pipeline.model.identity import BatchId, Digest, FileId
from pipeline.model.states import FileState
from pipeline.model.text import Language

LONG = "é" * 125 + "x.pdf"
"""A name of 256 characters less one, in bytes: as long as a file system takes."""


def _refused(path: Path) -> tuple[Path, SourceFile]:
    file = SourceFile(
        id=FileId("f-1"),
        batch=BatchId("b-1"),
        ordinal=1,
        name=path.name,
        digest=digest_of(path) if path.exists() else Digest("sha256:" + "0" * 64),
        size=0,
        media_type="application/octet-stream",
        state=FileState.QUARANTINED,
        reason=refusals.reason("empty"),
    )
    return path, file


def test_nothing_dropped_is_passed_over(tmp_path: Path) -> None:
    """Links to nowhere or to folders, pipes and devices are set aside by their name; nobody waits for a pipe."""
    drop, elsewhere = tmp_path / "drop", tmp_path / "elsewhere"
    (drop / "below").mkdir(parents=True)
    elsewhere.mkdir()
    os.mkfifo(drop / "below" / "pipe.pdf")
    for name, target in (("nowhere.pdf", tmp_path / "no"), ("linked", elsewhere), ("zero.pdf", Path("/dev/zero"))):
        (drop / name).symlink_to(target)
    (drop / "paper.pdf").write_bytes(b"%PDF-1.7")
    taken = {file.name: file.closed.code if file.closed else None for file in incoming([drop])}
    odd = dict.fromkeys(("linked", "nowhere.pdf", "pipe.pdf", "zero.pdf"), "not_a_file")
    assert taken == {"paper.pdf": None, **odd}
    assert [file.closed.code for file in incoming([drop / "nowhere.pdf"]) if file.closed] == ["not_a_file"]
    assert [path.name for path in HotFolder(tmp_path).complete(settle_seconds=-60)] == ["drop"]


def test_a_refused_file_of_the_longest_name_has_its_reason_beside(tmp_path: Path) -> None:
    """The name is cut to make room for the ending, twice over when it is there already."""
    folder = HotFolder(tmp_path)
    assert len(os.fsencode(LONG)) == 255
    for _ in range(2):
        (tmp_path / LONG).write_bytes(b"")
        folder.put_away(tmp_path / LONG, [_refused(tmp_path / LONG)], Language.EN)
    kept = sorted((tmp_path / "failed").iterdir())
    assert sorted(path.suffix for path in kept) == [".pdf", ".pdf", ".txt", ".txt"]
    assert all("empty" in path.read_text(encoding="utf-8") for path in kept if path.suffix == ".txt")


def test_what_somebody_took_away_meanwhile_stops_nothing(tmp_path: Path) -> None:
    """A file that is gone before it is put away is left, and the others of its drop are put away."""
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "there.pdf").write_bytes(b"")
    HotFolder(tmp_path).put_away(drop, [_refused(drop / "gone.pdf"), _refused(drop / "there.pdf")], Language.FR)
    assert sorted(path.name for path in (tmp_path / "failed" / "drop").iterdir()) == ["there.pdf", "there.pdf.txt"]
    assert not drop.exists()


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    """A hot folder that is no longer there, such as a share that went away, is an error in words."""
    (tmp_path / "hot").mkdir()
    folder = HotFolder(tmp_path / "hot")
    (tmp_path / "hot").rmdir()
    with pytest.raises(NotFound):
        list(folder.complete(settle_seconds=0))
    with pytest.raises(NotFound), folder.alone():
        pass


def test_a_file_written_to_since_it_was_received_stays(tmp_path: Path) -> None:
    """It holds more than was received: it is a drop of its own, and never put away unread."""
    folder, path = HotFolder(tmp_path), tmp_path / "scan.pdf"
    path.write_bytes(b"")
    received = _refused(path)
    path.write_bytes(b"%PDF-1.7 more")
    folder.put_away(path, [received], Language.FR)
    assert list(folder.complete(settle_seconds=-60)) == [path]
    path.write_bytes(b"")
    folder.put_away(path, [received], Language.FR)
    assert list(folder.complete(settle_seconds=-60)) == []
