"""Files and names that survive a loss of power: what was written or renamed is on the disk before we go on."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from adapters.folder_places import UNFINISHED


def write_durably(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file aside, force it to the disk, then rename it: a kill leaves the old file or the new one, whole.

    The folder is made when it is new; mode: the file's rights. Raises OSError, and then the path has what it had.
    """
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent.parent)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk; raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
