"""The demonstration's stage on the real servers: they are started when they do not run, and left running.

The installation gets a database, buckets and an index of its own, written into its `casebinder.toml`: the commands that
the summary proposes then work without any other setting.
"""

import json
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servers import storage, write_environment
from serving.fetch import default_cache
from serving.house import House, NotStarted, default_house
from serving.place import write_private
from serving.postgresql import create_database, query, url

ROOT = Path(__file__).parents[1]
OWN = "demo"
"""The name of the demonstration's database, buckets and index, apart from those of daily use."""
SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OnServers:
    """Servers that run: nothing to wait for, and what Prefect recorded."""

    api: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def wait(self) -> None:
        """Wait for nothing: they were ready before."""

    def flow_runs(self) -> int:
        """Count the flow runs that Prefect has recorded."""
        where, asked = f"{self.api}/flow_runs/count", {"Content-Type": "application/json"}
        request = urllib.request.Request(where, data=b"{}", headers=asked)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - the same
            return int(answer.read())


def on_servers(home: Path, tell: Callable[[str], None]) -> OnServers:
    """Start what is needed, point the home to it, and say which servers they are."""
    house = House(folder=default_house(ROOT), cache=default_cache())
    names = ("postgresql", storage(house), "elasticsearch", "prefect")
    tell(", ".join(names))
    try:
        places = house.start(names)
    except NotStarted as why:
        raise SystemExit(f"demo: {why}") from why
    write_environment(house)
    place = places["postgresql"]
    if OWN not in query(place, "SELECT datname FROM pg_database").split():
        create_database(place, OWN)
    told = dict(house.settings(names)) | {
        "CASEBINDER_DATABASE_URL": url(place, OWN),
        "CASEBINDER_S3_BUCKET": OWN,
        "CASEBINDER_ELASTIC_INDEX": OWN,
    }
    home.mkdir(parents=True, exist_ok=True)
    write_private(home / "casebinder.toml", as_toml(told))
    return OnServers(api=told["CASEBINDER_PREFECT_API_URL"])


def as_toml(environment: Mapping[str, str]) -> str:
    """Write settings, named as in the environment, as a home's file has them."""
    lines = (f"{name.removeprefix('CASEBINDER_').lower()} = {json.dumps(v)}\n" for name, v in environment.items())
    return "# Written by the demonstration at each run: the servers it plays on.\n" + "".join(lines)
