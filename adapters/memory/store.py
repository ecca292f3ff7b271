"""Content in a dictionary, for `preview` and tests. Fulfils `pipeline.ports.BlobStore`."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import NotFound
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.ports import BlobInfo


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
        if not path.is_file():
            raise NotFound(
                "file_not_found",
                Bilingual(fr="Le fichier à conserver n'existe pas.", en="The file to keep does not exist."),
                where=str(path),
                next_step=Bilingual(fr="Vérifiez le chemin.", en="Check the path."),
            )
        return self.put(path.read_bytes(), media_type=media_type)

    def get(self, digest: Digest) -> bytes:
        """Return the bytes; raises NotFound."""
        try:
            return self._content[digest]
        except KeyError as error:
            raise NotFound(
                "content_not_found",
                Bilingual(fr="Ce contenu n'est pas dans le magasin.", en="This content is not in the store."),
                where=digest,
                next_step=Bilingual(fr="Vérifiez l'empreinte.", en="Check the digest."),
            ) from error

    @contextmanager
    def open_local(self, digest: Digest) -> Iterator[Path]:
        """Yield a local path to read the bytes from while the context lasts; raises NotFound."""
        content = self.get(digest)
        with tempfile.TemporaryDirectory(prefix="casebinder-") as folder:
            path = Path(folder, digest.removeprefix("sha256:"))
            path.write_bytes(content)
            yield path

    def exists(self, digest: Digest) -> bool:
        """Return whether the content is kept."""
        return digest in self._content

    def digests(self) -> Iterator[Digest]:
        """Yield every digest kept, in no order."""
        yield from tuple(self._content)
