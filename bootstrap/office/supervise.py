"""Keeps the processes of one machine running: starts them in order, starts again what dies, ends all with itself."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic

LOOK_EVERY = 0.5
LONGEST_PAUSE = 60.0
"""Seconds before something that keeps dying is started again."""
SETTLED = 60.0
"""Seconds after which something is taken to run well: its next death is a first one."""
END_SECONDS = 25.0
"""How long a process may take to end by itself: a unit of work in hand is finished or put back."""
MOST_LOG_BYTES = 10_000_000


class Happening(StrEnum):
    """What happened to a part."""

    STARTED = "started"
    READY = "ready"
    DIED = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A program to keep running; the parts after it wait until it is ready.

    is_once: it does something and ends; it is ready when it ended well, and is then not started again.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    is_ready: Callable[[], bool] = lambda: True
    is_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened to a part; code and pause (seconds until it is started again) when it died."""

    part: Part
    happening: Happening
    code: int = 0
    pause: float = 0.0


OnNews = Callable[[News], None]


def supervise(parts: Sequence[Part], ended: threading.Event, on_news: OnNews) -> None:
    """Keep the parts running until the event is set, then end them, the last first."""
    children = [_Child(part, on_news) for part in parts]
    try:
        while not ended.wait(LOOK_EVERY):
            for child in children:
                if not child.tend(monotonic()):
                    break
    finally:
        for child in reversed(children[1:]):
            child.ask_to_end()
        for child in reversed(children):
            child.end()


class _Child:
    """One part, and the process that it is just now."""

    def __init__(self, part: Part, on_news: OnNews) -> None:
        self._part = part
        self._on_news = on_news
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0
        self._deaths = 0
        self._is_ready = False

    def tend(self, now: float) -> bool:
        """Start it when it is due, note when it ended; tell whether the parts after it may run."""
        if self._process is None:
            if not self._is_over() and now >= self._due:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            self._process = None
            self._ended(code, now)
        if not self._is_ready and not self._part.is_once and self._process is not None and self._part.is_ready():
            self._be_ready()
        return self._is_ready

    def ask_to_end(self) -> None:
        """Send SIGTERM, once."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait until it has ended, and see that nothing that it started is left."""
        if self._process is None:
            return
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _is_over(self) -> bool:
        return self._part.is_once and self._is_ready

    def _start(self, now: float) -> None:
        part = self._part
        part.log.parent.mkdir(parents=True, exist_ok=True)
        if part.log.exists() and part.log.stat().st_size > MOST_LOG_BYTES:
            part.log.replace(part.log.with_suffix(".old.log"))
        with part.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs, see bootstrap.office.processes
                [sys.executable, "-m", "bootstrap.office.tied", str(os.getpid()), *part.command],
                env=dict(part.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to handle, and what it starts can be found
            )
        self._started = now
        self._on_news(News(part=part, happening=Happening.STARTED))

    def _ended(self, code: int, now: float) -> None:
        if self._part.is_once and code == 0:
            self._be_ready()
            return
        self._is_ready = False
        self._deaths = 1 if now - self._started > SETTLED else self._deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self._deaths - 1))
        self._due = now + pause
        self._on_news(News(part=self._part, happening=Happening.DIED, code=code, pause=pause))

    def _be_ready(self) -> None:
        self._is_ready = True
        self._on_news(News(part=self._part, happening=Happening.READY))
