"""Files at the door: paths given by a person become named, measured files, folders in natural order."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from adapters.paths import is_folder
from pipeline import refusals
from pipeline.intake import natural
from pipeline.model.batch import Reason
from services.ports.reading import IncomingFile

HEAD_BYTES = 4096
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IGNORED = (".", "~$")
_TRUTH = ".truth.json"


def incoming(paths: Sequence[Path]) -> tuple[IncomingFile, ...]:
    """Return the files of the paths: a folder's in natural order, sub-folders included, hidden ones left out.

    Raises NotFound for a path that is not there; a file or sub-folder that cannot be read is given as closed, and so is
    what is neither (a link that leads nowhere or to a folder, a pipe, a device): nothing is passed over unsaid.
    """
    return tuple(_measured(path, name) for given in paths for path, name in _files(given))


def _files(given: Path) -> Iterator[tuple[Path, str]]:
    if not is_folder(given):
        if not _may_be_there(given):
            raise refusals.no_such_path(str(given))
        yield given, given.name
        return
    for path in sorted(below(given), key=lambda path: natural(str(path.relative_to(given)))):
        yield path, path.name


def _may_be_there(given: Path) -> bool:
    """Return whether there is something, or the system does not let us see; that is said when it is opened."""
    try:
        given.lstat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def below(folder: Path) -> Iterator[Path]:
    """Yield everything wanted below a folder but the folders that can be looked into."""
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        linked = (name for name in folders if Path(root, name).is_symlink())
        yield from (path for name in (*files, *linked) if is_wanted(path := Path(root, name), folder))
    yield from (path for error in closed if is_wanted(path := Path(os.fsdecode(error.filename)), folder))


def is_wanted(path: Path, folder: Path) -> bool:
    """Leave out hidden files of a folder, lock files of editors, and the truth that lies beside specimens."""
    parts = path.relative_to(folder).parts
    return not any(part.startswith(_IGNORED) for part in parts) and not path.name.endswith(_TRUTH)


def _measured(path: Path, name: str) -> IncomingFile:
    try:
        # A pipe would keep us waiting for its other end: not blocking, it is opened and seen to be no file.
        with open(path, "rb", opener=_without_waiting) as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                return _closed(path, name, "not_a_file")
            head, size = head_of(stream), about.st_size
    except OSError:
        # Set aside by its name like any other bad file: the rest of the batch goes on.
        return _closed(path, name, "not_a_file" if path.is_symlink() else "cannot_read")
    return IncomingFile(name=name, path=path, size=size, head=head)


def head_of(stream: BinaryIO) -> bytes:
    """Return the first 4 kB of a file; of a compound file also where its streams are named, wherever that is.

    MS-CFB 2.2: the size of a sector is a power of two at byte 30, the first sector of names is told at byte 48.
    """
    head = stream.read(HEAD_BYTES)
    if head.startswith(COMPOUND) and len(head) == HEAD_BYTES:
        power, first = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
        if power in {9, 12}:
            stream.seek((first + 1) << power)
            head += stream.read(HEAD_BYTES)
    return head


def parts_in(folder: Path, told: Sequence[tuple[str, Reason | None]]) -> tuple[IncomingFile, ...]:
    """Return the parts that lie in a folder as `1`, `2`... under the names that were told."""
    return tuple(
        _measured(folder / str(number), name)
        if closed is None
        else IncomingFile(name=name, path=folder, size=0, head=b"", closed=closed)
        for number, (name, closed) in enumerate(told, 1)
    )


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _closed(path: Path, name: str, why: str) -> IncomingFile:
    return IncomingFile(name=name, path=path, size=0, head=b"", closed=refusals.reason(why))
