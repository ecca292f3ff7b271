"""How letters greet and close, in French and English: what stands before their text and after it."""

import re
from typing import Final

from pipeline.folding import fold

_TITLES: Final = r"(?:madame|monsieur|mesdames|messieurs|mademoiselle|maitre|docteur|chere?s?|sirs?|madam)"
_TO_NAME: Final = r"dear (?:(?:mr|mrs|ms|dr|prof|rev|messrs)\. ?)?(?:[a-z]\. ?)*[^.:;?\d]{2,50}[:,]?"
"""English titles and initials before a name have their points in most letters of America and in old British ones."""
_GREETING: Final = re.compile(
    rf"(?:bonjour|dear|to whom it may concern|{_TITLES})\b[^.:;?\d]{{0,60}}[,!]|{_TO_NAME}"
    r"|(?:dear )?(?:gentlemen|ladies and gentlemen|sirs?|madam)\s?[:,]?"
    rf"|to whom it may concern|{_TITLES}(?:,? (?:et |ou |or )?{_TITLES}| l[ea] \w+)*"
)
_CLOSING: Final = re.compile(
    r"\b(?:agreer|salutations?|cordialement|sincerement|bien a vous|sincerely|faithfully|regards|cordially"
    r"|(?:yours|very) (?:very )?truly|truly yours"
    r"|respectfully|sentiments (?:distingues|devoues|respectueux|les meilleurs)"
    r"|(?:prie|prions|veuillez)\b.{0,20}\b(?:recevoir|croire))\b"
)


def is_greeting(text: str) -> bool:
    """Return whether a line greets and nothing else: `Madame, Monsieur,`, `Dear Ms Brown`; no line of an address."""
    return _GREETING.fullmatch(fold(text)) is not None


def is_closing(text: str) -> bool:
    """Return whether a line holds words with which letters end: `… nos salutations distinguées`, `Yours sincerely`."""
    return _CLOSING.search(fold(text)) is not None
