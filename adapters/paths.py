"""What stands at a path, asked so that no answer is an error, and the digest of what a file holds.

`Path.is_dir` and `Path.is_file` raise for a name too long and below a folder that is closed to us. Here nothing stands
there, and whoever opens the place says in words what is wrong.
"""

import hashlib
import os
from pathlib import Path

from pipeline.model.identity import Digest


def is_folder(path: Path) -> bool:
    """Return whether a folder stands there, as far as we may see."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def is_file(path: Path) -> bool:
    """Return whether a file stands there, as far as we may see."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def digest_of(path: Path) -> Digest:
    """Return the digest of the bytes of a file; raises OSError."""
    with path.open("rb") as file:
        return Digest("sha256:" + hashlib.file_digest(file, "sha256").hexdigest())
