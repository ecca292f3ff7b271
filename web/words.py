"""What the pages say, in French and English: read from `web/texts`, one file an area, keys alike in every language.

A text is a table `{fr, en}`, or `{fr = {one, other}, en = {one, other}}` when it counts; `{name}` stands for a value.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal
from markupsafe import Markup

from pipeline.model.text import Language

FOLDER = Path(__file__).parent / "texts"
_HIGH = re.compile(r" ([:;!?»%€])|(«) ")
"""Where French typography keeps a blank from breaking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A text in one language by plural category; a text that does not count has `other` alone."""

    forms: Mapping[str, str]


Phrases = Mapping[str, Mapping[Language, Phrase]]
"""Every text by its key, `area.name`."""


@cache
def phrases(folder: Path = FOLDER) -> Phrases:
    """Read every text; raises KeyError for one that lacks a language."""
    found: dict[str, dict[Language, Phrase]] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[f"{path.stem}.{name}"] = {language: _phrase(said[language], language) for language in Language}
    return found


class Words:
    """The texts of one language."""

    def __init__(self, language: Language, every: Phrases | None = None) -> None:
        self.language = language
        self._every = phrases() if every is None else every
        self._locale = Locale(language)
        self._plural = self._locale.plural_form

    def __call__(self, key: str, **values: object) -> Markup:
        """Return a text with its values, escaped; `count` chooses the plural and is written out. Raises KeyError."""
        forms, category = self._every[key][self.language].forms, "other"
        if isinstance(count := values.get("count"), int):
            category = self._plural(count)
            values["count"] = format_decimal(count, locale=self._locale)
        # Markup.format escapes the values; the text itself is ours.
        return Markup(forms.get(category, forms["other"])).format(**values)  # noqa: S704

    def has(self, key: str) -> bool:
        """Return whether there is such a text."""
        return key in self._every


def _phrase(said: str | dict[str, str], language: Language) -> Phrase:
    forms = {"other": said} if isinstance(said, str) else said
    return Phrase(forms={category: _set(text, language) for category, text in forms.items()})


def _set(text: str, language: Language) -> str:
    """Set a text as its language is printed: in French a blank before high punctuation does not break."""
    if language is not Language.FR:
        return text
    return _HIGH.sub(lambda found: f"\u00a0{found[1]}" if found[1] else f"{found[2]}\u00a0", text)
