"""ZIP files written while they are sent: what was packed is given away piece by piece, and nothing is kept."""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_PACKED_ALREADY = (".pdf", ".jpg", ".png")


class _Sink(io.RawIOBase):
    """Takes what is written, and gives it away once."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self._pieces.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield a ZIP file of these paths with their contents, in pieces of about a file."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for path, content in files:
            packing = ZIP_STORED if path.endswith(_PACKED_ALREADY) else ZIP_DEFLATED
            archive.writestr(path, content, compress_type=packing)
            yield sink.taken()
    yield sink.taken()
