"""Run a suite of tests by name and say what was run: tests and seconds by folder of `tests/`.

Each run leaves its counts in `.cache/suites`, from which `suites.py table` prints folders against suites. A suite
in which no test ran fails, and so does a folder of tests that no suite ran. Standard library only.
"""

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
RESULTS = ROOT / ".cache" / "suites"
SUITES: Mapping[str, tuple[str, int]] = {
    # name: (marker expression, processes); what kills, measures or starts servers runs alone
    "test": ("not slow and not kill and not prefect", 2),
    "test-slow": ("slow and not kill and not prefect", 2),
    "test-kill": ("kill", 0),
    "test-prefect": ("prefect and not kill", 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one suite did: tests run, skipped and seconds of test time by folder; wall seconds; pytest's exit code."""

    suite: str
    ran: Mapping[str, int]
    skipped: Mapping[str, int]
    seconds: Mapping[str, float]
    wall: float
    exit_code: int


def run(suite: str, extra: Sequence[str]) -> Result:
    """Run the suite under pytest, print its times, and keep its counts."""
    mark, processes = SUITES[suite]
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / f"{suite}.xml"
    report.unlink(missing_ok=True)
    parallel = ["-n", str(processes), "--dist", "loadfile"] if processes else []
    command = [sys.executable, "-m", "pytest", "-q", "-m", mark, *parallel, f"--junitxml={report}", *extra]
    environ = os.environ | {"OMP_THREAD_LIMIT": "1"}
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=environ, check=False)
    result = read_report(suite, report, wall=time.monotonic() - started, exit_code=done.returncode)
    (RESULTS / f"{suite}.json").write_text(json.dumps(asdict(result)), encoding="utf-8")
    return result


def read_report(suite: str, report: Path, *, wall: float, exit_code: int) -> Result:
    """Count the tests of a JUnit file by folder; one that was never written counts as no test."""
    ran, skipped, seconds = Counter[str](), Counter[str](), defaultdict[str, float](float)
    cases = ET.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314 - our own pytest wrote it
    for case in cases:
        folder = case.get("classname", "").split(".")[1:2] or ["?"]
        (skipped if case.find("skipped") is not None else ran)[folder[0]] += 1
        seconds[folder[0]] += float(case.get("time", "0"))
    return Result(
        suite=suite, ran=dict(ran), skipped=dict(skipped), seconds=dict(seconds), wall=wall, exit_code=exit_code
    )


def print_result(result: Result) -> None:
    """Print a line a folder and the total."""
    for folder in sorted(result.seconds):
        ran, skipped = result.ran.get(folder, 0), result.skipped.get(folder, 0)
        note = f"  ({skipped} skipped)" if skipped else ""
        print(f"  {folder:<16} {ran:>5} tests {result.seconds[folder]:>8.1f} s{note}")
    print(f"{result.suite}: {sum(result.ran.values())} tests in {result.wall:.0f} s")


def problems(results: Sequence[Result], *, whole: bool) -> list[str]:
    """Say which suite failed or ran nothing and, when every suite was run, which folder no suite ran."""
    found = [f"{r.suite}: pytest ended with {r.exit_code}" for r in results if r.exit_code]
    found += [f"{r.suite}: no test was run" for r in results if not sum(r.ran.values())]
    folders = {p.relative_to(TESTS).parts[0] for p in TESTS.rglob("test_*.py")} if whole else set()
    return found + [
        f"tests/{f}: no suite ran a test of it" for f in sorted(folders) if not any(f in r.ran for r in results)
    ]


def print_table(results: Sequence[Result]) -> None:
    """Print folders against suites: how many tests each ran, and the wall time of each suite."""
    folders = sorted({folder for r in results for folder in (*r.ran, *r.skipped)})
    print(f"\n{'tests run':<18}" + "".join(f"{r.suite:>14}" for r in results))
    for folder in folders:
        print(f"{folder:<18}" + "".join(f"{r.ran.get(folder, 0) or '-':>14}" for r in results))
    print(f"{'together':<18}" + "".join(f"{sum(r.ran.values()):>14}" for r in results))
    print(f"{'seconds':<18}" + "".join(f"{r.wall:>14.0f}" for r in results))


def main(arguments: Sequence[str]) -> int:
    """Run `suites.py NAME [pytest options]` or `suites.py table`; 0 when all is well."""
    name, *extra = arguments or ["test"]
    if name == "table":
        paths = [RESULTS / f"{suite}.json" for suite in SUITES]
        results = [Result(**json.loads(p.read_text(encoding="utf-8"))) for p in paths if p.exists()]
        print_table(results)
        missing = [f"{p.stem}: was not run" for p in paths if not p.exists()]
        found = missing + problems(results, whole=not missing)
    elif name in SUITES:
        result = run(name, extra)
        print_result(result)
        found = problems([result], whole=False)
    else:
        found = [f"no suite is called {name}; there are: {', '.join(SUITES)}"]
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
