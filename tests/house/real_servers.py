"""Fixtures of the real servers, for every suite: each is started when a test first asks for it, once a session.

| fixture          | gives                                                                            |
| ---------------- | -------------------------------------------------------------------------------- |
| `postgresql`     | `.fresh()`: the SQLAlchemy address of an empty database of the test's own        |
| `s3`             | endpoint, keys, `.fresh()`: a bucket name of the test's own; once for SeaweedFS, once for MinIO |
| `s3_any`         | the same, on one S3 server only: MinIO when it is here, else SeaweedFS           |
| `elasticsearch`  | url, user, password, `.fresh()`: an index name of the test's own                 |
| `prefect_api`    | the address of a Prefect server's API (it stores in PostgreSQL)                  |
| `private_servers`| a house of servers that this test alone may stop, kill and start again           |

Each of the first four has `.environment(...)`, the CASEBINDER_* settings that point an installation to it. A contract
suite that runs on several adapters names its parameters as in BACKENDS and asks for the server by
`request.getfixturevalue("postgresql")`; `s3_server(request, "minio")` gives a storage by name.

A test that uses one of these belongs to `make test-servers`: the marker `servers` is set here. A server that is
missing skips the test with what to type; with CI=true it fails, unless CASEBINDER_SERVERS_MAY_LACK names it.
CASEBINDER_TEST_SERVERS=FOLDER keeps the servers of that folder running between sessions (`make servers` uses
`.cache/servers`), which spares the start while one works on a test.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from serving import postgresql as sql
from serving.fetch import default_cache
from serving.house import House
from serving.place import Place

BACKENDS = (
    "memory",
    "sqlite",
    "postgresql",
    "local",
    "seaweedfs",
    "minio",
    "tantivy",
    "elasticsearch",
    "inline",
    "prefect",
)
"""What a test can run on, by the names of fixtures and parameters; `suites.py table` counts tests by them."""
SERVERS = {"postgresql", "seaweedfs", "minio", "elasticsearch", "s3", "s3_any", "prefect_api", "private_servers"}
"""Fixtures and parameters that need a server."""
STARTING_SECONDS = 900
"""A test that asks first for servers waits for them; on a busy machine they take minutes."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, and note for the table what each test runs on."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            names |= set(item.callspec.id.split("-"))
        if names & SERVERS:
            item.add_marker("servers")
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(STARTING_SECONDS))
        item.user_properties += [("backend", name) for name in BACKENDS if name in names]


@dataclass(frozen=True, kw_only=True)
class PostgreSqlServer:
    """A running PostgreSQL."""

    house: House

    def fresh(self) -> str:
        """Make an empty database and give its SQLAlchemy address."""
        place, name = self.house.place("postgresql"), _own_name()
        sql.create_database(place, name)
        return sql.url(place, name)

    def environment(self, url: str) -> Mapping[str, str]:
        """Return the settings that point an installation to a database."""
        return {"CASEBINDER_DATABASE_URL": url}


@dataclass(frozen=True, kw_only=True)
class S3Server:
    """A running S3 server: its name, and how a client reaches it."""

    name: str
    endpoint: str
    access_key: str
    secret_key: str

    def fresh(self) -> str:
        """Return a name for the test's own buckets; none of them is there yet."""
        return _own_name().replace("_", "-")

    def environment(self, bucket: str) -> Mapping[str, str]:
        """Return the settings that point an installation to its buckets."""
        keys = {"CASEBINDER_S3_ACCESS_KEY": self.access_key, "CASEBINDER_S3_SECRET_KEY": self.secret_key}
        return {"CASEBINDER_S3_ENDPOINT": self.endpoint, "CASEBINDER_S3_BUCKET": bucket, **keys}


@dataclass(frozen=True, kw_only=True)
class ElasticsearchServer:
    """A running Elasticsearch: how a client reaches it."""

    url: str
    user: str
    password: str

    def fresh(self) -> str:
        """Return a name for the test's own alias and indexes; none of them is there yet."""
        return _own_name().replace("_", "-")

    def environment(self, index: str) -> Mapping[str, str]:
        """Return the settings that point an installation to its index."""
        account = {"CASEBINDER_ELASTIC_USER": self.user, "CASEBINDER_ELASTIC_PASSWORD": self.password}
        return {"CASEBINDER_ELASTIC_URL": self.url, "CASEBINDER_ELASTIC_INDEX": index, **account}


@pytest.fixture(scope="session")
def servers() -> Iterator[House]:
    """Yield the session's house of servers: all of them end with it, unless they are kept in a folder of one's own."""
    kept = os.environ.get("CASEBINDER_TEST_SERVERS")
    if kept:
        yield House(folder=Path(kept).resolve(), cache=default_cache())
    else:
        yield from _passing_house()


@pytest.fixture
def private_servers() -> Iterator[House]:
    """Yield an empty house of servers for a test that stops and kills them; `needed` says what is missing."""
    yield from _passing_house()


@pytest.fixture(scope="session")
def postgresql(servers: House) -> PostgreSqlServer:
    """Return a PostgreSQL."""
    needed(servers, "postgresql")
    return PostgreSqlServer(house=servers)


@pytest.fixture(scope="session", params=["seaweedfs", "minio"])
def s3(request: pytest.FixtureRequest) -> S3Server:
    """Return each S3 server in turn."""
    return s3_server(request, request.param)


@pytest.fixture(scope="session")
def s3_any(request: pytest.FixtureRequest, servers: House) -> S3Server:
    """Return one S3 server."""
    return s3_server(request, "seaweedfs" if servers.missing("minio") else "minio")


@pytest.fixture(scope="session")
def elasticsearch(servers: House) -> ElasticsearchServer:
    """Return an Elasticsearch with security on."""
    place = needed(servers, "elasticsearch")
    return ElasticsearchServer(url=place.address(), user="elastic", password=place.secrets["password"])


@pytest.fixture(scope="session")
def prefect_api(servers: House) -> str:
    """Return the address of a Prefect API."""
    return needed(servers, "prefect").address() + "/api"


def s3_server(request: pytest.FixtureRequest, name: str) -> S3Server:
    """Return an S3 server by name: `seaweedfs` or `minio`."""
    house: House = request.getfixturevalue("servers")
    place = needed(house, name)
    told = house.settings([name])
    return S3Server(
        name=name,
        endpoint=place.address(),
        access_key=told["CASEBINDER_S3_ACCESS_KEY"],
        secret_key=told["CASEBINDER_S3_SECRET_KEY"],
    )


def needed(house: House, name: str) -> Place:
    """Start a server and give its place; skip when it is missing here, fail when it must not be."""
    if why := house.missing(name):
        may_lack = name in os.environ.get("CASEBINDER_SERVERS_MAY_LACK", "").split(",")
        if os.environ.get("CI") == "true" and not may_lack:
            pytest.fail(f"{name}: {why}")
        pytest.skip(f"{name}: {why}")
    return house.start([name])[name]


def _passing_house() -> Iterator[House]:
    # Not below pytest's own folder: PostgreSQL and Elasticsearch run as others when we are root, and must get in.
    folder = Path(tempfile.mkdtemp(prefix="casebinder-servers-"))
    folder.chmod(0o755)
    house = House(folder=folder, cache=default_cache(), is_durable=False)
    try:
        yield house
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _own_name() -> str:
    return f"t_{secrets.token_hex(6)}"
