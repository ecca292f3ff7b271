"""MinIO, the S3 server most installations have: the last version that was published, built once into the cache."""

import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from serving.kind import End, answers, plain_environment
from serving.place import Place
from serving.process import Command
from serving.seaweedfs import ACCOUNT, s3_settings


class MinIo:
    """One node with one folder; no console, no look for updates."""

    name = "minio"
    needs: Sequence[str] = ()
    ports: Sequence[str] = ("http",)
    secrets: Sequence[str] = ("secret_key",)
    end = End(sign=signal.SIGTERM, seconds=15, orphaned=signal.SIGTERM)

    def missing(self, place: Place) -> str:
        """Return what is missing here."""
        if program(place.cache) is None:
            return "MinIO is not here. Please type (needs Go, ten minutes): make servers-fetch FETCH=minio"
        return ""

    def prepare(self, place: Place) -> None:
        """Make its folder."""
        (place.folder / "data").mkdir(parents=True, exist_ok=True)

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""
        account = {"MINIO_ROOT_USER": ACCOUNT, "MINIO_ROOT_PASSWORD": place.secrets["secret_key"]}
        quiet = {"MINIO_BROWSER": "off", "MINIO_UPDATE": "off", "HOME": str(place.folder)}
        address = f"127.0.0.1:{place.ports['http']}"
        words = [str(program(place.cache)), "server", "--quiet", "--address", address, str(place.folder / "data")]
        return Command(words=words, environment=plain_environment(**account, **quiet))

    def answers(self, place: Place) -> bool:
        """Ask for its health."""
        return answers(place.address() + "/minio/health/ready")

    def furnish(self, place: Place) -> None:
        """Need nothing: Casebinder makes its buckets."""

    def settings(self, place: Place) -> Mapping[str, str]:
        """Point Casebinder to it."""
        return s3_settings(place)


def program(cache: Path) -> Path | None:
    """Find MinIO: in the cache, else on the path."""
    own, other = cache / "minio" / "minio", shutil.which("minio", path=os.environ.get("PATH"))
    return own if own.exists() else Path(other) if other else None
