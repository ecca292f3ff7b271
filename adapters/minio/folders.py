"""Case folders in S3 buckets, one bucket a confidentiality circle: `<bucket>-<circle>/cases/<type>/<reference>/…`.

A projection that any bucket browser shows: copies made by the server from the content bucket, with readable names and
`manifest.json`. Each object of ours says so in its metadata; any other is a person's. Fulfils `CaseFolders`.
"""

import io
from collections.abc import Iterator, Sequence
from typing import TypeVar

from minio import Minio, S3Error
from minio.commonconfig import REPLACE, CopySource
from minio.datatypes import Object

from adapters.folder_places import MANIFEST, checked_entries, checked_place, in_circle
from adapters.minio.connection import ABSENT, Connection, told
from adapters.minio.sending import fingerprint
from adapters.minio.store import PART, blob_key, unknown_content
from pipeline.model.identity import Digest
from services.ports.folders import FolderEntry, FolderState

STORE, DIGEST = "Casebinder-Store", "Casebinder-Digest"
"""Metadata of an object of ours: the content bucket it was copied from, and the digest of what it shows."""
_META = "x-amz-meta-"
MOST_REMEMBERED = 20_000
"""Objects and folders of which this process remembers how it left them: some megabytes."""
T = TypeVar("T")


class MinioCaseFolders:
    """The case folders of an installation with servers; one process (the relay) writes a given folder at a time."""

    def __init__(self, connection: Connection) -> None:
        """Name the server; its content bucket holds what the folders show."""
        self._connection = connection
        self._client: Minio = connection.client
        self._copied: dict[str, tuple[str, Digest]] = {}
        self._circles: dict[str, str] = {}

    def write(self, folder: FolderState) -> None:
        """Make the folder exactly this: adds, then manifest, then takes away what is no longer listed.

        Raises PermanentError for a path that leaves the folder, NotFound for unknown content, PartUnreachable.
        """
        entries = checked_entries(folder.entries)
        bucket, top = self._place(folder.place, folder.circle)
        self._connection.prepare(bucket)
        with told(self._where(bucket, top)):
            there = {kept.object_name or "": kept for kept in self._objects(bucket, top)}
            for entry in entries:
                self._add(bucket, top, entry, there)
            self._write_manifest(bucket, top, folder.manifest, there)
            keep = {top + MANIFEST, *(top + entry.path for entry in entries)}
            for name in sorted(there.keys() - keep):
                self._take_away(bucket, name)
            # Who writes a folder in another circle empties all others: what we left here is still here if nobody did.
            if self._circles.get(top) != bucket or top + MANIFEST not in there:
                self._leave_other_circles(bucket, top)
        _remember(self._circles, top, bucket)

    def manifest(self, place: str, *, circle: str) -> bytes | None:
        """Return the manifest as last written, or None when there is no such folder; raises PartUnreachable."""
        bucket, top = self._place(place, circle)
        self._connection.prepare(bucket)
        with told(self._where(bucket, top)):
            return self._read(bucket, top + MANIFEST)

    def listing(self, place: str, *, circle: str) -> Sequence[str]:
        """Return the paths below the folder, sorted, manifest.json among them; raises PartUnreachable."""
        bucket, top = self._place(place, circle)
        self._connection.prepare(bucket)
        with told(self._where(bucket, top)):
            return tuple(sorted((kept.object_name or "").removeprefix(top) for kept in self._objects(bucket, top)))

    def address(self, place: str, *, circle: str) -> str:
        """Return the folder's bucket and prefix, `s3://…`."""
        bucket, top = self._place(place, circle)
        return f"s3://{bucket}/{top}"

    def _place(self, place: str, circle: str) -> tuple[str, str]:
        """Return the bucket and the prefix of a folder; raises PermanentError for a trick."""
        parts = checked_place(place)
        in_circle(parts, circle)
        return self._connection.circle_bucket(circle), "/".join(parts) + "/"

    def _where(self, bucket: str, top: str) -> str:
        return f"{self._connection.endpoint}/{bucket}/{top}"

    def _objects(self, bucket: str, top: str) -> Iterator[Object]:
        """Return the objects below the folder; the empty ones that browsers make for a folder are left out."""
        listed = self._client.list_objects(bucket, prefix=top, recursive=True)
        return (kept for kept in listed if not (kept.object_name or "/").endswith("/"))

    # ------------------------------------------------------------ adding
    def _add(self, bucket: str, top: str, entry: FolderEntry, there: dict[str, Object]) -> None:
        name = top + entry.path
        try:
            if name in there and self._shows(bucket, name, entry, there[name]):
                return
            for other in tuple(there):
                if other.startswith(f"{name}/") or name.startswith(f"{other}/"):
                    # No server shows an object and a folder of one name; MinIO not even below a hidden version.
                    self._purge(bucket, other, is_whole=True)
            made = self._client.copy_object(
                bucket,
                name,
                CopySource(self._connection.bucket, blob_key(entry.digest)),
                metadata={"Content-Type": entry.media_type, STORE: self._connection.bucket, DIGEST: entry.digest},
                metadata_directive=REPLACE,
            )
            _remember(self._copied, f"{bucket}/{name}", (made.etag or "", entry.digest))
        except S3Error as error:
            if error.code in ABSENT:
                raise unknown_content(entry.digest) from error
            raise

    def _shows(self, bucket: str, name: str, entry: FolderEntry, listed: Object) -> bool:
        """Return whether the object already is this content, and nobody wrote another over it."""
        if self._copied.get(f"{bucket}/{name}") == (listed.etag, entry.digest):
            return True
        shown = self._client.stat_object(bucket, name)
        if _meta(shown, DIGEST) != entry.digest or _meta(shown, STORE) != self._connection.bucket:
            return False
        content = self._client.stat_object(self._connection.bucket, blob_key(entry.digest))
        # A copy of a content that was sent in parts (`-` in its ETag) is one object of another ETag.
        return shown.size == content.size and (shown.etag == content.etag or "-" in (content.etag or ""))

    def _write_manifest(self, bucket: str, top: str, manifest: bytes, there: dict[str, Object]) -> None:
        listed = there.get(top + MANIFEST)
        if listed is not None and listed.etag == fingerprint(io.BytesIO(manifest), PART).etag:
            return
        self._client.put_object(
            bucket,
            top + MANIFEST,
            io.BytesIO(manifest),
            len(manifest),
            content_type="application/json",
            metadata={STORE: self._connection.bucket},
        )

    def _read(self, bucket: str, name: str) -> bytes | None:
        return self._connection.patience.again(lambda: self._read_once(bucket, name))

    def _read_once(self, bucket: str, name: str) -> bytes | None:
        try:
            response = self._client.get_object(bucket, name)
        except S3Error as error:
            if error.code in ABSENT:
                return None
            raise
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()

    # ------------------------------------------------------------ taking away
    def _take_away(self, bucket: str, name: str) -> None:
        """Hide an object of ours: the bucket keeps its versions. A person's own object stays."""
        if self._is_ours(bucket, name):
            self._client.remove_object(bucket, name)

    def _is_ours(self, bucket: str, name: str, version: Object | None = None) -> bool:
        """Return whether this installation wrote the object, or that version of it."""
        if version is not None and version.is_delete_marker:
            return False
        try:
            kept = self._client.stat_object(bucket, name, version_id=version.version_id if version else None)
        except S3Error as error:
            if error.code in ABSENT:
                return False
            raise
        return _meta(kept, STORE) == self._connection.bucket

    def _leave_other_circles(self, bucket: str, top: str) -> None:
        """Take the folder out of every other circle's bucket, its old versions too: that circle may not read it.

        Nothing is lost: the content bucket holds what was shown.
        """
        for other in self._connection.circle_buckets():
            if other != bucket:
                with told(self._where(other, top)):
                    self._purge(other, top)

    def _purge(self, bucket: str, prefix: str, *, is_whole: bool = False) -> None:
        """Remove every version of ours below the prefix or, when that is a whole name, of that object."""
        versions = tuple(self._client.list_objects(bucket, prefix=prefix, recursive=True, include_version=True))
        named = tuple((name, kept) for kept in versions if (name := kept.object_name or "") == prefix or not is_whole)
        ours = {kept.version_id for name, kept in named if self._is_ours(bucket, name, kept)}
        others = {name for name, kept in named if not kept.is_delete_marker and kept.version_id not in ours}
        for name, kept in named:
            if kept.version_id in ours or (kept.is_delete_marker and name not in others):
                self._client.remove_object(bucket, name, version_id=kept.version_id)


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    """Keep what this process wrote, so that it need not ask; begun anew when it is a lot."""
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = value


def _meta(kept: Object, name: str) -> str | None:
    """Return a value of an object's own metadata."""
    found = (kept.metadata or {}).get(_META + name.casefold())
    return found if found is None else str(found)
