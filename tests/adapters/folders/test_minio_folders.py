"""What case folders in buckets promise besides: copied by the server, readable by any tool, confined to a circle."""

import io
from typing import Protocol

import pytest
from buckets import Buckets
from faulty_proxy import faulty_proxy

from adapters.minio.folders import MinioCaseFolders
from adapters.minio.store import MinioBlobStore
from pipeline.errors import NotFound
from pipeline.model.identity import Digest
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


def content_of(there: Buckets, key: str, bucket: str = "") -> tuple[bytes, str]:
    """Return the bytes and the media type that a bucket browser gets."""
    answer = there.connect().client.get_object(bucket or f"{there.name}-open", key)
    try:
        return answer.read(), answer.headers["Content-Type"]
    finally:
        answer.close()
        answer.release_conn()


def test_a_bucket_browser_shows_the_papers(there: Buckets, remote: Archive) -> None:
    """Files have readable names with accents and blanks, their bytes, and the media type a browser opens."""
    path = "pièces complémentaires/2026-03-02_relevé de carrière_7k2m.pdf"
    remote.write(remote.entry(path, b"%PDF-1.7 carriere"), manifest=b'{"reference": "MP"}')
    assert content_of(there, f"{PLACE}/{path}") == (b"%PDF-1.7 carriere", "application/pdf")
    assert content_of(there, f"{PLACE}/manifest.json") == (b'{"reference": "MP"}', "application/json")
    assert remote.folders.address(PLACE, circle="open") == f"s3://{there.name}-open/{PLACE}/"


def test_the_same_state_makes_no_new_version(there: Buckets, remote: Archive) -> None:
    """Writing a folder again sends nothing: neither copies nor the manifest."""
    entries = (remote.entry("identity/a.pdf"), remote.entry("career/b.pdf", b"other"))
    remote.write(*entries)
    before = there.versions(f"{there.name}-open")
    remote.write(*entries)
    assert there.versions(f"{there.name}-open") == before
    assert len(before) == 3


def test_a_changed_object_is_put_right(there: Buckets, remote: Archive) -> None:
    """An object somebody wrote over shows its content again after the next write."""
    entry = remote.entry("identity/a.pdf")
    remote.write(entry)
    there.connect().client.put_object(f"{there.name}-open", f"{PLACE}/identity/a.pdf", io.BytesIO(b"%PDF-x.x"), 8)
    remote.write(entry)
    assert content_of(there, f"{PLACE}/identity/a.pdf") == (b"%PDF-1.7", "application/pdf")


def test_a_persons_own_object_is_left(there: Buckets, remote: Archive) -> None:
    """What somebody else put into the folder is not ours to take away, also when the case changes its circle."""
    remote.write(remote.entry("identity/a.pdf"))
    there.connect().client.put_object(f"{there.name}-open", f"{PLACE}/identity/note.txt", io.BytesIO(b"called"), 6)
    remote.write()
    assert remote.folders.listing(PLACE, circle="open") == ("identity/note.txt", "manifest.json")
    remote.write(circle="medical")
    assert remote.folders.listing(PLACE, circle="open") == ("identity/note.txt",)


def test_the_circle_left_keeps_no_version(there: Buckets, remote: Archive) -> None:
    """A case that became confidential cannot be read from old versions in the bucket that everybody reads."""
    entry, gone = remote.entry("identity/a.pdf"), remote.entry("identity/b.pdf", b"other")
    remote.write(entry, gone)
    remote.write(entry, manifest=b'{"version": 2}')
    assert (f"{PLACE}/identity/b.pdf", True) in there.versions(f"{there.name}-open")
    remote.write(entry, circle="medical")
    assert there.versions(f"{there.name}-open") == []
    assert remote.folders.listing(PLACE, circle="medical") == ("identity/a.pdf", "manifest.json")


def test_a_case_that_comes_back_leaves_the_circle_it_was_in(there: Buckets, remote: Archive) -> None:
    """Whichever process wrote a folder last elsewhere, it ends in its present circle alone."""
    entry = remote.entry("identity/a.pdf")
    elsewhere = MinioCaseFolders(there.connect())
    remote.write(entry)
    elsewhere.write(FolderState(place=PLACE, circle="medical", entries=(entry,), manifest=b"{}"))
    remote.write(entry)
    assert remote.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    assert there.versions(f"{there.name}-medical") == []


def test_another_installations_folders_are_not_touched(there: Buckets, remote: Archive) -> None:
    """Buckets whose names merely begin alike may be another installation's, with a case of the same reference."""
    other = Buckets(server=there.server, name=f"{there.name}-two")
    theirs = other.connect()
    digest = MinioBlobStore(theirs).put(b"theirs", media_type="text/plain").digest
    entry = FolderEntry(path="a.txt", digest=digest, media_type="text/plain")
    folders = MinioCaseFolders(theirs)
    folders.write(FolderState(place=PLACE, circle="open", entries=(entry,), manifest=b"{}"))
    remote.write(remote.entry("identity/a.pdf"))
    assert folders.listing(PLACE, circle="open") == ("a.txt", "manifest.json")


def test_the_manifest_comes_after_the_files(remote: Archive) -> None:
    """A folder whose files cannot all be shown keeps its old manifest: it never promises what is not there."""
    remote.write(manifest=b'{"pieces": 0}')
    absent = FolderEntry(path="b.pdf", digest=Digest("sha256:" + "0" * 64), media_type="application/pdf")
    with pytest.raises(NotFound):
        remote.write(remote.entry("a.pdf"), absent, manifest=b'{"pieces": 2}')
    assert remote.folders.manifest(PLACE, circle="open") == b'{"pieces": 0}'


def test_a_file_gives_way_to_a_folder_and_back(remote: Archive) -> None:
    """An item that becomes a sub-folder, or stops being one, ends right."""
    remote.write(remote.entry("identity"))
    remote.write(remote.entry("identity/a.pdf"))
    assert remote.folders.listing(PLACE, circle="open") == ("identity/a.pdf", "manifest.json")
    remote.write(remote.entry("identity"))
    assert remote.folders.listing(PLACE, circle="open") == ("identity", "manifest.json")


def test_a_folder_is_right_through_a_failing_network(there: Buckets, remote: Archive) -> None:
    """With every third request failing the folder ends exactly as it shall be."""
    entries = [remote.entry(f"item{n}/paper.pdf", f"%PDF-{n}".encode()) for n in range(6)]
    with faulty_proxy(there.server.endpoint) as proxy:
        folders = MinioCaseFolders(there.connect(endpoint=proxy.address))
        for kept in (entries, entries[:3], entries[2:]):
            state = FolderState(
                place=PLACE, circle="open", entries=tuple(kept), manifest=f'{{"n": {len(kept)}}}'.encode()
            )
            folders.write(state)
            assert folders.listing(PLACE, circle="open") == (*(entry.path for entry in kept), "manifest.json")
            assert folders.manifest(PLACE, circle="open") == state.manifest
    assert len(proxy.met) > 10
