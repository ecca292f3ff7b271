"""Words written by hand are told from print by how unevenly their letters stand, so that they go to a person.

Print sets every letter of a line on one baseline and gives it one of two heights; a hand does neither, however neat it
is. Letters that hang together are measured by their strokes instead: those of print are upright, or all slanted alike.
The engine's confidence tells nothing: it is high on neat block letters that it misreads.

Measured on drawn papers (`docs/reading.md`); no real handwriting was at hand.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.components import Components, Floats, Ink, in_prepared
from pipeline.imaging.page_source import Prepared
from pipeline.model.page import Line, Word
from pipeline.ports import Grey

FEWEST_LETTERS = 4
"""Pieces of ink, each as large as a letter, without which nothing is known of how a word stands."""
SIZES, NARROWEST, WIDEST = (0.6, 2.6), 0.08, 2.2
"""Heights and widths of a letter, in the page's letters: narrower is a rule, wider are letters that hang together."""
SMALLEST, FINE = 11.0, 20.0
"""Pixels of the source under which letters are too coarse to tell how they stand, and from which on the scanner's grid
and grain no longer count: between the two, letters have to be the more uneven."""
LOOKED_AT = 0.03
"""Mean distance of the feet from their middle, in the page's letters at working size, from which a word is looked at
closely: one in six of print."""
OFF_BASELINE, OFF_HEIGHT = 0.04, 0.035
"""Scatter (root of the mean square, in the page's letters) of the feet about their line, and of the heights about the
nearer of two, above which letters were not set. In print one word in twenty has 0.03 and 0.07, hardly any has both."""
NEARLY, DESPITE = 0.7, 1.5
"""How much of it is enough beside a word that was written, and to begin with on a page where an engine made for print
is sure of all such words."""
DESCENDS = 0.2
"""Feet farther from the middle than that, in the page's letters, are those of descenders, accents and points."""
STEEPEST = 0.05
"""Slope of a line on a straightened page, as photographs leave it."""
LETTERS_JOINED = 3
"""Letters of a word whose strokes tell something."""
HARDLY_READ = 0.85
"""Confidence from which letters that hang together are print that touches."""
SHARP, SURE, ENOUGH = 0.75, 0.9, 40
"""The share of the usual sharpness of the page's sure words, so many of them, below which strokes are not print's."""
MOSTLY_READ = 0.3
"""The share of a page's words that are long and sure, below which print itself is so worn that its letters touch."""
DOUBTED, REACH = 0.9, 3.0
"""Confidence below which a word was written like the one beside it; blank between the two, in the page's letters."""
CONTRAST, FAINT_EDGE = 60, 0.3
"""Grey levels by which ink is darker than the paper; the strength of an edge that counts, in that of the strongest."""
FILLER = "<"
"""The sign of machine-readable zones, long enough to be uneven by some bend of the paper."""
ROOM = 0.15
"""Paper looked at above and below a word, in heights of it."""
ANGLES, LEANING = 45, 8
"""Directions of an edge, 4 degrees each, and how many of them on either side of upright are those of a stroke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How the letters of a word stand, in the page's letters: scatter of feet and of heights, widest piece of ink.

    is_known: there were enough single letters to tell.
    """

    widest: float
    is_known: bool = False
    feet: float = 0.0
    heights: float = 0.0

    def is_uneven(self, part: float = 1.0) -> bool:
        """Return whether the letters were not set; part: how much of the usual scatter is enough."""
        return self.feet > OFF_BASELINE * part and self.heights > OFF_HEIGHT * part


def told_from_print(lines: tuple[Line, ...], found: Components, ink: Ink, prepared: Prepared) -> tuple[Line, ...]:
    """Return the lines with the words marked that were written by hand; found: all ink of the page."""
    letter = prepared.letter_height
    in_source = letter / _per_source_pixel(ink, prepared) if letter is not None else 0.0
    if letter is None or in_source < SMALLEST:
        return lines
    enough = max(1.0, FINE / in_source)
    words = [word for line in lines for word in line.words]
    stands = {at: _stand(words[at], prepared, letter) for at in _unsteady(words, found, ink, prepared, letter)}
    uneven = {at for at, stand in stands.items() if stand.is_uneven(enough) and FILLER not in words[at].text}
    is_certain = any(words[at].confidence < SURE or stands[at].is_uneven(DESPITE * enough) for at in uneven)
    by_hand = (uneven if is_certain else set()) | _written_joined(words, stands, prepared)
    return tuple(_marked(lines, by_hand, stands, prepared, letter)) if by_hand else lines


def _per_source_pixel(ink: Ink, prepared: Prepared) -> float:
    """Return the pixels of the prepared picture on one of the source's."""
    return float(np.hypot(prepared.matrix.a, prepared.matrix.d) * ink.scale / ink.mask.shape[1])


def _unsteady(words: Sequence[Word], found: Components, ink: Ink, prepared: Prepared, letter: float) -> list[int]:
    """Return the positions of the words worth a closer look, by the ink at working size."""
    rows = in_prepared(found, ink, prepared.matrix)
    width, height = rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]
    of_word = _word_of_each(words, found, ink)
    is_letter = (height >= SIZES[0] * letter) & (height <= SIZES[1] * letter) & (of_word >= 0)
    single, joined = is_letter & (width < WIDEST * letter), is_letter & (width >= WIDEST * letter)
    scatter, count = _scatter(of_word[single], rows[single, 3] / letter, len(words))
    unsteady = (count >= FEWEST_LETTERS) & (scatter > LOOKED_AT)
    hardly_read = np.array([word.confidence < HARDLY_READ for word in words], dtype=np.bool_)
    unsteady[of_word[joined]] |= hardly_read[of_word[joined]]
    return [int(at) for at in np.flatnonzero(unsteady)]


def _word_of_each(words: Sequence[Word], found: Components, ink: Ink) -> NDArray[np.int64]:
    """Return for each piece of ink the position of the word in whose box its middle lies, -1 for none."""
    height, width = ink.mask.shape
    owner = np.full((height, width), -1, np.int32)
    for at, (left, top, right, bottom) in enumerate(word.box for word in words):
        owner[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1] = at
    x = np.clip((found.left + found.width / 2).astype(int), 0, width - 1)
    y = np.clip((found.top + found.height / 2).astype(int), 0, height - 1)
    return np.asarray(owner[y, x], dtype=np.int64)


def _scatter(group: NDArray[np.int64], value: Floats, groups: int) -> tuple[Floats, NDArray[np.int64]]:
    """Return for each group the mean distance of its values from their median, and how many lie near it."""
    order = np.lexsort((value, group))
    group, value = group[order], value[order]
    size = np.bincount(group, minlength=groups)
    middle = np.zeros(groups)
    middle[size > 0] = value[(np.cumsum(size) - size + size // 2)[size > 0]]
    off = np.abs(value - middle[group])
    near = off <= DESCENDS
    count = np.bincount(group[near], minlength=groups)
    return np.bincount(group[near], weights=off[near], minlength=groups) / np.maximum(count, 1), count


def _stand(word: Word, prepared: Prepared, letter: float) -> Stand:
    """Measure how the letters of a word stand."""
    cut = _cut(word, prepared)
    if cut.size == 0 or int(cut.max()) - int(cut.min()) < CONTRAST:
        return Stand(widest=0.0)
    _, mask = cv2.threshold(cut, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height = (stats[1:, column].astype(np.float64) for column in range(4))
    inside = (top > 0) & (top + height < cut.shape[0]) & (height >= SIZES[0] * letter) & (height <= SIZES[1] * letter)
    single = inside & (width < WIDEST * letter) & (width >= NARROWEST * letter)
    widest = float(width[inside].max(initial=0.0)) / letter
    feet = top + height
    single &= np.abs(feet - np.median(feet[single])) <= DESCENDS * letter if single.any() else single
    if np.count_nonzero(single) < FEWEST_LETTERS:
        return Stand(widest=widest)
    off = _off_line((left + width / 2)[single], feet[single])
    return Stand(widest=widest, is_known=True, feet=off / letter, heights=_off_two(height[single]) / letter)


def _cut(word: Word, prepared: Prepared) -> Grey:
    left, top, right, bottom = prepared.matrix.box_to_prepared(word.box)
    room = ROOM * (bottom - top)
    high, low = max(0, int(top - room)), max(0, int(bottom + room) + 1)
    return prepared.grey[high:low, max(0, int(left) - 1) : max(0, int(right) + 2)]


def _off_line(middle: Floats, feet: Floats) -> float:
    """Return the scatter of feet about the line through them, in pixels."""
    x, y = middle - middle.mean(), feet - feet.mean()
    slope = float(np.clip((x * y).sum() / max(float((x * x).sum()), 1.0), -STEEPEST, STEEPEST))
    return float(np.sqrt(((y - slope * x) ** 2).sum() / (len(y) - 2)))


def _off_two(heights: Floats) -> float:
    """Return the scatter of heights about the nearer of the two that fit them best: small letters and tall ones."""
    ordered = np.sort(heights) - heights.mean()
    lower, upper = _squares_upto(ordered), _squares_upto(ordered[::-1])[::-1]
    return float(np.sqrt((lower[:-1] + upper[1:]).min() / max(1, len(ordered) - 2)))


def _squares_upto(values: Floats) -> Floats:
    """Return for each value the sum of the squares by which those up to it are off their mean."""
    count = np.arange(1, len(values) + 1)
    return np.maximum(0.0, np.cumsum(values**2) - np.cumsum(values) ** 2 / count)


def _written_joined(words: Sequence[Word], stands: Mapping[int, Stand], prepared: Prepared) -> set[int]:
    """Return the words of joined letters that were hardly read and whose strokes are less upright than the page's."""
    joined = [
        at
        for at, stand in stands.items()
        if stand.widest >= WIDEST
        and words[at].confidence < HARDLY_READ
        and sum(map(str.isalpha, words[at].text)) >= LETTERS_JOINED
        and FILLER not in words[at].text
    ]
    sure = [word for word in words if word.confidence >= SURE and len(word.text) >= LETTERS_JOINED]
    if not joined or len(sure) < MOSTLY_READ * len(words):
        return set()
    level = SHARP * float(np.median([_sharpness(_cut(word, prepared)) for word in sure[:ENOUGH]]))
    return {at for at in joined if _sharpness(_cut(words[at], prepared)) < level}


def _sharpness(cut: Grey) -> float:
    """Return the share of a word's edges, by their strength, that run in the 12 degrees most usual near upright."""
    if cut.size == 0:
        return 1.0
    across, down = cv2.Sobel(cut, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(cut, cv2.CV_32F, 0, 1, ksize=3)
    strength = cv2.magnitude(across, down)
    strong = strength > FAINT_EDGE * strength.max()
    degrees = (np.degrees(np.arctan2(down[strong], across[strong])) + 90) % 180
    classes = (degrees / 180 * ANGLES).astype(int) % ANGLES
    shares = np.bincount(classes, weights=strength[strong], minlength=ANGLES)
    near = shares[ANGLES // 2 - LEANING : ANGLES // 2 + LEANING + 1] / max(float(shares.sum()), 1.0)
    return float(np.convolve(near, np.ones(3), "valid").max())


def _marked(
    lines: Sequence[Line], by_hand: Collection[int], stands: Mapping[int, Stand], prepared: Prepared, letter: float
) -> Iterator[Line]:
    """Yield the lines with the words at these positions marked, and those beside them that look like them."""
    at = 0
    for line in lines:
        places = range(at, at + len(line.words))
        at += len(line.words)
        written = [place in by_hand for place in places]
        if not any(written):
            yield line
            continue
        like = [_is_like(word, stands.get(place)) for word, place in zip(line.words, places, strict=True)]
        edges = [prepared.matrix.box_to_prepared(word.box) for word in line.words]
        for here, beside in (*pairwise(range(len(written))), *pairwise(reversed(range(len(written))))):
            gap = max(edges[beside][0] - edges[here][2], edges[here][0] - edges[beside][2])
            written[beside] |= written[here] and like[beside] and gap <= REACH * letter
        words = (replace(word, is_by_hand=True) if is_ else word for word, is_ in zip(line.words, written, strict=True))
        yield replace(line, words=tuple(words))


def _is_like(word: Word, stand: Stand | None) -> bool:
    """Return whether a word beside one that was written was written too."""
    if stand is not None and stand.is_known:
        return stand.is_uneven(NEARLY)
    return word.confidence < DOUBTED
