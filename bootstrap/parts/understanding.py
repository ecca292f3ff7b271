"""How understanding is set up: what tells classes, reads fields and knows names.

Apart from reading, whose processes start while this is imported.
"""

from functools import partial

from adapters.certificate_folder import CertificateFolder
from adapters.likeness_model import likeness_model
from adapters.spacy_names import SpacyNames
from bootstrap.settings import Settings
from classifiers.cascade import classify
from extractors.registry import read_fields
from pipeline.ports import ReferenceData
from services.capture.understand import Means


def means(reference: ReferenceData | None, settings: Settings) -> Means:
    """Return what understanding works with; names are loaded when a document first needs them."""
    classifier = partial(classify, model=likeness_model())
    reader = partial(read_fields, certificates=CertificateFolder(settings.certificates_folder))
    return Means(classifier=classifier, reader=reader, names=SpacyNames(), reference=reference)
