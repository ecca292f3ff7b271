"""The stores that must all keep the one contract, and the buckets of those on a server."""

from collections.abc import Iterator
from pathlib import Path

import buckets
import pytest
from buckets import Buckets

from adapters.local.copies import RecentContents
from adapters.local.store import LocalBlobStore
from adapters.memory.store import MemoryBlobStore
from adapters.minio.store import MinioBlobStore
from pipeline.ports import BlobStore


@pytest.fixture(params=["local", "memory", "seaweedfs", "minio"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    """Yield an empty store of each kind."""
    if request.param == "local":
        yield LocalBlobStore(tmp_path / "blobs")
    elif request.param == "memory":
        yield MemoryBlobStore()
    else:
        with buckets.fresh(request, request.param) as made:
            yield MinioBlobStore(made.connect(), recent=RecentContents(most_bytes=0))  # all is read from the server


@pytest.fixture(params=["seaweedfs", "minio"])
def there(request: pytest.FixtureRequest) -> Iterator[Buckets]:
    """Yield buckets of the test's own on each S3 server."""
    with buckets.fresh(request, request.param) as made:
        yield made
