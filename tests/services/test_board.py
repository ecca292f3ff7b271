"""The board: how batches stand, told by counts that agree with what each batch tells of itself."""

import pytest
from house import LOCAL, House, someone
from scene import closed_batch_class
from written import declaration, identity, letter, mystery

from pipeline.model.actor import Role
from pipeline.model.batch import BatchState
from services.access import SYSTEM
from services.board import A_PAGE, OPEN

EVERY = frozenset(BatchState)


def test_a_line_counts_what_the_batch_tells(house: House) -> None:
    """Pages by state, files and balance of a line are those of the batch looked at by itself."""
    batch = house.captured("a.pdf", declaration(), identity(), mystery())
    (view,) = house.find.batches(LOCAL, batch)
    (line,) = house.overview.board(LOCAL, EVERY).lines
    assert line.batch == view.batch
    assert line.first_file == "a.pdf"
    assert line.file_count == len(view.files)
    assert line.pages_in == line.pages_held == len(view.pages)
    assert line.is_balanced
    for count in line.pages:
        of_state = [page for page in view.pages if page.state is count.state]
        documents = {document.document.id: document.document.state for document in view.documents}
        within = [page for page in of_state if documents.get(page.document) == count.document]
        assert count.pages == len(within)


def test_what_was_expected_and_did_not_come_is_no_balance(house: House) -> None:
    """A sender's count that differs is told once every file is open, not before."""
    receipt = house.receive.receive(
        LOCAL, [house.file("a.pdf", letter("x"))], batch_class="mailroom", channel="folder", expected_pages=2
    )
    assert house.overview.board(LOCAL, EVERY).lines[0].is_balanced
    house.run(receipt.batch)
    assert not house.overview.board(LOCAL, EVERY).lines[0].is_balanced


def test_batches_come_newest_first_by_pages(house: House) -> None:
    """Each batch stands on exactly one page; a page beyond the last is the last."""
    given = [house.take_in(house.file(f"{n}.pdf", letter(str(n)))).batch for n in range(A_PAGE + 3)]
    first, second = (house.overview.board(LOCAL, OPEN, page=page) for page in (1, 2))
    assert [line.batch.id for line in (*first.lines, *second.lines)] == given[::-1]
    assert (first.page, first.pages, len(first.lines)) == (1, 2, A_PAGE)
    assert house.overview.board(LOCAL, OPEN, page=99) == second
    assert first.by_state == {BatchState.RECEIVED: A_PAGE + 3}
    assert house.overview.board(LOCAL, frozenset({BatchState.CLOSED})).lines == ()


@pytest.mark.parametrize("who", ["outside", "inside", "system"])
def test_a_closed_circle_is_neither_shown_nor_counted(house: House, who: str) -> None:
    """A batch of a closed circle is on the board of its members and of the system alone."""
    house.rulebook.publish(SYSTEM, (closed_batch_class(),))
    insider = someone("insider", Role.OPERATOR, circles=("open", "health"))
    house.take_in(house.file("s.pdf", letter("secret")), batch_class="confidential", actor=insider)
    actor = {"outside": LOCAL, "inside": insider, "system": SYSTEM}[who]
    board = house.overview.board(actor, EVERY)
    assert (len(board.lines), sum(board.by_state.values())) == ((0, 0) if who == "outside" else (1, 1))
