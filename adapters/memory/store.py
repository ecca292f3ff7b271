"""Content in a dictionary, for `preview` and tests. Fulfils `pipeline.ports.BlobStore`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.store_faults import unknown, unreadable
from adapters.temporary import no_room, temporary_folder
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.ports import BlobInfo

CHECK_DIGEST = Bilingual(fr="Vérifiez l'empreinte.", en="Check the digest.")


class MemoryBlobStore:
    """Keeps content as long as it lives itself."""

    def __init__(self) -> None:
        """Begin empty."""
        self._content: dict[Digest, bytes] = {}

    def put(self, content: bytes, *, media_type: str) -> BlobInfo:
        """Keep the bytes."""
        digest = Digest("sha256:" + hashlib.sha256(content).hexdigest())
        self._content.setdefault(digest, bytes(content))
        return BlobInfo(digest=digest, size=len(content), media_type=media_type)

    def put_file(self, path: Path, *, media_type: str) -> BlobInfo:
        """Keep a file's bytes; the file itself stays where it is."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error
        return self.put(content, media_type=media_type)

    def get(self, digest: Digest) -> bytes:
        """Return the bytes; raises NotFound."""
        try:
            return self._content[digest]
        except KeyError as error:
            raise unknown(digest, next_step=CHECK_DIGEST) from error

    @contextmanager
    def open_local(self, digest: Digest) -> Iterator[Path]:
        """Yield a local path to read the bytes from while the context lasts; raises NotFound, PartUnreachable."""
        content = self.get(digest)
        with temporary_folder() as folder:
            path = folder / digest.removeprefix("sha256:")
            try:
                path.write_bytes(content)
            except OSError as error:
                raise no_room(error, folder) from error
            yield path

    def exists(self, digest: Digest) -> bool:
        """Return whether the content is kept."""
        return digest in self._content

    def digests(self) -> Iterator[Digest]:
        """Yield every digest kept, in no order."""
        yield from tuple(self._content)
