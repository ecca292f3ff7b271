"""Two workers against one on the same scanned batch, one reading process each.

Each run is `casebinder worker --once` on a fresh installation into which the batch was submitted with `--no-wait`.
Counted are the seconds from the first unit that was leased to the moment the batch was settled, as the records tell
them, so that loading the program is left out: a worker is loaded once a day. Both orders are run in turn, and the
middle ratio counts. Prints one JSON object; two free cores are needed, or the figure says what else ran.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

LEAST_RATIO = 1.7
LOOK_SECONDS = 0.02
TODAY = "2026-11-22"
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One capture of the batch: seconds from the first unit to the end, units, and units by worker as far as seen."""

    seconds: float
    units: int
    shares: tuple[int, ...]


def run(folder: Path, home: Path, *, workers: int) -> Run:
    """Submit the batch and let some workers capture it."""
    command = [CASEBINDER, "--home", str(home), "--engine", "inline", "--today", TODAY]
    environment = os.environ | {"CASEBINDER_PROCESSES": "1", "OMP_THREAD_LIMIT": "1"}
    subprocess.run(
        [*command, "submit", str(folder), "--no-wait"], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    processes = [
        subprocess.Popen([*command, "worker", "--once"], stderr=subprocess.DEVNULL, env=environment)
        for _ in range(workers)
    ]
    first, last, hands = watch(home, processes)
    if any(process.wait() for process in processes):
        raise SystemExit(f"a worker ended with {[process.returncode for process in processes]}")
    with closing(sqlite3.connect(home / "casebinder.db")) as records:
        attempts = [row[0] for row in records.execute("SELECT attempt FROM job WHERE kind = 'unit'")]
    if set(attempts) != {1}:
        raise SystemExit(f"units were begun more than once: {attempts}")
    shares = Counter(hands.values())
    return Run(seconds=last - first, units=len(attempts), shares=tuple(sorted(shares.values())))


def watch(home: Path, processes: "list[subprocess.Popen[bytes]]") -> tuple[float, float, dict[str, str]]:
    """Look at the records until the batch is settled: when its first unit was leased, when it ended, who did what."""
    hands: dict[str, str] = {}
    first = 0.0
    with closing(sqlite3.connect(f"file:{home / 'casebinder.db'}?mode=ro", uri=True)) as records:
        while any(process.poll() is None for process in processes):
            hands |= dict(records.execute("SELECT subject, owner FROM job WHERE kind = 'unit' AND state = 'leased'"))
            first = first or (time.perf_counter() if hands else 0.0)
            if records.execute("SELECT count(*) FROM job WHERE kind = 'capture' AND state = 'done'").fetchone()[0]:
                break
            time.sleep(LOOK_SECONDS)
    return first, time.perf_counter(), hands


def draw(folder: Path, *, pages: int, seed: int) -> None:
    """Draw scanned pages, as a scanner gives them."""
    what = ("--pages", str(pages), "--seed", str(seed), "--level", "office", "--media", "scanned-pdf", "--today", TODAY)
    command = [sys.executable, "-m", "specimens", "batch", str(folder), *what]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Draw the pages, measure both orders, print; 1 when two workers are not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--quick", action="store_true", help="one order instead of both")
    wanted = parser.parse_args()
    runs: dict[int, list[Run]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="casebinder-workers-") as made:
        folder = Path(made) / "pages"
        draw(folder, pages=wanted.pages, seed=wanted.seed)
        for turn, order in enumerate([(1, 2)] if wanted.quick else [(1, 2), (2, 1)]):
            for workers in order:
                runs[workers].append(run(folder, Path(made) / f"home-{turn}-{workers}", workers=workers))
    ratios = [one.seconds / two.seconds for one, two in zip(runs[1], runs[2], strict=True)]
    answer = {
        "pages": wanted.pages,
        "seconds": {str(workers): [round(each.seconds, 1) for each in made] for workers, made in runs.items()},
        "units": {str(workers): [each.units for each in made] for workers, made in runs.items()},
        "shares_of_two": [each.shares for each in runs[2]],
        "ratios": [round(ratio, 2) for ratio in ratios],
        "ratio": round(statistics.mean(ratios), 2),
        "target": LEAST_RATIO,
        "is_reached": statistics.mean(ratios) >= LEAST_RATIO,
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(answer, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
