"""What archives and messages bring: each file is a file of the batch, accounted for like any other."""

import io
import zipfile

import pytest
from databases import records_in_memory
from house import LOCAL, House
from invariants import check_records
from written import certificate, identity, letter

from pipeline.intake import DEEPEST
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState, FileState
from services.access import SYSTEM
from services.ports.reading import IncomingFile


def zipped(*files: IncomingFile) -> bytes:
    """Put files into an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.path.read_bytes())
    return out.getvalue()


def lying(house: House, name: str, content: bytes) -> IncomingFile:
    """Lay a file with these bytes at the door."""
    path = house.folder / name.replace("/", "-")
    path.write_bytes(content)
    return IncomingFile(name=name, path=path, size=len(content), head=content[:4096])


def archived(house: House, name: str, *files: IncomingFile) -> IncomingFile:
    """Lay an archive at the door."""
    return lying(house, name, zipped(*files))


def files_of(house: House, batch: BatchId):
    """Return the batch's files."""
    return house.find.batches(LOCAL, batch)[0].files


def captured(house: House, *files: IncomingFile) -> BatchId:
    """Receive files as one batch and capture it."""
    batch = house.take_in(*files).batch
    house.run(batch)
    return batch


@pytest.fixture
def posted(house: House) -> BatchId:
    """Capture an archive of two papers beside a paper of its own."""
    archive = archived(
        house, "courrier.zip", house.file("a.pdf", letter()), house.file("b.pdf", certificate(), identity())
    )
    return captured(house, archive, house.file("c.pdf", letter("autre")))


def test_each_file_of_an_archive_is_a_file_of_the_batch(house: House, posted: BatchId) -> None:
    """The archive is done without pages of its own; its files come after those dropped, under their paths."""
    files = files_of(house, posted)
    assert [(file.name, file.page_count, file.state) for file in files] == [
        ("courrier.zip", 0, FileState.DONE),
        ("c.pdf", 1, FileState.DONE),
        ("courrier.zip/a.pdf", 1, FileState.DONE),
        ("courrier.zip/b.pdf", 2, FileState.DONE),
    ]
    assert [file.part_of for file in files] == [None, None, files[0].id, files[0].id]
    assert len(house.documents(posted)) >= 3
    (view,) = house.find.batches(LOCAL, posted)
    assert view.balance.is_balanced
    assert view.balance.pages_in == 4
    check_records(house)


def test_another_run_adds_nothing(house: House, posted: BatchId) -> None:
    """What was opened is not opened again."""
    before = files_of(house, posted)
    house.run(posted)
    assert files_of(house, posted) == before


def test_a_file_that_came_before_is_a_duplicate_in_an_archive_too(house: House, posted: BatchId) -> None:
    """The same paper in another archive is recognised by its bytes; what is new beside it goes on."""
    again = captured(
        house, archived(house, "rappel.zip", house.file("a.pdf", letter()), house.file("d.pdf", letter("encore")))
    )
    assert [file.state for file in files_of(house, again)] == [FileState.DONE, FileState.DUPLICATE, FileState.DONE]


def test_what_cannot_be_read_is_set_aside_alone(house: House) -> None:
    """A program in an archive is in quarantine with its reason, and the batch asks for attention."""
    bad = lying(house, "x.exe", b"MZ\x90\0\x03\0\0\0" * 20)
    batch = captured(house, archived(house, "a.zip", bad, house.file("a.pdf", certificate())))
    states = {file.name: (file.state, file.reason and file.reason.code) for file in files_of(house, batch)}
    assert states == {
        "a.zip": (FileState.DONE, None),
        "a.zip/x.exe": (FileState.QUARANTINED, "unknown_type"),
        "a.zip/a.pdf": (FileState.DONE, None),
    }
    assert house.find.batches(LOCAL, batch)[0].batch.state is BatchState.ATTENTION


def test_archives_in_archives_end_somewhere(house: House) -> None:
    """Five inside each other are opened; the sixth is set aside."""
    inner = house.file("a.pdf", letter())
    for depth in range(DEEPEST + 2):
        inner = archived(house, f"{depth}.zip", inner)
    files = files_of(house, captured(house, inner))
    assert [file.state for file in files] == [FileState.DONE] * DEEPEST + [FileState.QUARANTINED]
    assert files[-1].reason is not None
    assert files[-1].reason.code == "too_deep"


def test_an_empty_archive_holds_nothing(house: House) -> None:
    """It is set aside like any file without pages."""
    (file,) = files_of(house, captured(house, archived(house, "a.zip")))
    assert (file.state, file.reason and file.reason.code) == (FileState.QUARANTINED, "no_pages")


def test_parts_come_back_when_the_database_is_lost(house: House, posted: BatchId) -> None:
    """The store knows what came out of what."""
    before = files_of(house, posted)
    records = records_in_memory()
    try:
        other = House(records, house.folder, lost=house)
        other.rebuild.from_store(SYSTEM)
        assert files_of(other, posted) == before
    finally:
        records.close()
