"""Words that stand for parts of a pattern in rule files: `{title} {name}` instead of the same long text in every file.

A word stands in braces and is put in place before the pattern is used; braces with digits (`{1,3}`) are the pattern's
own.
"""

import re
from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "title": r"(?:M\.|M(?= [A-ZÀ-Ý])|Mr|Mme|Mlle|Mle|Melle|Monsieur|Madame|Mademoiselle)",
    "name": r"[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){1,3}",
    "long_name": r"[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){1,4}",
    "words": r"[^,;:0-9]{3,60}?",
    "born": r"n[ée]{1,2}e?(?:\(e\))?",
    "lives": r"(?i:demeurant|domiciliée?|résidant)(?i: actuellement)?(?: au| à| :)?",
    "french_home": r"[^;:]{4,90}?\b\d{5} [A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){0,4}",
    "bracketed_home": r"[^;:(]{3,80}?\(\d{5}\)(?:, ?\d+\w? [^,;.:]{4,60})?",
    "lives_at": r"(?i:residing at|resident at|living at|whose address is|home address is)",
    "isles_home": (
        r"(?:(?!\. [A-Z][a-z]+ [a-z])[^;:]){8,110}?"
        r"(?:[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|(?:[A-Z]\d\d|D6W) [A-Z\d]{4})\b"
    ),
    "hired_or_lodged": (
        r"(?=(?:(?!bailleu|propriétaire|loueu|vendeu|employeu|\bn[ée]e?\b|\bET\b)[^.;]){0,160}"
        r"(?:le salarié|la salariée|l['’]employée?|locataire|preneur))"
    ),
    "no_other_party": (
        r"(?!(?:(?!\bn[ée]e?\b|\bET\b)[^.;]){0,200}"
        r"(?:bailleu|propriétaire|loueu|vendeu|employeu|représentée? par))"
    ),
    "form": r"(?:SARL|SASU?|EURL|SA|SCI|SNC|SCEA|SELAS|SELARL|SCP|SCOP|GAEC|EARL|GIE)",
    "plate": r"[A-HJ-NP-TV-Z]{2}(?:- ?| )?\d{3}(?:- ?| )?[A-HJ-NP-TV-Z]{2}",
    "old_plate": r"\d{1,4} ?[A-Z]{2,3} ?(?:\d{2}|2[AB])",
    "number": r"[A-Z0-9][A-Z0-9/_.-]{1,24}\d",
    "grouped_number": (
        r"(?:[A-Z]{1,5} )?[A-Z0-9/.-]*\d[A-Z0-9/.-]*(?: [A-Z0-9/.-]*\d[A-Z0-9/.-]*){0,6}(?: [A-Z](?: \d\d)?)?"
    ),
    "no": r"n\s?[°ºo]\s?:?\s?",
}
"""Each word with the pattern it stands for; `docs/reference/documents.md` says what it means."""
_WORD: Final = re.compile(r"\{([a-z_]+)\}")


def with_words(pattern: str) -> str:
    """Return the pattern with what its words stand for; a word that is not known stays as it is."""
    return _WORD.sub(lambda match: WORDS.get(match[1], match[0]), pattern)


def unknown_words(pattern: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a pattern that stand for nothing, with the place of each in it."""
    return tuple((match[1], match.start(1)) for match in _WORD.finditer(pattern) if match[1] not in WORDS)
