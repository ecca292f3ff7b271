"""Letters by Typst: archive PDFs with their fonts, the same bytes for the same letter, slips that our reader reads."""

import io
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pypdfium2
import pytest

from adapters.letters.typst_letters import TypstLetters
from adapters.reading.codes import ZxingCodeReader
from casebinder.letters.letter import Letter

AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def printed(letter: Letter) -> bytes:
    """Print the letter."""
    return TypstLetters().printed(letter, at=AT)


def text_of(content: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def test_equal_letters_are_equal_bytes(letter: Letter, printed: bytes) -> None:
    """Nothing of the machine or the moment gets into a letter; another instant is another letter."""
    assert TypstLetters().printed(letter, at=AT) == printed
    assert TypstLetters().printed(letter, at=AT.replace(day=2)) != printed


def test_a_letter_is_an_archive_pdf(printed: bytes) -> None:
    """It declares PDF/A-2b, names its language, and every font lies in it."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        with pdf.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
        assert str(pdf.Root.Lang) == "fr"
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            described = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys())


def test_every_word_is_there_and_none_is_obeyed(letter: Letter, printed: bytes) -> None:
    """Words come in as data: what looks like markup is printed as it is; slips say no name."""
    first, *slips = text_of(printed)
    flat = " ".join(first.split())
    for words in (*letter.recipient, letter.subject, letter.opening, *letter.paragraphs, letter.dated):
        assert words in flat
    assert len(slips) == len(letter.slips)
    for page, slip in zip(slips, letter.slips, strict=True):
        assert slip.code in " ".join(page.split())
        assert slip.title in " ".join(page.split())
        assert "DUPONT" not in page


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_our_reader_reads_the_codes(letter: Letter, printed: bytes, dpi: int) -> None:
    """The Data Matrix of each slip says its code, on a scan of any usual resolution; the letter itself has none."""
    pages = [
        np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil()) for page in pypdfium2.PdfDocument(printed)
    ]
    seen = [[(code.symbology, code.payload) for code in ZxingCodeReader().read(page)] for page in pages]
    assert seen == [[], *([("data-matrix", slip.payload)] for slip in letter.slips)]
