"""The program as a user has it: the command beside this Python, in a process of its own, on a home of its own.

What a suite knows of the product it learns here, from exit codes, JSON and the files in the home.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from warm import Started, warm

ROOT = Path(__file__).parents[2]
CASEBINDER = Path(sys.executable).with_name("casebinder")
TODAY = "2026-11-22"
"""The day on which the specimens are drawn and all cases of the suites are judged."""
MOST_SECONDS = 900
"""No command of a suite takes longer, however busy the machine; one that does hangs."""

SHARE = {"CASEBINDER_PROCESSES": "1"} if "PYTEST_XDIST_WORKER" in os.environ else {}
"""A test that runs beside others has a core: a second reading process would take more to load than it can give."""
_DEFECTS = ("Traceback", "erreur interne", "internal error", "unit.failed", "projection.failed")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a command gave back."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @cached_property
    def objects(self) -> list[dict]:
        """Read the JSON objects of stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def shape(self) -> dict:
        """Return the one JSON object that was answered."""
        assert len(self.objects) == 1, f"{self.words}: {len(self.objects)} objects\n{self.out}\n{self.err}"
        return self.objects[0]

    @property
    def error(self) -> dict:
        """Return the error object that was answered."""
        return self.shape["error"]


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """An installation, spoken to by its command line."""

    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: object, seconds: int = MOST_SECONDS) -> Answer:
        """Run a command to its end, in a process of its own."""
        environment = SHARE | self._environment()
        code, out, err = warm().run(
            self.command(*words)[1:], environment=environment, folder=self.home.parent, seconds=seconds
        )
        return Answer(words=tuple(map(str, words)), code=code, out=out, err=err)

    def ask(self, *words: object, code: int = 0, seconds: int = MOST_SECONDS) -> dict:
        """Run a command with --json, which must end with that code, and return its one answer."""
        answer = self.run(*words, "--json", seconds=seconds)
        assert answer.code == code, (
            f"{answer.words}: exit code {answer.code}\n{answer.out[-2000:]}\n{answer.err[-4000:]}"
        )
        return answer.shape

    def start(self, *words: object) -> "subprocess.Popen[bytes]":
        """Start a command in a session and process group of its own, its output kept in the home's neighbourhood."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command(*words),
                cwd=self.home.parent,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_warm(self, *words: object) -> Started:
        """Start a command likewise, without the seconds it takes to load the program and its language model."""
        return warm().start(
            self.command(*words)[1:], environment=self._environment(), folder=self.home.parent, log=self.log
        )

    def command(self, *words: object) -> list[str]:
        """Return the command line."""
        day = () if any(str(word).startswith("--today") for word in words) else ("--today", TODAY)
        return [str(CASEBINDER), "--home", str(self.home), *day, *map(str, words)]

    @property
    def log(self) -> Path:
        """Name the file that keeps what started commands print."""
        return self.home.with_name(self.home.name + ".log")

    def defects(self) -> list[str]:
        """Return what started commands printed that no outage explains: bugs of ours, and units that failed by them."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if any(word in line for word in _DEFECTS)]

    def copy(self, to: Path) -> "Terminal":
        """Return an installation of its own with the same content; what is never changed in place is linked."""

        def link(source: str, target: str) -> None:
            if Path(source).relative_to(self.home).parts[0] in {"blobs", "cases"}:
                os.link(source, target)
            else:
                shutil.copy2(source, target)

        shutil.copytree(self.home, to, copy_function=link)
        return Terminal(home=to, environment=self.environment)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CASEBINDER_", "PREFECT_"))}
        return kept | {"OMP_THREAD_LIMIT": "1", "CASEBINDER_ENGINE": "inline", "LC_ALL": "C.UTF-8"} | self.environment


def draw(*words: object) -> None:
    """Draw specimens in a process of its own: `python -m specimens WORDS`."""
    command = [sys.executable, "-m", "specimens", *map(str, words), "--today", TODAY]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def files(folder: Path) -> Iterator[Path]:
    """Return the papers below a folder, without the truth beside them."""
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.endswith(".truth.json"))


def copied(paths: Sequence[Path], to: Path) -> Path:
    """Copy papers into a folder made for them."""
    to.mkdir(parents=True, exist_ok=True)
    for path in paths:
        shutil.copyfile(path, to / path.name)
    return to
