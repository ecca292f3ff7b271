"""Case folders in a dictionary, for `preview` and tests. Fulfils `services.ports.folders.CaseFolders`."""

from collections.abc import Sequence

from adapters.folder_places import MANIFEST, checked_entries, checked_place, in_circle
from adapters.memory.store import CHECK_DIGEST
from adapters.store_faults import unknown
from pipeline.ports import BlobStore
from services.ports.folders import FolderState


class MemoryCaseFolders:
    """Keeps the last state of each folder as long as it lives itself."""

    def __init__(self, store: BlobStore) -> None:
        """Begin empty; the store must hold what the folders show."""
        self._store = store
        self._folders: dict[tuple[str, ...], FolderState] = {}

    def write(self, folder: FolderState) -> None:
        """Make the folder exactly this; raises PermanentError for a path trick, NotFound for unknown content."""
        place = checked_place(folder.place)
        for entry in checked_entries(folder.entries):
            if not self._store.exists(entry.digest):
                raise unknown(entry.digest, next_step=CHECK_DIGEST)
        elsewhere = [known for known in self._folders if known[1:] == place[1:]]
        for known in elsewhere:
            del self._folders[known]
        self._folders[in_circle(place, folder.circle)] = folder

    def manifest(self, place: str, *, circle: str) -> bytes | None:
        """Return the manifest as last written, or None when there is no such folder."""
        folder = self._folders.get(in_circle(checked_place(place), circle))
        return folder.manifest if folder else None

    def listing(self, place: str, *, circle: str) -> Sequence[str]:
        """Return the paths below the folder, sorted, manifest.json among them."""
        folder = self._folders.get(in_circle(checked_place(place), circle))
        return tuple(sorted([MANIFEST, *(entry.path for entry in folder.entries)])) if folder else ()

    def address(self, place: str, *, circle: str) -> str:
        """Return a name for the folder; nothing lies there."""
        return "memory:" + "/".join(in_circle(checked_place(place), circle))
