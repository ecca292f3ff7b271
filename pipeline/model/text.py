"""Text that a person reads, in the two languages of the product."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages of screens, messages and letters."""

    FR = "fr"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """One sentence or label in French and in English."""

    fr: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.fr if language is Language.FR else self.en
