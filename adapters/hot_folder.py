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

from adapters.incoming import is_wanted, natural
from pipeline.errors import NotFound
from pipeline.model.batch import FileState, SourceFile
from pipeline.model.text import Bilingual, Language

DONE, FAILED = "done", "failed"


class HotFolder:
    """A folder people and scanners drop into; each lone file and each sub-folder is one drop."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; raises NotFound when it is not there."""
        if not folder.is_dir():
            raise NotFound(
                "no_such_path",
                Bilingual(fr="Ce dossier n'existe pas.", en="This folder does not exist."),
                where=str(folder),
                next_step=Bilingual(fr="Créez-le, ou vérifiez le chemin.", en="Make it, or check the path."),
            )
        self._folder = folder

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the folder, so that of several that look at it one takes a drop in; False while another holds it.

        The lock ends with the process that holds it, however it ends (flock(2)). A network share that locks no folder
        is taken for ours: then only one process may look at it.
        """
        handle = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            yield _locked(handle)
        finally:
            os.close(handle)

    def complete(self, *, settle_seconds: float) -> Iterator[Path]:
        """Give the drops in which nothing was written for that long, in natural order."""
        drops = (path for path in self._folder.iterdir() if path.name not in {DONE, FAILED} and path.name[0] != ".")
        for drop in sorted(drops, key=lambda path: natural(path.name)):
            files = [drop] if drop.is_file() else [p for p in drop.rglob("*") if p.is_file() and is_wanted(p, drop)]
            newest = max((path.stat().st_mtime for path in files), default=None)
            if newest is not None and time() - newest >= settle_seconds:
                yield drop

    @contextmanager
    def brought(self, drop: Path) -> Iterator[Path]:
        """Give the drop where it lies."""
        yield drop

    def put_away(self, drop: Path, received: Sequence[tuple[Path, SourceFile]], language: Language) -> None:
        """Move the files of a drop that were received and committed: refused ones to failed/, the rest to done/.

        What came into the folder meanwhile, and what is never taken in, stays where it is.
        """
        for path, file in received:
            is_refused = file.state is FileState.QUARANTINED
            to = self._free(FAILED if is_refused else DONE, path.relative_to(self._folder))
            shutil.move(path, to)
            if is_refused and file.reason:
                words = (file.reason.message, file.reason.next_step)
                to.with_name(to.name + ".txt").write_text(
                    "\n".join(word.in_language(language) for word in words) + "\n"
                )
        if drop.is_dir():
            _remove_if_empty(drop)

    def _free(self, where: str, name: Path) -> Path:
        """Give a place that is not taken; a second file of one name gets the time into its own."""
        to = self._folder / where / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.exists():
            to = to.with_name(f"{to.stem}.{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}{to.suffix}")
        return to


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
