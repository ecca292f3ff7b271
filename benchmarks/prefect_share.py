"""Prefect's share of a batch's time: one scanned batch captured by a warm process, inline and recorded, in turn.

Each measure is a process of its own that captures one page first, so that imports, reading processes and the first
conversation with the server are not counted; then the batch is captured once, in an empty installation. The order is
turned round every time and the middle one counts. The share is what the recorded run takes longer, of its own time.
Prints one JSON object; exit code 1 when the share is above a tenth.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
MOST_SHARE = 0.10
TODAY = "2026-11-22"
ENGINES = ("inline", "prefect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one batch took: seconds by the wall's clock, seconds of processor time of the worker and its children."""

    wall: float
    processor: float


def capture(engine: str, home: Path, first: Path, batch: Path) -> Measure:
    """Capture one page, then the batch, in this process; return what the batch took."""
    from bootstrap.application import open_home  # noqa: PLC0415
    from bootstrap.running import channels, engines  # noqa: PLC0415 - only the measuring process needs the product
    from bootstrap.settings import load  # noqa: PLC0415
    from pipeline.model.identity import ActorId  # noqa: PLC0415

    with closing(open_home(load(home, engine=engine))) as application:
        actor, runs = application.actor(ActorId("local")), engines.engine(engine)
        received = [
            channels.submit(application, actor, application.incoming([paths]), batch_class=None)
            for paths in (first, batch)
        ]
        runs.run(application, received[0].batch, lambda _: None)
        wall, processor = time.perf_counter(), _processor()
        runs.run(application, received[1].batch, lambda _: None)
        wall = time.perf_counter() - wall
    return Measure(wall=wall, processor=_processor() - processor)


def _processor() -> float:
    """Return seconds of processor time of this process, and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(engine: str, folder: Path, environment: dict[str, str]) -> Measure:
    """Capture in a process of its own, in an empty installation."""
    home = Path(tempfile.mkdtemp(prefix=f"{engine}-", dir=folder))
    words = ["--one", engine, str(home), str(folder / "first"), str(folder / "batch")]
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), *words],
        env=os.environ | environment | {"OMP_THREAD_LIMIT": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    shutil.rmtree(home)
    return Measure(**json.loads(done.stdout.splitlines()[-1]))


def draw(folder: Path, pages: int) -> None:
    """Draw the batch and one paper more."""
    for name, count, seed in (("first", 1, 3), ("batch", pages, 7)):
        words = ["batch", str(folder / name), "--pages", str(count), "--level", "clean", "--media", "scanned-pdf"]
        command = [sys.executable, "-m", "specimens", *words, "--seed", str(seed), "--today", TODAY]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def main(words: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round of 20 pages")
    parser.add_argument("--one", nargs=4, metavar=("ENGINE", "HOME", "FIRST", "BATCH"), help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.one:
        engine, *paths = asked.one
        taken = capture(engine, *map(Path, paths))
        print(json.dumps({"wall": taken.wall, "processor": taken.processor}))
        return 0
    from prefect_server import running  # noqa: PLC0415 - a script beside; not needed by the measuring process

    pages, rounds = (20, 1) if asked.quick else (asked.pages, asked.rounds)
    with tempfile.TemporaryDirectory(prefix="prefect-share-") as name:
        folder = Path(name)
        with running(folder / "server", is_wanted=True) as server:
            draw(folder, pages)
            server.wait()
            taken: dict[str, list[Measure]] = {engine: [] for engine in ENGINES}
            for number in range(rounds):
                for engine in ENGINES if number % 2 == 0 else reversed(ENGINES):
                    taken[engine].append(measured(engine, folder, dict(server.environment)))
    return report(pages, taken)


def report(pages: int, taken: dict[str, list[Measure]]) -> int:
    """Print the middle of each, and the share; return the exit code."""
    wall = {engine: statistics.median(one.wall for one in taken[engine]) for engine in ENGINES}
    processor = {engine: statistics.median(one.processor for one in taken[engine]) for engine in ENGINES}
    share = 1 - wall["inline"] / wall["prefect"]
    shown = {
        "pages": pages,
        "seconds": {engine: round(wall[engine], 2) for engine in ENGINES},
        "processor_seconds": {engine: round(processor[engine], 2) for engine in ENGINES},
        "share": round(share, 3),
        "every": {engine: [round(one.wall, 2) for one in taken[engine]] for engine in ENGINES},
        "most_share": MOST_SHARE,
    }
    print(json.dumps(shown))
    return 1 if share > MOST_SHARE else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
