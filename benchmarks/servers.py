"""The demonstration on the embedded parts and on real servers, in one run: time, bytes kept, and the same outcome.

Each round captures the six batches by `casebinder submit`, once in a folder and once on PostgreSQL, S3 storage and
Elasticsearch, the order turned round every time; the middle ratio counts. The servers are started before and share the
machine: what they cost is what they compute and what waiting for them takes. Bytes are content, snapshots and case
folders, on S3 with every version kept, beside the bytes of the originals. Prints one JSON object; exit code 1 when the
outcomes differ or the servers cost more than they may.
"""

import argparse
import hashlib
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minio import Minio

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests" / "terminal")]

from account import account  # noqa: E402 - what two homes are compared by, beside the tests
from demo import draw  # noqa: E402 - a script beside
from servers import storage  # noqa: E402
from serving.fetch import default_cache  # noqa: E402
from serving.house import House  # noqa: E402
from serving.postgresql import create_database, url  # noqa: E402
from terminal import Terminal  # noqa: E402

MOST_COST, MOST_BYTES = 0.15, 1.6
KINDS = ("embedded", "servers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One capture of the demonstration: seconds, bytes kept by sort, and the account of all that came of it."""

    seconds: float
    kept: Mapping[str, int]
    outcome: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Servers that run, and names of a database, buckets and an index for each capture."""

    house: House
    names: Sequence[str]

    def environment(self, name: str) -> Mapping[str, str]:
        """Return the settings of an installation of its own there."""
        place = self.house.place("postgresql")
        create_database(place, name)
        own = {"CASEBINDER_S3_BUCKET": name, "CASEBINDER_ELASTIC_INDEX": name}
        return {**self.house.settings(self.names), **own, "CASEBINDER_DATABASE_URL": url(place, name)}


def own_house() -> tuple[House, Sequence[str]]:
    """Return a house of one's own, as durable as an installation's, and the servers to run in it."""
    # Not below a private folder: PostgreSQL and Elasticsearch run as others when we are root, and must get in.
    folder = Path(tempfile.mkdtemp(prefix="casebinder-servers-"))
    folder.chmod(0o755)
    house = House(folder=folder, cache=default_cache())
    return house, ("postgresql", storage(house), "elasticsearch")


@contextmanager
def running(house: House, names: Sequence[str]) -> Iterator[Servers]:
    """Run the servers, and leave nothing of them."""
    try:
        house.start(names)
        yield Servers(house=house, names=names)
    finally:
        house.stop()
        shutil.rmtree(house.folder, ignore_errors=True)


def capture(papers: Path, home: Path, environment: Mapping[str, str]) -> Capture:
    """Capture the demonstration in an installation that is ready but empty."""
    terminal = Terminal(home=home, environment=environment)
    terminal.run("init")
    terminal.ask("reference", "import", "members", papers / "reference" / "members.csv")
    started = time.perf_counter()
    for batch in batches(papers):
        terminal.ask("submit", batch)
    seconds = time.perf_counter() - started
    terminal.ask("recover")
    kept = kept_on_s3(environment) if environment else kept_in(home)
    return Capture(seconds=seconds, kept=kept, outcome=account(terminal))


def batches(papers: Path) -> list[Path]:
    """Return the folders that are each one batch."""
    return sorted(path for path in (papers / "batches").iterdir() if path.is_dir())


def kept_in(home: Path) -> Mapping[str, int]:
    """Count the bytes of a home; a file that has two names is one."""
    kept, seen = {"content": 0, "snapshots": 0, "folders": 0}, set()
    for part, sort in (("blobs", "content"), ("snapshots", "snapshots"), ("cases*", "folders")):
        for path in (path for top in home.glob(part) for path in top.rglob("*") if path.is_file()):
            about = path.stat()
            kept[sort] += 0 if about.st_ino in seen else about.st_size
            seen.add(about.st_ino)
    return kept


def kept_on_s3(environment: Mapping[str, str]) -> Mapping[str, int]:
    """Count the bytes of every version in an installation's buckets."""
    access, secret = environment["CASEBINDER_S3_ACCESS_KEY"], environment["CASEBINDER_S3_SECRET_KEY"]
    address, name = environment["CASEBINDER_S3_ENDPOINT"], environment["CASEBINDER_S3_BUCKET"]
    client = Minio(address.removeprefix("http://"), access_key=access, secret_key=secret, secure=False)
    kept = {"content": 0, "snapshots": 0, "folders": 0}
    for bucket in (found.name for found in client.list_buckets() if found.name.startswith(name)):
        for version in client.list_objects(bucket, recursive=True, include_version=True):
            is_blob = (version.object_name or "").startswith("blobs/")
            sort = "folders" if bucket != name else "content" if is_blob else "snapshots"
            kept[sort] += version.size or 0
    return kept


def originals(papers: Path) -> int:
    """Count the bytes of the papers, the same bytes once."""
    every = (path for batch in batches(papers) for path in batch.iterdir() if not path.name.endswith(".truth.json"))
    return sum({hashlib.sha256(path.read_bytes()).digest(): path.stat().st_size for path in every}.values())


def main() -> int:
    """Draw the papers, capture them on both in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, help="papers of the demonstration that were drawn before")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round")
    wanted = parser.parse_args()
    taken: dict[str, list[Capture]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory(prefix="casebinder-benchmark-") as made:
        papers = wanted.papers or Path(made) / "papers"
        house, names = own_house()
        if why := next(filter(None, map(house.missing, names)), ""):
            house.folder.rmdir()
            print(json.dumps({"skipped": why}))
            return 0
        if not papers.is_dir():
            draw(papers)
        with running(house, names) as servers:
            for number in range(1 if wanted.quick else wanted.rounds):
                for kind in KINDS if number % 2 == 0 else reversed(KINDS):
                    environment = servers.environment(f"round-{number}") if kind == "servers" else {}
                    taken[kind].append(capture(papers, Path(made) / f"{kind}-{number}", environment))
        return report(servers.names, originals(papers), taken)


def report(names: Sequence[str], original_bytes: int, taken: Mapping[str, Sequence[Capture]]) -> int:
    """Print what was measured; return the exit code."""
    pairs = list(zip(*(taken[kind] for kind in KINDS), strict=True))
    cost = statistics.median(servers.seconds / embedded.seconds for embedded, servers in pairs) - 1
    is_same = all(embedded.outcome == servers.outcome for embedded, servers in pairs)
    kept = {kind: {sort: round(n / original_bytes, 3) for sort, n in taken[kind][0].kept.items()} for kind in KINDS}
    together = {kind: round(sum(taken[kind][0].kept.values()) / original_bytes, 3) for kind in KINDS}
    shown = {
        "servers": names,
        "seconds": {kind: [round(one.seconds, 1) for one in taken[kind]] for kind in KINDS},
        "cost": round(cost, 3),
        "most_cost": MOST_COST,
        "original_bytes": original_bytes,
        "kept": kept,
        "kept_together": together,
        "most_kept": MOST_BYTES,
        "is_same_outcome": is_same,
    }
    print(json.dumps(shown, indent=2))
    return 0 if is_same and cost <= MOST_COST and max(together.values()) <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
