"""Snapshots in a folder: whole or not at all, and an outage is said as one."""

from pathlib import Path

import pytest

from adapters.local.snapshots import LocalSnapshots
from pipeline.errors import PartUnreachable

NAME = "cases/c-1.json.gz"


def test_an_unfinished_write_is_no_snapshot(tmp_path: Path) -> None:
    """What a killed process left aside has no name here."""
    snapshots = LocalSnapshots(tmp_path)
    snapshots.put(NAME, b"whole")
    (tmp_path / "cases" / ".casebinder-abc").write_bytes(b"ha")
    assert list(snapshots.names("cases/")) == [NAME]


def test_a_put_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """When the new bytes cannot be put in place the old ones stay, and nothing lies about."""
    snapshots = LocalSnapshots(tmp_path)
    (tmp_path / NAME).mkdir(parents=True)
    (tmp_path / NAME / "in the way").write_bytes(b"")
    with pytest.raises(PartUnreachable) as said:
        snapshots.put(NAME, b"new")
    assert said.value.code == "snapshots_unreachable"
    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["c-1.json.gz"]


def test_a_folder_that_is_none_is_an_outage(tmp_path: Path) -> None:
    """A file in the place of the folder is an outside part that does not answer, for every question."""
    place = tmp_path / "snapshots"
    place.write_bytes(b"not a folder")
    snapshots = LocalSnapshots(place)
    for ask in (
        lambda: snapshots.put(NAME, b"x"),
        lambda: snapshots.get(NAME),
        lambda: list(snapshots.names("cases/")),
    ):
        with pytest.raises(PartUnreachable):
            ask()
