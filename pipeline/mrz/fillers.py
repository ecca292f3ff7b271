"""The fillers `<` of a machine-readable zone are found by their shape, and what stands between them is read alone.

Engines without a model of OCR-B read a filler as K, C, E or L, and lose fillers out of long runs. Yet all fillers of
a zone are one picture printed again and again: a drawn one finds some of them, and their mean finds every other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from pipeline.geometry import Box, PageMatrix, around
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.model.page import Line, Word
from pipeline.ports import EngineReading, Grey

LENGTHS = (30, 36, 44)
"""Characters of a line in TD1, TD2 and the old French card, TD3 (ICAO 9303 parts 4 to 6)."""
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CAPITAL = 40
"""Pixels to which the height of the zone's capitals is brought."""
HEIGHTS, WIDTHS, STROKE = (20, 24, 28, 32), (0.55, 0.70, 0.85), 5
"""Drawn fillers: heights and stroke in such pixels, widths in heights (OCR-B prints them 0.7 of a capital high)."""
NARROWEST = 14
"""No two characters of a zone stand nearer, in such pixels."""
LIKE_A_DRAWN_ONE, LIKE_THE_OTHERS = 0.72, 0.86
"""Correlations. Of a filler with the mean of its zone 0.93 and above were seen, of letters and digits up to 0.88."""
NEAR_THE_MEAN = 0.06
"""What is this much less alike than the usual filler of its zone is no filler."""
FEWEST = 3
"""Fillers that a zone must show before their mean is trusted."""
ROOM = 0.5
"""Capitals' heights of paper left before and after the lines."""
GAP, FRAME = 2.2, 14
"""Paper put between what is read alone, in characters, and above and below it, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """One line of the zone cut out and brought to size; left, top: where it stood in the prepared picture."""

    picture: Grey
    left: int
    top: int
    scale: float

    def box(self, start: float, end: float, matrix: PageMatrix) -> Box:
        """Return the source box of the columns [start, end)."""
        left, right = self.left + start / self.scale, self.left + end / self.scale
        return matrix.box_to_source(left, self.top, right, self.top + self.picture.shape[0] / self.scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Columns of a strip between two fillers, and those of the same picture put together to be read."""

    start: float
    end: float
    shown: tuple[float, float] | None


def read_between_fillers(lines: Sequence[Line], prepared: Prepared, engine: Recognizer) -> tuple[Line, ...] | None:
    """Return the lines of a zone read anew between its fillers, one for each given; None when few fillers are seen."""
    strips = _strips(lines, prepared)
    model = _model(strips)
    if model is None:
        return None
    columns = [_fillers(strip, model) for strip in strips]
    gaps = [b - a for found in columns for a, b in pairwise(found)]
    if not gaps:
        return None
    pitch = float(np.median([gap for gap in gaps if gap < 1.4 * np.percentile(gaps, 10)]))
    found = zip(strips, columns, strict=True)
    return tuple(_read(strip, fillers, pitch, prepared, engine) for strip, fillers in found)


def _strips(lines: Sequence[Line], prepared: Prepared) -> tuple[_Strip, ...]:
    """Cut the lines out, all at one scale: that of the line whose box is nearest around its letters."""
    boxes = [_in_prepared(line, prepared.matrix) for line in lines]
    heights = [box.height for box in boxes]
    capital = max(1.0, min(heights), 0.6 * float(np.median(heights)))
    height, width = prepared.grey.shape
    left = max(0, int(min(box.left for box in boxes) - ROOM * capital))
    right = min(width, int(max(box.right for box in boxes) + ROOM * capital))
    scale = CAPITAL / capital
    found = []
    for box in boxes:
        half = 0.68 * capital + 0.25 * (box.height - capital)
        top, bottom = max(0, int(box.centre[1] - half)), min(height, int(box.centre[1] + half) + 1)
        cut = prepared.grey[top:bottom, left:right]
        picture = np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        found.append(_Strip(picture=picture, left=left, top=top, scale=scale))
    return tuple(found)


def _in_prepared(line: Line, matrix: PageMatrix) -> Box:
    return matrix.box_to_prepared(around(word.box for word in line.words))


def _drawn(height: int, width: int) -> Grey:
    """Draw a filler with paper around it, four times as large and reduced, so that its edges are soft as in a scan."""
    fine, room = 4, int(0.3 * width)
    paper = np.full(((height + 2 * room) * fine, (width + 2 * room) * fine), 255, np.uint8)
    left, right = room * fine, (room + width) * fine
    top, bottom = room * fine, (room + height) * fine
    for end in (top, bottom):
        cv2.line(paper, (right, end), (left, (top + bottom) // 2), 0, STROKE * fine)
    soft = cv2.GaussianBlur(paper, (0, 0), 1.2 * fine)
    return np.asarray(cv2.resize(soft, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _model(strips: Sequence[_Strip]) -> Grey | None:
    """Return the mean picture of the zone's clearest fillers, None when there are too few."""
    best: list[tuple[float, Grey]] = []
    for height in HEIGHTS:
        for width in WIDTHS:
            seen = _seen(strips, _drawn(height, int(height * width)))
            if sum(like for like, _ in seen) > sum(like for like, _ in best):
                best = seen
    if len(best) < FEWEST:
        return None
    best.sort(key=lambda pair: -pair[0])
    clearest = [picture for _, picture in best[: max(FEWEST, len(best) // 2)]]
    return np.asarray(np.mean(clearest, axis=0), dtype=np.uint8)


def _seen(strips: Sequence[_Strip], filler: Grey) -> list[tuple[float, Grey]]:
    """Return what looks like the filler on the strips: how much, and its picture."""
    height, width = filler.shape
    found = []
    for strip in strips:
        alike = _likeness(strip, filler)
        for column, like in _peaks(alike, LIKE_A_DRAWN_ONE):
            row = int(np.argmax(alike[:, column]))
            found.append((like, strip.picture[row : row + height, column : column + width]))
    return found


def _likeness(strip: _Strip, filler: Grey) -> np.ndarray:
    if filler.shape[0] > strip.picture.shape[0] or filler.shape[1] > strip.picture.shape[1]:
        return np.zeros((1, 1), np.float32)
    return np.asarray(cv2.matchTemplate(strip.picture, filler, cv2.TM_CCOEFF_NORMED))


def _peaks(alike: np.ndarray, least: float) -> list[tuple[int, float]]:
    """Return the columns of the highest likeness, none nearer to another than characters stand."""
    row = alike.max(axis=0)
    found: list[tuple[int, float]] = []
    while row.max() >= least:
        column = int(row.argmax())
        found.append((column, float(row[column])))
        row[max(0, column - NARROWEST + 1) : column + NARROWEST] = -1.0
    return found


def _fillers(strip: _Strip, model: Grey) -> list[float]:
    """Return the middles of the strip's fillers, in its columns from the left."""
    found = _peaks(_likeness(strip, model), LIKE_THE_OTHERS)
    usual = float(np.median([like for _, like in found])) if found else 0.0
    half = model.shape[1] / 2
    return sorted(column + half for column, like in found if like >= usual - NEAR_THE_MEAN)


def _read(strip: _Strip, fillers: Sequence[float], pitch: float, prepared: Prepared, engine: Recognizer) -> Line:
    """Read what stands between the fillers and put the line together."""
    width = float(strip.picture.shape[1])
    edges = [0.0, *(middle + pitch / 2 for middle in fillers)], [*(middle - pitch / 2 for middle in fillers), width]
    picture, runs = _apart(strip.picture, [*zip(*edges, strict=True)], pitch)
    reading = _alone(picture, prepared, engine)
    heard = [_said(run, reading, picture.shape[1], pitch) for run in runs]
    if sum(len(said) for said, _ in heard) + len(fillers) not in LENGTHS:
        heard = _longest_again(heard, runs, strip, pitch, prepared, engine)
    return _line(strip, runs, heard, prepared.matrix)


def _longest_again(
    heard: list[tuple[str, float]],
    runs: Sequence[_Run],
    strip: _Strip,
    pitch: float,
    prepared: Prepared,
    engine: Recognizer,
) -> list[tuple[str, float]]:
    """Read the longest run once more, with the zone's signs alone; take it when the line then has a zone's length.

    In long runs of figures the engine says one of them twice.
    """
    at = max(range(len(heard)), key=lambda position: len(heard[position][0]))
    picture, (run,) = _apart(strip.picture, [(runs[at].start, runs[at].end)], pitch)
    if run.shown is None:
        return heard
    again = _said(run, _alone(picture, prepared, engine, alphabet=SIGNS), picture.shape[1], pitch)
    mended = [*heard[:at], again, *heard[at + 1 :]]
    fits = sum(len(said) for said, _ in mended) + len(runs) - 1 in LENGTHS
    return mended if fits else heard


def _line(strip: _Strip, runs: Sequence[_Run], heard: Sequence[tuple[str, float]], matrix: PageMatrix) -> Line:
    """Put the line together, a word for each run with the fillers after it."""
    words: list[Word] = []
    text, sure, start = "", 1.0, 0.0
    for position, (run, (said, how_sure)) in enumerate(zip(runs, heard, strict=True)):
        if said and "<" in text:
            words.append(Word(text=text, box=strip.box(start, run.start, matrix), confidence=sure))
            text, sure, start = "", 1.0, run.start
        text += said + ("<" if position < len(runs) - 1 else "")
        sure = min(sure, how_sure)
    words.append(Word(text=text, box=strip.box(start, strip.picture.shape[1], matrix), confidence=sure))
    return Line(words=tuple(word for word in words if word.text))


def _apart(picture: Grey, spans: Sequence[tuple[float, float]], pitch: float) -> tuple[Grey, list[_Run]]:
    """Put the spans of columns side by side with paper between; what is narrower than half a character is left out."""
    level = int(np.percentile(picture, 80))
    gap = np.full((picture.shape[0], int(GAP * pitch)), level, np.uint8)
    parts, runs, at = [gap], [], float(gap.shape[1])
    for start, end in spans:
        cut = picture[:, max(0, round(start)) : round(end)]
        is_wide = end - start >= pitch / 2 and cut.size > 0
        runs.append(_Run(start=start, end=end, shown=(at, at + cut.shape[1]) if is_wide else None))
        if is_wide:
            parts += [cut, gap]
            at += cut.shape[1] + gap.shape[1]
    together = cv2.copyMakeBorder(np.hstack(parts), FRAME, FRAME, 0, 0, cv2.BORDER_CONSTANT, value=level)
    return np.asarray(together, dtype=np.uint8), runs


def _alone(picture: Grey, prepared: Prepared, engine: Recognizer, *, alphabet: str = "") -> EngineReading:
    height, width = picture.shape
    alone = replace(prepared, grey=picture, matrix=PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0))
    return engine.read_zone(alone, Zone(left=0, top=0, right=width, bottom=height), alphabet=alphabet)


def _said(run: _Run, reading: EngineReading, width: int, pitch: float) -> tuple[str, float]:
    """Return the capitals and digits read in the run, and the confidence of the worst of its words."""
    if run.shown is None:
        return "", 1.0
    left, right = (run.shown[0] - pitch) / width, (run.shown[1] + pitch) / width
    every = sorted((word for line in reading.lines for word in line.words), key=lambda word: word.box.left)
    inside = [word for word in every if left <= word.box.centre[0] <= right]
    said = re.sub(r"[^A-Z0-9<]", "", "".join(word.text for word in inside).upper())
    return said, min(word.confidence for word in inside) if said.strip("<") else 1.0
