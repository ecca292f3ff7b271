"""What the directory store promises besides: durable under kill, damage found, a full disk leaves nothing."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import unprivileged

from adapters.local.store import INCOMING, STRAY_AFTER_SECONDS, LocalBlobStore
from pipeline.errors import PartUnreachable, PermanentError
from pipeline.model.identity import Digest

PUT_FOR_EVER = """
import sys
from pathlib import Path
from adapters.local.store import LocalBlobStore
store = LocalBlobStore(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    content = (f"{sys.argv[3]} {number} " * 4000).encode()
    print(store.put(content, media_type="text/plain").digest, flush=True)
"""
PUT_BEYOND_THE_LIMIT = """
import resource, sys
from pathlib import Path
from adapters.local.store import LocalBlobStore
from pipeline.errors import PartUnreachable
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    LocalBlobStore(Path(sys.argv[1])).put(b"x" * 1_000_000, media_type="text/plain")
except PartUnreachable as error:
    print(error.code, error.message.fr)
"""


def start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    """Run a script of ours in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)


def path_of(folder: Path, digest: str) -> Path:
    """Return the place of a content in the store's folder."""
    return folder / digest[7:9] / digest[9:]


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_put_leaves_no_half_content(tmp_path: Path, seed: int) -> None:
    """Whatever the instant of a kill -9, every content named is whole and every acknowledged one is there."""
    acknowledged = random.Random(seed).randrange(1, 40)
    child = start(PUT_FOR_EVER, str(tmp_path / "blobs"), "100000", str(seed))
    assert child.stdout is not None
    told = [child.stdout.readline().strip() for _ in range(acknowledged)]
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    store = LocalBlobStore(tmp_path / "blobs")
    kept = set(store.digests())
    assert set(told) <= kept
    for digest in kept:
        store.get(digest)


def test_processes_may_put_the_same_bytes_at_once(tmp_path: Path) -> None:
    """Two processes putting the same contents end with one blob each, all whole."""
    children = [start(PUT_FOR_EVER, str(tmp_path / "blobs"), "30", "same") for _ in range(2)]
    told = [child.communicate()[0].split() for child in children]
    assert told[0] == told[1]
    store = LocalBlobStore(tmp_path / "blobs")
    assert set(store.digests()) == set(told[0])
    assert [len(store.get(Digest(digest))) > 0 for digest in told[0]] == [True] * 30


def test_altered_content_is_never_given(tmp_path: Path) -> None:
    """Bytes that no longer match their digest are an error, not an answer."""
    store = LocalBlobStore(tmp_path)
    info = store.put(b"the truth", media_type="text/plain")
    damaged = path_of(tmp_path, info.digest)
    damaged.chmod(0o644)
    damaged.write_bytes(b"the trutH")
    with pytest.raises(PermanentError) as caught:
        store.get(info.digest)
    assert caught.value.code == "content_altered"


@pytest.mark.parametrize("damage", [b"the trutH", b"the", b""])
def test_putting_again_repairs(tmp_path: Path, damage: bytes) -> None:
    """The same original received again puts a damaged content right."""
    store = LocalBlobStore(tmp_path)
    info = store.put(b"the truth", media_type="text/plain")
    damaged = path_of(tmp_path, info.digest)
    damaged.chmod(0o644)
    damaged.write_bytes(damage)
    store.put(b"the truth", media_type="text/plain")
    assert store.get(info.digest) == b"the truth"


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    """A write the disk refuses is a transient error in words, and leaves neither content nor remains."""
    child = start(PUT_BEYOND_THE_LIMIT, str(tmp_path / "blobs"))
    said = child.communicate()[0]
    assert said.startswith("store_full Le disque du magasin de contenus est plein")
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


def test_a_store_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    """A file where the store's folder should be is an outside part that does not answer, not a crash."""
    (tmp_path / "blobs").write_text("in the way")
    with pytest.raises(PartUnreachable) as caught:
        LocalBlobStore(tmp_path / "blobs").put(b"x", media_type="text/plain")
    assert caught.value.code == "store_unreachable"


def test_unfinished_writes_are_no_content_and_old_ones_go(tmp_path: Path) -> None:
    """Remains of a killed write are never listed and go after a day; younger ones may still be at work."""
    incoming = tmp_path / INCOMING
    incoming.mkdir()
    old, young = incoming / "old.part", incoming / "young.part"
    for path in (old, young):
        path.write_bytes(b"half")
    long_ago = time.time() - STRAY_AFTER_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    store = LocalBlobStore(tmp_path)
    kept = store.put(b"whole", media_type="text/plain")
    assert list(store.digests()) == [kept.digest]
    assert (old.exists(), young.exists()) == (False, True)


def test_content_is_read_only(tmp_path: Path) -> None:
    """Case folders show links to the content, so its file must not be writable through them."""
    info = LocalBlobStore(tmp_path).put(b"sealed", media_type="text/plain")
    assert path_of(tmp_path, info.digest).stat().st_mode & 0o222 == 0


def test_a_large_file_is_read_in_pieces(tmp_path: Path) -> None:
    """Keeping a file of 64 MB takes a fraction of that in memory."""
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(64 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    LocalBlobStore(tmp_path / "blobs").put_file(large, media_type="application/octet-stream")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 << 10


@pytest.mark.parametrize("closed", ["", "77", "77/content"])
def test_content_closed_to_this_account_is_told_and_not_lost(closed: str) -> None:
    """What may not be looked at is no content that is missing: the store does not answer, whichever part is closed."""
    with unprivileged.open_folder() as home:
        store = LocalBlobStore(home / "blobs")
        digest = store.put(b"kept", media_type="text/plain").digest
        place = path_of(home / "blobs", digest)
        part = {"": home / "blobs", "77": place.parent, "77/content": place}[closed]
        with unprivileged.closed(part):
            for asked in (store.get, store.exists, lambda digest: store.open_local(digest).__enter__()):
                with pytest.raises(PartUnreachable) as told:
                    asked(digest)
                assert told.value.code == "store_unreachable"
        assert store.get(digest) == b"kept"
