"""Files sent to the web, kept on this machine's disk as long as a request lasts, and measured like any file at a door.

What was sent is never held in memory whole. Receiving stores the content; what lies here goes with the request.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import UploadFile

from bootstrap.application import Application
from services.ports.reading import IncomingFile

UNNAMED = "document"


@contextmanager
def on_disk(application: Application, uploads: Sequence[UploadFile]) -> Iterator[tuple[IncomingFile, ...]]:
    """Yield the files in the order in which they were sent, under the names the sender gave them."""
    with tempfile.TemporaryDirectory(prefix="casebinder-upload-") as folder:
        paths = [_kept(upload, Path(folder, str(number), _name(upload))) for number, upload in enumerate(uploads, 1)]
        yield application.incoming(paths)


def _kept(upload: UploadFile, path: Path) -> Path:
    path.parent.mkdir()
    with path.open("wb") as target:
        shutil.copyfileobj(upload.file, target)
    return path


def _name(upload: UploadFile) -> str:
    """Return the last part of the name: a browser sends the path of a file in a folder; receiving cleans the rest."""
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2].replace("\0", "")
    return name[-200:] if name not in {"", ".", ".."} else UNNAMED
