"""The connection to an S3 server: its address and account, its buckets, and its errors in our words.

Store, case folders and inbox share one connection. No key, no signed address and no content ever stands in a message.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from minio import Minio, S3Error
from minio.commonconfig import ENABLED
from minio.error import MinioException
from minio.versioningconfig import VersioningConfig
from urllib3.exceptions import HTTPError, SSLError

from adapters.minio.transport import FirstOnlyPool, Patience, PatientPool
from adapters.setting_faults import wrong_setting
from pipeline.errors import CasebinderError, PartUnreachable
from pipeline.model.text import Bilingual

ABSENT = frozenset({"NoSuchKey", "NoSuchVersion"})
"""What an S3 server says of an object that is not there."""
TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""What it says to a conditional put when the name is taken, or is being taken right now."""
_FULL = frozenset({"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded"})
_OWNED = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,45}[a-z0-9])")
_CIRCLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_LETTERS = 63
"""Of a bucket's name (AWS, bucket naming rules); ours leaves room for the names of circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Server:
    """An S3 server, the account there, and the bucket of the contents; certificates None: those of the system."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    bucket: str = "casebinder"
    region: str = "us-east-1"
    certificates: Path | None = None


class Connection:
    """A connection that threads may share; nothing is sent before the first use."""

    def __init__(self, server: S3Server, *, patience: Patience | None = None) -> None:
        """Name the server; raises WrongUsage for an address or a bucket name that cannot be."""
        address = urlsplit(server.endpoint)
        if address.scheme not in {"http", "https"} or not address.netloc or address.path.strip("/"):
            raise wrong_setting("s3_endpoint", server.endpoint, "https://server:9000")
        if not _BUCKET.fullmatch(server.bucket):
            raise wrong_setting("s3_bucket", server.bucket, "casebinder")
        if server.certificates is not None and not server.certificates.is_file():
            raise wrong_setting("s3_ca", str(server.certificates), "/etc/ssl/certs/ca.pem")
        self.patience = patience or Patience()
        self.bucket = server.bucket
        self.endpoint = server.endpoint
        self.client = _client(server, PatientPool(self.patience, certificates=server.certificates))
        self.first_client = _client(server, FirstOnlyPool(self.patience, certificates=server.certificates))
        """Puts objects only under names that are free: `told` gives S3Error, one of TAKEN, otherwise."""
        self._prepared: set[str] = set()

    def circle_bucket(self, circle: str) -> str:
        """Name the bucket of a circle's case folders, `<bucket>-<circle>`; no two circles share one."""
        name = f"{self.bucket}-{circle}"
        if _CIRCLE.fullmatch(circle) and len(name) <= _MOST_LETTERS:
            return name
        # Other letters are not allowed in a bucket's name; what tells the circles apart then is the digest.
        plain = "-".join(re.findall(r"[a-z0-9]+", circle.casefold()))
        digest = hashlib.sha256(circle.encode()).hexdigest()[:10]
        return "-".join(part for part in (self.bucket, plain[:4], digest) if part)

    def circle_buckets(self) -> tuple[str, ...]:
        """Return the buckets of circles that this account sees; raises PartUnreachable."""
        with told(self.endpoint):
            return tuple(b.name for b in self.client.list_buckets() if b.name.startswith(f"{self.bucket}-"))

    def prepare(self, bucket: str) -> None:
        """Make the bucket if it is new, with versions kept; asked of the server once a process.

        An account that may not look at or change versioning works with the bucket as it was given to it.
        """
        if bucket in self._prepared:
            return
        with told(f"{self.endpoint}/{bucket}"):
            if not self.client.bucket_exists(bucket):
                self._make(bucket)
            self._keep_versions(bucket)
        self._prepared.add(bucket)

    def _make(self, bucket: str) -> None:
        try:
            self.client.make_bucket(bucket)
        except S3Error as error:
            if error.code not in _OWNED:  # another worker was faster
                raise

    def _keep_versions(self, bucket: str) -> None:
        try:
            if self.client.get_bucket_versioning(bucket).status != ENABLED:
                self.client.set_bucket_versioning(bucket, VersioningConfig(ENABLED))
        except S3Error as error:
            if error.code not in {"AccessDenied", "NotImplemented", "MethodNotAllowed"}:
                raise


def _client(server: S3Server, pool: PatientPool) -> Minio:
    address = urlsplit(server.endpoint)
    return Minio(
        address.netloc,
        access_key=server.access_key,
        secret_key=server.secret_key,
        secure=address.scheme == "https",
        region=server.region,
        http_client=pool,
    )


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what the SDK raises into our errors; raises PartUnreachable.

    Whatever the server refuses is transient for a document: an account or a bucket put right lets the work go on, and
    no page failed. What the caller knows how to answer (an absent object, a taken name) it catches inside.
    """
    try:
        yield
    except SSLError as error:
        raise _untrusted(where) from error
    except S3Error as error:
        raise _refused(error, where) from error
    except (MinioException, HTTPError) as error:
        raise unreachable(where, type(error).__name__) from error


def unreachable(where: str, why: str) -> PartUnreachable:
    """Return the error for a server that did not answer in time; why: a word of the protocol, never an address."""
    return PartUnreachable(
        "store_unreachable",
        Bilingual(
            fr=f"Le serveur de stockage ne répond pas ({why}).",
            en=f"The storage server does not answer ({why}).",
        ),
        where=where,
        next_step=Bilingual(
            fr="Vérifiez le serveur et le réseau (« casebinder doctor ») ; le travail reprendra seul.",
            en='Check the server and the network ("casebinder doctor"); the work resumes by itself.',
        ),
    )


def _refused(error: S3Error, where: str) -> CasebinderError:
    if error.code in _FULL or getattr(error.response, "status", 0) == 507:
        return PartUnreachable(
            "store_full",
            Bilingual(fr="Le serveur de stockage est plein.", en="The storage server is full."),
            where=where,
            next_step=Bilingual(
                fr="Agrandissez-le ou relevez son quota ; le travail reprendra seul.",
                en="Enlarge it or raise its quota; the work resumes by itself.",
            ),
        )
    if getattr(error.response, "status", 0) >= 500:
        return unreachable(where, error.code or "5xx")
    return PartUnreachable(
        "store_refused",
        Bilingual(
            fr=f"Le serveur de stockage refuse ({error.code}).", en=f"The storage server refuses ({error.code})."
        ),
        where=where,
        next_step=Bilingual(
            fr="Vérifiez le compte, ses droits, le nom et la région du seau, l'heure de la machine : docs/storage.md.",
            en="Check the account, its rights, the bucket's name and region, this machine's clock: docs/storage.md.",
        ),
    )


def _untrusted(where: str) -> PartUnreachable:
    return PartUnreachable(
        "store_not_trusted",
        Bilingual(
            fr="Le certificat du serveur de stockage n'est pas reconnu, ou ce n'est pas du HTTPS.",
            en="The storage server's certificate is not trusted, or this is not HTTPS.",
        ),
        where=where,
        next_step=Bilingual(
            fr="Donnez par s3_ca le fichier des certificats qui s'en portent garants ; vérifiez s3_endpoint.",
            en="Give the file of certificates that vouch for it as s3_ca; check s3_endpoint.",
        ),
    )
