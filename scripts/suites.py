"""Run suites of tests by name and say what was run: tests and seconds by folder of `tests/`.

Several, one after the other, share one set of real servers, which start while the first begins.

With CASEBINDER_LEAVE_OUT=long a suite leaves out what is marked so: `.ci/run` has no time for it.

Each run leaves its counts in `.cache/suites`, from which `suites.py table` prints folders and backends (what a test
ran on: SQLite or PostgreSQL, ...) against suites. A suite in which no test ran fails, and so does a folder of tests
or a backend that no suite ran. Nothing but the standard library and `serving`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path

from serving.session import shared_servers

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
RESULTS = ROOT / ".cache" / "suites"
SUITES: Mapping[str, tuple[str, int]] = {
    # name: (marker expression, processes); what kills or measures runs alone
    "test": ("not slow and not kill and not prefect and not servers and not browser and not faults", 2),
    "test-slow": ("slow and not kill and not prefect and not servers and not faults", 2),
    "test-kill": ("kill and not servers and not faults", 0),
    "test-faults": ("faults or (kill and servers)", 0),
    "test-prefect": ("prefect and not slow and not kill and not servers and not faults", 0),
    "test-schedules": ("prefect and slow and not kill and not servers and not faults", 0),
    "test-servers": ("servers and not kill and not faults", 2),
    "test-web": ("browser and not slow and not kill and not prefect and not servers and not faults", 0),
}
WRITTEN = ("slow", "kill", "faults", "prefect", "browser")
"""Markers that stand in the files of tests themselves; `servers` is set by fixtures."""
LATER = ("test-schedules", "test-web")
"""What CI has no time for: their absence is no problem of the table."""
SERVED = ("test-servers", "test-faults")
"""Suites that need the house of servers; those run beside them find it too."""
MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30  # noqa: S108 - a folder of our own is made in it
"""Where files lie in memory, and the bytes that must be free there for the files of a suite."""
BACKENDS: Mapping[str, Sequence[str]] = {
    # part: what it can run on, as the parameters and fixtures of the tests are named (tests/house/real_servers.py)
    "records": ("sqlite", "postgresql"),
    "content": ("local", "seaweedfs", "minio"),
    "index": ("tantivy", "elasticsearch"),
    "engine": ("inline", "prefect"),
    "twins": ("memory",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one suite did: tests run, skipped and seconds by folder, tests run by backend; wall seconds; exit code."""

    suite: str
    ran: Mapping[str, int]
    skipped: Mapping[str, int]
    seconds: Mapping[str, float]
    backends: Mapping[str, int]
    wall: float
    exit_code: int


def run(suite: str, extra: Sequence[str], servers: Mapping[str, str]) -> Result:
    """Run the suite under pytest, print its times, and keep its counts; `servers`: how its tests find those."""
    mark, processes = SUITES[suite]
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / f"{suite}.xml"
    report.unlink(missing_ok=True)
    parallel = ["-n", str(processes)] if processes else []
    files = [str(path) for path in files_of(mark)]
    chosen = without(mark, os.environ.get("CASEBINDER_LEAVE_OUT"))
    command = [sys.executable, "-m", "pytest", "-q", "-m", chosen, *parallel, f"--junitxml={report}", *extra, *files]
    environ = os.environ | {"OMP_THREAD_LIMIT": "1"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each suite compiles every test anew: ten seconds
    started = time.monotonic()
    with place_of_files(is_alone=not processes) as place:
        environ |= {**servers, **place}
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=environ, check=False)
    result = read_report(suite, report, wall=time.monotonic() - started, exit_code=done.returncode)
    (RESULTS / f"{suite}.json").write_text(json.dumps(asdict(result)), encoding="utf-8")
    return result


@contextmanager
def place_of_files(*, is_alone: bool) -> Iterator[Mapping[str, str]]:
    """Yield the environment by which files of tests lie in memory, where it has room: no commit waits for a disk there.

    What kills processes or fills disks runs alone, and on the disk.
    """
    if is_alone or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="casebinder-tests-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # servers of tests run as others when we are root, and must get in
        yield {"TMPDIR": folder}


def without(mark: str, left_out: str | None) -> str:
    """Return a marker expression without the tests of one more marker, when one is to be left out."""
    return f"({mark}) and not {left_out}" if left_out else mark


def files_of(mark: str) -> Sequence[Path]:
    """Return the files that can hold a test of a marker expression; none when any may: all are looked through."""
    asked = [name for name in WRITTEN if re.search(rf"(?<!not ){name}\b", mark)]
    files = sorted(TESTS.rglob("test_*.py")) if asked else []
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    return [path for path, text in texts if any(f"mark.{name}" in text for name in asked)]


def read_report(suite: str, report: Path, *, wall: float, exit_code: int) -> Result:
    """Count the tests of a JUnit file by folder and backend; one that was never written counts as no test."""
    ran, skipped, backends = Counter[str](), Counter[str](), Counter[str]()
    seconds = defaultdict[str, float](float)
    cases = ET.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314 - our own pytest wrote it
    for case in cases:
        folder = case.get("classname", "").split(".")[1:2] or ["?"]
        seconds[folder[0]] += float(case.get("time", "0"))
        if case.find("skipped") is not None:
            skipped[folder[0]] += 1
        else:
            ran[folder[0]] += 1
            told = (one for one in case.iter("property") if one.get("name") == "backend")
            backends.update({one.get("value", "") for one in told})
    return Result(
        suite=suite,
        ran=dict(ran),
        skipped=dict(skipped),
        seconds=dict(seconds),
        backends=dict(backends),
        wall=wall,
        exit_code=exit_code,
    )


def print_result(result: Result) -> None:
    """Print a line a folder and the total."""
    for folder in sorted(result.seconds):
        ran, skipped = result.ran.get(folder, 0), result.skipped.get(folder, 0)
        note = f"  ({skipped} skipped)" if skipped else ""
        print(f"  {folder:<16} {ran:>5} tests {result.seconds[folder]:>8.1f} s{note}")
    print(f"{result.suite}: {sum(result.ran.values())} tests in {result.wall:.0f} s")


def problems(results: Sequence[Result], *, whole: bool) -> list[str]:
    """Say which suite ran nothing and, when every suite was run, which folder or backend no suite ran."""
    found = [f"{r.suite}: no test was run" for r in results if not sum(r.ran.values())]
    folders = {p.relative_to(TESTS).parts[0] for p in TESTS.rglob("test_*.py")} if whole else set()
    may_lack = os.environ.get("CASEBINDER_SERVERS_MAY_LACK", "").split(",")
    backends = [b for every in BACKENDS.values() for b in every if whole and b not in may_lack]
    return [
        *found,
        *(f"tests/{f}: no suite ran a test of it" for f in sorted(folders) if not any(f in r.ran for r in results)),
        *(f"{b}: no test ran on it" for b in backends if not any(r.backends.get(b) for r in results)),
    ]


def print_table(results: Sequence[Result]) -> None:
    """Print folders, then backends, against suites: how many tests each ran, and the wall time of each suite."""
    folders = sorted({folder for r in results for folder in (*r.ran, *r.skipped)})
    print(f"\n{'tests run':<18}" + "".join(f"{r.suite:>14}" for r in results))
    for folder in folders:
        print(f"{folder:<18}" + "".join(f"{r.ran.get(folder, 0) or '-':>14}" for r in results))
    print(f"{'together':<18}" + "".join(f"{sum(r.ran.values()):>14}" for r in results))
    print(f"{'seconds':<18}" + "".join(f"{r.wall:>14.0f}" for r in results))
    for part, backends in BACKENDS.items():
        print(f"\n{part + ' on':<18}" + "".join(f"{r.suite:>14}" for r in results))
        for backend in backends:
            print(f"{backend:<18}" + "".join(f"{r.backends.get(backend, 0) or '-':>14}" for r in results))


def run_all(names: Sequence[str], extra: Sequence[str]) -> list[str]:
    """Run suites one after the other; a problem of one does not hide the next. Return the problems."""
    found: list[str] = []
    nothing: AbstractContextManager[Mapping[str, str]] = nullcontext({})
    with shared_servers() if set(names) & set(SERVED) else nothing as servers:
        for name in names:
            result = run(name, extra, servers)
            print_result(result)
            found += [f"{name}: pytest ended with {result.exit_code}"] if result.exit_code else []
            found += problems([result], whole=False)
    return found


def main(arguments: Sequence[str]) -> int:
    """Run `suites.py NAME... [pytest options]` or `suites.py table`; 0 when all is well."""
    names = list(takewhile(lambda word: not word.startswith("-"), arguments)) or ["test"]
    if names == ["table"]:
        paths = [RESULTS / f"{suite}.json" for suite in SUITES]
        results = [Result(**json.loads(p.read_text(encoding="utf-8"))) for p in paths if p.exists()]
        print_table(results)
        missing = [f"{p.stem}: was not run" for p in paths if not p.exists() and p.stem not in LATER]
        found = missing + problems(results, whole=not missing)
    elif unknown := [name for name in names if name not in SUITES]:
        found = [f"no suite is called {unknown[0]}; there are: {', '.join(SUITES)}"]
    else:
        found = run_all(names, arguments[len(names) :])
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
