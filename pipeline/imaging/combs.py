"""Figures written in combs, the rows of little cells of administrative forms, are read a second time.

An engine takes the strokes between the cells for letters (`|0|9|` becomes `l0 9 L`). The cells are found by their
strokes, equal and evenly spaced; what stands in them is set side by side without strokes, and read as one word.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box, PageMatrix, around
from pipeline.imaging.components import outlines
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import Grey

FIGURES = "0123456789"
ALPHABET = FIGURES + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEAST_CELLS = 5
"""A postal code's; fewer evenly spaced strokes happen in print by chance."""
LEAST_FILLED = 3
"""Letters a comb must hold to be read again."""
NARROWEST, WIDEST = 0.8, 3.6
"""Width of a cell, in heights of the page's letters: narrower is print, wider is a table."""
LOWEST, HIGHEST = 0.3, 4.5
"""Height of a stroke between cells, in heights of the page's letters: a tick at the foot, a closed cell."""
EVEN = 0.16
"""How far the widths of a comb's cells may differ from their median, as a share of it (scans: up to 0.1)."""
FEWEST_TICKS = 2
"""Ticks left of a frame's, one of them beside another, that tell the width of its cells."""
FEWEST_STROKES = min(LEAST_CELLS, 2 + FEWEST_TICKS)
"""Strokes of the shortest row that can be a comb: of a frame with its two sides, or evenly spaced."""
PROSE, SURE_PROSE = re.compile(r"\W*[^\W\d_][a-zà-ÿœ]{3,}\W*"), 0.9
"""A word in small letters, whatever the first, and the confidence from which on it is one: combs hold capitals."""
MOST_LOST, BRIDGED = 4, 1.3
"""Strokes in a row that a scan may lose, and the width of a cell, in heights of the page's letters, from which on they
are put back between their neighbours: narrower, the strokes may be those of letters."""
MOST_SEVERAL = 0.3
"""The share of filled cells that may hold more than one piece of print (a broken letter); above, it is a table."""
RULED = 0.6
"""The share of a comb's width along which its foot must be a printed line."""
LEAST_GLYPH = 0.55
"""Height of the lowest letter in a cell, in heights of the page's letters: lower is dust or a remnant of the frame."""
CLOSED = 1.1
"""From this height of its outer strokes on, in heights of the page's letters, a comb is a row of closed cells."""
OPEN_HEIGHT = 2.3
"""How far above the foot of an open comb its letters may reach, in heights of the page's letters."""
MOSTLY = 0.5
"""A word of which more than this share lies in a comb was read from it."""
AROUND, DARKER = 41, 12
"""Pixels across of a place's surroundings, and grey levels by which ink is darker than they are."""
LEAST_CONTRAST = 40
"""Grey levels between paper and the darkest ink of a comb that holds anything."""
GAPS, THIRD_GAP = (0.12, 0.3), 0.2
"""The two settings in which a comb is read, in heights of its letters: as close as print, as wide as typing; and the
one that decides where they differ."""
AGREED, DISAGREED = 0.94, 0.5
"""Confidence of a word that two settings gave alike, which is as much as nobody reads again (`second_reading`): it was
read twice, and a third time the strokes between the cells would be read with it; and of one that only one setting gave
with a letter for each cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comb:
    """A row of cells in a prepared picture (pixels): the strokes' left edges and right edges, and top and bottom."""

    strokes: tuple[tuple[int, int], ...]
    top: int
    bottom: int

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Return the inside of each cell, from left to right."""
        return tuple((left[1], right[0]) for left, right in pairwise(self.strokes))


def read_combs(lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer) -> tuple[Line, ...]:
    """Return the lines with what stands in combs read anew; all other words stay as they are."""
    for comb in find_combs(prepared, beside=lines):
        glyphs = _glyphs(prepared.grey, comb, prepared.letter_height or 0.0)
        if sum(glyph is not None for glyph in glyphs) >= LEAST_FILLED:
            read = _read(glyphs, prepared, engine)
            lines = _with(lines, replace(read, box=_box(comb, prepared))) if read else lines
    return lines


def find_combs(prepared: Prepared, *, beside: Sequence[Line] = ()) -> tuple[Comb, ...]:
    """Find rows of strokes of one height, evenly spaced as cells for single letters are; beside: what was read."""
    letter = prepared.letter_height
    if letter is None:
        return ()
    dark = _dark(prepared.grey)
    prose = [prepared.matrix.box_to_prepared(word.box) for line in beside for word in line.words if _is_prose(word)]
    strokes = _strokes(dark, letter, prose)
    combs: list[Comb] = []
    while len(strokes):
        alike = abs(strokes[:, 3] - strokes[0][3]) <= 0.15 * letter
        row = strokes[alike]
        strokes = strokes[~alike]
        if len(row) < FEWEST_STROKES:
            continue
        ordered = row[np.argsort(row[:, 0])]
        framed = [comb for comb in _framed(ordered, letter) if _has_foot(dark, comb)]
        runs = [comb for comb in _even_runs(ordered, letter) if _has_foot(dark, comb, is_straight=True)]
        combs += [*framed, *(run for run in runs if not any(_overlap(run, comb) for comb in framed))]
    return tuple(combs)


def _overlap(one: Comb, other: Comb) -> bool:
    return one.strokes[0][0] < other.strokes[-1][0] and one.strokes[-1][0] > other.strokes[0][0]


def _has_foot(dark: NDArray[np.uint8], comb: Comb, *, is_straight: bool = False) -> bool:
    """Return whether the cells stand on a printed line; is_straight: on one row of pixels, as no feet of letters do."""
    left, right = comb.strokes[0][0], comb.strokes[-1][1]
    foot = dark[max(0, comb.bottom - 5) : comb.bottom + 6, left:right]
    if not foot.size or float(foot.any(axis=0).mean()) < RULED:
        return False
    return not is_straight or float(foot.mean(axis=1).max()) >= RULED


def _is_prose(word: Word) -> bool:
    """Return whether this is surely a word that no comb holds: its strokes, most of a page's, need not be looked at."""
    return word.confidence >= SURE_PROSE and PROSE.fullmatch(word.text) is not None


def _strokes(dark: NDArray[np.uint8], letter: float, prose: Sequence[Box]) -> NDArray[np.int32]:
    """Return upright thin strokes as rows (left, top, width, bottom), but those in the boxes of prose (pixels)."""
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((max(3, round(LOWEST * letter)), 1), np.uint8))
    for left, top, right, bottom in prose:
        upright[max(0, int(top)) : max(0, int(bottom)), max(0, int(left)) : max(0, int(right))] = 0
    found = outlines(np.asarray(upright, dtype=np.uint8), with_area=False)
    thin = (found.width <= 0.28 * letter) & (found.height <= HIGHEST * letter) & (found.height >= 1.5 * found.width)
    kept = found.only(np.asarray(thin))
    return np.stack([kept.left, kept.top, kept.width, kept.bottom], axis=1).astype(np.int32)


def _dark(grey: Grey) -> NDArray[np.uint8]:
    """Return 1 where the picture is darker than its surroundings."""
    # What OpenCV's adaptive threshold gives, in three steps that work on many pixels at once.
    around_ = cv2.boxFilter(grey, -1, (AROUND, AROUND), borderType=cv2.BORDER_REPLICATE)
    _, dark = cv2.threshold(cv2.subtract(around_, grey), DARKER - 1, 1, cv2.THRESH_BINARY)
    return np.asarray(dark, dtype=np.uint8)


def _framed(row: NDArray[np.int32], letter: float) -> Iterator[Comb]:
    """Yield the frames that their ticks part into even cells, however many of the ticks the scan lost."""
    tall = np.flatnonzero(row[:, 3] - row[:, 1] >= CLOSED * letter)
    for first, last in pairwise(tall.tolist()):
        if last - first <= FEWEST_TICKS:
            continue
        frame = row[first : last + 1]
        pitch = float(np.diff(frame[:, 0]).min())
        cells = round(float(frame[-1, 0] - frame[0, 0]) / max(1.0, pitch))
        is_level = abs(frame[0, 1] - frame[-1, 1]) <= 0.15 * letter
        if cells >= LEAST_CELLS and is_level and _is_even(frame[:, 0], cells, letter):
            width = int(np.median(frame[:, 2]))
            lefts = [round(float(left)) for left in np.linspace(frame[0, 0], frame[-1, 0], cells + 1)]
            strokes = tuple((left, left + width) for left in lefts)
            yield Comb(strokes=strokes, top=int(frame[0, 1]), bottom=int(np.median(frame[:, 3])))


def _even_runs(row: NDArray[np.int32], letter: float) -> Iterator[Comb]:
    """Yield the longest evenly spaced runs of one row of strokes."""
    places = row[:, 0].tolist()  # plain numbers: looked at one by one, an array's cost six times as much
    start, free = 0, 0
    while start + LEAST_CELLS <= len(row):
        pitch = float(places[start + 1] - places[start])
        lost = MOST_LOST if pitch >= BRIDGED * letter else 0
        end = _reach_of_run(places[start:], pitch, lost) if NARROWEST * letter <= pitch <= WIDEST * letter else 0
        back = [-place for place in reversed(places[free : start + 1])]
        before = _reach_of_run(back, pitch, lost, known=end) if end else 0
        run = row[start - before : start + end + 1]
        strokes = tuple(_with_lost(run)) if len(run) >= LEAST_CELLS else ()
        if len(strokes) > LEAST_CELLS and _is_even(run[:, 0], len(strokes) - 1, letter):
            top, bottom = int(min(run[0, 1], run[-1, 1])), int(np.median(run[:, 3]))
            yield Comb(strokes=strokes, top=top, bottom=bottom)
            start = free = start + end
        start += 1


def _is_even(places: NDArray[np.int32], cells: int, letter: float) -> bool:
    """Return whether strokes stand where so many equal cells between the first and the last would have them."""
    even = np.linspace(places[0], places[-1], cells + 1)
    pitch = float(even[1] - even[0])
    off = float(np.abs(places[:, None] - even[None, :]).min(axis=1).max())
    return NARROWEST * letter <= pitch <= WIDEST * letter and off <= max(2.0, EVEN * pitch)


def _reach_of_run(places: Sequence[int], pitch: float, lost: int, *, known: int = 0) -> int:
    """Return the index of the last place (pixels, rising) that keeps the pitch from the first on.

    So many between may be lost, but never more at a time than there are cells so far; known: cells on the other side.
    """
    end = cells = 0
    for place in range(1, len(places)):
        distance = float(places[place] - places[end])
        steps = max(1, round(distance / pitch))
        if steps > min(max(1, cells + known), lost + 1) or abs(distance - steps * pitch) > max(2.0, EVEN * pitch):
            break
        end, cells = place, cells + steps
        pitch = float(places[end] - places[0]) / cells
    return end


def _with_lost(run: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Yield the strokes' edges, those that the scan lost put where they must have stood."""
    pitch = float(np.median(np.diff(run[:, 0])))
    for (left, _, width, _), (following, *_) in pairwise(run.tolist()):
        yield left, left + width
        steps = max(1, round((following - left) / pitch))
        for step in range(1, steps):
            at = left + round(step * (following - left) / steps)
            yield at, at + width
    left, _, width, _ = run[-1].tolist()
    yield left, left + width


def _glyphs(grey: Grey, comb: Comb, letter: float) -> tuple[Grey | None, ...]:
    """Cut out what stands in each cell, None where nothing does; () for an empty comb, or for a table."""
    top = _reach(comb, letter)
    left, right = comb.strokes[0][0], comb.strokes[-1][1]
    band = _without_rules(grey[top : comb.bottom + 1, left : right + 1])
    paper, ink = float(np.percentile(band, 90)), float(np.percentile(band, 1))
    if paper - ink < LEAST_CONTRAST:
        return ()
    level = (paper + ink) / 2
    cut = [_glyph(band[:, a - left + 1 : b - left - 1], level, letter) for a, b in comb.cells]
    filled = [pieces for _, pieces in cut if pieces]
    several = sum(pieces > 1 for pieces in filled)
    if not filled or several > MOST_SEVERAL * len(filled):
        return ()
    return tuple(glyph for glyph, _ in cut)


def _reach(comb: Comb, letter: float) -> int:
    """Return how high the cells reach (pixels): to their frame, or as high as letters stand over ticks at the foot."""
    is_closed = comb.bottom - comb.top >= CLOSED * letter
    return comb.top if is_closed else max(0, comb.bottom - round(OPEN_HEIGHT * letter))


def _without_rules(band: Grey) -> Grey:
    """Whiten the rows that are dark along most of the band: the frame of the cells."""
    ruled = _dark(band).mean(axis=1) > RULED
    beside = np.convolve(ruled, np.ones(3), mode="same") > 0
    clean = band.copy()
    clean[beside] = int(np.percentile(band, 90))
    return clean


def _glyph(cell: Grey, level: float, letter: float) -> tuple[Grey | None, int]:
    """Cut the letter out of a cell, and tell of how many pieces side by side it is; ticks at the foot are no piece."""
    dark = (cell < level).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    height, width = dark.shape
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= LEAST_GLYPH * letter
    right = stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH]
    framing = (stats[:, cv2.CC_STAT_WIDTH] <= 3) & ((stats[:, cv2.CC_STAT_LEFT] <= 1) | (right >= width - 1))
    kept = np.flatnonzero(tall & ~framing)
    kept = kept[kept > 0]
    if not len(kept):
        return None, 0
    inside = np.isin(labels, kept)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    pieces = int((np.diff(np.flatnonzero(inside.any(axis=0))) > 1).sum()) + 1
    top, bottom = max(0, rows[0] - 1), min(height, rows[-1] + 2)
    return np.asarray(cell[top:bottom, max(0, columns[0] - 1) : columns[-1] + 2], dtype=np.uint8), pieces


def _read(glyphs: Sequence[Grey | None], prepared: Prepared, engine: Recognizer) -> Word | None:
    """Read the cells as one word, set closely and set widely, and once more where these differ: two are believed.

    As figures; as figures and capitals when figures alone do not fit the cells. None when no reading fits.
    """
    filled = sum(glyph is not None for glyph in glyphs)
    for alphabet in (FIGURES, ALPHABET):
        texts = [_text(_strip(glyphs, gap=gap), alphabet, prepared, engine) for gap in GAPS]
        if texts[0] != texts[1]:
            texts.append(_text(_strip(glyphs, gap=THIRD_GAP), alphabet, prepared, engine))
        fitting = Counter(text for text in texts if len(text) == filled)
        if fitting:
            ((text, times),) = fitting.most_common(1)
            return Word(text=text, box=Box(0, 0, 1, 1), confidence=AGREED if times > 1 else DISAGREED)
    return None


def _text(strip: Grey, alphabet: str, prepared: Prepared, engine: Recognizer) -> str:
    height, width = strip.shape
    one_line = replace(prepared, grey=strip, matrix=PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0))
    zone = Zone(left=0, top=0, right=width, bottom=height)
    read = engine.read_zone(one_line, zone, alphabet=alphabet)
    return "".join(word.text for line in read.lines for word in line.words)


def _strip(glyphs: Sequence[Grey | None], *, gap: float) -> Grey:
    """Set the letters side by side on white, feet on one line; gap: between letters, in heights of them."""
    present = [glyph for glyph in glyphs if glyph is not None]
    height = max(glyph.shape[0] for glyph in present)
    between, around_ = max(2, round(gap * height)), height
    width = sum(glyph.shape[1] + between for glyph in present) + 2 * around_
    white = int(np.median([np.percentile(glyph, 95) for glyph in present]))
    strip = np.full((3 * height, width), white, dtype=np.uint8)
    x = around_
    for glyph in present:
        strip[2 * height - glyph.shape[0] : 2 * height, x : x + glyph.shape[1]] = glyph
        x += glyph.shape[1] + between
    return strip


def _box(comb: Comb, prepared: Prepared) -> Box:
    top = _reach(comb, prepared.letter_height or 0.0)
    return prepared.matrix.box_to_source(comb.strokes[0][0], top, comb.strokes[-1][1], comb.bottom)


def _with(lines: tuple[Line, ...], read: Word) -> tuple[Line, ...]:
    """Put the word in the place of those the engine read inside the comb."""
    changed: list[Line] = []
    is_placed = False
    for line in lines:
        kept = [word for word in line.words if word.box.overlap(read.box) <= MOSTLY]
        if len(kept) < len(line.words) and not is_placed:
            kept = sorted([*kept, read], key=lambda word: word.box.left)
            is_placed = True
        changed += [replace(line, words=tuple(kept))] if kept else []
    return tuple(changed) if is_placed else _put(tuple(changed), read)


def _put(lines: tuple[Line, ...], word: Word) -> tuple[Line, ...]:
    """Add a word that no line had: to the line at its height, else as a line of its own in reading order."""
    middle = word.box.centre[1]
    for n, line in enumerate(lines):
        box = around(each.box for each in line.words)
        if box.top <= middle <= box.bottom:
            words = tuple(sorted([*line.words, word], key=lambda each: each.box.left))
            return (*lines[:n], replace(line, words=words), *lines[n + 1 :])
    after = next((n for n, line in enumerate(lines) if line.words[0].box.top > middle), len(lines))
    return (*lines[:after], Line(words=(word,)), *lines[after:])
