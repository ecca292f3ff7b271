"""Seconds of quick commands from their start to their end, in processes of their own, beside Python's own start.

The commands look into an installation that captured a few drawn papers. The middle of seven runs counts, after one
that is thrown away. Prints one JSON object; ends with 1 when a search takes a second or more.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TIMES = 7
MOST_SECONDS = 1.0
TODAY = "2026-11-22"
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
QUICK = (("version",), ("search", "travail"), ("case", "list"), ("status",))


def seconds(command: Sequence[str]) -> float:
    """Return the middle time of a command."""
    spent = []
    for _ in range(TIMES + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - started)
    return round(statistics.median(spent[1:]), 3)


def main() -> int:
    """Capture a few papers, measure, print."""
    with tempfile.TemporaryDirectory(prefix="casebinder-bench-") as made:
        papers, home = Path(made) / "papers", Path(made) / "home"
        draw = ("specimens", "batch", str(papers), "--pages", "4", "--seed", "5", "--level", "clean", "--today", TODAY)
        subprocess.run([sys.executable, "-m", *draw], check=True, stdout=subprocess.DEVNULL)
        ours = (CASEBINDER, "--home", str(home), "--engine", "inline", "--today", TODAY)
        subprocess.run([*ours, "submit", str(papers), "--json"], check=True, stdout=subprocess.DEVNULL)
        answer = {" ".join(words): seconds([*ours, *words]) for words in QUICK}
        python = seconds([sys.executable, "-c", ""])
    is_reached = answer["search travail"] < MOST_SECONDS
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"seconds": answer, "python": python, "is_reached": is_reached, "load_average": load}, indent=2))
    return 0 if is_reached else 1


if __name__ == "__main__":
    sys.exit(main())
