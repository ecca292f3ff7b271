"""Text made comparable: without case, accents, ligatures, typographic signs or the letters that scanners confuse.

Classifiers, readers and findings compare folded text only; what is shown and kept stays as it stands on the paper.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "`": "'", "´": "'"})
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b"})


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the text in lower case, without accents, with single blanks and straight apostrophes."""
    plain = text.translate(_LIGATURES)
    if not text.isascii():
        plain = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))
    return " ".join(plain.lower().split())


@lru_cache(maxsize=20_000)
def letters(text: str) -> str:
    """Return the folded text with letters and digits alone: `N° d'identité` is `ndidentite`."""
    return _NO_LETTERS.sub("", fold(text))


@lru_cache(maxsize=20_000)
def blurred(text: str) -> str:
    """Return letters and digits with those that scanners confuse made equal (0 and o; 1, i and l; 5 and s; 8 and b)."""
    return letters(text).translate(_LOOKALIKES)


def stem(word: str) -> str:
    """Return a word without article, blurred and without the ending that number and gender change."""
    bare = blurred(fold(word).rpartition("'")[2])
    return bare.rstrip("es") if len(bare) > 4 else bare


def tokens(text: str) -> tuple[str, ...]:
    """Return the words, blurred, one for each printed word that holds a letter or digit; apostrophes part words."""
    return tuple(filter(None, (blurred(word) for word in fold(text).replace("'", " ").split())))
