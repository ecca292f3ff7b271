"""The machine-readable zone of identity papers is read a second time, with its own alphabet.

Its print (OCR-B, ICAO 9303 part 3) has fillers `<` that a French reading takes for K, C or guillemets; yet its check
digits are the best proof there is of a name and a date. Only the band that looks like such a zone is read again.
"""

import re
from collections.abc import Sequence

from pipeline.geometry import around
from pipeline.model.page import Line
from pipeline.page_source import Prepared, Recognizer, Zone

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LENGTHS = (30, 36, 44)
"""Characters of a line in TD1, TD2 and the old French card, TD3 (ICAO 9303 parts 4 to 6)."""

_FILLERS = re.compile(r"[<«‹]{2}|<.*<|[<«‹]\w+[<«‹]")
_ZONE_CHARACTERS = re.compile(r"[A-Z0-9<«‹>(]")


def read_zones(lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer) -> tuple[Line, ...]:
    """Give the lines with those of a machine-readable zone read again, when there is one."""
    like = [line for line in lines if looks_like_zone(line.text) and _runs_across(line, prepared)]
    if not like:
        return lines
    zone = _band(like, prepared)
    again = [line for line in engine.read_zone(prepared, zone, alphabet=ALPHABET).lines if _raw_length(line) >= 20]
    if _fit(again) <= _fit(like):
        return lines
    box = around(word.box for line in again for word in line.words)
    others = [line for line in lines if not _lies_in(line, box.top, box.bottom) and line not in like]
    return tuple(sorted([*others, *again], key=_height)) if len(others) < 3 else (*others, *again)


def looks_like_zone(text: str) -> bool:
    """Tell whether a line can belong to a machine-readable zone: long, capitals and figures, fillers.

    A zone read upside down shows its fillers as `>` and is none: it is the proof that the page must be turned.
    """
    raw = text.replace(" ", "")
    if len(raw) < 22 or raw.count(">") > max(2, raw.count("<")):
        return False
    usual = len(_ZONE_CHARACTERS.findall(raw)) / len(raw)
    has_fillers = bool(_FILLERS.search(raw))
    return (usual >= 0.75 and has_fillers) or (usual >= 0.9 and len(raw) >= 26 and " " not in text.strip())


def upright_zone_lines(lines: Sequence[Line], prepared: Prepared) -> int:
    """Count the lines of a zone that run across the prepared picture.

    The engine also reads blocks that stand on their side; a zone that does is the proof that the page does.
    """
    return sum(looks_like_zone(line.text) and _runs_across(line, prepared) for line in lines)


def _runs_across(line: Line, prepared: Prepared) -> bool:
    box = around(word.box for word in line.words)
    x0, y0 = prepared.matrix.to_prepared(box.left, box.top)
    x1, y1 = prepared.matrix.to_prepared(box.right, box.bottom)
    return abs(x1 - x0) > abs(y1 - y0)


def _raw_length(line: Line) -> int:
    return len(line.text.replace(" ", ""))


def _fit(lines: Sequence[Line]) -> float:
    """Score a reading of a zone: lines of a standard length count whole, near ones half."""
    score = 0.0
    for line in lines:
        off = min(abs(_raw_length(line) - length) for length in LENGTHS)
        clean = sum(each in ALPHABET for each in line.text.replace(" ", "")) / max(1, _raw_length(line))
        score += clean * (1.0 if off == 0 else 0.6 if off <= 2 else 0.2)
    return score


def _band(lines: Sequence[Line], prepared: Prepared) -> Zone:
    """Give the band of the prepared picture around the lines, with room for a line above and below."""
    box = around(word.box for line in lines for word in line.words)
    corners = [prepared.matrix.to_prepared(u, v) for u in (box.left, box.right) for v in (box.top, box.bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    height, width = prepared.grey.shape
    room = 1.6 * (max(ys) - min(ys)) / len(lines)
    return Zone(
        left=max(0, int(min(xs) - 2 * room)),
        top=max(0, int(min(ys) - room)),
        right=min(width, int(max(xs) + 2 * room)),
        bottom=min(height, int(max(ys) + room)),
    )


def _lies_in(line: Line, top: float, bottom: float) -> bool:
    middle = _height(line)
    return top <= middle <= bottom


def _height(line: Line) -> float:
    return around(word.box for word in line.words).centre[1]
