"""Patch codes: four printed bars that tell a scanner where a document begins; bar-code readers do not know them.

A patch is two wide bars of 0.20 inch and two narrow ones, parted by three spaces, all of 0.08 inch: ten units of
0.08 inch in all (Kodak publication A-61599, "Patch Code Information"). The pattern is read from the edge of the paper
inwards, so a sheet fed upside down says the same. Only proportions are measured, so any resolution will do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.model.page import Code
from pipeline.ports import Grey

PATTERNS = {"WWNN": "1", "WNNW": "2", "WNWN": "3", "NWWN": "4", "NNWW": "6", "NWNW": "T"}
"""From the leading edge: wide and narrow bars of each patch (A-61599, table of zones A to G)."""

UNITS = 10.0
NARROW = (0.55, 1.6)
WIDE = (1.75, 3.3)
"""Widths in units that pass for a narrow bar or space (1) and for a wide bar (2.5): print and fax spread the ink."""

SIZE = (0.025, 0.16)
"""Height of the whole pattern as a share of the page's longer side: 0.8 inch on A3 to A6, some enlargement."""

QUIET = 3.0
"""Units without a bar before and behind the pattern: in a bar code the next bar is seldom further than that."""

LEAST_LENGTH = 0.9
"""Length of the bars by the height of the pattern: the shortest patch allowed has 0.75 inch by 0.80."""

IN_A_CODE = 0.3
"""Share of a patch that lies in a bar code's box."""

LINES_LOOKED_AT = 180

EDGES = 8
"""Of four bars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crossing:
    """One scan line that crosses a pattern: the line's place, the pattern's two ends, and its bars."""

    place: int
    start: float
    end: float
    bars: str


def apart_from(patches: Sequence[Code], codes: Sequence[Code]) -> tuple[Code, ...]:
    """Leave out the patches that lie in a bar code that was read: four of its bars stood in their proportions."""
    return tuple(patch for patch in patches if all(patch.box.overlap(code.box) < IN_A_CODE for code in codes))


def find_patch_codes(mask: Grey) -> tuple[Code, ...]:
    """Return the patch codes on a page's ink (255 where ink); boxes in fractions of the picture."""
    calm = np.asarray(cv2.medianBlur(mask, 3), dtype=np.uint8)
    height, width = calm.shape
    found = []
    for picture, along in ((calm, False), (np.ascontiguousarray(calm.T), True)):
        bars = _bars_only(picture)
        for crossings in _patches(bars):
            box = _box(crossings, is_turned=along, width=width, height=height)
            name = _name(crossings, bars.shape[0])
            found.append(Code(symbology=f"patch-{name.lower()}", payload=name, box=box))
    return tuple(found)


def _bars_only(picture: Grey) -> Grey:
    """Take away everything too short to be a bar, text above all."""
    length = int(LEAST_LENGTH * SIZE[0] * max(picture.shape))
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)


def _patches(bars: Grey) -> Iterator[list[_Crossing]]:
    """Yield the groups of crossings of bars that lie across the picture (rows apart, columns along)."""
    step = max(1, bars.shape[1] // LINES_LOOKED_AT)
    groups: list[list[_Crossing]] = []
    for place, edges in _edges(bars, step):
        for crossing in _crossings(edges, place, longest=max(bars.shape)):
            group = next((each for each in groups if _continues(each[-1], crossing, step)), None)
            if group is None:
                groups.append([crossing])
            else:
                group.append(crossing)
    for group in groups:
        length = group[-1].place - group[0].place + step
        size = float(np.median([each.end - each.start for each in group]))
        if length >= LEAST_LENGTH * size and len(group) >= max(5, 0.7 * length / step):
            yield group


def _continues(last: _Crossing, crossing: _Crossing, step: int) -> bool:
    """Return whether a crossing goes on with the same bars: a skew of 6 degrees and a few lost lines allowed."""
    gap = crossing.place - last.place
    size = last.end - last.start
    return (
        crossing.bars == last.bars
        and 0 < gap <= 5 * step
        and abs(crossing.start - last.start) <= 0.1 * gap + 0.12 * size
        and abs(crossing.end - last.end) <= 0.1 * gap + 0.12 * size
    )


def _edges(bars: Grey, step: int) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield the scan lines that can cross four bars: each one's place, and where ink begins and ends along it."""
    lines = np.pad(np.ascontiguousarray(bars[:, step // 2 :: step].T), ((0, 0), (1, 1)))
    changes = lines[:, 1:] != lines[:, :-1]
    for index in np.flatnonzero(np.count_nonzero(changes, axis=1) >= EDGES).tolist():
        yield step // 2 + step * index, np.flatnonzero(changes[index]).astype(np.float64)


def _crossings(edges: NDArray[np.float64], place: int, *, longest: int) -> Iterator[_Crossing]:
    """Yield the patterns that one scan line crosses: four bars, three spaces, quiet paper before and behind."""
    starts, ends = edges[:-7:2], edges[7::2]
    units = (ends - starts) / UNITS
    before = np.append(QUIET * units[0], starts[1:] - edges[1:-8:2])
    behind = np.append(edges[8:-1:2] - ends[:-1], QUIET * units[-1])
    fits = (SIZE[0] * longest <= ends - starts) & (ends - starts <= SIZE[1] * longest)
    fits &= np.minimum(before, behind) >= QUIET * units
    for index in np.flatnonzero(fits).tolist():
        stretch = edges[2 * index : 2 * index + 8]
        bars = _bars(np.diff(stretch) / units[index])
        if bars in PATTERNS:
            yield _Crossing(place=place, start=float(stretch[0]), end=float(stretch[7]), bars=bars)


def _bars(widths: NDArray[np.float64]) -> str:
    """Return the four bars as W and N from seven widths in units, or an empty text when one is neither."""
    if any(not NARROW[0] <= space <= NARROW[1] for space in widths[1::2]):
        return ""
    letters = ["N" if NARROW[0] <= b <= NARROW[1] else "W" if WIDE[0] <= b <= WIDE[1] else "" for b in widths[0::2]]
    return "".join(letters) if all(letters) else ""


def _name(crossings: list[_Crossing], length: int) -> str:
    """Name the patch, read from the nearer edge of the paper inwards."""
    start = float(np.mean([each.start for each in crossings]))
    end = float(np.mean([each.end for each in crossings]))
    bars = crossings[0].bars
    return PATTERNS[bars if start <= length - end else bars[::-1]]


def _box(crossings: list[_Crossing], *, is_turned: bool, width: int, height: int) -> Box:
    low, high = min(each.start for each in crossings), max(each.end for each in crossings)
    first, last = crossings[0].place, crossings[-1].place
    if is_turned:
        return Box(low / width, first / height, high / width, last / height).clipped()
    return Box(first / width, low / height, last / width, high / height).clipped()
