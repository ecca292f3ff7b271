"""The e-invoice inside a PDF: an attached XML file, under the name its standard gives it or any other."""

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from pipeline.einvoices.reading import USUAL_NAMES, read_einvoice
from pipeline.model.einvoice import EInvoice

MOST_ATTACHMENTS = 100


def einvoice_inside(pdf: Any) -> EInvoice | None:
    """Return what the attached XML states, the newest standard first; None when there is none that can be read."""
    for attachment in sorted(_attached(pdf), key=_rank):
        try:
            stated = read_einvoice(bytes(attachment.get_data()))
        except pdfium.PdfiumError:
            continue
        if stated is not None:
            return stated
    return None


def einvoice_of(path: Path) -> EInvoice | None:
    """Return what the e-invoice inside a PDF file states; None as well for a file that cannot be opened."""
    try:
        with pdfium.PdfDocument(path) as pdf:
            return einvoice_inside(pdf)
    except pdfium.PdfiumError:
        return None


def without_attachments(path: Path, copy: Path) -> None:
    """Write a PDF again with its pages alone, as a print of it would be."""
    with pikepdf.open(path) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        for key in ("/AF", "/PieceInfo"):
            if key in pdf.Root:
                del pdf.Root[key]
        pdf.save(copy)


def _attached(pdf: Any) -> list[Any]:
    try:
        every = [pdf.get_attachment(index) for index in range(min(pdf.count_attachments(), MOST_ATTACHMENTS))]
        return [each for each in every if _name(each).endswith(".xml")]
    except pdfium.PdfiumError:
        return []


def _name(attachment: Any) -> str:
    return str(attachment.get_name()).lower()


def _rank(attachment: Any) -> int:
    name = _name(attachment)
    return USUAL_NAMES.index(name) if name in USUAL_NAMES else len(USUAL_NAMES)
