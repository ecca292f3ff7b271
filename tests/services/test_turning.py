"""A page turned by a person is read again as turned, and then its document is understood."""

import pytest
from acting import again, one_act
from house import LOCAL, House
from invariants import check_projections, check_records
from written import letter

from pipeline.codec import unpack
from pipeline.errors import WrongUsage
from pipeline.model.batch import Page
from pipeline.model.identity import DocumentId
from pipeline.model.page import Recognition
from pipeline.model.states import DocumentState, PageState


def pages(house: House, name: DocumentId) -> tuple[Page, ...]:
    """Return the pages of a document."""
    return house.find.document(LOCAL, name).pages


def rotations(house: House, name: DocumentId) -> list[int]:
    """Return by how much each page of a document was turned to be read."""
    return [unpack(Recognition, house.store.get(page.recognition)).rotation for page in pages(house, name)]


def captured(house: House) -> DocumentId:
    """Capture a letter of three pages."""
    (long,) = house.documents(house.captured("l.pdf", letter("one"), letter("two"), letter("three")))
    return long.id


def test_a_turned_page_is_read_again_so_turned(house: House) -> None:
    """The page stays in a document all the time, its picture is turned at once, and capture reads it so."""
    with one_act(house, "document.rotate"):
        turned = house.recut.rotate(LOCAL, captured(house), 2, 90)
        assert again(house, turned).state is DocumentState.DRAFT
        assert [page.turn for page in pages(house, turned)] == [None, 90, None]
        assert {page.state for page in pages(house, turned)} == {PageState.IN_DOCUMENT}
        assert house.look.upright(LOCAL, turned, 2, width=200).endswith(b" 90")
    assert [page.turn for page in pages(house, turned)] == [None, None, None]
    assert rotations(house, turned) == [0, 90, 0]
    assert again(house, turned).state is DocumentState.UNMATCHED
    assert house.reader.pages_read["l.pdf", 1] == 1


def test_a_turn_goes_on_from_how_the_page_stands(house: House) -> None:
    """Two quarters are a half, also when the first was not read yet."""
    once = house.recut.rotate(LOCAL, captured(house), 1, 90)
    twice = house.recut.rotate(LOCAL, once, 1, 90)
    house.go_on()
    assert rotations(house, twice) == [180, 0, 0]
    back = house.recut.rotate(LOCAL, twice, 1, -90)
    house.go_on()
    assert rotations(house, back) == [90, 0, 0]


def test_a_turn_taken_back_while_the_page_is_read_leaves_nothing(house: House) -> None:
    """What was read turned is not written over the page that is back."""
    name = captured(house)
    turned = house.recut.rotate(LOCAL, name, 1, 90)
    before = pages(house, turned)

    def take_back() -> None:
        house.reader.before_page = lambda: None
        house.undo.undo(LOCAL, turned)

    house.reader.before_page = take_back
    house.go_on()
    assert [page.turn for page in before] == [90, None, None]
    assert [page.turn for page in pages(house, name)] == [None, None, None]
    assert rotations(house, name) == [0, 0, 0]
    assert again(house, name).state is DocumentState.UNMATCHED


def test_a_page_that_cannot_be_read_again_stays_as_it_was_read(house: House) -> None:
    """The document goes on with the former reading, and the page says why."""
    name = captured(house)
    turned = house.recut.rotate(LOCAL, name, 1, 90)
    house.reader.deaths["l.pdf", 1] = 9
    house.go_on()
    (page, *_) = pages(house, turned)
    assert page.turn is None
    assert page.reason is not None
    assert page.state is PageState.IN_DOCUMENT
    assert rotations(house, turned) == [0, 0, 0]
    assert again(house, turned).state is DocumentState.UNMATCHED
    check_records(house)
    check_projections(house)
    house.reader.deaths.clear()
    better = house.recut.rotate(LOCAL, turned, 1, 90)
    house.go_on()
    assert rotations(house, better) == [90, 0, 0]


def test_pages_turn_by_quarters(house: House) -> None:
    """Any other turn is refused with what is possible."""
    name = captured(house)
    for degrees in (0, 45, 360):
        with pytest.raises(WrongUsage) as refused:
            house.recut.rotate(LOCAL, name, 1, degrees)
        assert refused.value.code == "no_quarter_turn"
