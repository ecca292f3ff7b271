"""Names that survive a loss of power: what was renamed or made in a folder is on the disk before we go on."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk; raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
