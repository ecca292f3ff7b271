"""Ending a process group with SIGKILL at a moment chosen from outside: the product carries no hook for it.

What is written down somewhere is watched every half millisecond: SQLite's write lock and log, unfinished writes of the
content store, the lock of the index. When the moment seems to be there the whole group is stopped first (SIGSTOP), so
that nothing moves any more, then looked at again, and killed only if it really stands inside; else it goes on.

- *commit*: the write lock (byte 120 of `-shm`, sqlite.org/walformat.html) is held, and the log holds frames that its
  index does not count yet: COMMIT has begun to write and has not ended.
- *put*: a `.part` stands among the store's unfinished writes.
- *index*: the index writer's lock is held (/proc/locks).
- *start*: within the first seconds of a process, while it loads, claims and starts its children.
- *instant*: somewhere in the work, after a given share of the store's contents is there.
"""

import fcntl
import os
import random
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psutil
from warm import Started

LOOK_SECONDS = 0.0005
COUNT_SECONDS = 0.02
"""Between counts of the store's contents: they list hundreds of files, and the machine is needed for the work."""
WRITE_LOCK = 120
"""The byte of the `-shm` file that SQLite's writer locks."""
FRAME_HEADER, LOG_HEADER = 24, 32


class Moment(StrEnum):
    """Where the group is killed."""

    START = "start"
    INSTANT = "instant"
    COMMIT = "commit"
    PUT = "put"
    INDEX = "index"


INSIDE = frozenset({Moment.COMMIT, Moment.PUT})


@dataclass(frozen=True, kw_only=True)
class Order:
    """A kill wanted: where, once the store holds so many contents, and how long after or at which sighting."""

    moment: Moment
    contents: int
    delay: float
    sighting: int


def strike(process: "subprocess.Popen[bytes] | Started", home: Path, order: Order, *, seconds: float = 900) -> bool:
    """Kill the group at the moment ordered; False when the process ended before the moment came."""
    before = frozenset(_unfinished(home))
    ends = time.monotonic() + seconds
    is_there = _looks(home, order, before)
    sightings = 0
    while process.poll() is None and time.monotonic() < ends:
        if not is_there():
            time.sleep(LOOK_SECONDS)
            continue
        os.killpg(process.pid, signal.SIGSTOP)
        wait_until_still(process.pid)
        sightings += is_there()
        if sightings > order.sighting:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        os.killpg(process.pid, signal.SIGCONT)
    assert process.poll() is not None, f"the moment {order.moment} never came in {seconds} s"
    return False


def _looks(home: Path, order: Order, before: frozenset[str]) -> Callable[[], bool]:
    """Return the question that is asked again and again, whether the moment is there."""
    match order.moment:
        case Moment.START | Moment.INSTANT:
            return _delayed(home, order)
        case Moment.COMMIT:
            return lambda: is_committing(home) and contents(home) >= order.contents
        case Moment.PUT:
            return lambda: bool(_unfinished(home) - before) and contents(home) >= order.contents
        case Moment.INDEX:
            return lambda: is_indexing(home)


def _delayed(home: Path, order: Order) -> Callable[[], bool]:
    started: list[float] = []
    counted = time.monotonic() - COUNT_SECONDS

    def look() -> bool:
        nonlocal counted
        now = time.monotonic()
        if not started and (order.moment is Moment.START or now - counted >= COUNT_SECONDS):
            counted = now
            if order.moment is Moment.START or contents(home) >= order.contents:
                started.append(now)
        return bool(started) and now - started[0] >= order.delay

    return look


def contents(home: Path) -> int:
    """Count what the store holds: its measure of progress."""
    return sum(1 for _ in (home / "blobs").glob("??/*"))


def _unfinished(home: Path) -> set[str]:
    with suppress(FileNotFoundError):
        return {path.name for path in (home / "blobs" / ".incoming").iterdir() if path.suffix == ".part"}
    return set()


def is_committing(home: Path) -> bool:
    """Return whether a transaction is being written: lock held, frames in the log that its index does not count yet."""
    try:
        with (home / "casebinder.db-shm").open("rb") as index, (home / "casebinder.db-wal").open("rb") as log:
            asked = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, WRITE_LOCK, 1, 0)
            if struct.unpack("hhqqi", fcntl.fcntl(index, fcntl.F_GETLK, asked))[0] == fcntl.F_UNLCK:
                return False
            header = index.read(48)
            page_size, counted = struct.unpack_from("=HI", header, 14)
            log.seek(LOG_HEADER + counted * (FRAME_HEADER + (page_size if page_size > 1 else 65536)))
            frame = log.read(FRAME_HEADER)
    except (FileNotFoundError, struct.error):
        return False
    return len(frame) == FRAME_HEADER and frame[8:16] == header[32:40]


def is_indexing(home: Path) -> bool:
    """Return whether a process holds the index's writer lock."""
    with suppress(FileNotFoundError):
        inode = str((home / "index" / "writer.lock").stat().st_ino)
        return any(f":{inode} " in line for line in Path("/proc/locks").read_text().splitlines())
    return False


def wait_until_still(leader: int) -> None:
    """Wait until no thread of the leader runs; one inside a call to the disk stops before it comes back from it."""
    ends = time.monotonic() + 1
    while time.monotonic() < ends:
        states = {_state(thread) for thread in Path(f"/proc/{leader}/task").iterdir()}
        if states <= set("TtDZX"):
            return
        time.sleep(LOOK_SECONDS)


def _state(thread: Path) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return (thread / "stat").read_text().rpartition(")")[2].split()[0]
    return "X"


def survivors(group: int) -> list[str]:
    """Name the processes of a group that still live."""
    found = []
    for process in psutil.process_iter(["status", "cmdline"]):
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(f"{process.pid} {' '.join(process.cmdline())}")
    return found


def wait_until_gone(group: int, *, seconds: float) -> list[str]:
    """Wait until nothing of the group lives; return what still does when the time is over."""
    ends = time.monotonic() + seconds
    while (left := survivors(group)) and time.monotonic() < ends:
        time.sleep(0.02)
    return left


def orders(chance: random.Random, total: int, plan: tuple[Moment, ...]) -> list[Order]:
    """Spread a plan of kills over the work: places at random, in rising order, each kind where it comes."""
    places = sorted(chance.uniform(0.0, 0.9) for _ in plan)
    return [
        Order(
            moment=moment,
            contents=int(place * total),
            delay=chance.uniform(0.0, 3.0 if moment is Moment.START else 0.7),
            sighting=chance.randrange(3),
        )
        for moment, place in zip(plan, places, strict=True)
    ]
