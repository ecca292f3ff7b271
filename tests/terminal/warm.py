"""Commands without the seconds it takes to import them: one process imports the program and forks for each command.

Each command still runs in a process of its own, with its own arguments, environment, folder and output, from the very
function the console script calls. What is about starting itself (speed, imports, signals) uses the script instead.
The delivered rules are compiled and the language model is loaded before the first fork; a command that finds other
rules in its records compiles those. Reading processes are started by the command itself, as always.

A command may also be started and not waited for: captures that a suite watches and kills.
"""

import atexit
import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path

_IMPORTED = (
    "cli.main",
    "bootstrap.running.channels",
    "adapters.tantivy.index",
    "adapters.recount",
    "services.desk.case_acts",
    "bootstrap.parts.reading",
    "bootstrap.parts.understanding",
    "bootstrap.parts.letters",
    "alembic.command",
    "adapters.reading.pool",
    "services.capture.loop",
)
"""What takes the time; the engines and OpenCV are left to the reading processes."""
_OF_SERVERS = {
    "CASEBINDER_DATABASE_URL": "adapters.records.server",
    "CASEBINDER_S3_ENDPOINT": "adapters.minio.store",
    "CASEBINDER_ELASTIC_URL": "adapters.elastic.index",
}
"""What a command takes the time for that has this setting."""

_LONGEST = 600
"""Seconds until a process that was asked to fork is taken to hang: at first it still loads, which can take a minute."""

_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads of a library do not survive a fork."""


@dataclass(frozen=True)
class Started:
    """A command that was forked and is not waited for: the leader of a session and process group of its own."""

    pid: int
    _warm: "Warm"

    def poll(self) -> int | None:
        """Return the exit code of a command that has ended, else None."""
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            state = "X"
        return None if state not in {"Z", "X"} else self._warm.ended(self.pid)

    def wait(self, seconds: float = 240) -> int:
        """Wait for its end and give its exit code."""
        ends = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > ends:
                raise subprocess.TimeoutExpired(str(self.pid), seconds)
            time.sleep(0.01)
        return code

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, as a service manager does, and return its exit code."""
        os.kill(self.pid, sign)
        return self.wait()


class Warm:
    """The process that forks."""

    def __init__(self) -> None:
        """Start it; it ends with this process."""
        self._codes: dict[int, int] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import warm; warm.serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *_paths()])},
        )
        atexit.register(self.close)

    def run(
        self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path, seconds: float
    ) -> tuple[int, str, str]:
        """Run one command line to its end; give exit code, stdout and stderr."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            places = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
            code = self._ask(_wish(words, environment, folder, places) | {"is_waited_for": True}, seconds)
            texts = [_read(file.fileno()) for file in (out, err)]
        return code, texts[0], texts[1]

    def start(self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path) -> Started:
        """Fork a command line and do not wait for it; it adds what it prints to the log."""
        log.touch()
        return Started(self._ask(_wish(words, environment, folder, [str(log)] * 2), _LONGEST), self)

    def ended(self, pid: int) -> int:
        """Return the exit code of a started command that has ended."""
        if pid not in self._codes:
            self._codes[pid] = self._ask({"ended": pid}, _LONGEST)
        return self._codes[pid]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def _ask(self, wish: dict, seconds: float) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(str(wish), seconds)
        return int(self._process.stdout.readline())


@cache
def warm() -> Warm:
    """Return the process that forks for all tests of this one."""
    return Warm()


def serve() -> None:
    """Be the process that forks: make the program ready; then a command for every wish, or the end of a started one."""
    _make_ready()
    for wish in _wishes():
        if "ended" in wish:
            _answer(_exit_code(wish["ended"]))
            continue
        child = os.fork()
        if child == 0:
            _become(wish)
        if "is_waited_for" in wish:
            _answer(_exit_code(child))
            continue
        while os.getpgid(child) != child:  # who is told of it may kill its group at once
            time.sleep(0.0005)
        _answer(child)


def _make_ready() -> None:
    """Import every command and the language model, and compile the delivered rules as a command would in force."""
    for name in _IMPORTED:
        import_module(name)
    import_module("adapters.spacy_names").SpacyNames().find("Madame Durand", "fr")
    main = import_module("cli.main")
    for word in ("", *(word for words in main.WORDS.values() for word in words)):
        main.program(word)
    reading, ports = import_module("services.rules.reading"), import_module("services.ports.house_records")
    files = import_module("adapters.rule_files").read_rules((Path(__file__).parents[2] / "rules",))
    instant = datetime.now(UTC)
    every = [
        ports.RuleSet(
            digest=file.digest, kind=file.kind, code=code, version=version, text=file.text, published_at=instant
        )
        for file, code, version in sorted(reading.named_rules(files), key=lambda one: one[1])
    ]
    classes = [one for one in every if one.kind == "document"]
    reading.catalog_of(classes)
    for one in every:
        if one.kind == "case":
            reading.case_type_of(one, classes)
    gc.freeze()  # no command looks through all this for garbage again


def _wish(words: Sequence[str], environment: Mapping[str, str], folder: Path, places: Sequence[str]) -> dict:
    return {"words": list(words), "environment": dict(environment), "folder": str(folder), "places": list(places)}


def _wishes() -> Iterator[dict]:
    with os.fdopen(os.dup(0), "rb") as lines:
        while line := lines.readline():
            wish = json.loads(line)
            for name in _OF_SERVERS.keys() & wish.get("environment", {}).keys():
                import_module(_OF_SERVERS[name])
            yield wish


def _answer(number: int) -> None:
    os.write(1, f"{number}\n".encode())


def _exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _become(wish: dict) -> None:
    """Be one command, in the forked process: never returns."""
    from cli.start import entry  # noqa: PLC0415

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs behind it with Ctrl-C ignored
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.chdir(wish["folder"])
    for target, path in ((0, os.devnull), *zip((1, 2), wish["places"], strict=True)):
        handle = os.open(path, os.O_RDWR | os.O_APPEND)
        os.dup2(handle, target)
        os.close(handle)
    sys.argv = ["casebinder", *wish["words"]]
    entry()


def _paths() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _read(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read().decode()
