"""How understanding is set up: what tells classes, reads fields and knows names.

Apart from reading, whose processes start while this is imported.
"""

from functools import partial
from importlib.metadata import version

from adapters.certificate_folder import CertificateFolder
from adapters.likeness_model import likeness_model
from adapters.spacy_names import SpacyNames, model_name
from bootstrap.parts.checks import Check, well, wrong
from bootstrap.settings import Settings
from classifiers.cascade import classify
from extractors.registry import read_fields
from pipeline.model.text import Bilingual
from pipeline.ports import ReferenceData
from services.capture.understand import Means


def means(reference: ReferenceData | None, settings: Settings) -> Means:
    """Return what understanding works with; names are loaded when a document first needs them."""
    classifier = partial(classify, model=likeness_model())
    reader = partial(read_fields, certificates=CertificateFolder(settings.certificates_folder))
    return Means(classifier=classifier, reader=reader, names=SpacyNames(), reference=reference)


def check_names(language: str) -> Check:
    """Look whether names are found in sentences of a language; raises PartUnreachable when its model is damaged."""
    model = model_name(language)
    if model is None:
        return wrong(
            "names",
            Bilingual(
                fr=f"sans modèle de langue « {language} », aucun nom n'est cherché dans les phrases",
                en=f'without a model of the language "{language}" no name is looked for in sentences',
            ),
            Bilingual(
                fr="réinstallez les paquets de requirements.lock", en="install the packages of requirements.lock again"
            ),
        )
    SpacyNames().find("Madame Durand", language)
    return well("names", model, model, version(model))
