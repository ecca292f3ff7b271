"""Outgoing letters as objects of the content bucket: `outgoing/2026-07-01_OD-2026-00017_r-7k2m.pdf`.

Whoever franks and posts takes them from there; a letter has one name however often it is sent. Fulfils
`services.ports.letters.Mailer` by the channel `print`.
"""

import io

from adapters.minio.connection import Connection, told
from adapters.outgoing_names import ROOT, checked_key
from services.ports.letters import Dispatch

MEDIA_TYPE = "application/pdf"


class MinioOutgoing:
    """The print channel of an installation with servers; any number of processes may send at once."""

    channel = "print"

    def __init__(self, connection: Connection) -> None:
        """Name the server; nothing is sent before the first letter."""
        self._connection = connection

    def send(self, dispatch: Dispatch) -> None:
        """Put the letter into the bucket; raises PartUnreachable, and then it is not there."""
        key, bucket, content = checked_key(dispatch), self._connection.bucket, dispatch.content
        self._connection.prepare(bucket)
        with told(f"{self._connection.endpoint}/{bucket}/{ROOT}"):
            self._connection.client.put_object(bucket, key, io.BytesIO(content), len(content), content_type=MEDIA_TYPE)
