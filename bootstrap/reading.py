"""How reading and understanding are set up: the process pool, the limits, and the means of understanding."""

from functools import partial

from adapters.certificate_folder import CertificateFolder
from adapters.likeness_model import likeness_model
from adapters.reading.pool import ProcessPageReader
from adapters.spacy_names import SpacyNames
from bootstrap.settings import Settings
from classifiers.cascade import classify
from extractors.registry import read_fields
from pipeline.intake import IntakeLimits
from pipeline.ports import ReferenceData
from services.capture.understand import Means
from services.capture.uploads import UploadBounds
from services.ports import PageReader


def limits(settings: Settings) -> IntakeLimits:
    """Give what may be taken in."""
    return IntakeLimits(most_bytes=settings.max_file_mb * 1_000_000, most_pages=settings.max_pages)


def upload_bounds(settings: Settings) -> UploadBounds:
    """Give what uploads under way may take."""
    return UploadBounds(most_bytes=settings.uploads_mb * 1_000_000, days=settings.upload_days)


def page_reader(settings: Settings) -> PageReader:
    """Give the reading processes; they start with the first page."""
    return ProcessPageReader(
        processes=settings.processes,
        tessdata=settings.tessdata,
        page_seconds=settings.page_seconds,
        memory_bytes=settings.page_memory_mb * 1_000_000,
        engine=settings.ocr,
        limits=limits(settings),
    )


def means(reference: ReferenceData | None, settings: Settings) -> Means:
    """Give what understanding works with; names are loaded when a document first needs them."""
    classifier = partial(classify, model=likeness_model())
    reader = partial(read_fields, certificates=CertificateFolder(settings.certificates_folder))
    return Means(classifier=classifier, reader=reader, names=SpacyNames(), reference=reference)
