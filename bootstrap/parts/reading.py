"""How reading is set up: the process pool, and the limits of what is taken in."""

from typing import TYPE_CHECKING

from adapters.reading.pool import ProcessPageReader
from bootstrap.settings import Settings
from pipeline.intake import IntakeLimits
from services.ports.reading import PageReader

if TYPE_CHECKING:
    from services.capture.uploads import UploadBounds


def limits(settings: Settings) -> IntakeLimits:
    """Return what may be taken in."""
    return IntakeLimits(most_bytes=settings.max_file_mb * 1_000_000, most_pages=settings.max_pages)


def upload_bounds(settings: Settings) -> "UploadBounds":
    """Return what uploads under way may take."""
    from services.capture.uploads import UploadBounds  # noqa: PLC0415 - reading processes start without it

    return UploadBounds(most_bytes=settings.uploads_mb * 1_000_000, days=settings.upload_days)


def page_reader(settings: Settings) -> PageReader:
    """Return the reading processes; they start with the first page."""
    return ProcessPageReader(
        processes=settings.processes,
        tessdata=settings.tessdata,
        page_seconds=settings.page_seconds,
        memory_bytes=settings.page_memory_mb * 1_000_000,
        engine=settings.ocr,
        limits=limits(settings),
    )
