"""Buckets of a test's own on a real S3 server: connections to them, a look at every version, and their end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import real_servers
from minio import S3Error
from minio.deleteobjects import DeleteObject

from adapters.minio.connection import Connection, S3Server
from adapters.minio.transport import Patience
from bootstrap.settings import Settings

SHORT = Patience(seconds=10.0, first=0.01, longest=0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """The buckets of one test: the server, and the name they all begin with."""

    server: real_servers.S3Server
    name: str

    def connect(
        self,
        *,
        endpoint: str = "",
        secret_key: str = "",
        certificates: Path | None = None,
        patience: Patience = SHORT,
    ) -> Connection:
        """Return a connection, by another way or with another secret when one is given."""
        server = S3Server(
            endpoint=endpoint or self.server.endpoint,
            access_key=self.server.access_key,
            secret_key=secret_key or self.server.secret_key,
            bucket=self.name,
            certificates=certificates,
        )
        return Connection(server, patience=patience)

    def settings(self, home: Path) -> Settings:
        """Return the settings of an installation in these buckets."""
        return Settings(
            home=home,
            s3_endpoint=self.server.endpoint,
            s3_access_key=self.server.access_key,
            s3_secret_key=self.server.secret_key,
            s3_bucket=self.name,
        )

    def versions(self, bucket: str = "", prefix: str = "") -> list[tuple[str, bool]]:
        """Return every version below a prefix: its key, and whether it is a delete marker."""
        client = self.connect().client
        listed = client.list_objects(bucket or self.name, prefix=prefix, recursive=True, include_version=True)
        return sorted((kept.object_name or "", kept.is_delete_marker) for kept in listed)

    def empty(self) -> None:
        """Remove the buckets with all they hold."""
        client = self.connect().client
        for bucket in client.list_buckets():
            if bucket.name == self.name or bucket.name.startswith(f"{self.name}-"):
                every = client.list_objects(bucket.name, recursive=True, include_version=True)
                gone = [DeleteObject(kept.object_name or "", kept.version_id) for kept in every]
                assert list(client.remove_objects(bucket.name, gone)) == []
                with suppress(S3Error):  # an upload left unfinished on purpose keeps its bucket
                    client.remove_bucket(bucket.name)


@contextmanager
def fresh(request: pytest.FixtureRequest, name: str) -> Iterator[Buckets]:
    """Yield buckets of one's own on the server of that name, and remove them at the end."""
    server = real_servers.s3_server(request, name)
    buckets = Buckets(server=server, name=server.fresh())
    try:
        yield buckets
    finally:
        buckets.empty()
