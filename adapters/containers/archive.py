"""ZIP archives: their files one after the other, bounded in number, size and ratio before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from adapters.containers.part import Part
from pipeline import refusals

MOST_FILES = 1_000
MOST_UNPACKED = 2_000_000_000
MOST_RATIO, SMALL = 200, 10_000_000
"""A file that packs better than 200 to 1 and is larger than 10 MB is no paper."""
_CHAFF = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def files_of(path: Path) -> Iterator[Part]:
    """Yield the files of an archive, hidden ones of systems left out; raises InputRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_chaff(entry.filename)]
            _look_over(wanted)
            for entry in wanted:
                yield _taken_out(archive, entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as error:
        raise refusals.refused(refusals.reason("damaged")) from error


def _is_chaff(name: str) -> bool:
    return name.startswith(_CHAFF) or name.rsplit("/", 1)[-1].startswith((*_CHAFF, "._"))


def _look_over(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.refused(refusals.reason("encrypted"))
    is_bomb = any(e.file_size > max(SMALL, MOST_RATIO * e.compress_size) for e in entries)
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED or is_bomb:
        raise refusals.refused(refusals.reason("too_many_parts"))


def _taken_out(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    try:
        return Part(name=entry.filename, content=archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return Part(name=entry.filename, content=None, closed=refusals.reason("damaged"))
