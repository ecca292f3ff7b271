"""Uploads under way in a folder of this machine: each a folder with what was promised and a file for each that comes.

How far a file came is its length, and nothing else is kept about it: a process killed at any instant leaves what the
next goes on from. Fulfils `services.ports.uploads.UploadStore`; processes of one machine share the folder.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.codec import decode, encode
from pipeline.errors import ConcurrentChange, PartUnreachable
from pipeline.model.text import Bilingual
from services.ports.uploads import LyingFile, Upload

PROMISED = "promised.json"
HEAD_BYTES = 4096
_NAME = re.compile(r"u-[0-9a-z]+")
_OURS_ALONE = 0o700


class LocalUploads:
    """The uploads of one machine."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when the first upload begins."""
        self._folder = folder

    def keep(self, upload: Upload) -> None:
        """Write down what is promised; a reader sees the old or the new whole. Raises PartUnreachable."""
        place = self._folder / upload.id
        with self._reaching():
            place.mkdir(parents=True, exist_ok=True, mode=_OURS_ALONE)
            aside = place / f"{PROMISED}.part"
            aside.write_bytes(encode(upload))
            aside.replace(place / PROMISED)

    def find(self, name: str) -> Upload | None:
        """Return an upload, or None."""
        if not _NAME.fullmatch(name):
            return None
        with self._reaching():
            try:
                return decode(Upload, (self._folder / name / PROMISED).read_bytes())
            except FileNotFoundError:
                return None

    def every(self) -> Sequence[Upload]:
        """Return every upload, oldest first: names sort by time."""
        with self._reaching():
            names = sorted(path.name for path in self._folder.iterdir()) if self._folder.is_dir() else ()
        return tuple(upload for name in names if (upload := self.find(name)) is not None)

    def came(self, upload: Upload) -> tuple[int, ...]:
        """Return the bytes that came of each file."""
        return tuple(_size(self._place(upload, number)) for number, _ in enumerate(upload.files, 1))

    def append(self, upload: Upload, number: int, piece: bytes, *, at: int) -> int:
        """Add a piece; on a full disk the file is as it was before. Raises ConcurrentChange, PartUnreachable."""
        with self._reaching(), self._place(upload, number).open("ab", buffering=0) as target:
            fcntl.flock(target, fcntl.LOCK_EX)
            end = target.seek(0, os.SEEK_END)
            if end != at:
                raise _elsewhere(f"{upload.id}/{number}: {end}")
            try:
                left = memoryview(piece)
                while left:
                    left = left[target.write(left) :]
            except OSError:
                target.truncate(end)
                raise
            return end + len(piece)

    def lying(self, upload: Upload) -> tuple[LyingFile, ...]:
        """Return what came of each file; raises PartUnreachable."""
        with self._reaching():
            return tuple(_lying(self._place(upload, number)) for number, _ in enumerate(upload.files, 1))

    def empty(self, upload: Upload) -> None:
        """Take away what came; raises PartUnreachable."""
        with self._reaching():
            for number, _ in enumerate(upload.files, 1):
                self._place(upload, number).unlink(missing_ok=True)

    def remove(self, upload: Upload) -> None:
        """Take the upload away, unless another did; raises PartUnreachable."""
        with self._reaching(), suppress(FileNotFoundError):
            shutil.rmtree(self._folder / upload.id)

    def _place(self, upload: Upload, number: int) -> Path:
        return self._folder / upload.id / str(number)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _unreachable(self._folder, error) from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _lying(path: Path) -> LyingFile:
    path.touch()  # of an empty file no piece ever came
    with path.open("rb") as stream:
        return LyingFile(path=path, size=_size(path), head=stream.read(HEAD_BYTES))


def _elsewhere(where: str) -> ConcurrentChange:
    return ConcurrentChange(
        "upload_elsewhere",
        Bilingual(
            fr="Ce morceau ne commence pas là où le fichier s'arrête.",
            en="This piece does not begin where the file ends.",
        ),
        where=where,
        next_step=Bilingual(
            fr="Demandez où en est l'envoi, et continuez de là.",
            en="Ask how far the upload came, and go on from there.",
        ),
    )


def _unreachable(folder: Path, error: OSError) -> PartUnreachable:
    return PartUnreachable(
        "uploads_unreachable",
        Bilingual(
            fr=f"Le dossier des envois ne peut être lu ou écrit ({error.strerror}).",
            en=f"The folder of uploads cannot be read or written ({error.strerror}).",
        ),
        where=str(folder),
        next_step=Bilingual(
            fr="Faites de la place sur ce disque ou rendez le dossier accessible ; l'envoi reprendra.",
            en="Make room on this disk or give access to the folder; the upload will go on.",
        ),
    )
