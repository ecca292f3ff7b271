"""Templates put into words: one Jinja environment a language, everything escaped, nothing undefined passed over."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.model.text import Language
from web.formats import Formats
from web.statics import Statics
from web.words import Words

FOLDER = Path(__file__).parent / "templates"
FILTERS = ("day", "long_day", "moment", "in_days", "money", "number", "share", "listed")


class Templates:
    """Every template, in every language."""

    def __init__(self, statics: Statics, folder: Path = FOLDER) -> None:
        self._environments = {language: _environment(language, statics, folder) for language in Language}

    def render(self, template: str, language: Language, values: Mapping[str, object]) -> str:
        """Fill a template; raises UndefinedError for a value it was not given."""
        return self._environments[language].get_template(template).render(values)

    def words(self, language: Language) -> Words:
        """Give the texts of a language."""
        return self._environments[language].globals["t"]  # type: ignore[return-value]


def _environment(language: Language, statics: Statics, folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    formats = Formats(language)
    environment.globals |= {"t": Words(language), "static": statics.address, "language": language.value}
    environment.filters |= {name: getattr(formats, name) for name in FILTERS}
    environment.filters["said"] = lambda text: text.in_language(language)
    return environment
