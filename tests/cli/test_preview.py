"""Preview shows exactly what submit would make, and stores nothing."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from terminal import Terminal


@pytest.fixture(scope="module")
def papers(portal: Path, stack: Path) -> list[Path]:
    """Return a filled form, a scanned card and a stack."""
    return [portal / "piece1.pdf", portal / "piece3.pdf", stack]


@pytest.fixture(scope="module")
def previewed(captured: Terminal, papers: list[Path]) -> list[dict]:
    """Preview them where they were captured; nothing there may change."""
    before = captured.ask("status", "--pages")
    answer = captured.run("preview", *papers, "--json")
    assert answer.code == 0
    assert captured.ask("status", "--pages") == before
    return answer.objects


def test_preview_is_what_submit_makes(captured: Terminal, papers: list[Path], previewed: list[dict]) -> None:
    """For a filled form, a scanned card and a stack: equal pages, documents, fields, findings and routing."""
    batches = captured.ask("status", "--pages")["batches"]
    rows = {(p["file"], p["number"]): p["state"] for b in batches for p in b["pages"]}
    for paper, shape in zip(papers, previewed, strict=True):
        made = [d for b in batches for d in b["documents"] if d["file"] == paper.name]
        assert shape["documents"]
        assert shape["documents"] == [{name: d[name] for name in shape["documents"][0]} for d in made]
        numbers = {number for file, number in rows if file == paper.name}
        assert {page["number"] for page in shape["pages"]} == numbers
        for page in shape["pages"]:
            wanted = "blank" if page["is_blank"] else "separator" if page["separator"] else "in_document"
            assert rows[paper.name, page["number"]] == wanted
        assert shape["seconds"]["total"] >= shape["seconds"]["recognise"] >= 0


def test_preview_needs_no_installation(empty: Terminal, portal: Path) -> None:
    """On a machine where nothing was set up preview answers, and leaves nothing behind."""
    shape = empty.ask("preview", portal / "document(1).pdf")
    assert shape["documents"]
    assert not empty.home.exists()


def test_preview_needs_no_server(empty: Terminal, portal: Path) -> None:
    """Where the records do not answer it says so, and reads what it can without them."""
    away = Terminal(home=empty.home, environment={"CASEBINDER_DATABASE_URL": "postgresql://x@127.0.0.1:9/none"})
    answer = away.run("preview", portal / "document(1).pdf", "--json", "--lang", "en")
    assert answer.code == 0, answer.err
    assert answer.shape["documents"]
    assert "read without reference tables" in answer.err


def test_a_page_that_cannot_be_read_is_told(
    empty: Terminal, portal: Path, tmp_path: Path, conforms: Callable[[dict], None]
) -> None:
    """Among pages that are read it stands in its place with its reason, and in no document: none is passed over."""
    with pikepdf.open(portal / "document(1).pdf") as pdf:
        pdf.add_blank_page(page_size=(3, 3))
        pdf.pages[-1].MediaBox = [0, 0, 0.1, 0.1]
        pdf.save(tmp_path / "torn.pdf")
    shape = empty.ask("preview", tmp_path / "torn.pdf")
    conforms(shape)
    assert [page["number"] for page in shape["pages"]] == [1, 2]
    assert [note["severity"] for note in shape["pages"][1]["quality"]] == ["blocking"]
    assert [document["pages"] for document in shape["documents"]] == [[1]]


def test_every_word_and_box_lies_on_the_page(previewed: list[dict]) -> None:
    """Boxes are fractions of the source page; every document's evidence is on one of its pages."""
    for page in (page for shape in previewed for page in shape["pages"]):
        for word in page["words"]:
            left, top, right, bottom = word["box"]
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1
    for document in (document for shape in previewed for document in shape["documents"]):
        shown = [*document["because"], *(field for field in document["fields"] if field["page"])]
        assert {one["page"] for one in shown} <= set(document["pages"])
