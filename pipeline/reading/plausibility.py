"""Does this look like words, and of which language? Cheap judgements without a dictionary.

Used to tell a good text layer from a broken one, a right turn of a page from a wrong one, and French from English.
The lists hold only the most frequent function words of each language, a third to a half of any running text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

_FUNCTION_WORDS = """
fr le la les de des du et en un une est pour dans que qui sur par au aux avec ce cette ces son sa ses se il elle nous
fr vous ne pas ou où votre vos notre nos je leur été être à
en the of and to in is for that with on by this be are from as or an was not your you we our at it which have has
en will shall his her
de der die das und in den von zu mit ist für auf im dem nicht ein eine des sich als auch werden bei oder aus zum zur
de wird sind einer nach
es el los las del y en por con para una su que se es al lo como más pero sus este esta
it il di e che per una del della con non sono dei le gli alla nel da è si
nl het een van en in is dat op te voor met zijn niet aan ook bij door wordt deze naar
"""


def _by_language(table: str) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for row in table.strip().splitlines():
        language, *some = row.split()
        words.setdefault(language, set()).update(some)
    return {language: frozenset(every) for language, every in words.items()}


FUNCTION_WORDS = _by_language(_FUNCTION_WORDS)

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_BLANK_TO_FILL = re.compile(r"[_.…·\-–—|☐□]+")
"""Rules and dots of a form, to be written on: neither words nor rubbish."""

_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæáíóúñãõåø")


def language_of(words: Iterable[str]) -> str | None:
    """Return the ISO 639-1 code of the language the words are written in; None when too few of them tell."""
    counts = dict.fromkeys(FUNCTION_WORDS, 0)
    for word in words:
        plain = _EDGES.sub("", word).lower().replace("’", "'")
        elided = plain.split("'", 1)
        if len(elided) == 2 and elided[0] in {"l", "d", "qu", "n", "s", "c", "j", "m", "t"}:
            counts["fr"] += 1
            plain = elided[1]
        for language, known in FUNCTION_WORDS.items():
            counts[language] += plain in known
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return best if counts[best] >= 4 and counts[best] >= 1.3 * counts[second] else None


def is_plausible(word: str) -> bool:
    """Return whether a token can be a word, a number or a code of a Western European text."""
    if any(not _is_usual(character) for character in word):
        return False
    core = _EDGES.sub("", word)
    if not core:
        return len(word) <= 3
    if any(character.isdigit() for character in core):
        return sum(character.isalnum() for character in core) >= 0.5 * len(core)
    return all(_is_pronounceable(part) for part in _LETTERS.findall(core))


def plausible_share(words: Sequence[str]) -> float:
    """Return the share of the characters that stand in plausible words of two letters and more, 0 to 1.

    The blanks of a form do not count: on an empty one they are half of its characters.
    """
    words = [word for word in words if not _BLANK_TO_FILL.fullmatch(word)]
    total = sum(len(word) for word in words)
    good = sum(len(word) for word in words if len(word) > 1 and is_plausible(word))
    return good / total if total else 0.0


def _is_usual(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    return unicodedata.category(character)[0] in "LNPSM" and ord(character) < 0x2500 and character != "\ufffd"


def _is_pronounceable(part: str) -> bool:
    """Return whether letters can be a word: capitals in their place, vowels, no long run of consonants."""
    if part.isupper() and len(part) <= 5:
        return True
    has_odd_capitals = not (part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower()))
    if has_odd_capitals and sum(a.islower() and b.isupper() for a, b in pairwise(part)) > 1:
        return False
    if len(part) <= 2:
        return True
    run = longest = vowels = 0
    for character in part.lower():
        is_vowel = character in _VOWELS
        vowels += is_vowel
        run = 0 if is_vowel else run + 1
        longest = max(longest, run)
    return vowels >= 1 and longest <= 5 and vowels <= len(part) * 0.85 + 1
