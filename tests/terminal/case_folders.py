"""Case folders as a person finds them who knows nothing of the product: on the disk, or in the buckets of an S3 server.

Which of the two is told by the folder's address, as `case show` gives it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from minio import Minio
from terminal import Terminal

MANIFEST = "manifest.json"
S3 = "s3://"


def content(terminal: Terminal, folder: str) -> dict[str, bytes]:
    """Return every file of a folder: its path below it, and its bytes."""
    if not folder.startswith(S3):
        top = Path(folder)
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    client = _client(terminal.environment)
    bucket, _, prefix = folder.removeprefix(S3).partition("/")
    names = [kept.object_name or "" for kept in client.list_objects(bucket, prefix=prefix, recursive=True)]
    return {name.removeprefix(prefix): _read(client, bucket, name) for name in names}


def every(terminal: Terminal) -> Iterator[str]:
    """Yield the address of every case folder there is, whether a case knows of it or not."""
    yield from (str(path.parent) for path in terminal.home.glob(f"cases*/*/*/{MANIFEST}"))
    if "CASEBINDER_S3_ENDPOINT" in terminal.environment:
        client = _client(terminal.environment)
        ours = f"{terminal.environment['CASEBINDER_S3_BUCKET']}-"
        for bucket in (one.name for one in client.list_buckets() if one.name.startswith(ours)):
            for kept in client.list_objects(bucket, prefix="cases/", recursive=True):
                folder, _, name = (kept.object_name or "").rpartition("/")
                if name == MANIFEST:
                    yield f"{S3}{bucket}/{folder}/"


def _client(environment: Mapping[str, str]) -> Minio:
    scheme, _, place = environment["CASEBINDER_S3_ENDPOINT"].partition("://")
    key, secret = environment["CASEBINDER_S3_ACCESS_KEY"], environment["CASEBINDER_S3_SECRET_KEY"]
    return Minio(place, access_key=key, secret_key=secret, secure=scheme == "https", region="us-east-1")


def _read(client: Minio, bucket: str, name: str) -> bytes:
    response = client.get_object(bucket, name)
    try:
        return response.read()
    finally:
        response.close()
        response.release_conn()
