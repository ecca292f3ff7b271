"""What happens at the door while files still move: nothing half is taken for whole, and one file stops no other."""

from dataclasses import replace

from house import LOCAL, House
from written import letter

from pipeline.model.batch import FileState


def test_a_file_that_grows_while_it_is_read_is_not_taken_for_whole(house: House) -> None:
    """It is set aside, and no duplicate of that is the same file when it comes whole."""
    growing, quiet = house.file("growing.pdf", letter()), house.file("quiet.pdf", letter("autre"))
    was = replace(growing, size=growing.size - 3)
    receipt = house.take_in(was, quiet)
    assert [(file.state, file.size) for file in receipt.files] == [
        (FileState.QUARANTINED, 0),
        (FileState.STORED, quiet.size),
    ]
    assert [file.reason.code for file in receipt.files if file.reason] == ["changed_while_read"]
    assert house.take_in(growing).files[0].state is FileState.STORED


def test_a_file_that_goes_between_two_looks_stops_no_other(house: House) -> None:
    """It is set aside by its name; the rest of the batch is taken in."""
    gone, there = house.file("gone.pdf", letter()), house.file("there.pdf", letter("autre"))
    gone.path.unlink()
    batch = house.take_in(gone, there).batch
    house.run(batch)
    files = house.find.batches(LOCAL, batch)[0].files
    assert [(file.name, file.state) for file in files] == [
        ("gone.pdf", FileState.QUARANTINED),
        ("there.pdf", FileState.DONE),
    ]
    assert files[0].reason is not None
    assert files[0].reason.code == "cannot_read"
