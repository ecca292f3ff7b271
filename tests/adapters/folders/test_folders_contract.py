"""What every kind of case folder promises, on a disk, in a bucket or in memory."""

from typing import Protocol

import pytest

from pipeline.errors import NotFound, PermanentError
from pipeline.model.identity import Digest
from services.ports.folders import CaseFolders, FolderEntry

PLACE = "cases/occupational_disease/MP-2026-0001"
TRICKS = ("../x.pdf", "/etc/passwd", "a//b.pdf", "a/../../b.pdf", ".", "", "a\\b.pdf", "a\x00.pdf", "manifest.json")


class Archive(Protocol):
    """What the fixture gives."""

    folders: CaseFolders

    def entry(self, path: str, content: bytes = ...) -> FolderEntry:
        """Keep a content and give its entry."""
        ...

    def write(self, *entries: FolderEntry, manifest: bytes = ..., circle: str = ..., place: str = ...) -> None:
        """Write a case folder."""
        ...


def test_a_folder_shows_its_files_and_manifest(archive: Archive) -> None:
    """A written folder lists exactly its entries and the manifest, which reads as written."""
    archive.write(archive.entry("declaration/2026-03-02_declaration_7k2m.pdf"), manifest=b'{"reference": "MP"}')
    assert archive.folders.listing(PLACE, circle="open") == (
        "declaration/2026-03-02_declaration_7k2m.pdf",
        "manifest.json",
    )
    assert archive.folders.manifest(PLACE, circle="open") == b'{"reference": "MP"}'


def test_an_unknown_folder_is_empty(archive: Archive) -> None:
    """A folder never written has no manifest and no files."""
    assert archive.folders.manifest(PLACE, circle="open") is None
    assert archive.folders.listing(PLACE, circle="open") == ()


def test_writing_again_changes_nothing(archive: Archive) -> None:
    """Writing the same state twice is writing it once."""
    entries = (archive.entry("identity/a.pdf"), archive.entry("complementary/career/b.pdf", b"other"))
    archive.write(*entries)
    before = archive.folders.listing(PLACE, circle="open")
    archive.write(*entries)
    assert archive.folders.listing(PLACE, circle="open") == before


def test_what_is_no_longer_listed_goes(archive: Archive) -> None:
    """A piece taken from the case leaves the folder, and so does a sub-folder left empty."""
    stays = archive.entry("identity/a.pdf")
    archive.write(stays, archive.entry("letters/b.pdf", b"other"))
    archive.write(stays, manifest=b'{"version": 2}')
    assert archive.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    assert archive.folders.manifest(PLACE, circle="open") == b'{"version": 2}'


def test_a_folder_follows_its_case_to_another_circle(archive: Archive) -> None:
    """A case that becomes confidential is no longer readable where everybody reads."""
    entry = archive.entry("identity/a.pdf")
    archive.write(entry)
    archive.write(entry, circle="medical")
    assert archive.folders.listing(PLACE, circle="open") == ()
    assert archive.folders.listing(PLACE, circle="medical") == ("identity/a.pdf", "manifest.json")
    assert archive.folders.address(PLACE, circle="open") != archive.folders.address(PLACE, circle="medical")


def test_folders_do_not_touch_each_other(archive: Archive) -> None:
    """Writing one case leaves its neighbours as they are."""
    neighbour = "cases/occupational_disease/MP-2026-0002"
    archive.write(archive.entry("identity/a.pdf"), place=neighbour)
    archive.write(archive.entry("identity/b.pdf"))
    archive.write()
    assert archive.folders.listing(neighbour, circle="open") == ("identity/a.pdf", "manifest.json")


@pytest.mark.parametrize("path", TRICKS)
def test_a_path_trick_is_refused(archive: Archive, path: str) -> None:
    """No entry leaves its folder or takes the manifest's place; the refusal writes nothing."""
    with pytest.raises(PermanentError):
        archive.write(archive.entry(path))
    assert archive.folders.listing(PLACE, circle="open") == ()


@pytest.mark.parametrize("place", ["cases/x", "cases/x/..", "elsewhere/x/y", "cases/x/y/z", "/cases/x/y", "cases//y"])
def test_a_place_trick_is_refused(archive: Archive, place: str) -> None:
    """A case folder lies at `cases/<type>/<reference>` and nowhere else."""
    with pytest.raises(PermanentError):
        archive.write(place=place)


def test_two_entries_never_want_one_place(archive: Archive) -> None:
    """Neither one path twice nor a file where a folder is needed."""
    with pytest.raises(PermanentError):
        archive.write(archive.entry("a.pdf"), archive.entry("a.pdf", b"other"))
    with pytest.raises(PermanentError):
        archive.write(archive.entry("a"), archive.entry("a/b.pdf"))


def test_unknown_content_is_said(archive: Archive) -> None:
    """A folder cannot show what the store does not hold."""
    absent = FolderEntry(path="a.pdf", digest=Digest("sha256:" + "0" * 64), media_type="application/pdf")
    with pytest.raises(NotFound):
        archive.write(absent)
