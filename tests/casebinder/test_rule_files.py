"""Rule files on disk: found by folder or named one by one, with the digest of their bytes."""

from hashlib import sha256

import pytest

from adapters.rule_files import read_rules
from pipeline.errors import NotFound, PermanentError
from pipeline.rules.rule_text import Problems
from services.rules.files import made_whole
from services.rules.reading import catalog_in, checked


def test_a_rules_folder_is_read_by_its_sub_folders(tmp_path) -> None:
    """batches, documents, fields and cases tell the kind; other files are left alone."""
    for folder in ("batches", "documents", "fields", "cases", "schemas"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text("x: é\n", encoding="utf-8")
    (tmp_path / "cases" / "notes.txt").write_text("no rule", encoding="utf-8")
    found = read_rules([tmp_path])
    assert [file.kind for file in found] == ["batch", "document", "fields", "case"]
    assert found[0].digest == f"sha256:{sha256('x: é'.encode() + bytes([10])).hexdigest()}"
    assert found[3].name == str(tmp_path / "cases" / "a.yaml")


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


CLASS = """document_class: permit
title: {fr: Carte, en: Permit}
version: "1"
titles: [carte de stationnement]
fields_of: [holder]
"""
SET = """field_set: holder
version: "1"
fields: {last_name: {kind: text, labels: [Nom]}}
"""


def rule_folder(folder, set_text=SET):
    """Write a class and the set that it names; give both files as they are read."""
    for name, text in (("documents", CLASS), ("fields", set_text)):
        (folder / name).mkdir(parents=True)
        (folder / name / "holder.yaml").write_text(text, encoding="utf-8")
    return read_rules([folder])


def test_a_class_is_whole_with_the_sets_it_names(tmp_path) -> None:
    """The digest of a class changes with the set: it tells which rules judged a document, wherever the files lie."""
    here, elsewhere = made_whole(rule_folder(tmp_path / "a")), made_whole(rule_folder(tmp_path / "b"))
    other = made_whole(rule_folder(tmp_path / "c", SET.replace("Nom", "Titulaire")))
    assert here[0].digest == elsewhere[0].digest != other[0].digest
    assert here[0].digest == f"sha256:{sha256(here[0].text.encode()).hexdigest()}"
    assert [rule.name for each in catalog_in(here, Problems()).classes for rule in each.fields] == ["last_name"]


def test_a_mistake_in_a_set_is_told_once_in_its_own_file(tmp_path) -> None:
    """Of the classes that name a set none is said to be wrong."""
    files = rule_folder(tmp_path, SET.replace("text", "txt"))
    (problem,) = checked(files).problems
    assert (problem.file, problem.line) == (str(tmp_path / "fields" / "holder.yaml"), 3)
    (alone,) = checked([files[1]], beside=files).problems
    assert alone == problem
    assert checked([files[0]], beside=files).problems == ()
