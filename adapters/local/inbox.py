"""The hot folder: what was dropped completely is found, and put away once it is safe.

Taken files go to `done/`, refused ones to `failed/` with a `.txt` beside that says why; nothing is ever deleted.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import time

from adapters.incoming import below
from adapters.paths import digest_of, is_file, is_folder
from pipeline.errors import NotFound, PermanentError
from pipeline.intake import natural
from pipeline.model.batch import SourceFile
from pipeline.model.states import FileState
from pipeline.model.text import Bilingual, Language

DONE, FAILED = "done", "failed"
_LONGEST_NAME = 255
"""Bytes that a name may have on the usual file systems."""


class HotFolder:
    """A folder people and scanners drop into; each lone file and each sub-folder is one drop."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; raises NotFound when it is not there."""
        if not is_folder(folder):
            raise _no_folder(folder)
        self._folder = folder

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the folder, so that of several that look at it one takes a drop in; False while another holds it.

        The lock ends with the process that holds it, however it ends (flock(2)). A network share that locks no folder
        is taken for ours: then only one process may look at it.
        """
        try:
            handle = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise _no_folder(self._folder) from error
        try:
            yield _locked(handle)
        finally:
            os.close(handle)

    def complete(self, *, settle_seconds: float) -> Iterator[Path]:
        """Yield the drops in which nothing was written for that long, in natural order; raises NotFound."""
        try:
            drops = [path for path in self._folder.iterdir() if path.name not in {DONE, FAILED} and path.name[0] != "."]
        except OSError as error:
            raise _no_folder(self._folder) from error
        for drop in sorted(drops, key=lambda path: natural(path.name)):
            is_folder = drop.is_dir() and not drop.is_symlink()
            written = _last_written(tuple(below(drop)) if is_folder else (drop,))
            if written is not None and time() - written >= settle_seconds:
                yield drop

    @contextmanager
    def brought(self, drop: Path) -> Iterator[Path]:
        """Yield the drop where it lies."""
        yield drop

    def put_away(self, drop: Path, received: Sequence[tuple[Path, SourceFile]], language: Language) -> None:
        """Move the files of a drop that were received and committed: refused ones to failed/, the rest to done/.

        What came into the folder meanwhile, and what is never taken in, stays where it is; so does a file that was
        written to since: it holds more than was received, and is a drop of its own.
        """
        for path, file in received:
            if not _is_as_received(path, file):
                continue
            is_refused = file.state is FileState.QUARANTINED
            try:
                to = self._free(FAILED if is_refused else DONE, path.relative_to(self._folder))
                shutil.move(path, to)
                if is_refused and file.reason:
                    words = (file.reason.message, file.reason.next_step)
                    told = "\n".join(word.in_language(language) for word in words) + "\n"
                    _named(to, to.name, ".txt").write_text(told, encoding="utf-8")
            except FileNotFoundError:
                continue  # somebody took it away meanwhile; what it held is kept
            except OSError as error:
                raise _stays(path, error) from error
        if drop.is_dir():
            _remove_if_empty(drop)

    def _free(self, where: str, name: Path) -> Path:
        """Return a place that is not taken; a second file of one name gets the time into its own."""
        to = self._folder / where / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.exists():
            to = _named(to, to.stem, f".{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}{to.suffix}")
        return to


def _is_as_received(path: Path, file: SourceFile) -> bool:
    """Return whether the bytes at the path are those received; what cannot be read now could not be read then."""
    try:
        return not is_file(path) or digest_of(path) == file.digest
    except OSError:
        return True


def _named(beside: Path, name: str, ending: str) -> Path:
    """Return the path beside another with that ending, its name cut to what file systems take (255 bytes)."""
    room = _LONGEST_NAME - len(os.fsencode(ending))
    kept = os.fsencode(name)[:room].decode("utf-8", "surrogateescape" if len(os.fsencode(name)) <= room else "ignore")
    return beside.with_name(kept + ending)


def _last_written(paths: Sequence[Path]) -> float | None:
    """Return when the last of the files was written, in seconds since 1970; None without files, or while one moves."""
    try:
        return max((path.lstat().st_mtime for path in paths), default=None)
    except FileNotFoundError:
        return None


def _no_folder(folder: Path) -> NotFound:
    return NotFound(
        "no_such_path",
        Bilingual(fr="Ce dossier n'existe pas.", en="This folder does not exist."),
        where=str(folder),
        next_step=Bilingual(fr="Créez-le, ou vérifiez le chemin.", en="Make it, or check the path."),
    )


def _stays(path: Path, error: OSError) -> PermanentError:
    """Return the error for a file that was taken in and cannot be moved away."""
    return PermanentError(
        "cannot_put_away",
        Bilingual(
            fr=f"Ce fichier est reçu, mais ne peut être rangé ({error.strerror}).",
            en=f"This file was received, but cannot be put away ({error.strerror}).",
        ),
        where=str(path),
        next_step=Bilingual(
            fr="Donnez le droit d'écrire dans le dossier surveillé ; rien n'est perdu ni pris deux fois.",
            en="Allow writing in the hot folder; nothing is lost or taken twice.",
        ),
    )


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _remove_if_empty(folder: Path) -> None:
    """Remove a folder and those below it as far as nothing is in them."""
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with suppress(OSError):
            path.rmdir()
    with suppress(OSError):
        folder.rmdir()
