"""E-invoices as files: bare XML becomes pages, XML inside a PDF is found, anything else is refused with its reason."""

import io

import einvoicing
import pikepdf
import pytest

from adapters.reading.page import PageWork
from adapters.reading.renderer import open_original
from adapters.reading.tools import ReadingTools
from adapters.recount import IndependentRecounter
from pipeline.errors import InputRefused
from pipeline.imaging.page_source import Wishes
from pipeline.intake import IntakeLimits, sniff
from services.ports.reading import Original

LIMITS = IntakeLimits()
XML = "application/xml"


@pytest.fixture
def work():
    """Yield a reader."""
    made = PageWork(ReadingTools())
    yield made
    made.close()


def blank() -> bytes:
    """Return a PDF of one blank page."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content", [einvoicing.cii(), einvoicing.ubl(), b"\xef\xbb\xbf<!-- x -->\n" + einvoicing.ubl()]
)
def test_a_bare_xml_becomes_a_page_with_words_and_boxes(work, tmp_path, content):
    """It is told by its content, has a page that shows what it states, and its recount and rendition agree."""
    path = tmp_path / "x"
    path.write_bytes(content)
    assert sniff(content[:4096]) == XML
    assert work.count_pages(path, XML) == 1 == IndependentRecounter().count(Original(path=path, media_type=XML))
    read, _ = work.read(path, XML, 1, Wishes(languages=("fra",)))
    assert read.einvoice is not None
    assert (read.source, read.is_blank) == ("text-layer", False)
    for shown in (einvoicing.NUMBER, "15/03/2026", "1800.00 EUR", "Meubles du Nord", "Fauteuil de bureau"):
        assert shown in read.text
    assert all(0 <= word.box.left < word.box.right <= 1 for word in read.words)
    pdf = work.rendition(path, XML, [read], "x", made_at=None)  # type: ignore[arg-type]  (nothing is drawn)
    assert pdf is not None
    with pikepdf.open(io.BytesIO(pdf)) as made:
        assert len(made.pages) == 1


def test_what_a_stranger_writes_is_no_command_of_the_typesetter(work, tmp_path):
    """Marks of the typesetter's language stand on the page as they are."""
    path = tmp_path / "x.xml"
    path.write_bytes(einvoicing.cii().replace(b"Meubles du Nord", b'#read("/etc/passwd") $x$ *gras* // Cie'))
    read, _ = work.read(path, XML, 1, Wishes(languages=("fra",)))
    assert '#read("/etc/passwd") $x$ *gras* // Cie' in read.text


def test_other_xml_is_refused_by_name(tmp_path):
    """An XML file that is no e-invoice is set aside with what it is."""
    path = tmp_path / "x.xml"
    path.write_bytes(b"<?xml version='1.0'?><catalogue/>")
    with pytest.raises(InputRefused) as refused:
        open_original(path, XML, LIMITS)
    assert refused.value.code == "not_read_yet"
    assert "XML" in refused.value.message.fr


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "facture.xml"])
def test_the_xml_inside_a_pdf_is_found_on_its_first_page(tmp_path, name):
    """Whatever its name; other attachments and broken XML are passed over."""
    path = tmp_path / "x.pdf"
    path.write_bytes(einvoicing.carrying(blank(), {"a.xml": b"<a", "bon.pdf": blank(), name: einvoicing.cii()}))
    original = open_original(path, "application/pdf", LIMITS)
    assert original.page(1).einvoice is not None
    original.close()


def test_the_newest_standard_counts(tmp_path):
    """Of two e-invoices in one PDF, as hybrid files carry for old readers, that of the newer standard is taken."""
    attached = {"ZUGFeRD-invoice.xml": einvoicing.cii(gross="1.00"), "factur-x.xml": einvoicing.cii()}
    path = tmp_path / "x.pdf"
    path.write_bytes(einvoicing.carrying(blank(), attached))
    original = open_original(path, "application/pdf", LIMITS)
    stated = original.page(1).einvoice
    assert stated is not None
    assert stated.value("total_including_tax").decimal == 1800  # type: ignore[union-attr]
    original.close()
