"""Snapshots as objects of the content bucket: `snapshots/cases/c-7k2m.json.gz`.

An object appears whole or not at all; the bucket keeps what it had before as an older version. Fulfils
`services.ports.snapshots.SnapshotStore`.
"""

import io
from collections.abc import Iterator

from minio import S3Error

from adapters.minio.connection import ABSENT, Connection, told
from adapters.snapshot_names import checked_name

PREFIX = "snapshots/"
MEDIA_TYPE = "application/gzip"


class MinioSnapshots:
    """The snapshots of an installation with servers; any number of processes may write at once."""

    def __init__(self, connection: Connection) -> None:
        """Name the server; nothing is sent before the first use."""
        self._connection = connection

    def put(self, name: str, content: bytes) -> None:
        """Keep the bytes durably under the name; raises PartUnreachable, and then the name has what it had."""
        key = PREFIX + checked_name(name)
        bucket = self._prepared()
        with told(self._where):
            self._connection.client.put_object(bucket, key, io.BytesIO(content), len(content), content_type=MEDIA_TYPE)

    def get(self, name: str) -> bytes | None:
        """Return what the name has, or None; raises PartUnreachable."""
        key = PREFIX + checked_name(name)
        bucket = self._prepared()
        with told(self._where):
            try:
                return self._connection.patience.again(lambda: self._read(bucket, key))
            except S3Error as error:
                if error.code in ABSENT:
                    return None
                raise

    def names(self, prefix: str) -> Iterator[str]:
        """Yield every name that begins so, in no order; raises PartUnreachable."""
        bucket = self._prepared()
        with told(self._where):
            for kept in self._connection.client.list_objects(bucket, prefix=PREFIX + prefix, recursive=True):
                yield (kept.object_name or "").removeprefix(PREFIX)

    @property
    def _where(self) -> str:
        return f"{self._connection.endpoint}/{self._connection.bucket}/{PREFIX}"

    def _prepared(self) -> str:
        self._connection.prepare(self._connection.bucket)
        return self._connection.bucket

    def _read(self, bucket: str, key: str) -> bytes:
        response = self._connection.client.get_object(bucket, key)
        try:
            content: bytes = response.read()
            return content
        finally:
            response.close()
            response.release_conn()
