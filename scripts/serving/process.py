"""A process that outlives or ends with its starter: started in a group of its own, known by number and birth.

The birth (clock ticks since boot, proc(5)) tells a process from another that was later given the same number, so that
nothing is ever ended that was not started here. Linux only.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.1
_children: dict[int, "subprocess.Popen[bytes]"] = {}
"""What this process started: a child that ended stays in the system's table until it is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process by number and birth; it is the leader of its group."""

    pid: int
    begun: int

    @property
    def is_alive(self) -> bool:
        """Return whether this very process still runs."""
        child = _children.get(self.pid)
        if child is not None and child.poll() is not None:
            return False
        return _begun(self.pid) == self.begun

    def end(self, sign: signal.Signals, seconds: float) -> None:
        """Send the signal to its group and wait; after the seconds the group is killed."""
        if not self.is_alive:
            return
        _tell(self.pid, sign)
        if not until(lambda: not self.is_alive, seconds):
            _tell(self.pid, signal.SIGKILL)
            until(lambda: not self.is_alive, seconds)

    def kill(self) -> None:
        """Kill its group at once, as a power cut would."""
        self.end(signal.SIGKILL, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line, its whole environment, where it starts, and the user it runs as (empty: this one)."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path = Path("/")
    user: str = ""


def launch(command: Command, *, log: Path, dies_with_us: signal.Signals | None) -> Process:
    """Start the command, its output appended to the log, in a session of its own.

    With a signal it is sent that when the starting thread ends, however it ends (prctl(2), PR_SET_PDEATHSIG).
    """
    with log.open("ab") as out:
        child = subprocess.Popen(
            [*_as_user(command.user, dies_with_us), *command.words],
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    _children[child.pid] = child
    return Process(pid=child.pid, begun=_begun(child.pid) or 0)


def call(command: Command, *, given: str = "") -> str:
    """Run the command to its end and give what it printed; raises CalledProcessError with its errors."""
    done = subprocess.run(
        [*_as_user(command.user, None), *command.words],
        cwd=command.folder,
        env=dict(command.environment),
        input=given.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        raise subprocess.CalledProcessError(done.returncode, command.words[0], stderr=said)
    return done.stdout.decode()


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again until it holds; False when the seconds are over."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(POLL_SECONDS)
    return True


def is_root() -> bool:
    """Return whether this process may become another user."""
    return os.geteuid() == 0


def first_user(*names: str) -> str:
    """Return the first of these accounts that exists when we are root, else nobody to become."""
    known = {entry.pw_name for entry in pwd.getpwall()} if is_root() else set()
    return next((name for name in names if name in known), "")


def hand_over(folder: Path, user: str) -> None:
    """Give a folder and all in it to the user, when there is one to become."""
    if user:
        owner = pwd.getpwnam(user)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def is_open_to_all(folder: Path) -> bool:
    """Return whether any account may enter the folder: every folder above it lets others pass."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents) if path.exists())


def _as_user(user: str, sign: signal.Signals | None) -> list[str]:
    words = []
    if user:
        entry = pwd.getpwnam(user)
        words += [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    if sign is not None and shutil.which("setpriv"):
        words += ["--pdeathsig", sign.name.removeprefix("SIG")]
    return ["setpriv", *words] if words else []


def _begun(pid: int) -> int | None:
    """Read when the process was born; None when there is none, or when all of it has ended and waits to be seen."""
    process = Path(f"/proc/{pid}")
    try:
        told = (process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        # The first thread may be gone while others still hold the ports.
        has_ended = told[0] in "ZX" and len(list((process / "task").iterdir())) <= 1
    except OSError:
        return None
    return None if has_ended else int(told[19])


def _tell(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, sign)
