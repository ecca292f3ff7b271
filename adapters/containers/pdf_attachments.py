"""Files attached to a PDF: delivery notes behind an invoice, the papers of a portfolio.

XML is left out: it is what the pages say, in another form (`adapters.pdf.einvoices`), or belongs to that.
"""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from adapters.containers.part import Part
from pipeline import refusals

MOST_FILES = 1_000
MOST_BYTES = 1_000_000_000


def attached_to(path: Path) -> Iterator[Part]:
    """Yield the attached files of a PDF; none of one that has to be repaired first; raises InputRefused."""
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        return
    with pdf:
        count, size = pdf.count_attachments(), 0
        if count > MOST_FILES:
            raise refusals.refused(refusals.reason("too_many_parts"))
        for number in range(count):
            part = _attached(pdf, number)
            size += len(part.content or b"")
            if size > MOST_BYTES:
                raise refusals.refused(refusals.reason("too_many_parts"))
            if not part.name.lower().endswith(".xml"):
                yield part


def _attached(pdf: pdfium.PdfDocument, number: int) -> Part:
    try:
        attachment = pdf.get_attachment(number)
        return Part(name=attachment.get_name() or str(number + 1), content=bytes(attachment.get_data()))
    except pdfium.PdfiumError:
        return Part(name=str(number + 1), content=None, closed=refusals.reason("damaged"))
