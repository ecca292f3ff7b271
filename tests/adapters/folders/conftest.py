"""The case folders that must all keep the one contract, each over a store that holds some contents."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.local_folders import LocalCaseFolders
from adapters.local_store import LocalBlobStore
from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.store import MemoryBlobStore
from pipeline.ports import BlobStore
from services.ports import CaseFolders, FolderEntry, FolderState

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


@pytest.fixture(params=["local", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """Give empty case folders of each kind."""
    if request.param == "memory":
        memory = MemoryBlobStore()
        return Archive(folders=MemoryCaseFolders(memory), store=memory)
    store = LocalBlobStore(tmp_path / "blobs")
    return Archive(folders=LocalCaseFolders(tmp_path, store), store=store)


@pytest.fixture
def local(tmp_path: Path) -> Archive:
    """Give case folders on disk, under `tmp_path`."""
    store = LocalBlobStore(tmp_path / "blobs")
    return Archive(folders=LocalCaseFolders(tmp_path, store), store=store)
