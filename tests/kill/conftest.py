"""The batch that is killed over and over, and what an undisturbed capture makes of it."""

from pathlib import Path

import pytest
from account import account, problems
from campaign import KILLS
from killing import contents
from papers import draw_channel
from terminal import Terminal, copied, draw, files

PAGES = 50 if KILLS >= 50 else 14
"""Drawn for the stacks: a short campaign, as in CI, has a short batch to kill."""


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a batch: scans at 200 dpi in stacks with separators and blank backs, and two people's digital papers."""
    drawn = tmp_path_factory.mktemp("drawn")
    draw("batch", drawn / "stacks", "--pages", PAGES, "--level", "office", "--media", "scanned-pdf", "tiff")
    portal = draw_channel(drawn / "portal", "portal")
    return copied([*files(drawn / "stacks"), *files(portal)], drawn / "papers")


@pytest.fixture(scope="session")
def undisturbed(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Capture the batch once without disturbance."""
    made = Terminal(home=tmp_path_factory.mktemp("undisturbed") / "home")
    made.ask("submit", papers)
    assert sum(batch["custody"]["pages_in"] for batch in made.ask("status")["batches"]) > PAGES
    return made


@pytest.fixture(scope="session")
def expected(undisturbed: Terminal) -> dict:
    """Return what every home must hold in the end; the undisturbed one must itself be sound."""
    told = account(undisturbed)
    assert list(problems(undisturbed, told)) == []
    return told


@pytest.fixture(scope="session")
def work(undisturbed: Terminal) -> int:
    """Return the number of contents an undisturbed capture leaves in the store."""
    return contents(undisturbed.home)
