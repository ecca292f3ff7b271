"""Cuts in doubt are judged by several people at once: each has another one, and none is judged twice."""

import pytest
from house import LOCAL, House, someone
from scene import careful_batch_class
from written import BLANK, letter

from pipeline.errors import NotPossible
from pipeline.model.actor import Actor, Role
from pipeline.model.identity import DocumentId
from services.access import SYSTEM

NADIA, YANN = someone("nadia", Role.OPERATOR), someone("yann", Role.OPERATOR)


@pytest.fixture
def stacked(house: House) -> House:
    """Return a house with two operators and a stack of three letters, both cuts between them in doubt."""
    for one in (NADIA, YANN):
        house.administer.add_actor(SYSTEM, one)
    house.rulebook.publish(LOCAL, (careful_batch_class(),))
    house.captured("k.pdf", letter("one"), BLANK, letter("two"), BLANK, letter("three"), batch_class="careful")
    return house


def shown(house: House, actor: Actor, **asked: DocumentId) -> DocumentId | None:
    """Return the document behind the cut that somebody is shown."""
    pair = house.cuts.pair(actor, **asked)
    return pair.after.document.id if pair else None


def test_two_people_never_have_the_same_cut(stacked: House) -> None:
    """What one has is not given to another, who is told by whom it is held and cannot answer it."""
    first, second = shown(stacked, NADIA), shown(stacked, YANN)
    assert first != second
    assert shown(stacked, NADIA) == first
    assert shown(stacked, LOCAL) is None
    assert stacked.cuts.waiting(LOCAL) == 2
    assert stacked.cuts.pair(YANN, at=first).holder == "nadia"
    with pytest.raises(NotPossible) as told:
        stacked.recut.confirm_cut(YANN, first)
    assert told.value.code == "in_other_hands"
    assert stacked.cuts.pair(NADIA, at=first).holder is None


def test_a_cut_left_for_later_is_free(stacked: House) -> None:
    """Who goes on to the next one leaves theirs to others."""
    first = shown(stacked, NADIA)
    second = shown(stacked, NADIA, after=first)
    assert second != first
    assert shown(stacked, YANN) == first


def test_a_cut_that_is_judged_is_in_nobodys_hands(stacked: House) -> None:
    """After the answer, and after it was taken back, the document can be taken by anybody."""
    first = shown(stacked, NADIA)
    stacked.recut.confirm_cut(NADIA, first)
    stacked.undo.undo(NADIA, first)
    assert shown(stacked, YANN) == first
