"""Files at the door: paths given by a person become named, measured files, folders in natural order."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import refusals
from pipeline.errors import NotFound
from pipeline.model.text import Bilingual
from services.receive import IncomingFile

HEAD_BYTES = 4096
_IGNORED = (".", "~$")
_TRUTH = ".truth.json"


def incoming(paths: Sequence[Path]) -> tuple[IncomingFile, ...]:
    """Give the files of the paths: a folder's in natural order, sub-folders included, hidden ones left out.

    Raises NotFound for a path that is not there; a file that cannot be read is given as closed.
    """
    return tuple(_measured(path, name) for given in paths for path, name in _files(given))


def _files(given: Path) -> Iterator[tuple[Path, str]]:
    if given.is_file():
        yield given, given.name
        return
    if not given.is_dir():
        raise NotFound(
            "no_such_path",
            Bilingual(fr="Ce fichier ou dossier n'existe pas.", en="This file or folder does not exist."),
            where=str(given),
            next_step=Bilingual(fr="Vérifiez le chemin.", en="Check the path."),
        )
    every = (path for path in given.rglob("*") if path.is_file() and is_wanted(path, given))
    for path in sorted(every, key=lambda path: natural(str(path.relative_to(given)))):
        yield path, path.name


def is_wanted(path: Path, folder: Path) -> bool:
    """Leave out hidden files of a folder, lock files of editors, and the truth that lies beside specimens."""
    parts = path.relative_to(folder).parts
    return not any(part.startswith(_IGNORED) for part in parts) and not path.name.endswith(_TRUTH)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give a sort key by which `page 2` comes before `page 10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part)


def _measured(path: Path, name: str) -> IncomingFile:
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            size = os.fstat(stream.fileno()).st_size
    except OSError:
        # Set aside by its name like any other bad file: the rest of the batch goes on.
        return IncomingFile(name=name, path=path, size=0, head=b"", closed=refusals.reason("cannot_read"))
    return IncomingFile(name=name, path=path, size=size, head=head)
