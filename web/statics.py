"""Stylesheet, scripts and icons: held in memory, named by the digest of their content, kept for ever by browsers."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file as it is sent: its bytes, the same compressed, and its media type."""

    content: bytes
    compressed: bytes
    media_type: str


class Statics:
    """The static files of this version."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read every file of the folder."""
        self._addresses: dict[str, str] = {}
        self._files: dict[str, StaticFile] = {}
        for path in sorted(folder.iterdir()):
            content = path.read_bytes()
            name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
            self._addresses[path.name] = PREFIX + name
            compressed = gzip.compress(content, mtime=0)
            self._files[name] = StaticFile(content=content, compressed=compressed, media_type=_TYPES[path.suffix])

    def address(self, name: str) -> str:
        """Return the address of a file by its plain name; raises KeyError."""
        return self._addresses[name]

    def find(self, name: str) -> StaticFile | None:
        """Return the file whose name holds the digest, or None."""
        return self._files.get(name)
