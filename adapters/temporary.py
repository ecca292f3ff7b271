"""Folders of this machine that last as long as somebody reads from them; want of room there is no document's fault."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual

OURS = "casebinder-"
"""How the names of our folders begin."""


@contextmanager
def temporary_folder(prefix: str = OURS) -> Iterator[Path]:
    """Yield an empty folder, gone with its content when the context ends; raises PartUnreachable."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=prefix)
    except OSError as error:
        raise no_room(error, Path(tempfile.tempdir or os.environ.get("TMPDIR", os.curdir))) from error
    with folder:
        yield Path(folder.name)


def no_room(error: OSError, folder: Path) -> PartUnreachable:
    """Return the error for want of room in such a folder for a copy or a part of a content."""
    return PartUnreachable(
        "no_room_to_read",
        Bilingual(
            fr=f"Le contenu n'a pas pu être copié dans le dossier temporaire pour être lu ({error.strerror}).",
            en=f"The content could not be copied to the temporary folder to be read ({error.strerror}).",
        ),
        where=str(folder),
        next_step=Bilingual(
            fr="Libérez de la place dans le dossier temporaire (TMPDIR) ; le travail reprendra seul.",
            en="Free some space in the temporary folder (TMPDIR); the work resumes by itself.",
        ),
    )
