"""Case folders: a readable projection of the records over the content in the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.model.identity import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEntry:
    """A file of a case folder: its path below the folder and the content it shows."""

    path: str
    digest: Digest
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A case folder as it shall be: its place `cases/<type>/<reference>`, its files, and manifest.json."""

    place: str
    circle: str
    entries: tuple[FolderEntry, ...]
    manifest: bytes


class CaseFolders(Protocol):
    """Readable case folders: a projection of the records over the content in the store."""

    def write(self, folder: FolderState) -> None:
        """Make the folder exactly this: adds, then manifest, then takes away what is no longer listed."""
        ...

    def manifest(self, place: str, *, circle: str) -> bytes | None: ...
    def listing(self, place: str, *, circle: str) -> Sequence[str]:
        """The paths below the folder, sorted, manifest.json among them."""
        ...

    def address(self, place: str, *, circle: str) -> str:
        """Where a person finds it: a folder path or bucket address."""
        ...
