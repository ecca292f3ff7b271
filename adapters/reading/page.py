"""What a reading process does: count pages, read one, draw one, make a rendition.

This is the whole program of a child of the process pool, and what `InlinePageReader` calls in its own process. It
imports the engine and the picture libraries and nothing of the records, of Prefect or of spaCy.
"""

import io
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pikepdf
from PIL import Image

from adapters.containers.taking_apart import take_apart
from adapters.pdf.archive import ARCHIVE_DPI, BILEVEL_DPI, ArchivePage, archive_pdf
from adapters.pdf.pages import PdfPage, as_input
from adapters.reading.codes import ZxingCodeReader
from adapters.reading.renderer import Desk, OpenOriginal
from adapters.reading.tesseract import find_tessdata, open_recognizer
from adapters.reading.tools import ReadingTools
from pipeline import refusals
from pipeline.geometry import Box
from pipeline.imaging.page_source import OpenPage, Wishes
from pipeline.model.batch import Reason
from pipeline.model.page import Recognition, TextSource
from pipeline.ports import Grey
from pipeline.reading.page import Instruments, read_page

LONGEST_SIDE_POINTS = 842.0
"""A4: the size given in the archive to pictures that do not say their resolution."""

MOST_DRAWN_PIXELS = 36_000_000
"""Drawn for the eye or the archive: A4 at 600 dpi."""

THINNEST = 400
"""Times that a page may be longer than it is wide: ten metres of a till's roll are 125."""
PDF = "application/pdf"
PACKED = 4
"""How hard a picture for a viewer is packed; the best (9, optimised) is 4 to 8 % smaller in ten times the time."""


class PageWork:
    """One reader at work; not shared between threads."""

    def __init__(self, tools: ReadingTools) -> None:
        """Find the engine; its languages are loaded with the first page."""
        self._tools = tools
        self._desk = Desk(tools.limits)
        self._instruments = Instruments(
            recognizer=open_recognizer(tools.tessdata, engine=tools.engine),
            codes=ZxingCodeReader(),
            seconds=time.perf_counter,
        )

    def count_pages(self, path: Path, media_type: str) -> int:
        """Return the number of pages; raises InputRefused."""
        return self._desk.original(path, media_type).page_count

    def take_apart(self, path: Path, media_type: str, folder: Path) -> tuple[tuple[str, Reason | None], ...]:
        """Write the parts of an archive or message into a folder, give their names; raises InputRefused."""
        return take_apart(path, media_type, folder)

    def read(
        self, path: Path, media_type: str, number: int, wishes: Wishes
    ) -> tuple[Recognition, tuple[tuple[str, float], ...]]:
        """Read a page; raises PageFailed, InputRefused."""
        page = self._desk.original(path, media_type).page(number)
        if max(page.width, page.height) > THINNEST * min(page.width, page.height):
            raise refusals.page_failed(refusals.reason("too_thin"), where=f"page {number}")
        return read_page(page, wishes, self._instruments)

    def picture(self, path: Path, media_type: str, number: int, width: int, part: Box | None, turn: int) -> bytes:
        """Return the page as a PNG of that width in pixels, as a viewer shows it, or a part of it; raises PageFailed.

        turn: clockwise degrees by which the picture is turned at last.
        """
        page = self._desk.original(path, media_type).page(number)
        image = Image.fromarray(_drawn(page, dpi=max(40.0, width / max(1.0, _points(page)[0]) * 72)))
        height = max(1, round(image.height * width / image.width))
        shown = image.resize((width, height), Image.Resampling.BICUBIC)
        out = io.BytesIO()
        cut = shown.crop(_pixels(part, width, height)) if part else shown
        cut.rotate(-turn, expand=True).save(out, "PNG", compress_level=PACKED)
        return out.getvalue()

    def rendition(
        self, path: Path, media_type: str, pages: Sequence[Recognition], title: str, made_at: datetime
    ) -> bytes | None:
        """Return the archive PDF, or None when the original already is these pages with good text; raises PageFailed.

        Pages of a PDF that all carry good text are not drawn but taken over as they are (smaller and sharper; such a
        part of a foreign PDF makes no PDF/A promise).
        """
        original = self._desk.original(path, media_type)
        if original.as_pdf and all(page.source is TextSource.TEXT_LAYER or page.is_blank for page in pages):
            numbers = [page.number for page in pages]
            is_upright = not any(page.rotation for page in pages)
            if media_type == PDF and is_upright and numbers == list(range(1, original.page_count + 1)):
                return None
            return _taken_over(original.as_pdf, pages)
        made = [_archive_page(original, page) for page in pages]
        font = find_tessdata(self._tools.tessdata) / "pdf.ttf"
        return archive_pdf(made, title=title, made_at=made_at, font_file=font)

    def close(self) -> None:
        """Let go of what is open."""
        self._desk.clear()


def _points(page: OpenPage) -> tuple[float, float]:
    """Return the size of a page in points; one without resolution is taken to be A4."""
    if page.dpi is None:
        factor = LONGEST_SIDE_POINTS / max(page.width, page.height)
        return page.width * factor, page.height * factor
    return page.width * 72 / page.dpi, page.height * 72 / page.dpi


def _pixels(part: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the pixels of a part of a picture, at least one each way."""
    left, top = min(width - 1, int(part.left * width)), min(height - 1, int(part.top * height))
    return left, top, max(left + 1, round(part.right * width)), max(top + 1, round(part.bottom * height))


def _drawn(page: OpenPage, *, dpi: float) -> Grey:
    if isinstance(page, PdfPage):
        across, down = _points(page)
        most = (MOST_DRAWN_PIXELS * 72 * 72 / (across * down)) ** 0.5
        return page.drawn(min(dpi, most))
    return page.picture(for_reading=False)


def _archive_page(original: OpenOriginal, recognition: Recognition) -> ArchivePage:
    page = original.page(recognition.number)
    across, down = _points(page)
    dpi = BILEVEL_DPI if page.is_bilevel else ARCHIVE_DPI
    picture = _drawn(page, dpi=min(dpi, page.dpi or dpi))
    wanted = (max(1, round(across * dpi / 72)), max(1, round(down * dpi / 72)))
    if wanted[0] < 0.95 * picture.shape[1]:
        picture = _reduced(picture, wanted)
    return ArchivePage(
        picture=picture,
        width_points=across,
        height_points=down,
        is_bilevel=page.is_bilevel,
        recognition=recognition,
    )


def _reduced(picture: Grey, size: tuple[int, int]) -> Grey:
    import cv2  # noqa: PLC0415  (loaded by reading already; counting pages does without)
    import numpy as np  # noqa: PLC0415

    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _taken_over(pdf: Path | bytes, pages: Sequence[Recognition]) -> bytes:
    with pikepdf.open(as_input(pdf)) as source, pikepdf.Pdf.new() as part:
        for page in pages:
            part.pages.append(source.pages[page.number - 1])
            part.pages[-1].rotate(page.rotation, relative=True)
        part.remove_unreferenced_resources()
        out = io.BytesIO()
        part.save(out, deterministic_id=True, compress_streams=True)
        return out.getvalue()
