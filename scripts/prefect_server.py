"""A Prefect server of one's own for as long as a script runs: started early, waited for late, ended with the script.

Standard library only, so that nothing waits for Prefect's import. The server's files lie in the given folder.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 180
"""How long a first start may take: 21 to 29 s were seen on two quiet cores, and it makes its database."""
END_SECONDS = 15
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # Few runs are made ahead: an SQLite server has enough to write.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "5",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT3M",
}
Count = Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server, or none: what a command needs in its environment to use it."""

    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None
    log: Path

    def wait(self) -> None:
        """Wait until it answers; leaves the script with a sentence when it does not."""
        ends = time.monotonic() + START_SECONDS
        while self.process is not None and not self._answers():
            if self.process.poll() is not None or time.monotonic() > ends:
                raise SystemExit(f"the Prefect server did not start, see {self.log}; ENGINE=inline does without it")
            time.sleep(0.3)

    def flow_runs(self) -> int:
        """Count the flow runs it has recorded; 0 without a server."""
        return int(json.loads(self._ask("/flow_runs/count", b"{}"))) if self.process else 0

    def _answers(self) -> bool:
        try:
            self._ask("/health")
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False
        return True

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        address = self.environment["PREFECT_API_URL"] + path
        request = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own server on the loopback
            content: bytes = answer.read()
        return content


@contextmanager
def running(folder: Path, *, is_wanted: bool) -> Iterator[Server]:
    """Start a server whose files lie in the folder and end it afterwards; when not wanted, give none."""
    log = folder / "server.log"
    if not is_wanted:
        yield Server(environment={}, process=None, log=log)
        return
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = {"PREFECT_HOME": str(folder), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api", **QUIET}
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            yield Server(environment=environment, process=process, log=log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
