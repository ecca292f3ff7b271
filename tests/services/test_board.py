"""The board: how batches stand, told by counts that agree with what each batch tells of itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from house import LOCAL, House, someone
from scene import closed_batch_class
from written import declaration, identity, letter, mystery

from pipeline.model.actor import Role
from pipeline.model.states import BatchState, FileState, PageState
from services.access import SYSTEM
from services.looking.board import A_PAGE, OPEN, Line
from services.ports.board_records import FileCount, Pace, PageCount

EVERY = frozenset(BatchState)


def test_a_line_counts_what_the_batch_tells(house: House) -> None:
    """Pages by state, files and balance of a line are those of the batch looked at by itself."""
    batch = house.captured("a.pdf", declaration(), identity(), mystery())
    (view,) = house.find.batches(LOCAL, batch)
    (line,) = house.overview.board(LOCAL, EVERY).lines
    assert replace(house.overview.line(LOCAL, batch), pace=None) == replace(line, pace=None)
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


def line(house: House, *, unread: int, read: int, lately: int, seconds: int, since_last: int = 0) -> Line:
    """Return a line of a batch of which so many pages were read in so many seconds."""
    shown = house.overview.board(LOCAL, EVERY).lines[0]
    now = shown.batch.received_at + timedelta(seconds=seconds + since_last)
    counts = [(PageState.RECEIVED, unread), (PageState.IN_DOCUMENT, read)]
    return replace(
        shown,
        files=(FileCount(state=FileState.OPENED, files=1, pages=unread + read),),
        pages=tuple(PageCount(state=state, document=None, pages=pages) for state, pages in counts if pages),
        pace=Pace(
            read=read,
            lately=lately,
            first=shown.batch.received_at,
            last=now - timedelta(seconds=since_last),
            now=now,
        ),
    )


@pytest.mark.parametrize(
    ("unread", "read", "lately", "seconds", "speed", "left", "taken"),
    [
        (30, 60, 60, 30, 2.0, 15, None),  # of half a minute, not of a whole one
        (100, 500, 120, 300, 2.0, 50, None),  # of the last minute, whatever was before
        (100, 500, 0, 300, None, None, None),  # it stands still: nobody can tell
        (0, 101, 5, 50, 2.0, None, 50),  # it is read: how long it took
        (5, 1, 1, 0, None, None, None),  # too short to tell
    ],
)
def test_speed_and_time_left_are_told_when_they_can_be(
    house: House, unread: int, read: int, lately: int, seconds: int, speed: float, left: int, taken: int
) -> None:
    """The present speed is that of the last minute; what cannot be told is not."""
    house.take_in(house.file("a.pdf", letter("x")))
    told = line(house, unread=unread, read=read, lately=lately, seconds=seconds)
    assert (told.pages_per_second, told.seconds_left, told.seconds_taken) == (speed, left, taken)


def test_when_pages_were_read_is_kept(house: House) -> None:
    """Each page that was read counts once, and a batch of which none was has no pace."""
    receipt = house.take_in(house.file("a.pdf", letter("x"), letter("y")))
    assert house.overview.board(LOCAL, EVERY).lines[0].pace is None
    house.run(receipt.batch)
    pace = house.overview.board(LOCAL, EVERY).lines[0].pace
    assert pace is not None
    assert (pace.read, pace.lately) == (2, 2)
    assert pace.first <= pace.last <= pace.now


@pytest.mark.parametrize("who", ["outside", "inside", "system"])
def test_a_closed_circle_is_neither_shown_nor_counted(house: House, who: str) -> None:
    """A batch of a closed circle is on the board of its members and of the system alone."""
    house.rulebook.publish(SYSTEM, (closed_batch_class(),))
    insider = someone("insider", Role.OPERATOR, circles=("open", "health"))
    house.take_in(house.file("s.pdf", letter("secret")), batch_class="confidential", actor=insider)
    actor = {"outside": LOCAL, "inside": insider, "system": SYSTEM}[who]
    board = house.overview.board(actor, EVERY)
    assert (len(board.lines), sum(board.by_state.values())) == ((0, 0) if who == "outside" else (1, 1))
