"""What Prefect is told of an error: its code, never its words."""

import pytest

from flows.discretion import Withheld, discreet, frank
from pipeline.errors import InputRefused, NotFound
from pipeline.model.text import Bilingual

NAME = "Durand Sophie IBAN.pdf"


def refused() -> InputRefused:
    """Make an error that names a file."""
    words = Bilingual(fr=f"{NAME} est vide", en=f"{NAME} is empty")
    return InputRefused("empty", words, where=NAME, next_step=words)


def test_an_error_leaves_by_its_code_alone() -> None:
    """Neither the message nor the chain of what leaves a flow holds a word of the error."""
    with pytest.raises(Withheld) as caught, discreet("poll"):
        raise refused()
    assert str(caught.value) == "empty"
    assert caught.value.__suppress_context__


def test_an_error_of_no_kind_of_ours_leaves_by_its_type() -> None:
    """What a library raises may quote a document too: its type is told."""
    with pytest.raises(Withheld, match=r"^ValueError$"), discreet("poll"):
        raise ValueError(NAME)


def test_those_who_asked_get_the_error_itself() -> None:
    """The terminal, our own, shows the error with its words, however many flows and tasks it went through."""
    missing = NotFound("no_such_path", Bilingual(fr="non", en="no"), where=NAME, next_step=Bilingual(fr="", en=""))
    with pytest.raises(NotFound) as caught, frank(), discreet("capture-batch"), discreet("perform"):
        raise missing
    assert caught.value is missing
