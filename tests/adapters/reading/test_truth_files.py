"""Which files have a truth: beside them in our form or others', or inside them as an e-invoice."""

import json

import einvoicing
import pikepdf
import pytest

from adapters.pdf.einvoices import einvoice_of, without_attachments
from adapters.truth_files import truths_in


@pytest.fixture
def folder(tmp_path):
    """Return papers with truths of every form, and one without."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "without.pdf")
    plain = (tmp_path / "without.pdf").read_bytes()
    for name in ("ours.pdf", "keys.pdf", "xml.pdf"):
        (tmp_path / name).write_bytes(plain)
    (tmp_path / "ours.truth.json").write_text(json.dumps({"pages": [{"number": 1, "text": "x"}]}))
    (tmp_path / "keys.json").write_text(json.dumps({"company": "A", "total": "1.00"}))
    (tmp_path / "xml.xml").write_bytes(einvoicing.ubl())
    (tmp_path / "carried.pdf").write_bytes(einvoicing.carrying(plain, {"factur-x.xml": einvoicing.cii()}))
    (tmp_path / "alone.xml").write_bytes(einvoicing.cii())
    return tmp_path


def test_files_are_found_with_their_truth(folder):
    """Truths are no papers themselves; what has none is counted."""
    found = truths_in(folder)
    assert {file.path.name: file.is_inside for file in found.files} == {
        "carried.pdf": True, "keys.pdf": False, "ours.pdf": False, "xml.pdf": False,
    }  # fmt: skip
    assert found.without == 2


def test_a_paper_that_carries_its_truth_is_read_without_it(folder, tmp_path):
    """The copy has the pages and nothing of the XML."""
    without_attachments(folder / "carried.pdf", tmp_path / "copy.pdf")
    assert einvoice_of(folder / "carried.pdf") is not None
    assert einvoice_of(tmp_path / "copy.pdf") is None
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        assert len(pdf.pages) == 1
