"""How reading and understanding are set up: the process pool, the limits, and the means of understanding."""

from adapters.pool import ProcessPageReader, ReaderLimits
from adapters.spacy_names import SpacyNames
from bootstrap.settings import Settings
from classifiers.cascade import Cascade
from extractors.registry import Registry
from pipeline.intake import IntakeLimits
from services.ports import PageReader
from services.understand import Reader


def limits(settings: Settings) -> IntakeLimits:
    """Give what may be taken in."""
    return IntakeLimits(most_bytes=settings.max_file_mb * 1_000_000, most_pages=settings.max_pages)
