"""PDF originals by pypdfium2; what pdfium cannot open is repaired once by pikepdf.

A page is drawn at the resolution of the scan it holds, at most 300 dpi, or at 300 dpi when it is drawn text; page
boxes and pictures beyond the limits are reduced or refused before any pixel is made.
"""

import ctypes
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from adapters.pdf.damage import has_text, is_cut_off, lost_its_pictures, says_something
from adapters.pdf.einvoices import einvoice_inside
from adapters.pdf.forms import fields_of_page
from adapters.pdf.scans import holds_one_plain_picture, scan_on, taken_as_it_is
from adapters.pdf.text import read_text_layer
from pipeline import refusals
from pipeline.imaging.page_source import TextLayer
from pipeline.intake import IntakeLimits
from pipeline.model.einvoice import EInvoice
from pipeline.model.page import FormField
from pipeline.ports import Grey

READING_DPI = 300.0
LOOKING_DPI = 200.0
"""Enough for bar codes and tick boxes of a page whose words are known."""

LOWEST_SCAN_DPI = 50.0
PAGES_TRIED = 20
SMALLEST_SIDE = 1.0
"""Points: a page thinner than this shows nothing."""

_NO_STRUCTURE = (pikepdf.PdfError, AttributeError, IndexError, TypeError, ValueError)
"""What pikepdf raises for a damaged file, or an object of another kind than is said."""


class PdfOriginal:
    """A PDF, as a file or as the bytes that were made of another file."""

    def __init__(self, pdf: Path | bytes, limits: IntakeLimits, *, stated: EInvoice | None = None) -> None:
        """Open it, repaired if need be; raises InputRefused.

        stated: what the file it was made of states; a PDF of its own is looked into.
        """
        self.as_pdf = pdf
        self._limits = limits
        self._stated = stated
        self._pdf = _opened(pdf)
        self._lacks_end = _lacks_end(pdf)
        self._structure: pikepdf.Pdf | None = None
        self._has_form = False
        self.page_count = len(self._pdf)
        if 0 < self.page_count <= limits.most_pages and self._pdf.get_formtype() != raw.FORMTYPE_NONE:
            self._pdf.init_forms()
            self._has_form = True

    def page(self, number: int) -> "PdfPage":
        """Load one page; raises PageFailed."""
        try:
            page = self._pdf[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {number}") from error
        width, height = page.get_size()
        if min(width, height) < SMALLEST_SIDE:
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {number}")
        if next(page.get_objects(max_depth=1), None) is None and (self._lacks_end or self._says_something(number)):
            # What it showed stood in the part that is gone, or cannot be read: it is lost, not blank.
            why = "truncated" if self._lacks_end else "unreadable_page"
            raise refusals.page_failed(refusals.reason(why), where=f"page {number}")
        is_plain = partial(self._is_plain, number)
        form = self.as_pdf if self._has_form and isinstance(self.as_pdf, Path) else None
        stated = self._einvoice() if number == 1 else None
        return PdfPage(
            page, number, self._limits, is_plain, form_path=form, stated=stated, is_ours=isinstance(self.as_pdf, bytes)
        )

    def _einvoice(self) -> EInvoice | None:
        return self._stated or einvoice_inside(self._pdf)

    def _is_plain(self, number: int) -> bool:
        """Return whether the structure shows that a page is one picture as it is; False when it cannot tell."""
        try:
            return holds_one_plain_picture(self._structure_of(number))
        except _NO_STRUCTURE:
            return False

    def _says_something(self, number: int) -> bool:
        """Return whether the structure of a page on which pdfium finds nothing shows that it says something."""
        try:
            return says_something(self._structure_of(number))
        except _NO_STRUCTURE:
            return False

    def _structure_of(self, number: int) -> pikepdf.Page:
        if self._structure is None:
            self._structure = pikepdf.open(as_input(self.as_pdf))
        return self._structure.pages[number - 1]

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()
        if self._structure is not None:
            self._structure.close()


class PdfPage:
    """One page of a PDF, /Rotate applied."""

    def __init__(
        self,
        page: Any,
        number: int,
        limits: IntakeLimits,
        is_plain: Callable[[], bool],
        *,
        form_path: Path | None,
        stated: EInvoice | None,
        is_ours: bool,
    ) -> None:
        """Measure the page; raises PageFailed when a picture on it is too large to decode, or its scan is cut off."""
        self.number = number
        self._is_ours = is_ours
        self.einvoice = stated
        self._page = page
        self._is_plain = is_plain
        self._form_path = form_path
        across, down = page.get_size()
        self.scan = scan_on(page, across, down, limits, number)
        if self.scan is not None and is_cut_off(self.scan.image) and not has_text(page):
            raise refusals.page_failed(refusals.reason("truncated"), where=f"page {number}")
        self.is_bilevel = self.scan is not None and self.scan.is_bilevel
        wanted = READING_DPI if self.scan is None else max(LOWEST_SCAN_DPI, self.scan.dpi)
        # The pixels told are bounded too: a poster of ten metres has no meaning at 300 dpi.
        self.dpi: float | None = min(wanted, (limits.most_pixels * 72 * 72 / (across * down)) ** 0.5)
        self._reading_dpi = min(self.dpi, READING_DPI, (limits.reduce_pixels * 72 * 72 / (across * down)) ** 0.5)
        self.width, self.height = max(1, round(across * self.dpi / 72)), max(1, round(down * self.dpi / 72))

    def text_layer(self) -> TextLayer | None:
        """Return the characters the page carries, as lines."""
        layer = read_text_layer(self._page)
        return replace(layer, is_sure=True) if layer and self._is_ours else layer

    def form_fields(self) -> tuple[FormField, ...]:
        """Return the filled form fields of the page."""
        return fields_of_page(self._form_path, self.number) if self._form_path else ()

    def picture(self, *, for_reading: bool) -> Grey:
        """Draw the page; raises PageFailed."""
        dpi = self._reading_dpi if for_reading else min(LOOKING_DPI, self._reading_dpi)
        return self.drawn(dpi)

    def drawn(self, dpi: float) -> Grey:
        """Draw the page in grey at this many dots per inch; raises PageFailed."""
        try:
            taken = taken_as_it_is(self._page, self.scan, self._is_plain, dpi=dpi)
            if taken is not None:
                return taken
            bitmap = self._page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True)
            # The array looks into pdfium's memory: copy it before the bitmap goes.
            drawn = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
        except (pdfium.PdfiumError, ValueError, MemoryError, ctypes.ArgumentError) as error:
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {self.number}") from error
        if lost_its_pictures(self._page, drawn):
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {self.number}")
        return drawn


def as_input(pdf: Path | bytes) -> Path | io.BytesIO:
    """Return a PDF as pikepdf takes it."""
    return io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf


def _opened(source: Path | bytes) -> Any:
    # Why pdfium could not open it is asked of pikepdf: pdfium may tell the reason of the file before (seen with a PDF
    # without pages after an encrypted one).
    with suppress(pdfium.PdfiumError):
        pdf = pdfium.PdfDocument(source)
        if _shows_a_page(pdf):
            return pdf
        pdf.close()
    try:
        with pikepdf.open(as_input(source)) as found:
            if not len(found.pages):
                raise refusals.refused(refusals.reason("no_pages"))
            repaired = io.BytesIO()
            found.save(repaired)
        return pdfium.PdfDocument(repaired.getvalue())
    except pikepdf.PasswordError as error:
        raise refusals.refused(refusals.reason("encrypted")) from error
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError, OSError, RuntimeError) as error:
        raise refusals.refused(refusals.reason("truncated" if _lacks_end(source) else "damaged")) from error


def _shows_a_page(pdf: Any) -> bool:
    """Return whether a page can be loaded: a file that only says that it has pages is opened as a damaged one."""
    for index in range(min(len(pdf), PAGES_TRIED)):
        with suppress(pdfium.PdfiumError):
            pdf[index].close()
            return True
    return len(pdf) == 0


def _lacks_end(pdf: Path | bytes) -> bool:
    if isinstance(pdf, bytes):
        return False  # we made it
    with pdf.open("rb") as file:
        file.seek(max(0, pdf.stat().st_size - 2048))
        return b"%%EOF" not in file.read()
