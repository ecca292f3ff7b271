"""Memory of each process of `casebinder submit` over hundreds of pages: whether it stays flat and below the limit.

The same drawn scans as `throughput.py`, stacks and papers alone, handed in as one batch on a fresh installation. Each
process is sampled once a second by its proportional share (PSS: what processes have in common is counted once), and by
its resident size. A process is flat when in half of the tenths of its life, the first fifth left out (loading), it
rises less than the limit in a hundred pages: what leaks rises in all of them, what is loaded once in one.
Prints one JSON object; ends with 1 when a limit is passed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

PROCESSES = 2
MOST_MEGABYTES = 700
MOST_RISE = 10.0
"""Megabytes in a hundred pages: a month of 1,000 pages a day in one process would then cost 3 GB."""
LOADING = 0.2
"""Share of a process's life that is left out."""
PARTS = 10
LEAST_SAMPLES = 20
SAMPLE_SECONDS = 1.0
TODAY = "2026-11-22"
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look at a process: seconds since the start, bytes."""

    at: float
    shared_out: int
    resident: int


@dataclass(slots=True)
class Watch:
    """All that was seen, by process in the order of their start."""

    seen: dict[tuple[float, int], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self, pid: int) -> None:
        """Sample a process and its children until told to end."""
        started = time.monotonic()
        while not self.ended.wait(SAMPLE_SECONDS):
            with suppress(psutil.NoSuchProcess):
                parent = psutil.Process(pid)
                for each in (parent, *parent.children(recursive=True)):
                    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                        self._look(each, time.monotonic() - started)

    def _look(self, process: psutil.Process, at: float) -> None:
        memory = process.memory_full_info()
        sample = Sample(at=at, shared_out=memory.pss, resident=memory.rss)
        self.seen[process.create_time(), process.pid].append(sample)


@contextmanager
def watched(pid: int) -> Iterator[Watch]:
    """Sample while the context lasts."""
    watch = Watch()
    sampler = threading.Thread(target=watch.run, args=(pid,))
    sampler.start()
    try:
        yield watch
    finally:
        watch.ended.set()
        sampler.join()


def draw(folder: Path, pages: int, seed: int) -> None:
    """Draw stacks with separators and blanks for one half, papers alone for the other."""
    for name, more in (("stacks", ()), ("papers", ("--single",))):
        what = ("--pages", str(pages // 2), "--seed", str(seed), "--level", "clean", "--media", "scanned-pdf", *more)
        command = [sys.executable, "-m", "specimens", "batch", str(folder / name), *what, "--today", TODAY]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def submit(folder: Path, home: Path) -> tuple[dict[str, Any], float, Watch]:
    """Hand the folder in; return the answer, the seconds, and what was seen of the processes."""
    settings = os.environ | {"CASEBINDER_PROCESSES": str(PROCESSES), "OMP_THREAD_LIMIT": "1"}
    command = [CASEBINDER, "--home", str(home), "--engine", "inline", "--today", TODAY, "submit", str(folder), "--json"]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings)
    with watched(process.pid) as watch:
        answer, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"submit ended with {process.returncode}: {answer}")
    return json.loads(answer), time.monotonic() - started, watch


def told(samples: Sequence[Sample], *, pages_per_second: float) -> dict[str, Any]:
    """Return the figures of one process in megabytes; the rise is the median one of the parts, in a hundred pages."""
    first = samples[0].at + LOADING * (samples[-1].at - samples[0].at)
    later = [sample for sample in samples if sample.at >= first]
    parts = [later[len(later) * n // PARTS : len(later) * (n + 1) // PARTS] for n in range(PARTS)]
    levels = [statistics.median(sample.shared_out for sample in part) for part in parts]
    quarter = max(1, len(later) // 4)
    rise = statistics.median(after - before for before, after in pairwise(levels)) * PARTS / (samples[-1].at - first)
    return {
        "seconds": [round(samples[0].at), round(samples[-1].at)],
        "most": round(max(sample.shared_out for sample in samples) / 1e6),
        "most_resident": round(max(sample.resident for sample in samples) / 1e6),
        "first_quarter": round(statistics.median(s.shared_out for s in later[:quarter]) / 1e6),
        "last_quarter": round(statistics.median(s.shared_out for s in later[-quarter:]) / 1e6),
        "rise_in_100_pages": round(rise / 1e6 / pages_per_second * 100, 1),
    }


def main() -> int:
    """Draw, hand in, watch, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=23)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebinder-bench-") as made:
        draw(Path(made) / "scans", wanted.pages, wanted.seed)
        answer, seconds, watch = submit(Path(made) / "scans", Path(made) / "home")
    speed = answer["pages"] / seconds
    lives = [samples for _, samples in sorted(watch.seen.items()) if len(samples) >= LEAST_SAMPLES]
    processes = [told(samples, pages_per_second=speed) for samples in lives]
    most = max((each["most_resident"] for each in processes), default=0)
    rises = [each["rise_in_100_pages"] for each in processes]
    is_reached = {"megabytes": most < MOST_MEGABYTES, "flat": max(rises, default=0.0) < MOST_RISE}
    found = {
        "pages": answer["pages"],
        "seconds": round(seconds),
        "megabytes": processes,
        "targets": {"megabytes": MOST_MEGABYTES, "rise_in_100_pages": MOST_RISE},
        "is_reached": is_reached,
        "load_average": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(found, indent=2))
    return 0 if all(is_reached.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
