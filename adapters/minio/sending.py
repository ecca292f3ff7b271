"""What is about to be sent to an S3 server: measured once, and held to that measure while it is sent.

The measure tells a content that is kept already from one that must be sent, mostly without reading it again.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import TransientError
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A content's digest, its size in bytes, and the ETag an S3 server gives it when sent as we send it."""

    digest: Digest
    size: int
    etag: str


def fingerprint(source: BinaryIO, part_bytes: int) -> Fingerprint:
    """Measure a content from where it stands to its end.

    The ETag of an object sent whole is its MD5; sent in parts, the MD5 of the parts' MD5s and their number.
    """
    seen, size, parts = hashlib.sha256(), 0, list[bytes]()
    while piece := source.read(part_bytes):
        seen.update(piece)
        size += len(piece)
        parts.append(hashlib.md5(piece, usedforsecurity=False).digest())
    if len(parts) <= 1:
        etag = parts[0].hex() if parts else hashlib.md5(b"", usedforsecurity=False).hexdigest()
    else:
        etag = f"{hashlib.md5(b''.join(parts), usedforsecurity=False).hexdigest()}-{len(parts)}"
    return Fingerprint(digest=Digest("sha256:" + seen.hexdigest()), size=size, etag=etag)


class Unchanged(io.RawIOBase):
    """Gives the bytes of a source, but the last of them only if all together still have the digest.

    The SDK sends a part when it has read it whole: an error at the last read ends the upload and nothing is kept.
    """

    def __init__(self, source: BinaryIO, measured: Fingerprint) -> None:
        super().__init__()
        self._source = source
        self._measured = measured
        self._left = measured.size
        self._seen = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises TransientError when the source is not what it was."""
        piece = self._source.read(min(size, self._left) if size >= 0 else self._left)
        self._seen.update(piece)
        self._left -= len(piece)
        ended_early = self._left > 0 and not piece
        is_other = self._left == 0 and "sha256:" + self._seen.hexdigest() != self._measured.digest
        if ended_early or is_other:
            raise _changing(self._measured.digest)
        return piece


def _changing(digest: Digest) -> TransientError:
    return TransientError(
        "file_changing",
        Bilingual(
            fr="Le fichier a changé pendant qu'il était conservé : rien n'en a été gardé.",
            en="The file changed while it was being kept: nothing of it was kept.",
        ),
        where=digest,
        next_step=Bilingual(
            fr="Attendez la fin de sa copie, puis déposez-le de nouveau.",
            en="Wait until its copy has ended, then submit it again.",
        ),
    )
