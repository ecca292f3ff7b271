"""Start, stop and show the real servers of this checkout: what `make servers` and `make servers-stop` call.

They run as plain processes on free ports of the loopback, their data in `.cache/servers` (CASEBINDER_SERVERS names
another folder). Beside them lies `env`: the settings that point Casebinder to them, readable by its owner only.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from serving.fetch import NotFetched, default_cache, fetch_elasticsearch, fetch_minio, fetch_postgresql
from serving.house import KINDS, House, NotStarted, default_house
from serving.place import write_private

ROOT = Path(__file__).parents[1]
ALL: Sequence[str] = ()
STORAGE = ("minio", "seaweedfs")
"""Both speak S3; the first that is here is used when nobody chooses."""
FETCHES: Mapping[str, Callable[[Path], Path]] = {
    "postgresql": fetch_postgresql,
    "elasticsearch": fetch_elasticsearch,
    "minio": fetch_minio,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 when it was done."""
    wanted = _parser().parse_args(arguments)
    house = House(folder=default_house(ROOT), cache=default_cache())
    try:
        if wanted.act == "start":
            start(house, wanted.names)
        elif wanted.act == "stop":
            stop(house, wanted.names)
        elif wanted.act == "status":
            status(house)
        elif wanted.act == "env":
            print((house.folder / "env").read_text(encoding="utf-8"), end="")
        else:
            fetch(house.cache, wanted.names)
    except (NotStarted, NotFetched, FileNotFoundError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def start(house: House, names: Sequence[str]) -> None:
    """Start the named servers, or one of each sort, and write the file of settings."""
    chosen = list(names) or ["postgresql", storage(house), "elasticsearch", "prefect"]
    before = house.status()
    places = house.start(chosen)
    for name, place in places.items():
        port = next(iter(place.ports.values()))
        print(f"{name:<14} {'runs already' if before.get(name) else 'started':<13} 127.0.0.1:{port}")
    write_environment(house)
    print(f"\nTo use them:  set -a; . {house.folder / 'env'}; set +a")


def stop(house: House, names: Sequence[str]) -> None:
    """End the named servers, or all of them; their data stay."""
    ended = house.stop(names)
    print(f"ended: {', '.join(ended)}" if ended else "nothing ran")
    if house.folder.is_dir():
        write_environment(house)


def status(house: House) -> None:
    """Print a line a server: where it listens, or why it does not run."""
    running = house.status()
    print(f"{'in':<14} {house.folder}")
    for name in KINDS:
        place = house.place(name)
        if running.get(name):
            said = f"runs on 127.0.0.1:{next(iter(place.ports.values()))}, process {place.begun_as.pid}"
        else:
            said = house.missing(name) or "not running"
        print(f"{name:<14} {said}")


def fetch(cache: Path, names: Sequence[str]) -> None:
    """Fetch the named servers, or all that no package brings, into the cache."""
    for name in names or FETCHES:
        print(f"{name:<14} {FETCHES[name](cache)}", flush=True)


def storage(house: House) -> str:
    """Choose the S3 server: one that runs, else the first that is here."""
    running = house.status()
    free = [name for name in STORAGE if not house.missing(name)]
    return next((name for name in STORAGE if running.get(name)), free[0] if free else STORAGE[-1])


def write_environment(house: House) -> Path:
    """Write the settings that point Casebinder to what runs; those who start servers again may have other ports."""
    running = [name for name, runs in house.status().items() if runs]
    storages = [name for name in STORAGE if name in running]
    chosen = [name for name in running if name not in storages[1:]]
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in house.settings(chosen).items()]
    file = house.folder / "env"
    write_private(file, "".join(lines))
    return file


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="servers", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    for name, told in (("start", start), ("stop", stop)):
        act = acts.add_parser(name, help=told.__doc__)
        act.add_argument("names", nargs="*", choices=[*KINDS, ALL], default=ALL, help=f"of {', '.join(KINDS)}")
    acts.add_parser("status", help=status.__doc__)
    acts.add_parser("env", help="Print the file of settings.")
    fetching = acts.add_parser("fetch", help=fetch.__doc__)
    fetching.add_argument("names", nargs="*", choices=[*FETCHES, ALL], default=ALL, help=f"of {', '.join(FETCHES)}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
