"""The print channel, wherever letters lie for the post: each once by its name, whole or not at all, by circle."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.local.outgoing import OutgoingFolder
from pipeline.errors import PartUnreachable, PermanentError
from services.ports.letters import Dispatch, Mailer

Look = Callable[[], dict[str, bytes]]
NAME = "2026-07-01_OD-2026-00017_r-1.pdf"


def dispatch(name: str = NAME, circle: str = "open", content: bytes = b"%PDF-1.7") -> Dispatch:
    """Make a letter to be sent."""
    return Dispatch(name=name, circle=circle, content=content)


def test_a_letter_lies_there_once(outgoing: tuple[Mailer, Look]) -> None:
    """Sent again under its name it is the same letter."""
    mailer, lies = outgoing
    mailer.send(dispatch())
    mailer.send(dispatch())
    assert mailer.channel == "print"
    assert lies() == {f"outgoing/{NAME}": b"%PDF-1.7"}


def test_a_closed_circle_has_its_own(outgoing: tuple[Mailer, Look]) -> None:
    """Letters of a closed circle lie apart, for people of that circle."""
    mailer, lies = outgoing
    mailer.send(dispatch(circle="health"))
    assert list(lies()) == [f"outgoing-health/{NAME}"]


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", "", ".hidden", "x" * 300])
def test_a_name_that_leaves_its_place_is_refused(outgoing: tuple[Mailer, Look], name: str) -> None:
    """Nothing is written for a name that is no plain word."""
    mailer, lies = outgoing
    with pytest.raises(PermanentError) as refused:
        mailer.send(dispatch(name))
    assert refused.value.code == "outgoing_name_refused"
    assert lies() == {}


def test_a_folder_that_is_away_is_said(tmp_path: Path) -> None:
    """A file in the place of the folder is an outage: the letter was not sent, and nothing lies about."""
    (tmp_path / "outgoing").write_bytes(b"not a folder")
    with pytest.raises(PartUnreachable) as said:
        OutgoingFolder(tmp_path).send(dispatch())
    assert said.value.code == "outgoing_unreachable"
    assert [path.name for path in tmp_path.iterdir()] == ["outgoing"]
