"""What the store on an S3 server promises besides: sent once, whole or not at all, damage found, no secret told."""

import io
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from buckets import Buckets
from faulty_proxy import faulty_proxy

from adapters.local.copies import LocalCopies, RecentContents
from adapters.minio.connection import S3Server
from adapters.minio.sending import Unchanged, fingerprint
from adapters.minio.store import MinioBlobStore, blob_key
from pipeline.errors import NotFound, PartUnreachable, PermanentError, TransientError, WrongUsage
from pipeline.model.identity import Digest

PART = 5 << 20
"""The smallest part S3 allows."""
LARGE = b"0123456789abcdef" * (11 << 16)
"""11 MB: three parts."""
PUT_FOR_EVER = """
import sys
from adapters.minio.connection import Connection, S3Server
from adapters.minio.store import MinioBlobStore
endpoint, account, secret, bucket = sys.argv[1:]
server = S3Server(endpoint=endpoint, access_key=account, secret_key=secret, bucket=bucket)
store = MinioBlobStore(Connection(server))
for number in range(100000):
    content = (f"{number} " * 20000).encode()
    print(store.put(content, media_type="text/plain").digest, flush=True)
"""


def test_large_content_goes_in_parts_and_once(there: Buckets, tmp_path: Path) -> None:
    """A file of several parts comes back whole; put again, from wherever, nothing is sent a second time."""
    store = MinioBlobStore(there.connect(), part_bytes=PART)
    large = tmp_path / "large.tif"
    large.write_bytes(LARGE)
    info = store.put_file(large, media_type="image/tiff")
    assert store.put(LARGE, media_type="image/tiff") == info
    assert store.get(info.digest) == LARGE
    assert there.versions() == [(blob_key(info.digest), False)]


def test_content_sent_otherwise_is_recognised(there: Buckets) -> None:
    """A content copied here by other means, in other parts, is read through rather than sent again."""
    connection = there.connect()
    MinioBlobStore(connection, part_bytes=PART).put(LARGE, media_type="image/tiff")
    MinioBlobStore(connection, part_bytes=2 * PART).put(LARGE, media_type="image/tiff")
    assert len(there.versions()) == 1


def test_the_same_bytes_at_once_are_one_version(there: Buckets) -> None:
    """Workers that put the same content at the same time end with one version, not with one each."""
    store = MinioBlobStore(there.connect())
    contents = [f"page {number} ".encode() * 1000 for number in range(10)]
    threads = [
        threading.Thread(target=lambda: [store.put(content, media_type="text/plain") for content in contents])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(there.versions()) == len(contents)


def test_altered_content_is_never_given_and_putting_again_repairs(there: Buckets) -> None:
    """Bytes that do not match their name are an error; the original received again puts them right."""
    connection = there.connect()
    store = MinioBlobStore(connection)
    info = store.put(b"the truth", media_type="text/plain")
    connection.client.put_object(there.name, blob_key(info.digest), io.BytesIO(b"the trutH"), 9)
    assert store.get(info.digest) == b"the truth"  # this process has just put it
    another = MinioBlobStore(there.connect())
    for read in (another.get, lambda digest: store.open_local(digest).__enter__()):
        with pytest.raises(PermanentError) as caught:
            read(info.digest)
        assert caught.value.code == "content_altered"
    another.put(b"the truth", media_type="text/plain")
    assert MinioBlobStore(there.connect()).get(info.digest) == b"the truth"


def test_a_file_that_changes_while_it_is_sent_is_not_kept(there: Buckets) -> None:
    """No content ever stands under the name of another: the upload ends before its last part."""
    connection = there.connect()
    store = MinioBlobStore(connection, part_bytes=PART)
    store.put(b"the bucket is there", media_type="text/plain")
    measured = fingerprint(io.BytesIO(LARGE), PART)
    changed = Unchanged(io.BytesIO(LARGE[:-1] + b"!"), measured)
    with pytest.raises(TransientError) as caught:
        connection.client.put_object(
            there.name, blob_key(measured.digest), changed, len(LARGE), part_size=PART, num_parallel_uploads=1
        )
    assert caught.value.code == "file_changing"
    shorter = Unchanged(io.BytesIO(LARGE[:-1]), measured)
    with pytest.raises(TransientError):
        list(iter(lambda: shorter.read(PART), b""))
    assert not store.exists(measured.digest)


def test_a_large_original_is_brought_once_and_still_looked_after(there: Buckets) -> None:
    """Opened again and again it is sent once; what was written over it or removed in the store is noticed at once."""
    direct = there.connect()
    info = MinioBlobStore(direct).put(LARGE, media_type="image/tiff")
    key = blob_key(info.digest)
    with faulty_proxy(there.server.endpoint, every=0) as proxy:
        store = MinioBlobStore(there.connect(endpoint=proxy.address))
        for _ in range(3):
            with store.open_local(info.digest) as path, store.open_local(info.digest) as other:
                assert path.read_bytes() == other.read_bytes() == LARGE
        assert proxy.passed.count(f"GET /{there.name}/{key}") == 1
        direct.client.put_object(there.name, key, io.BytesIO(b"the trutH"), 9)
        with pytest.raises(PermanentError), store.open_local(info.digest):
            pass
        direct.client.remove_object(there.name, key)
        with pytest.raises(NotFound), store.open_local(info.digest):
            pass


def test_recent_contents_make_room_and_grow_old() -> None:
    """The words of a page are read by several steps and brought once; old ones give way, large ones never come in."""
    recent = RecentContents(most_bytes=64)
    for number in range(20):
        recent.keep(Digest(f"{number}"), b"1234")
    recent.keep(Digest("19"), b"1234")
    recent.keep(Digest("large"), b"12345")
    assert [n for n in range(20) if recent.get(Digest(f"{n}"))] == list(range(4, 20))
    assert recent.get(Digest("large")) is None
    old = RecentContents(most_seconds=-1.0)
    old.keep(Digest("a"), b"1")
    assert old.get(Digest("a")) is None


def test_copies_make_room_and_grow_old(tmp_path: Path) -> None:
    """The newest copy stays whatever its size, older ones give way; one that is lent lasts; an old one is not lent."""
    copies = LocalCopies(most_bytes=10)
    brought, lent = tmp_path / "brought", tmp_path / "lent"
    for name, size in (("a", 6), ("b", 5), ("c", 50)):
        brought.write_bytes(name.encode() * size)
        copies.keep(Digest(name), "e", brought)
        brought.unlink()
        if name == "b":
            assert copies.lend(Digest("b"), "e", lent)
    assert [copies.etag(Digest(name)) for name in "abc"] == [None, None, "e"]
    assert lent.read_bytes() == b"bbbbb"
    assert not copies.lend(Digest("c"), "another", tmp_path / "no")
    brought.write_bytes(b"d")
    old = LocalCopies(most_seconds=-1.0)
    old.keep(Digest("d"), "e", brought)
    assert old.etag(Digest("d")) is None


def test_a_killed_put_leaves_no_half_content(there: Buckets) -> None:
    """Whatever the instant of a kill -9, every content named is whole and every acknowledged one is there."""
    server = there.server
    words = (server.endpoint, server.access_key, server.secret_key, there.name)
    child = subprocess.Popen([sys.executable, "-c", PUT_FOR_EVER, *words], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = [child.stdout.readline().strip() for _ in range(15)]
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    store = MinioBlobStore(there.connect())
    kept = set(store.digests())
    assert set(told) <= kept
    for digest in kept:
        store.get(digest)


def test_a_link_lets_one_read_and_no_more(there: Buckets) -> None:
    """A presigned link opens this content without an account, and no other; none is given for what is not there."""
    store = MinioBlobStore(there.connect())
    info = store.put(b"%PDF-1.7", media_type="application/pdf")
    link = store.link(info.digest, lasts=timedelta(minutes=5))
    with urllib.request.urlopen(link) as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    other = store.put(b"private", media_type="text/plain")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(link.replace(blob_key(info.digest), blob_key(other.digest)))
    caught.value.close()
    assert caught.value.code == 403
    with pytest.raises(NotFound):
        store.link(Digest("sha256:" + "0" * 64), lasts=timedelta(minutes=5))


def test_buckets_keep_versions_even_when_others_made_them(there: Buckets) -> None:
    """A bucket is made with versions kept, and one that was there without is given them."""
    client = there.connect().client
    client.make_bucket(there.name)
    connection = there.connect()
    connection.prepare(there.name)
    connection.prepare(connection.circle_bucket("medical"))
    for bucket in (there.name, f"{there.name}-medical"):
        assert client.get_bucket_versioning(bucket).status == "Enabled"


def test_circles_never_share_a_bucket(there: Buckets) -> None:
    """Each circle has a bucket of its own, whatever letters its name has, and a name every server takes."""
    connection = there.connect()
    circles = ["open", "medical", "medical_advisers", "medical-advisers", "Medical", "MÉDECINS", "médecins", "x" * 90]
    names = [connection.circle_bucket(circle) for circle in circles]
    assert len(set(names)) == len(circles)
    assert names[:2] == [f"{there.name}-open", f"{there.name}-medical"]
    assert all(len(name) <= 63 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in names)


def test_a_wrong_secret_is_refused_in_words_without_it(there: Buckets) -> None:
    """An account the server does not take is an outside part to be put right, and no message holds a key."""
    connection = there.connect(secret_key="not-the-secret")
    with pytest.raises(PartUnreachable) as caught:
        MinioBlobStore(connection).put(b"x", media_type="text/plain")
    error = caught.value
    assert error.code == "store_refused"
    said = f"{error!r} {error.message} {error.where} {error.next_step}"
    assert "not-the-secret" not in said
    assert there.server.secret_key not in said


def test_the_secret_is_not_shown() -> None:
    """A server's description can be logged: the secret is not part of it."""
    assert "hidden" not in repr(S3Server(endpoint="http://localhost:1", access_key="a", secret_key="hidden"))


@pytest.mark.parametrize(
    ("endpoint", "bucket"),
    [("localhost:9000", "cb"), ("ftp://x", "cb1"), ("http://x/path", "cb1"), ("http://x", "No_Bucket"), ("", "cb1")],
)
def test_wrong_settings_are_said(endpoint: str, bucket: str) -> None:
    """An address or bucket name that cannot be is wrong usage, told before anything is sent."""
    from adapters.minio.connection import Connection  # noqa: PLC0415 - beside its one use

    with pytest.raises(WrongUsage) as caught:
        Connection(S3Server(endpoint=endpoint, access_key="a", secret_key="b", bucket=bucket))
    assert caught.value.code == "wrong_setting"
