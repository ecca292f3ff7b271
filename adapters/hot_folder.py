"""The hot folder: what was dropped completely is found, and put away once it is safe.

Taken files go to `done/`, refused ones to `failed/` with a `.txt` beside that says why; nothing is ever deleted.
"""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from time import time

from adapters.incoming import natural
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

    def complete(self, *, settle_seconds: float) -> Iterator[Path]:
        """Give the drops in which nothing was written for that long, in natural order."""
        drops = (path for path in self._folder.iterdir() if path.name not in {DONE, FAILED} and path.name[0] != ".")
        for drop in sorted(drops, key=lambda path: natural(path.name)):
            files = [drop] if drop.is_file() else [path for path in drop.rglob("*") if path.is_file()]
            newest = max((path.stat().st_mtime for path in files), default=None)
            if newest is not None and time() - newest >= settle_seconds:
                yield drop

    def put_away(self, drop: Path, files: Sequence[SourceFile], language: Language) -> None:
        """Move a drop that was received and committed: refused files to failed/, the rest to done/."""
        refused = {file.name: file for file in files if file.state is FileState.QUARANTINED}
        for path in [drop] if drop.is_file() else sorted(path for path in drop.rglob("*") if path.is_file()):
            file = refused.get(path.name)
            to = self._free(FAILED if file else DONE, path.relative_to(self._folder))
            shutil.move(path, to)
            if file and file.reason:
                words = (file.reason.message, file.reason.next_step)
                to.with_name(to.name + ".txt").write_text("\n".join(word.in_language(language) for word in words) + "\n")
        if drop.is_dir():
            shutil.rmtree(drop)

    def _free(self, where: str, name: Path) -> Path:
        """Give a place that is not taken; a second file of one name gets the time into its own."""
        to = self._folder / where / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.exists():
            to = to.with_name(f"{to.stem}.{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}{to.suffix}")
        return to
