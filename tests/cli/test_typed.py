"""What is typed behind a command's words is read, or refused as wrong usage and never as a bug of ours."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.typed import pair, positions, write_file
from pipeline.errors import WrongUsage


def test_what_is_typed_is_read() -> None:
    """A value may hold an equals sign, and an order keeps its order."""
    assert pair("subject=a=b") == ("subject", "a=b")
    assert positions("2,1,3") == (2, 1, 3)


@pytest.mark.parametrize(("read", "text"), [(pair, "last_name"), (pair, "=DURAND"), (positions, "2,one")])
def test_a_slip_of_the_pen_is_wrong_usage(read: Callable[[str], object], text: str) -> None:
    """What cannot be read is told with the form expected."""
    with pytest.raises(WrongUsage) as refused:
        read(text)
    assert refused.value.where == text


def test_a_place_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """A PDF asked for in a folder that is not there is refused with its path."""
    with pytest.raises(WrongUsage) as refused:
        write_file(tmp_path / "nowhere" / "letter.pdf", b"%PDF-")
    assert refused.value.code == "cannot_write"
    assert refused.value.where.endswith("letter.pdf")
