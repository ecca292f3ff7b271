"""Where words stand on a page: looked for as a reader does, without case, accents and punctuation."""

from collections.abc import Sequence

from pipeline.folding import fold, letters
from pipeline.geometry import Box
from pipeline.model.page import Word


def boxes_of(text: str, words: Sequence[Word]) -> tuple[Box, ...]:
    """Return the boxes of the words that say the text, in reading order.

    One word is found inside longer ones; several must follow each other, the last may go on.
    """
    wanted = [part for part in (letters(token) for token in fold(text).split()) if part]
    if not wanted:
        return ()
    read = [letters(word.text) for word in words]
    found: dict[int, Box] = {}
    for at in range(len(read) - len(wanted) + 1):
        if _says(wanted, read[at : at + len(wanted)]):
            found |= {at + n: words[at + n].box for n in range(len(wanted))}
    return tuple(found[at] for at in sorted(found))


def _says(wanted: Sequence[str], read: Sequence[str]) -> bool:
    if len(wanted) == 1:
        return wanted[0] in read[0]
    return list(wanted[:-1]) == list(read[:-1]) and read[-1].startswith(wanted[-1])
