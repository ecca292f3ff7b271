"""An account like any other: whoever runs the tests may be root, whom no mode of a file keeps out."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """Yield a new folder that every account may go through, as those of pytest are not; it is removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Act as an account for which this path is closed, then open it again."""
    before = path.stat().st_mode
    path.chmod(0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(before)
