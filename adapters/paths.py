"""What stands at a path, asked so that no answer is an error.

`Path.is_dir` and `Path.is_file` raise for a name too long and below a folder that is closed to us. Here nothing stands
there, and whoever opens the place says in words what is wrong.
"""

import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Return whether a folder stands there, as far as we may see."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def is_file(path: Path) -> bool:
    """Return whether a file stands there, as far as we may see."""
    return os.path.isfile(path)  # noqa: PTH113 - see above
