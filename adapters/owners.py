"""Who holds a lease: a process, named so that others on the same machine can tell when it is gone.

A lease ends by itself when its time is over; on one machine a killed worker need not be waited for, because the
operating system knows that it is dead.
"""

import os
import socket
from pathlib import Path

_PROC = Path("/proc")
_START_TIME = 19
"""The place of `starttime` behind the program's name in /proc/PID/stat (proc(5), field 22)."""


def this_process(name: str) -> str:
    """Name this process as a holder: `w-06f3...@<machine>/<process>/<its start>`."""
    return f"{name}@{_machine()}/{os.getpid()}/{_started(os.getpid()) or '?'}"


def is_gone(owner: str) -> bool:
    """Return whether a holder is surely dead; False whenever that cannot be known from here."""
    _, _, place = owner.partition("@")
    machine, _, process = place.rpartition("/")[0].rpartition("/")
    started = place.rpartition("/")[2]
    if machine != _machine() or not process.isdecimal() or not started.isdecimal():
        return False
    return _started(int(process)) != started


def _machine() -> str:
    """Name what process numbers are counted by: the host, its boot, and the namespace (containers have their own)."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = (_PROC / "self/ns/pid").stat().st_ino
    except OSError:
        return socket.gethostname()
    return f"{socket.gethostname()}/{boot[:8]}/{space}"


def _started(process: int) -> str | None:
    """Return when a living process started, in ticks since boot; None when there is none, or it is a zombie."""
    try:
        stat = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in {"Z", "X"} else fields[_START_TIME]
