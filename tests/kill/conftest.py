"""The batch that is killed over and over, what an undisturbed capture makes of it, and the figures at the end."""

import os
import random
from pathlib import Path

import pytest
from account import account, problems
from killing import contents
from papers import draw_channel
from terminal import Terminal, copied, draw, files

FIGURES: list[str] = []


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw 60 pages: scans at 200 dpi in stacks with separators and blank backs, and two people's digital papers."""
    drawn = tmp_path_factory.mktemp("drawn")
    draw("batch", drawn / "stacks", "--pages", 50, "--level", "office", "--media", "scanned-pdf", "tiff")
    portal = draw_channel(drawn / "portal", "portal")
    return copied([*files(drawn / "stacks"), *files(portal)], drawn / "papers")


@pytest.fixture(scope="session")
def undisturbed(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Capture the batch once without disturbance."""
    made = Terminal(home=tmp_path_factory.mktemp("undisturbed") / "home")
    made.ask("submit", papers)
    assert sum(batch["custody"]["pages_in"] for batch in made.ask("status")["batches"]) >= 60
    return made


@pytest.fixture(scope="session")
def expected(undisturbed: Terminal) -> dict:
    """Give what every home must hold in the end; the undisturbed one must itself be sound."""
    told = account(undisturbed)
    assert list(problems(undisturbed, told)) == []
    return told


@pytest.fixture(scope="session")
def work(undisturbed: Terminal) -> int:
    """Give the number of contents an undisturbed capture leaves in the store."""
    return contents(undisturbed.home)


@pytest.fixture(scope="session")
def chance() -> random.Random:
    """Give the source of the kills' places; its seed is printed, and CASEBINDER_KILL_SEED repeats it."""
    seed = int(os.environ.get("CASEBINDER_KILL_SEED") or random.SystemRandom().randrange(10**6))
    FIGURES.append(f"seed {seed} (CASEBINDER_KILL_SEED={seed} repeats the places)")
    return random.Random(seed)


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """Give the lines printed at the end."""
    return FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    if FIGURES:
        terminalreporter.section("kills")
        for line in FIGURES:
            terminalreporter.write_line(line)
