"""Pages put otherwise by command line: in order, turned, cut, moved, and all of it taken back."""

from pathlib import Path
from shutil import copytree

import pytest
from stacks import drawn
from terminal import Terminal

from bootstrap.settings import PACKAGED_RULES

pytestmark = pytest.mark.slow


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return an installation that cuts by sheets alone and captured one document of pages 1, 2, 4, 6 and 7."""
    made = Terminal(home=tmp_path / "home")
    copytree(PACKAGED_RULES, made.home / "rules")
    mailroom = made.home / "rules" / "batches" / "mailroom.yaml"
    text = mailroom.read_text(encoding="utf-8").replace(", content]", "]")
    mailroom.write_text(text, encoding="utf-8")
    made.ask("submit", drawn(tmp_path / "pile.pdf"), "--batch-class", "mailroom")
    return made


def documents(terminal: Terminal) -> list[dict]:
    """Return the documents in force."""
    return terminal.ask("status")["batches"][0]["documents"]


def test_acts_on_pages_are_taken_back_one_by_one(terminal: Terminal) -> None:
    """Each act answers with the document that has the pages as wished; undo gives the one before, page for page."""
    (whole,) = documents(terminal)
    assert whole["pages"] == [1, 2, 4, 6, 7]
    turned_over = terminal.ask("document", "reorder", whole["document"], "5,4,3,2,1", "--reason", "face down")
    rotated = terminal.ask("document", "rotate", turned_over["document"], 1, 90)
    assert turned_over["pages"] == rotated["pages"] == [7, 6, 4, 2, 1]
    head = terminal.ask("document", "split", rotated["document"], 3)
    other = next(one for one in documents(terminal) if one["document"] != head["document"])
    moved = terminal.ask("document", "move-page", head["document"], 1, other["document"], "--at", 2)
    assert (head["pages"], moved["pages"]) == ([7, 6], [4, 7, 2, 1])
    for name, back in ((moved, head), (head, rotated), (rotated, turned_over), (turned_over, whole)):
        undone = terminal.ask("document", "undo", name["document"])
        assert (undone["document"], undone["pages"]) == (back["document"], back["pages"])
    assert documents(terminal) == [whole]
    assert terminal.ask("status", "--verify")["batches"][0]["custody"]["balanced"]


def test_what_is_not_possible_is_said_with_its_code(terminal: Terminal) -> None:
    """Wrong turns and orders are wrong use; nothing to undo and no doubt to settle are a no."""
    name = documents(terminal)[0]["document"]
    assert terminal.ask("document", "rotate", name, 1, 45, code=2)["error"]["code"] == "no_quarter_turn"
    assert terminal.run("document", "reorder", name, "1;2").code == 2
    assert terminal.run("document", "undo", name).code == 1
    assert terminal.run("document", "confirm-cut", name).code == 1
