"""Which names a snapshot may have: the one place where path tricks are refused, for every store of snapshots."""

import re

_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,199}/){0,4}[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")


def checked_name(name: str) -> str:
    """Return the name; raises ValueError for one that could lead elsewhere."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a snapshot: {name!r}")
    return name
