"""SeaweedFS, the S3 server that installs as a Python package: one process, telemetry off, a generated secret."""

import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from serving.kind import End, answers, plain_environment
from serving.place import Place, write_private
from serving.process import Command

ACCOUNT = "casebinder"
RIGHTS = ["Admin", "Read", "Write", "List", "Tagging"]


class SeaweedFs:
    """Master, volume, filer and S3 in one process."""

    name = "seaweedfs"
    needs: Sequence[str] = ()
    ports: Sequence[str] = (
        "http",
        "s3_grpc",
        "master",
        "master_grpc",
        "volume",
        "volume_grpc",
        "filer",
        "filer_grpc",
    )
    secrets: Sequence[str] = ("secret_key",)
    # It takes half a minute to leave when asked, and loses nothing when killed: what it confirmed is on the disk.
    end = End(sign=signal.SIGTERM, seconds=5, orphaned=signal.SIGKILL)

    def missing(self, place: Place) -> str:  # noqa: ARG002 - the signature of a kind
        """Return what is missing here."""
        return "" if _program().exists() else "SeaweedFS is not in this environment. Please type: make install"

    def prepare(self, place: Place) -> None:
        """Write the account and its secret."""
        (place.folder / "data").mkdir(parents=True, exist_ok=True)
        credentials = [{"accessKey": ACCOUNT, "secretKey": place.secrets["secret_key"]}]
        identities = [{"name": "casebinder", "credentials": credentials, "actions": RIGHTS}]
        write_private(place.folder / "s3.json", json.dumps({"identities": identities}))

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""
        ports = place.ports
        words = [str(_program()), "server", f"-dir={place.folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        words += ["-filer", "-s3", f"-s3.port={ports['http']}", f"-s3.port.grpc={ports['s3_grpc']}"]
        words += [f"-s3.config={place.folder / 's3.json'}", "-master.telemetry=false"]
        # A bucket takes seven volumes, empty files at first: with 64 of them the tenth bucket could not be written to.
        words += ["-volume.max=1000", "-master.volumeSizeLimitMB=256", "-metricsPort=0"]
        words += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # doors of no use here, on fixed ports
        for part in ("master", "volume", "filer"):
            words += [f"-{part}.port={ports[part]}", f"-{part}.port.grpc={ports[f'{part}_grpc']}"]
        return Command(words=words, environment=plain_environment(HOME=str(place.folder)))

    def answers(self, place: Place) -> bool:
        """Ask for its health."""
        return answers(place.address() + "/healthz")

    def furnish(self, place: Place) -> None:
        """Need nothing: Casebinder makes its buckets."""

    def settings(self, place: Place) -> Mapping[str, str]:
        """Point Casebinder to it."""
        return s3_settings(place)


def s3_settings(place: Place) -> Mapping[str, str]:
    """Point Casebinder to an S3 server of ours."""
    return {
        "CASEBINDER_S3_ENDPOINT": place.address(),
        "CASEBINDER_S3_ACCESS_KEY": ACCOUNT,
        "CASEBINDER_S3_SECRET_KEY": place.secrets["secret_key"],
    }


def _program() -> Path:
    return Path(sys.executable).with_name("weed")
