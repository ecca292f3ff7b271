"""Office files are ZIP archives of XML: opened within bounds, and parsed as XML from strangers is."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import refusals
from pipeline.einvoices.tree import Node, parsed
from pipeline.model.text import Bilingual

MOST_UNPACKED = 200_000_000
"""Bytes that a file's parts may have together; `zipfile` never gives more of a part than its entry says."""
MOST_PARTS = 10_000


class Zipped:
    """The parts of an opened file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Look at the list of parts; raises InputRefused when they are too many or too large, or locked."""
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refusals.refused(refusals.too_large(_TOO_LARGE))
        if any(part.flag_bits & 1 for part in parts):
            raise refusals.refused(refusals.reason("encrypted"))
        self._archive = archive
        self.names = tuple(part.filename for part in parts)

    def tree(self, name: str) -> Node | None:
        """Return a part as XML, None when it is not there; raises InputRefused when it is no XML."""
        if name not in self.names:
            return None
        root = parsed(self._archive.read(name))
        if root is None:
            raise refusals.refused(refusals.reason("damaged"))
        return root


@contextmanager
def unzipped(path: Path) -> Iterator[Zipped]:
    """Open a file; raises InputRefused when it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Zipped(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise refusals.refused(refusals.reason("damaged")) from error


_TOO_LARGE = Bilingual(
    fr=f"ses parties font plus de {MOST_UNPACKED // 1_000_000} Mo une fois décompressées",
    en=f"its parts have more than {MOST_UNPACKED // 1_000_000} MB when unpacked",
)
