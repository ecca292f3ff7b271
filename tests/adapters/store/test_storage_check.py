"""What `doctor` says of the storage, and which store an installation gets by its settings alone."""

from pathlib import Path

import pytest
from buckets import Buckets
from faulty_proxy import faulty_proxy

from adapters.local.folders import LocalCaseFolders
from adapters.local.store import LocalBlobStore
from adapters.minio.folders import MinioCaseFolders
from adapters.minio.store import MinioBlobStore
from bootstrap.instruments.doctor import examine
from bootstrap.parts.storage import check_storage, s3_inbox, storage
from bootstrap.settings import Settings
from pipeline.errors import WrongUsage


def test_a_server_in_order_is_well_and_left_as_it_was(there: Buckets, tmp_path: Path) -> None:
    """The check writes, reads and removes: it needs every right that work needs, and leaves no object behind."""
    check = check_storage(there.settings(tmp_path))
    assert check.is_ok, check
    assert "versions kept" in check.message.en
    assert "If-None-Match" not in check.message.en
    assert there.versions() == []


def test_a_server_that_refuses_hides_no_other_check(there: Buckets, tmp_path: Path) -> None:
    """A wrong secret is one failed check with what to do about it; the other parts are looked at all the same."""
    settings = there.settings(tmp_path).model_copy(update={"s3_access_key": "nobody"})
    checks = {check.name: check for check in examine(settings)}
    assert not checks["storage"].is_ok
    assert "docs/storage.md" in checks["storage"].next_step.en
    assert checks["language-data"].is_ok


def test_a_check_gets_through_a_failing_network(there: Buckets, tmp_path: Path) -> None:
    """Now and then a refused request is no reason to call the storage broken."""
    with faulty_proxy(there.server.endpoint) as proxy:
        settings = there.settings(tmp_path).model_copy(update={"s3_endpoint": proxy.address})
        assert check_storage(settings).is_ok
    assert proxy.met


def test_the_address_alone_moves_content_and_folders(tmp_path: Path) -> None:
    """Without an address everything lies in the home; with one, on the server, and nothing is sent by opening."""
    store, folders = storage(Settings(home=tmp_path))
    assert (type(store), type(folders)) == (LocalBlobStore, LocalCaseFolders)
    assert check_storage(Settings(home=tmp_path)).is_ok
    far = Settings(home=tmp_path, s3_endpoint="http://storage.invalid:9000", s3_access_key="a", s3_secret_key="b")
    store, folders = storage(far)
    assert (type(store), type(folders)) == (MinioBlobStore, MinioCaseFolders)


def test_an_inbox_of_a_bucket_needs_a_server(tmp_path: Path) -> None:
    """An S3 address without a server set is wrong usage, told with the settings to give."""
    with pytest.raises(WrongUsage) as caught:
        s3_inbox(Settings(home=tmp_path), "s3://casebinder/inbox")
    assert caught.value.code == "no_s3_server"
