"""The stores that must all keep the one contract; a server's store joins by one more name here."""

from pathlib import Path

import pytest

from adapters.local_store import LocalBlobStore
from adapters.memory.store import MemoryBlobStore
from pipeline.ports import BlobStore


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    """Give an empty store of each kind."""
    return LocalBlobStore(tmp_path / "blobs") if request.param == "local" else MemoryBlobStore()
