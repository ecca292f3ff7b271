"""The store behind a network that fails: puts and gets succeed or end transient in time, and nothing is half there."""

import socket
from pathlib import Path
from time import monotonic

import pytest
from buckets import Buckets
from certificates import self_signed
from faulty_proxy import FAULTS, faulty_proxy

from adapters.minio.store import MinioBlobStore
from adapters.minio.transport import Patience
from pipeline.errors import PartUnreachable

PART = 5 << 20
BRIEF = Patience(seconds=1.0, first=0.02, longest=0.2)


def test_every_third_request_fails_and_all_is_kept(there: Buckets, tmp_path: Path) -> None:
    """Puts and gets through all the faults succeed; each content is kept once and whole."""
    contents = [f"page {number} ".encode() * 40 * 2**number for number in range(12)]
    large = tmp_path / "large.bin"
    large.write_bytes(bytes(range(256)) * (11 << 12))
    with faulty_proxy(there.server.endpoint) as proxy:
        store = MinioBlobStore(there.connect(endpoint=proxy.address), part_bytes=PART)
        kept = [store.put(content, media_type="text/plain") for content in contents]
        kept.append(store.put_file(large, media_type="application/octet-stream"))
        store = MinioBlobStore(there.connect(endpoint=proxy.address))
        assert [store.get(info.digest) for info in kept[:-1]] == contents
        with store.open_local(kept[-1].digest) as path:
            assert path.read_bytes() == large.read_bytes()
        assert set(store.digests()) == {info.digest for info in kept}
    assert set(proxy.met) == set(FAULTS)
    assert len(there.versions()) == len(kept)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_always_fails_is_unreachable_in_time(there: Buckets, fault: str) -> None:
    """When no request gets through, every act ends transient within its time, and nothing false is said."""
    direct = MinioBlobStore(there.connect())
    info = direct.put(b"kept before", media_type="text/plain")
    with faulty_proxy(there.server.endpoint, every=1, faults=(fault,)) as proxy:
        store = MinioBlobStore(there.connect(endpoint=proxy.address, patience=BRIEF))
        for act in (
            lambda: store.put(b"sent in vain", media_type="text/plain"),
            lambda: store.get(info.digest),
            lambda: store.exists(info.digest),
            lambda: list(store.digests()),
        ):
            started = monotonic()
            with pytest.raises(PartUnreachable) as caught:
                act()
            assert monotonic() - started < 30  # of patience a second, the rest is what a busy machine takes
            assert caught.value.code == "store_unreachable"
            assert there.server.access_key not in f"{caught.value} {caught.value.where}".replace(there.name, "")
    assert all(direct.get(digest) for digest in direct.digests())


def test_a_server_that_is_not_there_is_said_in_time(there: Buckets) -> None:
    """A server that is not there is said within the time of patience, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    store = MinioBlobStore(there.connect(endpoint=f"http://127.0.0.1:{port}", patience=BRIEF))
    with pytest.raises(PartUnreachable) as caught:
        store.put(b"x", media_type="text/plain")
    assert caught.value.code == "store_unreachable"
    assert "doctor" in caught.value.next_step.en


def test_a_certificate_must_be_vouched_for(there: Buckets, tmp_path: Path) -> None:
    """HTTPS with a certificate of one's own works once its authority is named, and is refused at once before."""
    certificate = self_signed(tmp_path)
    with faulty_proxy(there.server.endpoint, every=0, certificate=certificate) as proxy:
        trusting = MinioBlobStore(there.connect(endpoint=proxy.address, certificates=Path(certificate[0])))
        info = trusting.put(b"over TLS", media_type="text/plain")
        assert trusting.get(info.digest) == b"over TLS"
        large = b"16 bytes of text" * (6 << 16)
        assert MinioBlobStore(trusting._connection, part_bytes=PART).put(large, media_type="text/plain").size
        with pytest.raises(PartUnreachable) as caught:
            MinioBlobStore(there.connect(endpoint=proxy.address)).get(info.digest)
    assert caught.value.code == "store_not_trusted"
