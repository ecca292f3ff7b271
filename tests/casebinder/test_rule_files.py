"""Rule files on disk: found by folder or named one by one, with the digest of their bytes."""

from hashlib import sha256

import pytest

from adapters.rule_files import read_rules
from pipeline.errors import NotFound, PermanentError


def test_a_rules_folder_is_read_by_its_sub_folders(tmp_path) -> None:
    """batches, documents and cases tell the kind; other files are left alone."""
    for folder in ("batches", "documents", "cases", "schemas"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text("x: é\n", encoding="utf-8")
    (tmp_path / "cases" / "notes.txt").write_text("no rule", encoding="utf-8")
    found = read_rules([tmp_path])
    assert [file.kind for file in found] == ["batch", "document", "case"]
    assert found[0].digest == f"sha256:{sha256('x: é'.encode() + bytes([10])).hexdigest()}"
    assert found[2].name == str(tmp_path / "cases" / "a.yaml")


def test_a_lone_file_tells_its_kind_by_its_first_key(tmp_path) -> None:
    """`rules check FILE` works on a file anywhere; the same file twice is read once."""
    file = tmp_path / "mine.yaml"
    file.write_text("# a comment\ndocument_class: letter\n", encoding="utf-8")
    assert [one.kind for one in read_rules([file, file])] == ["document"]


def test_what_is_not_there_or_not_text_is_said(tmp_path) -> None:
    """A wrong path and a file in another encoding are errors with the place and the next step."""
    with pytest.raises(NotFound) as missing:
        read_rules([tmp_path / "nowhere"])
    assert missing.value.where.endswith("nowhere")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: pièce".encode("latin-1"))
    with pytest.raises(PermanentError) as unreadable:
        read_rules([latin])
    assert unreadable.value.code == "rules_not_text"
