"""An inbox in a bucket of the test's own, on each S3 server."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import buckets
import pytest
from buckets import Buckets

from adapters.minio.inbox import MinioInbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Somebody who drops objects into the inbox and looks at what lies there."""

    buckets: Buckets

    @property
    def address(self) -> str:
        """Return the inbox's address."""
        return f"s3://{self.buckets.name}/inbox"

    def inbox(self, endpoint: str = "") -> MinioInbox:
        """Open the inbox, by another way to the server when one is given."""
        return MinioInbox(self.buckets.connect(endpoint=endpoint), self.address)

    def send(self, name: str, content: bytes = b"%PDF-1.7") -> None:
        """Drop an object."""
        connection = self.buckets.connect()
        connection.prepare(self.buckets.name)
        connection.client.put_object(self.buckets.name, f"inbox/{name}", io.BytesIO(content), len(content))

    def lies(self) -> dict[str, bytes]:
        """Return what lies in the inbox now, done and failed included."""
        client = self.buckets.connect().client
        found = {}
        for kept in client.list_objects(self.buckets.name, prefix="inbox/", recursive=True):
            answer = client.get_object(self.buckets.name, kept.object_name or "")
            found[(kept.object_name or "").removeprefix("inbox/")] = answer.read()
            answer.close()
            answer.release_conn()
        return found


@pytest.fixture(params=["seaweedfs", "minio"])
def sender(request: pytest.FixtureRequest) -> Iterator[Sender]:
    """Give somebody who drops into an inbox that is empty."""
    with buckets.fresh(request, request.param) as made:
        yield Sender(buckets=made)
