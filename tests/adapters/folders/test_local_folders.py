"""What case folders on a disk promise besides: stored once, right again after any interruption, nothing lost."""

import errno
from pathlib import Path
from typing import Protocol

import pytest

from adapters.local.folders import LocalCaseFolders
from adapters.local.store import LocalBlobStore
from pipeline.errors import PartUnreachable
from services.ports.folders import CaseFolders, FolderEntry, FolderState

PLACE = "cases/occupational_disease/MP-2026-0001"


class Archive(Protocol):
    """What the fixture gives."""

    folders: CaseFolders

    def entry(self, path: str, content: bytes = ...) -> FolderEntry:
        """Keep a content and give its entry."""
        ...

    def write(self, *entries: FolderEntry, manifest: bytes = ..., circle: str = ..., place: str = ...) -> None:
        """Write a case folder."""
        ...


def no_links(_content: Path, _target: Path) -> None:
    """Refuse, as a file system without links does."""
    raise OSError(errno.EXDEV, "no links here")


def test_a_rendition_is_stored_once(local: Archive, tmp_path: Path) -> None:
    """The file in the folder is the content in the store under one more name."""
    local.write(local.entry("identity/a.pdf"))
    assert (tmp_path / PLACE / "identity/a.pdf").stat().st_nlink == 2


def test_without_links_a_copy_serves(tmp_path: Path) -> None:
    """Where links are impossible the folder holds read-only copies, and writing again leaves them."""
    store = LocalBlobStore(tmp_path / "blobs")
    folders = LocalCaseFolders(tmp_path, store, link=no_links)
    digest = store.put(b"content", media_type="text/plain").digest
    entry = FolderEntry(path="identity/a.txt", digest=digest, media_type="text/plain")
    state = FolderState(place=PLACE, circle="open", entries=(entry,), manifest=b"{}")
    folders.write(state)
    copy = tmp_path / PLACE / "identity/a.txt"
    first = copy.stat()
    folders.write(state)
    assert (copy.read_bytes(), copy.stat().st_ino, first.st_nlink) == (b"content", first.st_ino, 1)


def test_a_changed_file_is_put_right(local: Archive, tmp_path: Path) -> None:
    """A file altered in the folder shows its content again after the next write."""
    entry = local.entry("identity/a.pdf")
    local.write(entry)
    shown = tmp_path / PLACE / "identity/a.pdf"
    shown.unlink()
    shown.write_bytes(b"%PDF-x.x")
    local.write(entry)
    assert shown.read_bytes() == b"%PDF-1.7"


def test_remains_of_a_killed_write_go(local: Archive, tmp_path: Path) -> None:
    """Writes left unfinished are never listed and are gone after the next write."""
    entry = local.entry("identity/a.pdf")
    local.write(entry)
    half = tmp_path / PLACE / "identity/.casebinder-half"
    half.write_bytes(b"ha")
    assert local.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    local.write(entry)
    assert not half.exists()


def test_a_persons_own_file_is_left(local: Archive, tmp_path: Path) -> None:
    """A file the store does not hold was put there by somebody: taking it away would lose it."""
    local.write(local.entry("identity/a.pdf"))
    note = tmp_path / PLACE / "identity/note.txt"
    note.write_text("called them on Monday")
    local.write()
    assert local.folders.listing(PLACE, circle="open") == ("identity/note.txt", "manifest.json")


def test_a_link_is_never_followed(local: Archive, tmp_path: Path) -> None:
    """A link planted in a folder leads no write out of it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / PLACE).mkdir(parents=True)
    (tmp_path / PLACE / "identity").symlink_to(outside)
    local.write(local.entry("identity/a.pdf"))
    assert local.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    assert list(outside.iterdir()) == []


def test_a_file_gives_way_to_a_folder_and_back(local: Archive) -> None:
    """An item that becomes a sub-folder, or stops being one, ends right."""
    local.write(local.entry("identity"))
    local.write(local.entry("identity/a.pdf"))
    assert local.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    local.write(local.entry("identity"))
    assert local.folders.listing(PLACE, circle="open") == ("identity", "manifest.json")


def test_the_address_is_the_folder(local: Archive, tmp_path: Path) -> None:
    """The address is the path a person opens; a circle other than everybody's has a root of its own."""
    assert local.folders.address(PLACE, circle="open") == str(tmp_path / PLACE)
    assert local.folders.address(PLACE, circle="medical") == str(
        tmp_path / "cases-medical/occupational_disease/MP-2026-0001"
    )


def test_the_manifest_comes_after_the_files(local: Archive, tmp_path: Path) -> None:
    """A folder whose files cannot all be written keeps its old manifest: it never promises what is not there."""
    local.write(manifest=b'{"pieces": 0}')
    (tmp_path / PLACE / "identity").write_text("a person's file in the way")
    with pytest.raises(PartUnreachable):
        local.write(local.entry("identity/a.pdf"), manifest=b'{"pieces": 1}')
    assert local.folders.manifest(PLACE, circle="open") == b'{"pieces": 0}'
