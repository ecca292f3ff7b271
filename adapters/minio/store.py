"""Content in an S3 bucket, named by its digest: `blobs/ab/cdef…`, sent once and verified at every read.

An object appears whole or not at all, so a process killed at any instant leaves nothing half. What is kept already is
recognised by its size and ETag, and read through when those do not settle it. Fulfils `pipeline.ports.BlobStore`.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

from minio import S3Error

from adapters.local.copies import LocalCopies, RecentContents
from adapters.minio.connection import ABSENT, TAKEN, Connection, told
from adapters.minio.sending import Fingerprint, Unchanged, fingerprint
from adapters.store_faults import altered, unknown, unreadable
from adapters.temporary import no_room, temporary_folder
from pipeline.errors import NotFound
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.ports import BlobInfo

PREFIX = "blobs/"
PART = 16 << 20
"""Bytes sent in one request; a larger file goes in parts of this size, one in memory at a time."""
PIECE = 1 << 20
COPIED = 1 << 20
"""From this size a content read from a path is kept here for minutes: it will be opened again."""
SENT_UNASKED = 1 << 20
"""Up to this size a content is sent at once, without asking first whether it is there: one request less."""
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_KEY = re.compile(r"blobs/([0-9a-f]{2})/([0-9a-f]{62})")


class MinioBlobStore:
    """The store of an installation with servers; any number of processes and threads may put and get at once."""

    def __init__(self, connection: Connection, *, part_bytes: int = PART, recent: RecentContents | None = None) -> None:
        """Name the server; nothing is sent before the first use. S3 wants parts of at least 5 MB."""
        self._connection = connection
        self._client = connection.client
        self._bucket = connection.bucket
        self._part = part_bytes
        self._copies = LocalCopies()
        self._recent = recent or RecentContents()

    def put(self, content: bytes, *, media_type: str) -> BlobInfo:
        """Keep the bytes durably; raises PartUnreachable, and then keeps nothing."""
        measured = fingerprint(io.BytesIO(content), self._part)
        self._connection.prepare(self._bucket)
        with told(self._where):
            if len(content) > self._part:
                self._put_parts(io.BytesIO(content), measured, media_type)
            else:
                self._put_whole(content, measured, media_type)
        self._recent.keep(measured.digest, content)
        return BlobInfo(digest=measured.digest, size=measured.size, media_type=media_type)

    def put_file(self, path: Path, *, media_type: str) -> BlobInfo:
        """Keep a file's bytes durably, read in pieces; the digest is that of the bytes sent, not of a first look.

        Raises NotFound when the file cannot be read, TransientError when it changes meanwhile, PartUnreachable.
        """
        try:
            with path.open("rb") as source:
                content = source.read(self._part + 1)
                if len(content) <= self._part:
                    return self.put(content, media_type=media_type)
                source.seek(0)
                measured = fingerprint(source, self._part)
                source.seek(0)
                self._connection.prepare(self._bucket)
                with told(self._where):
                    self._put_parts(source, measured, media_type)
        except OSError as error:
            raise unreadable(path, error) from error
        return BlobInfo(digest=measured.digest, size=measured.size, media_type=media_type)

    def get(self, digest: Digest) -> bytes:
        """Return the bytes, digest verified; raises NotFound, PartUnreachable, PermanentError for altered ones."""
        if (known := self._recent.get(digest)) is not None:
            return known
        into = io.BytesIO()
        self._fetch(digest, into)
        self._recent.keep(digest, into.getvalue())
        return into.getvalue()

    @contextmanager
    def open_local(self, digest: Digest) -> Iterator[Path]:
        """Yield a local copy, digest verified, that lasts as long as the context; raises as `get`."""
        with temporary_folder() as folder:
            path = folder / "content"
            if not self._lent(digest, path):
                try:
                    with path.open("w+b") as into:
                        etag = self._fetch(digest, into)
                    path.chmod(0o444)
                    if path.stat().st_size >= COPIED:
                        self._copies.keep(digest, etag, path)
                except OSError as error:
                    raise no_room(error, folder) from error
            yield path

    def exists(self, digest: Digest) -> bool:
        """Return whether the content is kept; raises PartUnreachable."""
        if not _DIGEST.fullmatch(digest):
            return False
        self._connection.prepare(self._bucket)
        with told(self._where):
            try:
                self._client.stat_object(self._bucket, blob_key(digest))
            except S3Error as error:
                if error.code in ABSENT:
                    return False
                raise
        return True

    def digests(self) -> Iterator[Digest]:
        """Yield every digest kept, in no order; raises PartUnreachable."""
        self._connection.prepare(self._bucket)
        with told(self._where):
            for kept in self._client.list_objects(self._bucket, prefix=PREFIX, recursive=True):
                if match := _KEY.fullmatch(kept.object_name or ""):
                    yield Digest(f"sha256:{match[1]}{match[2]}")

    def link(self, digest: Digest, *, lasts: timedelta) -> str:
        """Return an address that lets anybody who has it read the content for that long; raises NotFound.

        It is signed with our account: show it to the person who may read, and write it into no log.
        """
        if not self.exists(digest):
            raise unknown_content(digest)
        return self._client.presigned_get_object(self._bucket, blob_key(digest), expires=lasts)

    # ------------------------------------------------------------ sending
    @property
    def _where(self) -> str:
        return f"{self._connection.endpoint}/{self._bucket}"

    def _put_whole(self, content: bytes, measured: Fingerprint, media_type: str) -> None:
        """Send the content under the condition that nothing has its name; what is there and damaged is sent over."""
        if len(content) > SENT_UNASKED and self._is_settled(measured):
            return
        key = blob_key(measured.digest)
        try:
            self._connection.first_client.put_object(
                self._bucket, key, io.BytesIO(content), len(content), content_type=media_type, part_size=self._part
            )
        except S3Error as error:
            if error.code not in TAKEN:
                raise
            if not self._is_settled(measured):
                self._client.put_object(
                    self._bucket, key, io.BytesIO(content), len(content), content_type=media_type, part_size=self._part
                )

    def _put_parts(self, source: BinaryIO, measured: Fingerprint, media_type: str) -> None:
        """Send a large content in parts, one in memory at a time; nothing has its name before the last is there."""
        if self._is_settled(measured):
            return
        try:
            self._client.put_object(
                self._bucket,
                blob_key(measured.digest),
                cast("BinaryIO", Unchanged(source, measured)),
                measured.size,
                content_type=media_type,
                part_size=self._part,
                num_parallel_uploads=1,
            )
        except S3Error as error:
            # The answer to the last request was lost and the request tried again: the parts are an object by then.
            if error.code != "NoSuchUpload" or not self._is_settled(measured):
                raise

    def _is_settled(self, measured: Fingerprint) -> bool:
        """Return whether the content is there and whole; one damaged or overwritten is to be sent again."""
        key = blob_key(measured.digest)
        try:
            kept = self._client.stat_object(self._bucket, key)
        except S3Error as error:
            if error.code in ABSENT:
                return False
            raise
        if kept.size != measured.size:
            return False
        # Another part size or the server's own encryption gives another ETag to the same bytes.
        return kept.etag == measured.etag or self._stream(key, None)[0] == measured.digest

    # ------------------------------------------------------------ reading
    def _lent(self, digest: Digest, path: Path) -> bool:
        """Give the path a copy that is here already, if the store still shows the object that it was made of."""
        etag = self._copies.etag(digest)
        if etag is None:
            return False
        with told(self._where):
            try:
                shown = self._client.stat_object(self._bucket, blob_key(digest)).etag
            except S3Error as error:
                if error.code in ABSENT:
                    raise unknown_content(digest) from error
                raise
        return shown == etag and self._copies.lend(digest, etag, path)

    def _fetch(self, digest: Digest, into: BinaryIO) -> str:
        """Read the content into a file, from its beginning again whenever the connection is cut; return its ETag."""
        if not _DIGEST.fullmatch(digest):
            raise unknown_content(digest)
        self._connection.prepare(self._bucket)
        with told(self._where):
            try:
                seen, etag = self._stream(blob_key(digest), into)
            except S3Error as error:
                if error.code in ABSENT:
                    raise unknown_content(digest) from error
                raise
        if seen != digest:
            raise altered(digest, next_step=_REPAIR)
        return etag

    def _stream(self, key: str, into: BinaryIO | None) -> tuple[Digest, str]:
        """Read an object to its end, into the file if one is given; return the digest of what came, and its ETag."""
        return self._connection.patience.again(lambda: self._stream_once(key, into))

    def _stream_once(self, key: str, into: BinaryIO | None) -> tuple[Digest, str]:
        seen = hashlib.sha256()
        if into is not None:
            into.seek(0)
            into.truncate()
        response = self._client.get_object(self._bucket, key)
        try:
            for piece in response.stream(PIECE):
                seen.update(piece)
                if into is not None:
                    into.write(piece)
        finally:
            response.close()
            response.release_conn()
        return Digest("sha256:" + seen.hexdigest()), response.headers.get("ETag", "").strip('"')


def blob_key(digest: Digest) -> str:
    """Return the name of a content's object in the content bucket; the digest is well formed."""
    name = digest.removeprefix("sha256:")
    return f"{PREFIX}{name[:2]}/{name[2:]}"


def unknown_content(digest: Digest) -> NotFound:
    """Return the error for content that the store does not have."""
    return unknown(digest, next_step=_GET_BACK)


_GET_BACK = Bilingual(
    fr="Vérifiez l'empreinte ; s'il a été reçu, rétablissez une version de l'objet, ou la sauvegarde.",
    en="Check the digest; if it was received, bring back a version of the object, or the backup.",
)
_REPAIR = Bilingual(
    fr="Rétablissez la version antérieure de l'objet, ou déposez de nouveau l'original : il sera réparé.",
    en="Bring back the earlier version of the object, or submit the original again: it is repaired.",
)
