"""Processes kept running: in order, again when they die, and none left when all shall end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from terminal import ROOT
from waiting import wait_for

from bootstrap.office.supervise import Happening, News, Part, supervise

STAYS = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAYS
WITH_CHILD = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[2], sys.argv[1] + '.child']); " + STAYS
)

TIES = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-m", "bootstrap.office.tied", str(os.getpid()), *sys.argv[1:]])
time.sleep(600)
"""


class Stage:
    """Parts under supervision, and what was told of them."""

    def __init__(self, folder: Path) -> None:
        """Keep notes and logs in the folder."""
        self.folder = folder
        self.news: list[News] = []
        self.ended = threading.Event()

    def part(self, name: str, program: str, *words: str, **said: object) -> Part:
        """Make a part that runs a line of Python, told where to note its number."""
        command = (sys.executable, "-c", program, str(self.folder / name), *words)
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        return Part(name=name, command=command, environment=environment, log=self.folder / "logs" / name, **said)

    def number(self, name: str) -> int | None:
        """Return the process number that a part noted last."""
        note = self.folder / name
        return int(note.read_text()) if note.exists() and note.read_text() else None

    def told(self, name: str, happening: Happening) -> list[News]:
        """Return what was told of a part."""
        return [one for one in self.news if (one.part.name, one.happening) == (name, happening)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Return an empty stage."""
    return Stage(tmp_path)


@contextmanager
def playing(stage: Stage, *parts: Part) -> Iterator[None]:
    """Supervise the parts while the context lasts."""
    thread = threading.Thread(target=supervise, args=(parts, stage.ended, stage.news.append))
    thread.start()
    try:
        yield
    finally:
        stage.ended.set()
        thread.join(60)
    assert not thread.is_alive()


def test_parts_start_in_order_and_all_end(stage: Stage) -> None:
    """A part starts when those before it are ready; at the end none is left, nor what it started."""
    opened = stage.folder / "open"
    first = stage.part("first", STAYS, is_ready=opened.exists)
    second = stage.part("second", WITH_CHILD, STAYS)
    with playing(stage, first, second):
        wait_for(lambda: stage.number("first") is not None, "the first part runs")
        assert stage.told("second", Happening.STARTED) == []
        opened.touch()
        wait_for(lambda: stage.number("second.child") is not None, "the second part runs, and its child")
    numbers = [stage.number(name) for name in ("first", "second", "second.child")]
    wait_for(lambda: not any(psutil.pid_exists(number) for number in numbers if number), "none is left")


def test_what_dies_is_started_again_after_a_pause_that_grows(stage: Stage) -> None:
    """A part that keeps dying does not keep the machine busy, and every death is told with its code."""
    with playing(stage, stage.part("weak", "raise SystemExit(3)")):
        wait_for(lambda: len(stage.told("weak", Happening.DIED)) >= 3, "it died three times")
    deaths = stage.told("weak", Happening.DIED)
    assert {one.code for one in deaths} == {3}
    assert [one.pause for one in deaths[:3]] == [1.0, 2.0, 4.0]


def test_what_is_done_once_is_not_done_again(stage: Stage) -> None:
    """A part that does something and ends well lets the next start; one that fails holds it back."""
    once = stage.part("once", "pass", is_once=True)
    fails = stage.part("fails", "raise SystemExit(1)", is_once=True)
    with playing(stage, once, fails, stage.part("after", STAYS)):
        wait_for(lambda: len(stage.told("fails", Happening.DIED)) >= 2, "the failing part was tried twice")
    assert len(stage.told("once", Happening.STARTED)) == 1
    assert stage.told("after", Happening.STARTED) == []


def test_a_part_dies_with_its_supervisor(stage: Stage) -> None:
    """When the supervisor is killed outright, what it started is asked to end by the kernel."""
    note = stage.folder / "orphan"
    parent = subprocess.Popen([sys.executable, "-c", TIES, sys.executable, "-c", STAYS, str(note)], cwd=ROOT)
    wait_for(lambda: stage.number("orphan") is not None, "the child runs")
    number = stage.number("orphan")
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not psutil.pid_exists(number) or psutil.Process(number).status() == "zombie", "the child ended")
