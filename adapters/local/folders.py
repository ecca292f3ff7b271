"""Case folders as directories a person can walk through: `cases/<type>/<reference>/…` under the home.

A projection: the files are hard links to the content in the store (copies where links are impossible), so a rendition
is stored once; writing a folder again always ends right. Fulfils `services.ports.folders.CaseFolders`.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from adapters.folder_places import MANIFEST, UNFINISHED, checked_entries, checked_place, in_circle
from adapters.local.durable import write_durably
from pipeline.errors import PartUnreachable
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore
from services.ports.folders import FolderEntry, FolderState

Link = Callable[[Path, Path], None]
"""Makes the second path one more name of the first; raises OSError where the file system cannot."""


class LocalCaseFolders:
    """The case folders of an embedded installation; one process (the relay) writes a given folder at a time."""

    def __init__(self, home: Path, store: BlobStore, *, link: Link = os.link) -> None:
        """Name the home under which the roots `cases` and `cases-<circle>` lie, and the store of the contents."""
        self._home = home
        self._store = store
        self._link = link

    def write(self, folder: FolderState) -> None:
        """Make the folder exactly this: adds, then manifest, then takes away what is no longer listed.

        A file whose bytes the store does not hold was put there by a person: it is left, nothing is ever lost.
        Raises PermanentError for a path that leaves the folder, NotFound for unknown content, PartUnreachable.
        """
        entries = checked_entries(folder.entries)
        top = self._folder(folder.place, folder.circle)
        try:
            for entry in entries:
                self._add(top, entry)
            self._write_manifest(top, folder.manifest)
            self._take_away(top, keep={MANIFEST, *(entry.path for entry in entries)})
            self._leave_other_circles(folder.place, top)
        except OSError as error:
            raise _unreachable(top, error) from error

    def manifest(self, place: str, *, circle: str) -> bytes | None:
        """Return the manifest as last written, or None when there is no such folder."""
        path = self._folder(place, circle) / MANIFEST
        return path.read_bytes() if path.is_file() else None

    def listing(self, place: str, *, circle: str) -> Sequence[str]:
        """Return the paths below the folder, sorted, manifest.json among them; unfinished writes are left out."""
        top = self._folder(place, circle)
        return tuple(sorted(path.relative_to(top).as_posix() for path in _files(top) if not _is_unfinished(path)))

    def address(self, place: str, *, circle: str) -> str:
        """Return the folder's absolute path."""
        return str(self._folder(place, circle).absolute())

    def _folder(self, place: str, circle: str) -> Path:
        return self._home.joinpath(*in_circle(checked_place(place), circle))

    def _add(self, top: Path, entry: FolderEntry) -> None:
        target = top.joinpath(*entry.path.split("/"))
        with self._store.open_local(entry.digest) as content:
            if _shows(target, content, entry.digest):
                return
            self._make_way(top, target)
            aside = target.with_name(UNFINISHED + entry.digest[-16:])
            aside.unlink(missing_ok=True)
            try:
                self._link(content, aside)
            except OSError:  # another file system, no links there, too many links, not ours: a copy serves as well
                shutil.copyfile(content, aside)
                aside.chmod(0o444)
            aside.replace(target)

    def _make_way(self, top: Path, target: Path) -> None:
        """Make the folders above the target, and remove what stands in their or its place if it is kept elsewhere."""
        for parent in reversed(target.relative_to(top).parents[:-1]):
            step = top / parent
            if step.is_symlink() or (step.is_file() and self._is_kept_elsewhere(step)):
                step.unlink()  # a link holds no bytes, and followed it would lead the write elsewhere
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and not target.is_symlink():
            self._take_away(target, keep=set())

    def _write_manifest(self, top: Path, manifest: bytes) -> None:
        target = top / MANIFEST
        if target.is_file() and target.read_bytes() == manifest:
            return
        write_durably(target, manifest, mode=0o644)

    def _take_away(self, top: Path, *, keep: set[str]) -> None:
        """Remove unlisted files the store holds, writes left unfinished, and folders that became empty."""
        for path in tuple(_files(top)):
            if path.relative_to(top).as_posix() in keep:
                continue
            if _is_unfinished(path) or path.is_symlink() or self._is_kept_elsewhere(path):
                path.unlink(missing_ok=True)
        for folder, _, _ in os.walk(top, topdown=False):
            with suppress(OSError):  # not empty: it stays
                Path(folder).rmdir()

    def _is_kept_elsewhere(self, path: Path) -> bool:
        return path.name == MANIFEST or self._store.exists(_digest_of(path))

    def _leave_other_circles(self, place: str, top: Path) -> None:
        """Take the case's folder out of every other circle's root: a case that moved must not stay readable there."""
        for root in self._home.iterdir():
            other = root.joinpath(*checked_place(place)[1:])
            if (root.name == "cases" or root.name.startswith("cases-")) and other != top and other.is_dir():
                self._take_away(other, keep=set())
                with suppress(OSError):
                    other.parent.rmdir()


def _shows(target: Path, content: Path, digest: Digest) -> bool:
    """Return whether the entry already is this content: the same file, or a sound copy of it."""
    if target.is_symlink() or not target.is_file():
        return False
    return target.samefile(content) or (
        target.stat().st_size == content.stat().st_size and _digest_of(target) == digest
    )


def _digest_of(path: Path) -> Digest:
    with path.open("rb") as file:
        return Digest("sha256:" + hashlib.file_digest(file, "sha256").hexdigest())


def _files(top: Path) -> Iterator[Path]:
    """Yield every file and link below the folder; links are never followed."""
    for folder, folders, names in os.walk(top):
        yield from (Path(folder, name) for name in names)
        yield from (Path(folder, name) for name in folders if Path(folder, name).is_symlink())


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(UNFINISHED)


def _unreachable(top: Path, error: OSError) -> PartUnreachable:
    return PartUnreachable(
        "case_folders_unreachable",
        Bilingual(
            fr=f"Le dossier n'a pas pu être écrit ({error.strerror}) ; ce qui y était déjà reste.",
            en=f"The case folder could not be written ({error.strerror}); what was there stays.",
        ),
        where=str(error.filename or top),
        next_step=Bilingual(
            fr="Vérifiez la place libre, le montage et les droits ; l'écriture sera reprise seule.",
            en="Check free space, the mount and the rights; writing is tried again by itself.",
        ),
    )
