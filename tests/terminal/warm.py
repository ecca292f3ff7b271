"""Commands without the second it takes to import them: one process imports the program and forks for each command.

Each command still runs in a process of its own, with its own arguments, environment, folder and output, from the very
function the console script calls. What is about starting itself (speed, imports, signals) uses the script instead.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

_IMPORTED = ("cli.main", "bootstrap.channels", "adapters.tantivy_index", "adapters.recount", "services.desk")
"""What takes the time; the engines, spaCy and OpenCV are left to the commands that need them."""


class Warm:
    """The process that forks."""

    def __init__(self) -> None:
        """Start it; it ends with this process."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import warm; warm.serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *_paths()])},
        )
        atexit.register(self.close)

    def run(
        self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path, seconds: float
    ) -> tuple[int, str, str]:
        """Run one command line to its end; give exit code, stdout and stderr."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            places = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
            wish = {"words": list(words), "environment": dict(environment), "folder": str(folder), "places": places}
            code = self._ask(wish, seconds)
            texts = [_read(file.fileno()) for file in (out, err)]
        return code, texts[0], texts[1]

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
            raise subprocess.TimeoutExpired(wish["words"], seconds)
        return int(self._process.stdout.readline())


@cache
def warm() -> Warm:
    """Give the one warm process of this test process."""
    return Warm()


def serve() -> None:
    """Be the warm process: import the program, then fork for every line that comes in."""
    for name in _IMPORTED:
        import_module(name)
    wishes, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    while line := wishes.readline():
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(wish: dict) -> None:
    """Be one command, in the forked process: never returns."""
    from cli.start import entry  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(wish["environment"])
    os.chdir(wish["folder"])
    for target, path in ((0, os.devnull), *zip((1, 2), wish["places"], strict=True)):
        handle = os.open(path, os.O_RDWR)
        os.dup2(handle, target)
        os.close(handle)
    sys.argv = ["casebinder", *wish["words"]]
    os.setsid()
    entry()


def _paths() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _read(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read().decode()
