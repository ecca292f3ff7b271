"""What every store of snapshots promises, whatever it keeps them in."""

import pytest

from services.ports.snapshots import SnapshotStore

NAME = "cases/c-7k2m9x4qpa.json.gz"


def test_nothing_is_there_before_the_first_put(snapshots: SnapshotStore) -> None:
    """An empty store has no names, and a name that was never put has nothing."""
    assert snapshots.get(NAME) is None
    assert list(snapshots.names("")) == []
    assert list(snapshots.names("cases/")) == []


def test_a_name_has_what_was_put_last(snapshots: SnapshotStore) -> None:
    """Bytes come back as they were put, and a second put takes the place of the first."""
    snapshots.put(NAME, b"first")
    assert snapshots.get(NAME) == b"first"
    snapshots.put(NAME, b"\x00\xffsecond")
    assert snapshots.get(NAME) == b"\x00\xffsecond"
    assert list(snapshots.names("")) == [NAME]


def test_names_are_told_by_how_they_begin(snapshots: SnapshotStore) -> None:
    """Only names that begin so are told, each once, also below folders; a name is no prefix of its neighbour's."""
    for name in ("batches/b-1.gz", "documents/d-1/000001.gz", "documents/d-1/000002.gz", "journal/1-2.gz", "top.gz"):
        snapshots.put(name, name.encode())
    assert sorted(snapshots.names("documents/")) == ["documents/d-1/000001.gz", "documents/d-1/000002.gz"]
    assert list(snapshots.names("journal/")) == ["journal/1-2.gz"]
    assert list(snapshots.names("journal-details/")) == []
    assert len(list(snapshots.names(""))) == 5


def test_many_snapshots_are_all_told(snapshots: SnapshotStore) -> None:
    """A listing longer than what a server gives at once is whole."""
    names = {f"documents/d-{number:04d}/000001.gz" for number in range(120)}
    for name in names:
        snapshots.put(name, b"x")
    assert set(snapshots.names("documents/")) == names


@pytest.mark.parametrize("name", ["", "../x", "cases/../x", "/etc/passwd", "cases//x", ".hidden", "cases/a b", "a\\b"])
def test_odd_names_lead_nowhere(snapshots: SnapshotStore, name: str) -> None:
    """A name that could lead elsewhere is a mistake of ours, never a path."""
    with pytest.raises(ValueError, match="not the name of a snapshot"):
        snapshots.put(name, b"x")
    with pytest.raises(ValueError, match="not the name of a snapshot"):
        snapshots.get(name)
