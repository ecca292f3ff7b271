"""The case folders that must all keep the one contract, each over a store that holds some contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import buckets
import pytest
from buckets import Buckets

from adapters.local.folders import LocalCaseFolders
from adapters.local.store import LocalBlobStore
from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.store import MemoryBlobStore
from adapters.minio.folders import MinioCaseFolders
from adapters.minio.store import MinioBlobStore
from pipeline.ports import BlobStore
from services.ports.folders import CaseFolders, FolderEntry, FolderState

PLACE = "cases/occupational_disease/MP-2026-0001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Case folders and the store of what they show."""

    folders: CaseFolders
    store: BlobStore

    def entry(self, path: str, content: bytes = b"%PDF-1.7") -> FolderEntry:
        """Keep a content and give its entry."""
        digest = self.store.put(content, media_type="application/pdf").digest
        return FolderEntry(path=path, digest=digest, media_type="application/pdf")

    def write(self, *entries: FolderEntry, manifest: bytes = b"{}", circle: str = "open", place: str = PLACE) -> None:
        """Write a case folder."""
        self.folders.write(FolderState(place=place, circle=circle, entries=entries, manifest=manifest))


def archive_in(made: Buckets) -> Archive:
    """Return case folders in buckets."""
    connection = made.connect()
    return Archive(folders=MinioCaseFolders(connection), store=MinioBlobStore(connection))


@pytest.fixture(params=["local", "memory", "seaweedfs", "minio"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """Yield empty case folders of each kind."""
    if request.param == "memory":
        memory = MemoryBlobStore()
        yield Archive(folders=MemoryCaseFolders(memory), store=memory)
    elif request.param == "local":
        store = LocalBlobStore(tmp_path / "blobs")
        yield Archive(folders=LocalCaseFolders(tmp_path, store), store=store)
    else:
        with buckets.fresh(request, request.param) as made:
            yield archive_in(made)


@pytest.fixture(params=["seaweedfs", "minio"])
def there(request: pytest.FixtureRequest) -> Iterator[Buckets]:
    """Yield buckets of the test's own on each S3 server."""
    with buckets.fresh(request, request.param) as made:
        yield made


@pytest.fixture
def remote(there: Buckets) -> Archive:
    """Return case folders in those buckets."""
    return archive_in(there)


@pytest.fixture
def local(tmp_path: Path) -> Archive:
    """Return case folders on disk, under `tmp_path`."""
    store = LocalBlobStore(tmp_path / "blobs")
    return Archive(folders=LocalCaseFolders(tmp_path, store), store=store)
