"""What every content store promises, whatever it keeps its bytes in."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import NotFound
from pipeline.model.identity import Digest
from pipeline.ports import BlobStore

ABSENT = Digest("sha256:" + "0" * 64)


def test_gives_back_what_was_put(store: BlobStore) -> None:
    """Bytes come back as they were put, under the SHA-256 of the bytes."""
    info = store.put(b"%PDF-1.7 content", media_type="application/pdf")
    assert info.digest == "sha256:" + hashlib.sha256(b"%PDF-1.7 content").hexdigest()
    assert (info.size, info.media_type) == (16, "application/pdf")
    assert store.get(info.digest) == b"%PDF-1.7 content"


@given(content=st.binary(max_size=4096))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_come_back_whole(store: BlobStore, content: bytes) -> None:
    """No content is special: empty, binary, any length."""
    assert store.get(store.put(content, media_type="application/octet-stream").digest) == content


def test_the_same_bytes_are_one_blob(store: BlobStore, tmp_path: Path) -> None:
    """Putting the same bytes twice, from memory or from a file, keeps one content."""
    file = tmp_path / "original.tif"
    file.write_bytes(b"II*\x00 page")
    first = store.put(b"II*\x00 page", media_type="image/tiff")
    again = store.put(b"II*\x00 page", media_type="image/tiff")
    from_file = store.put_file(file, media_type="image/tiff")
    assert first == again == from_file
    assert list(store.digests()) == [first.digest]


def test_a_file_is_kept_and_stays_where_it_is(store: BlobStore, tmp_path: Path) -> None:
    """Keeping a file never moves, changes or removes it."""
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"x" * (3 << 20))
    info = store.put_file(file, media_type="application/pdf")
    assert info.size == 3 << 20
    assert file.read_bytes() == store.get(info.digest)


def test_a_missing_file_is_said(store: BlobStore, tmp_path: Path) -> None:
    """A file that is not there is NotFound and nothing is kept."""
    with pytest.raises(NotFound):
        store.put_file(tmp_path / "gone.pdf", media_type="application/pdf")
    assert list(store.digests()) == []


def test_a_file_that_cannot_be_read_is_not_the_stores_fault(store: BlobStore) -> None:
    """A file that opens and gives no bytes, as on a bad disk, is told as such: the store is there, others go on."""
    with pytest.raises(NotFound):
        store.put_file(Path("/proc/self/mem"), media_type="application/pdf")
    assert list(store.digests()) == []


@pytest.mark.parametrize("digest", [ABSENT, Digest("sha256:../../etc/passwd"), Digest("md5:00"), Digest("")])
def test_unknown_or_odd_digests_are_not_found(store: BlobStore, digest: Digest) -> None:
    """What is not the digest of a kept content is NotFound everywhere, never a path."""
    assert not store.exists(digest)
    with pytest.raises(NotFound):
        store.get(digest)
    with pytest.raises(NotFound), store.open_local(digest):
        pass


def test_a_local_path_holds_the_bytes(store: BlobStore) -> None:
    """Libraries that need a path read the very bytes from it while the context lasts."""
    info = store.put(b"to be read by a library", media_type="text/plain")
    with store.open_local(info.digest) as path:
        assert path.read_bytes() == b"to be read by a library"


def test_every_digest_is_told(store: BlobStore) -> None:
    """The store tells all it keeps, for the comparison with the records."""
    kept = {store.put(f"content {n}".encode(), media_type="text/plain").digest for n in range(20)}
    assert set(store.digests()) == kept
    assert all(store.exists(digest) for digest in kept)
