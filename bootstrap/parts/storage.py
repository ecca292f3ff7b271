"""Where content and case folders lie: in the home, or in the buckets of an S3 server when its address is set."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from adapters.local.folders import LocalCaseFolders
from adapters.local.outgoing import OutgoingFolder
from adapters.local.snapshots import LocalSnapshots
from adapters.local.store import LocalBlobStore
from bootstrap.parts.checks import Check, well, wrong
from bootstrap.parts.clients import clients_missing
from bootstrap.settings import Settings
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore
from services.ports.folders import CaseFolders
from services.ports.letters import Mailer
from services.ports.snapshots import SnapshotStore

if TYPE_CHECKING:
    from adapters.minio.connection import Connection
    from adapters.minio.inbox import MinioInbox

MOST_SKEW_SECONDS = 300
"""S3 servers refuse requests signed 15 minutes before or after their own time (AWS, RequestTimeTooSkewed)."""


def storage(settings: Settings) -> tuple[BlobStore, CaseFolders]:
    """Return the content store and the case folders over it; nothing is sent yet. Raises WrongUsage."""
    if not settings.s3_endpoint:
        # A receipt is put after the content it speaks of.
        store = LocalBlobStore(settings.home / "blobs", sign=settings.receipts_folder)
        return store, LocalCaseFolders(settings.home, store)
    connection = s3_connection(settings)
    from adapters.minio.folders import MinioCaseFolders  # noqa: PLC0415 - only an installation with servers has it
    from adapters.minio.store import MinioBlobStore  # noqa: PLC0415

    return MinioBlobStore(connection), MinioCaseFolders(connection)


def snapshot_store(settings: Settings) -> SnapshotStore:
    """Return the store of what the records can be made again from; nothing is sent yet. Raises WrongUsage."""
    if not settings.s3_endpoint:
        return LocalSnapshots(settings.home / "snapshots")
    connection = s3_connection(settings)
    from adapters.minio.snapshots import MinioSnapshots  # noqa: PLC0415

    return MinioSnapshots(connection)


def print_channel(settings: Settings) -> Mailer:
    """Return the channel that lays letters out for the post; nothing is sent yet. Raises WrongUsage."""
    if not settings.s3_endpoint:
        return OutgoingFolder(settings.home)
    connection = s3_connection(settings)
    from adapters.minio.outgoing import MinioOutgoing  # noqa: PLC0415

    return MinioOutgoing(connection)


def s3_connection(settings: Settings) -> "Connection":
    """Return the connection to the S3 server of the settings; nothing is sent yet. Raises WrongUsage."""
    if not settings.s3_endpoint:
        raise WrongUsage("no_s3_server", _NO_SERVER, where="CASEBINDER_S3_ENDPOINT", next_step=_SET_SERVER)
    try:
        from adapters.minio.connection import Connection, S3Server  # noqa: PLC0415
    except ImportError as error:
        raise clients_missing("s3_endpoint") from error
    return Connection(
        S3Server(
            endpoint=settings.s3_endpoint,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key.get_secret_value(),
            bucket=settings.s3_bucket,
            region=settings.s3_region,
            certificates=settings.s3_ca,
        )
    )


def s3_inbox(settings: Settings, address: str) -> "MinioInbox":
    """Return an inbox of the S3 server, `s3://BUCKET/PREFIX`; raises WrongUsage."""
    connection = s3_connection(settings)
    from adapters.minio.inbox import MinioInbox  # noqa: PLC0415

    return MinioInbox(connection, address)


_NO_SERVER = Bilingual(fr="Aucun serveur S3 n'est réglé.", en="No S3 server is set.")
_SET_SERVER = Bilingual(
    fr="Donnez s3_endpoint, s3_access_key et s3_secret_key : docs/storage.md.",
    en="Give s3_endpoint, s3_access_key and s3_secret_key: docs/storage.md.",
)


def check_storage(settings: Settings) -> Check:
    """Look at the store: reachable, writable, versions kept, the clocks alike. Raises PartUnreachable, WrongUsage."""
    if not settings.s3_endpoint:
        kept = settings.home / "blobs"
        return well("storage", f"dans {kept}", f"in {kept}")
    connection = s3_connection(settings)
    from adapters.minio.health import examine  # noqa: PLC0415

    seen, where = examine(connection), f"{settings.s3_endpoint}/{settings.s3_bucket}"
    if abs(seen.skew_seconds) > MOST_SKEW_SECONDS:
        return wrong("storage", _skewed(where, round(seen.skew_seconds)), _SET_CLOCK)
    if not seen.keeps_versions:
        return wrong("storage", _without_versions(where), _KEEP_VERSIONS)
    return well(
        "storage",
        f"{where}, versions gardées, {seen.circles} cercle(s)"
        + ("" if seen.is_conditional else ", sans If-None-Match"),
        f"{where}, versions kept, {seen.circles} circle(s)" + ("" if seen.is_conditional else ", no If-None-Match"),
        version("minio"),
    )


def _skewed(where: str, seconds: int) -> Bilingual:
    return Bilingual(
        fr=f"{where} : l'heure d'ici et celle du serveur diffèrent de {seconds} s",
        en=f"{where}: this machine's clock and the server's differ by {seconds} s",
    )


def _without_versions(where: str) -> Bilingual:
    return Bilingual(fr=f"{where} : le seau ne garde pas les versions", en=f"{where}: the bucket keeps no versions")


_SET_CLOCK = Bilingual(
    fr="réglez l'heure (NTP) : à 15 minutes le serveur refuse tout",
    en="set the clock (NTP): at 15 minutes the server refuses everything",
)
_KEEP_VERSIONS = Bilingual(
    fr="activez le versionnement du seau, ou donnez-en le droit à ce compte",
    en="turn on the bucket's versioning, or give this account the right to",
)
