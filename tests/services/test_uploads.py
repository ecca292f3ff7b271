"""Sending in pieces: what came stays, goes on where it stopped, is its sender's alone, and becomes one batch."""

from datetime import timedelta

import pytest
from house import LOCAL, House, someone

from pipeline.errors import ConcurrentChange, NoRight, NotFound, NotPossible, WrongUsage
from pipeline.model.actor import Role
from pipeline.model.states import FileState
from services.access import SYSTEM
from services.capture.uploads import MOST_FILES, MOST_UPLOADS, UploadView
from services.ports.uploads import PromisedFile

PAPER = b"%PDF-1.7\n" + bytes(range(256)) * 4


def begin(house: House, *names: str, size: int = len(PAPER)) -> UploadView:
    """Promise files."""
    return house.uploads.begin(LOCAL, [PromisedFile(name=name, size=size) for name in names], batch_class="mailroom")


def send(house: House, upload: str, number: int, content: bytes, *, piece: int = 100) -> None:
    """Send a file to its end, from where it is, in pieces."""
    at = house.uploads.shown(LOCAL, upload).came[number - 1]
    while at < len(content):
        at = house.uploads.append(LOCAL, upload, number, content[at : at + piece], at=at).came


def test_pieces_become_the_files_of_one_batch(house: House) -> None:
    """The bytes that were sent are the bytes that are kept, in natural order and without their folders."""
    upload = begin(house, "scan/page 10.pdf", "scan/page 2.pdf").upload
    assert [file.name for file in upload.files] == ["scan/page 2.pdf", "scan/page 10.pdf"]
    send(house, upload.id, 2, PAPER)
    send(house, upload.id, 1, PAPER[:-1] + b"!")
    receipt = house.uploads.finish(LOCAL, upload.id)
    assert [file.name for file in receipt.files] == ["page 2.pdf", "page 10.pdf"]
    assert [house.store.get(file.digest) for file in receipt.files] == [PAPER[:-1] + b"!", PAPER]
    assert house.uploads.under_way(LOCAL) == ()


def test_the_same_files_again_go_on_where_they_stopped(house: House) -> None:
    """Who promises the same files again gets the upload with what came of it; another day's file is another one."""
    first = begin(house, "a.pdf", "b.pdf").upload
    house.uploads.append(LOCAL, first.id, 1, PAPER[:300], at=0)
    again = begin(house, "b.pdf", "a.pdf")
    assert (again.upload.id, again.came) == (first.id, (300, 0))
    changed = house.uploads.begin(
        LOCAL, [PromisedFile(name="a.pdf", size=len(PAPER), modified=1)], batch_class="mailroom"
    )
    assert changed.upload.id != first.id


def test_a_piece_that_came_twice_is_refused_and_changes_nothing(house: House) -> None:
    """A piece has to begin where the file ends, and no more may come than was promised."""
    upload = begin(house, "a.pdf").upload.id
    house.uploads.append(LOCAL, upload, 1, PAPER[:300], at=0)
    for at in (0, 299, 301):
        with pytest.raises(ConcurrentChange):
            house.uploads.append(LOCAL, upload, 1, PAPER[:10], at=at)
    with pytest.raises(WrongUsage):
        house.uploads.append(LOCAL, upload, 1, PAPER, at=300)
    assert house.uploads.shown(LOCAL, upload).came == (300,)


def test_a_part_is_never_received(house: House) -> None:
    """As long as a byte lacks there is no batch; finishing twice gives the same batch."""
    upload = begin(house, "a.pdf").upload.id
    house.uploads.append(LOCAL, upload, 1, PAPER[:-1], at=0)
    with pytest.raises(NotPossible):
        house.uploads.finish(LOCAL, upload)
    assert house.find.batches(LOCAL) == ()
    send(house, upload, 1, PAPER)
    first, second = (house.uploads.finish(LOCAL, upload) for _ in range(2))
    assert (first.batch, first.files) == (second.batch, second.files)
    assert len(house.find.batches(LOCAL)) == 1


def test_what_came_before_is_told_by_file(house: House) -> None:
    """The same bytes are a duplicate, an empty file is set aside, and both are in the batch with their reason."""
    send(house, (one := begin(house, "a.pdf").upload.id), 1, PAPER)
    house.uploads.finish(LOCAL, one)
    other = house.uploads.begin(
        LOCAL, [PromisedFile(name="b.pdf", size=len(PAPER)), PromisedFile(name="c.pdf", size=0)], batch_class="mailroom"
    ).upload.id
    send(house, other, 1, PAPER)
    files = house.uploads.finish(LOCAL, other).files
    assert [file.state for file in files] == [FileState.DUPLICATE, FileState.QUARANTINED]
    assert all(file.reason for file in files)


def test_a_file_over_the_limit_is_not_sent_and_stands_in_the_batch_with_its_reason(house: House) -> None:
    """No byte of it is wanted; the others of the upload are received."""
    upload = house.uploads.begin(
        LOCAL, [PromisedFile(name="huge.pdf", size=10**10), PromisedFile(name="ok.pdf", size=9)], batch_class="mailroom"
    ).upload
    assert [(file.name, file.wanted) for file in upload.files] == [("huge.pdf", 0), ("ok.pdf", 9)]
    send(house, upload.id, 2, PAPER[:9])
    files = house.uploads.finish(LOCAL, upload.id).files
    assert [(file.state, file.reason and file.reason.code) for file in files] == [
        (FileState.QUARANTINED, "too_large"),
        (FileState.STORED, None),
    ]


def test_uploads_are_bounded_together_and_cleared_after_days(house: House) -> None:
    """What was promised counts; there is room again when one was let go, was received, or became too old."""
    first = begin(house, "a.pdf", size=4000).upload.id
    with pytest.raises(NotPossible):
        begin(house, "b.pdf", size=1001)
    house.uploads.abandon(LOCAL, first)
    begin(house, "b.pdf", size=4000)
    house.clock.pass_time(timedelta(days=7, minutes=1))
    assert house.uploads.clear(SYSTEM) == 1
    assert house.uploads.under_way(LOCAL) == ()
    begin(house, "c.pdf", size=5000)


def test_an_upload_is_there_for_its_sender_alone(house: House) -> None:
    """Another operator neither sees it nor adds to it, and whoever may not receive begins none."""
    upload = begin(house, "a.pdf").upload.id
    other = someone("other", Role.OPERATOR)
    assert house.uploads.under_way(other) == ()
    for act in (house.uploads.shown, house.uploads.finish, house.uploads.abandon):
        with pytest.raises(NotFound):
            act(other, upload)
    with pytest.raises(NotFound):
        house.uploads.append(other, upload, 1, b"x", at=0)
    with pytest.raises(NoRight):
        house.uploads.begin(someone("x", Role.EXPERT), [PromisedFile(name="a", size=1)], batch_class="mailroom")


@pytest.mark.parametrize("count", [0, MOST_FILES + 1])
def test_no_file_and_too_many_are_refused(house: House, count: int) -> None:
    """An upload has one file at least, and so many at most."""
    with pytest.raises(WrongUsage):
        begin(house, *(f"{number}.pdf" for number in range(count)), size=0)


def test_one_person_has_so_many_uploads_at_most(house: House) -> None:
    """Whoever begins again and again is stopped; others are not."""
    for number in range(MOST_UPLOADS):
        begin(house, f"{number}.pdf", size=0)
    with pytest.raises(NotPossible):
        begin(house, "more.pdf", size=0)
    other = someone("other", Role.OPERATOR)
    assert house.uploads.begin(other, [PromisedFile(name="a.pdf", size=0)], batch_class="mailroom")


@pytest.mark.parametrize("name", ["", "..", "../uploads", "u-../../x", "u-none", "U-1", "u-1/promised.json"])
def test_a_name_leads_nowhere_but_to_an_upload(house: House, name: str) -> None:
    """A name that is none of ours is not there, whatever it would mean to a file system."""
    begin(house, "a.pdf")
    with pytest.raises(NotFound):
        house.uploads.shown(LOCAL, name)
