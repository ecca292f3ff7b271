"""A page that is damaged is told from one that is blank: it fails, and a person looks, instead of being put aside."""

import io
from contextlib import ExitStack

import numpy as np
import pikepdf
import pytest
from PIL import Image

from adapters.reading.renderer import open_original
from pipeline.errors import PageFailed
from pipeline.intake import IntakeLimits


@pytest.fixture
def first():
    """Yield the opener of a PDF's first page, closed when the test ends."""
    with ExitStack() as stack:

        def open_it(path):
            original = open_original(path, "application/pdf", IntakeLimits())
            stack.callback(original.close)
            return original.page(1)

        yield open_it


@pytest.fixture
def scanned(tmp_path):
    """Return the writer of a PDF whose page is one JPEG picture, its bytes changed as told, and text behind it."""

    def write(change, text=b""):
        stored = io.BytesIO()
        Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 600), np.uint8)).save(stored, "JPEG")
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(600, 900))
            scan = pdf.make_stream(b"")
            scan.write(change(stored.getvalue()), filter=pikepdf.Name.DCTDecode)
            scan.Type, scan.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            scan.Width, scan.Height, scan.BitsPerComponent = 600, 900, 8
            scan.ColorSpace = pikepdf.Name.DeviceGray
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            pdf.pages[0].obj.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Im=scan), Font=pikepdf.Dictionary(F=font)
            )
            words = b"BT 3 Tr /F 12 Tf 50 50 Td (" + text + b") Tj ET " if text else b""
            pdf.pages[0].obj.Contents = pdf.make_stream(words + b"q 600 0 0 900 0 0 cm /Im Do Q")
            pdf.save(tmp_path / "scan.pdf")
        return tmp_path / "scan.pdf"

    return write


def test_a_scan_that_cannot_be_decoded_fails_its_page(scanned, first):
    """A damaged picture is drawn white: its page is lost, and no blank one that nobody need look at."""
    whole = first(scanned(lambda scan: scan)).picture(for_reading=True)
    assert whole.min() < 50
    with pytest.raises(PageFailed) as raised:
        first(scanned(lambda scan: b"U" * 40 + scan[40:])).picture(for_reading=True)
    assert raised.value.code == "unreadable_page"


def test_a_scan_whose_end_is_missing_fails_its_page(scanned, first):
    """A JPEG cut off is drawn in part, in a PDF as by itself: unless its text is there, what is below is lost."""
    with pytest.raises(PageFailed) as raised:
        first(scanned(lambda scan: scan[: len(scan) // 2]))
    assert raised.value.code == "truncated"
    searchable = scanned(lambda scan: scan[: len(scan) // 2], text=b"Bonjour Madame")
    assert first(searchable).text_layer() is not None


@pytest.mark.parametrize(
    ("content", "is_lost"),
    [
        (b"", False),
        (b"q 1 0 0 1 0 0 cm Q", False),
        (b"BT () Tj ET", False),
        (b"0 0 m 0 0 l", False),
        (b"q /Gone Do Q", True),
        (None, True),
    ],
)
def test_a_page_that_says_something_and_shows_nothing_is_lost(tmp_path, first, content, is_lost):
    """A page is blank when its content says nothing; one whose content is broken is not."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        stream = pdf.make_stream(content or b"")
        if content is None:
            stream.write(b"no such stream", filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].obj.Contents = stream
        pdf.save(tmp_path / "page.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    if is_lost:
        with pytest.raises(PageFailed) as raised:
            first(tmp_path / "page.pdf")
        assert raised.value.code == "unreadable_page"
    else:
        assert first(tmp_path / "page.pdf").picture(for_reading=True).min() == 255
