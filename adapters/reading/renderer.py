"""Opening originals and drawing their pages: PDF by pypdfium2, pictures by Pillow; one original at a time.

A file that has no pages of its own (an e-invoice in XML, a text, a table) is set in type, and is a PDF from then on.

Neither library is shared between threads: an opened original belongs to the process, and the thread, that opened it.
Everything here is bounded: a page's picture never has more than the pixels the intake limits allow.
"""

from pathlib import Path
from typing import Protocol, Self

from adapters.pdf.pages import PdfOriginal
from adapters.reading.pictures import PictureOriginal
from adapters.typesetting.making import typeset
from pipeline import refusals
from pipeline.imaging.page_source import OpenPage
from pipeline.intake import IntakeLimits


class OpenOriginal(Protocol):
    """An opened original: its pages by number, from 1."""

    page_count: int

    @property
    def as_pdf(self) -> Path | bytes | None:
        """Return the PDF it is, or was made into."""
        ...

    def page(self, number: int) -> OpenPage:
        """Return one page; raises PageFailed when it cannot be loaded."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def open_original(path: Path, media_type: str, limits: IntakeLimits) -> OpenOriginal:
    """Open an original; raises InputRefused (encrypted, damaged, truncated, no pages, too many, too large)."""
    opened = _opened(path, media_type, limits)
    if opened.page_count == 0:
        opened.close()
        raise refusals.refused(refusals.reason("no_pages"))
    if opened.page_count > limits.most_pages:
        opened.close()
        raise refusals.refused(refusals.too_many_pages(opened.page_count, limits.most_pages))
    return opened


def _opened(path: Path, media_type: str, limits: IntakeLimits) -> OpenOriginal:
    if media_type == "application/pdf":
        return PdfOriginal(path, limits)
    made = typeset(path, media_type)
    return PdfOriginal(made.pdf, limits, stated=made.stated) if made else PictureOriginal(path, limits)


class Desk:
    """Keeps the last original open, since the pages of one original are usually read one after the other."""

    def __init__(self, limits: IntakeLimits) -> None:
        """Begin with nothing open."""
        self._limits = limits
        self._key: tuple[str, int, int] | None = None
        self._open: OpenOriginal | None = None

    def original(self, path: Path, media_type: str) -> OpenOriginal:
        """Return the original opened; raises InputRefused."""
        facts = path.stat()
        key = (str(path), facts.st_mtime_ns, facts.st_size)
        if self._open is None or key != self._key:
            self.clear()
            self._open, self._key = open_original(path, media_type, self._limits), key
        return self._open

    def clear(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open.close()
        self._open, self._key = None, None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
