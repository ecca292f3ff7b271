"""What an S3 server can do for us, tried with one small object of our own that is gone afterwards. For `doctor`."""

import io
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from minio import Minio, S3Error

from adapters.minio.connection import TAKEN, Connection, told

PREFIX = "doctor/"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Health:
    """What was seen: circles: buckets of case folders; skew_seconds: how far our clock is ahead of the server's."""

    circles: int
    keeps_versions: bool
    is_conditional: bool
    skew_seconds: float


def examine(connection: Connection) -> S3Health:
    """Write, read and remove an object in the content bucket, made if it is new; raises PartUnreachable."""
    connection.prepare(connection.bucket)
    key = PREFIX + secrets.token_hex(8)
    client, bucket = connection.client, connection.bucket
    with told(f"{connection.endpoint}/{bucket}"):
        written = client.put_object(bucket, key, io.BytesIO(b"casebinder"), 10)
        try:
            answer = client.stat_object(bucket, key).metadata or {}
            seen = S3Health(
                circles=len(connection.circle_buckets()),
                keeps_versions=written.version_id not in {None, "", "null"},
                is_conditional=_refuses_a_second_put(connection, key),
                skew_seconds=(datetime.now(UTC) - parsedate_to_datetime(str(answer["Date"]))).total_seconds(),
            )
        finally:
            _remove(client, bucket, key, written.version_id)
    return seen


def _refuses_a_second_put(connection: Connection, key: str) -> bool:
    try:
        again = connection.first_client.put_object(connection.bucket, key, io.BytesIO(b"casebinder"), 10)
    except S3Error as error:
        if error.code in TAKEN:
            return True
        raise
    _remove(connection.client, connection.bucket, key, again.version_id)
    return False


def _remove(client: Minio, bucket: str, key: str, version: str | None) -> None:
    client.remove_object(bucket, key, version_id=version)
