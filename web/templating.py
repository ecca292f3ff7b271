"""Templates put into words: one Jinja environment a language, everything escaped, nothing undefined passed over."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.model.text import Language
from web.formats import Formats
from web.statics import Statics
from web.words import Words

FOLDER = Path(__file__).parent / "templates"
FILTERS = (
    *("day", "short_day", "month", "long_day", "moment", "in_days", "lasting"),
    *("money", "number", "share", "listed", "size", "value", "told", "days_told", "month_named", "field"),
)


class Templates:
    """Every template, in every language."""

    def __init__(self, statics: Statics, folder: Path = FOLDER) -> None:
        self._words = {language: Words(language) for language in Language}
        self._environments = {language: _environment(words, statics, folder) for language, words in self._words.items()}

    def render(self, template: str, language: Language, values: Mapping[str, object]) -> str:
        """Fill a template; raises UndefinedError for a value it was not given."""
        return self._environments[language].get_template(template).render(values)

    def words(self, language: Language) -> Words:
        """Return the texts of a language."""
        return self._words[language]


def _environment(words: Words, statics: Statics, folder: Path) -> Environment:
    language = words.language
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    formats = Formats(language)
    environment.globals |= {"t": words, "static": statics.address, "language": language.value}
    environment.filters |= {name: getattr(formats, name) for name in FILTERS}
    environment.filters["said"] = lambda text: text.in_language(language)
    return environment
