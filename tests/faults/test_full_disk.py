"""The disk of an embedded installation fills up in the midst of a batch: that is said, and costs nothing but time."""

import random
import re
import signal
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from account import problems
from campaign import KILLS
from invariants import check_records
from killing import contents
from opened import opened
from small_disk import SmallDisk, small_disk
from terminal import Terminal, files
from waiting import let_pass, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

ROUNDS = max(3, KILLS // 5)
MOST_ROOM = 800_000
"""Bytes left at most: an undisturbed batch takes several times that."""
FULL = re.compile(r"(store|records|folders|snapshots|index)_full")


@pytest.fixture
def chance(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Return a source of chance of the test's own."""
    return random.Random(f"{seed}/{request.node.name}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Yield a small disk."""
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


@pytest.fixture
def home(disk: SmallDisk) -> Terminal:
    """Return an installation on it."""
    made = Terminal(home=disk.folder, environment={"CASEBINDER_PROCESSES": "1"})
    assert made.run("init").code == 0
    return made


def wrongs(home: Terminal, expected: dict) -> list[str]:
    """Say all that is wrong with an installation at rest."""
    with opened(home) as application:
        check_records(application)
    return list(problems(home, expected))


@pytest.mark.parametrize(("language", "words"), [("fr", "plein"), ("en", "full")])
def test_a_full_disk_is_said(home: Terminal, disk: SmallDisk, papers: Path, language: str, words: str) -> None:
    """Nothing is received on a full disk: code 4, what is full, and what to do; then the same command does it."""
    disk.fill()
    said = home.run("submit", papers, "--no-wait", "--lang", language, "--json")
    assert said.code == 4, said.err
    assert FULL.fullmatch(said.error["code"])
    assert words in said.error["message"]
    assert said.error["next_step"]
    disk.make_room()
    assert home.ask("status")["batches"] == []
    assert {file["state"] for file in home.ask("submit", papers, "--no-wait")["batches"][0]["files"]} == {"accepted"}


def test_whatever_room_is_left_nothing_is_kept_by_half(
    home: Terminal, disk: SmallDisk, papers: Path, expected: dict, chance: random.Random, figures: list[str]
) -> None:
    """Each command ends well or says that the disk is full, wherever in its work that is; with room all is made up."""
    said = Counter[str]()
    for room in sorted(chance.randrange(MOST_ROOM) for _ in range(ROUNDS)):
        disk.make_room()
        words = ["recover"] if home.ask("status")["batches"] else ["submit", papers]
        disk.fill(leaving=room)
        answer = home.run(*words, "--json")
        assert answer.code in {0, 4}, answer.err
        said[answer.error["code"] if answer.code else "ended well"] += 1
        assert all(FULL.fullmatch(code) for code in said if code != "ended well"), answer.error
    disk.make_room()
    home.ask("submit", papers)
    home.ask("recover")
    assert wrongs(home, expected) == []
    figures.append(f"full disk: {ROUNDS} commands with little room: {dict(said)}")


def test_a_disk_that_takes_no_more_files_is_full(home: Terminal, disk: SmallDisk, papers: Path, expected: dict) -> None:
    """Where bytes are free and no file can be made, commands end as on a full disk, and the doctor says of what."""
    disk.leave_files(20)
    assert home.run("submit", papers, "--json").code == 4
    checks = {check["name"]: check["message"] for check in home.ask("doctor", code=1)["checks"]}
    assert "fichiers" in checks["free-space"]
    disk.leave_files(10_000)
    home.ask("submit", papers)
    home.ask("recover")
    assert wrongs(home, expected) == []


def test_an_archive_waits_for_room_in_the_temporary_folder(disk: SmallDisk, papers: Path, tmp_path: Path) -> None:
    """An archive whose parts find no room is not refused: which folder is full is said, and with room it is read."""
    paper = max(files(papers), key=lambda each: each.stat().st_size)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.write(paper, paper.name)
    home = Terminal(home=tmp_path / "home", environment={"CASEBINDER_PROCESSES": "1", "TMPDIR": str(disk.folder)})
    disk.fill(leaving=8_192)
    said = home.run("submit", tmp_path / "a.zip", "--json")
    assert (said.code, said.error["code"]) == (4, "no_room_to_read"), said.err
    assert said.error["where"].startswith(str(disk.folder))
    disk.make_room()
    home.ask("recover")
    (batch,) = home.ask("status")["batches"]
    assert batch["custody"]["files"]["quarantined"] == 0
    assert batch["custody"]["by_state"]["in_document"] == batch["custody"]["pages_in"] > 0


def test_a_worker_outlives_a_full_disk(
    home: Terminal, disk: SmallDisk, papers: Path, expected: dict, chance: random.Random, figures: list[str]
) -> None:
    """A worker whose disk fills up in mid-batch waits for room, says so, and goes on without being asked."""
    home.ask("submit", papers, "--no-wait")
    first, held = contents(home.home) + 1, 0
    worker = home.start_warm("worker")
    for place in (first, *sorted(chance.uniform(first, 30) for _ in range(ROUNDS - 1))):
        wait_for(lambda place=place: contents(home.home) >= place or _is_over(home), "the worker reads", 120)
        if _is_over(home):
            break
        disk.fill()
        let_pass(chance.uniform(0.2, 2.5))
        disk.make_room()
        held += 1
    wait_for(lambda: _is_over(home), "the batch is captured", 300)
    assert held, "the batch was over before the disk was filled once"
    assert worker.poll() is None, home.log.read_text()
    worker.end(signal.SIGTERM)
    home.ask("recover")
    assert home.defects() == []
    assert wrongs(home, expected) == []
    figures.append(f"full disk: filled {held} times under a worker")


def _is_over(home: Terminal) -> bool:
    (batch,) = home.ask("status")["batches"]
    return batch["status"] in {"closed", "attention"}
