"""`casebinder evaluate`: figures and a page from files with their truth beside them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal

PAPER = "piece1.pdf"


@pytest.fixture
def folder(tmp_path: Path, portal: Path) -> Path:
    """Return a folder with one paper, its truth changed in one field and one word, and a file without truth."""
    place = tmp_path / "essai"
    place.mkdir()
    shutil.copy(portal / PAPER, place / PAPER)
    truth = json.loads((portal / PAPER).with_suffix(".truth.json").read_text(encoding="utf-8"))
    name = "last_name"
    truth["documents"][0]["fields"][name] = "ZZYZX<&>"
    (place / PAPER).with_suffix(".truth.json").write_text(json.dumps(truth), encoding="utf-8")
    (place / "other.bin").write_bytes(b"\0\1\2")
    return place


def test_a_folder_is_measured(empty: Terminal, folder: Path, conforms: Callable[[dict], None]) -> None:
    """One of its fields is wrong, the others right; files without truth are counted; the page shows the wrong one."""
    shape = empty.ask("evaluate", folder)
    conforms(shape)
    assert shape["files"] == {"scored": 1, "refused": 0, "without_truth": 1}
    assert shape["classes"]["accuracy"] == 1.0
    assert shape["fields"]["last_name"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "n": 1}
    assert max(rates["f1"] for rates in shape["fields"].values()) == 1.0
    assert 0 <= shape["pages"]["cer"] < 0.2
    assert shape["pages"]["word_recall"] > 0.8
    page = Path(shape["report"]).read_text(encoding="utf-8")
    assert "ZZYZX&lt;&amp;&gt;" in page
    assert "data:image/png;base64," in page
    assert page.count("<svg") == 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_the_page_goes_where_it_is_asked(empty: Terminal, folder: Path, tmp_path: Path) -> None:
    """--report names the file."""
    shape = empty.ask("evaluate", folder, "--report", tmp_path / "a" / "b.html")
    assert Path(shape["report"]) == tmp_path / "a" / "b.html"
    assert (tmp_path / "a" / "b.html").is_file()


def test_a_folder_without_truth_is_not_found(empty: Terminal, tmp_path: Path) -> None:
    """Nothing to measure is said with what to write; a folder that is not there as well."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF-")
    answered = empty.run("evaluate", tmp_path, "--json")
    assert answered.code == 5
    assert answered.objects[0]["error"]["code"] == "no_truth"
    assert empty.run("evaluate", tmp_path / "nowhere", "--json").code == 5
