"""What an installation stands on: its settings, and the parts that are outside, each made when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from adapters.ids import TimeSortedIds
from bootstrap.parts.storage import snapshot_store

if TYPE_CHECKING:
    from bootstrap.settings import Settings
    from pipeline.ports import BlobStore, Clock, Ids, ReferenceData
    from services.ports.folders import CaseFolders
    from services.ports.keys import Keys
    from services.ports.reading import PageReader
    from services.ports.records import Records
    from services.ports.search import SearchIndex
    from services.ports.snapshots import SnapshotStore
    from services.ports.uploads import UploadStore


class Ground:
    """The parts outside, by name; any can be given instead (preview gives memory).

    It owns its records and the reading processes it started, and closes them; a reader it was given is its lender's.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        records: Records,
        store: BlobStore,
        folders: CaseFolders,
        index: SearchIndex | None = None,
        reader: PageReader | None = None,
        reference: ReferenceData | None = None,
        snapshots: SnapshotStore | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.ids: Ids = TimeSortedIds()
        self.records = records
        self.store = store
        self.folders = folders
        self._index = index
        self._reader = reader
        self._reference = reference
        self._snapshots = snapshots

    @cached_property
    def index(self) -> SearchIndex:
        """Open the search index."""
        from bootstrap.parts.searching import search_index  # noqa: PLC0415 - only search and relay need it

        return self._index or search_index(self.settings)

    @cached_property
    def snapshots(self) -> SnapshotStore:
        """Open the store of snapshots."""
        return self._snapshots or snapshot_store(self.settings)

    @cached_property
    def reader(self) -> PageReader:
        """Start the reading processes (they load their engine at the first page)."""
        from bootstrap.parts.reading import page_reader  # noqa: PLC0415 - only capture needs it

        return self._reader or page_reader(self.settings)

    @cached_property
    def keys(self) -> Keys:
        """Return what makes and recognises secrets."""
        from adapters.keys import ArgonKeys  # noqa: PLC0415 - only who signs in needs it

        return ArgonKeys()

    @cached_property
    def upload_store(self) -> UploadStore:
        """Return the place of uploads under way."""
        from adapters.local.uploads import LocalUploads  # noqa: PLC0415 - only the pages need it

        return LocalUploads(self.settings.uploads_folder)

    def close(self) -> None:
        """End the reading processes, if it started any, and close the records."""
        if "reader" in self.__dict__ and self._reader is None:
            self.reader.close()
        self.records.close()
