"""The machine-readable zone of identity papers is read a second time, with its own alphabet.

Its print (OCR-B, ICAO 9303 part 3) has fillers `<` that a French reading takes for K, C or guillemets; yet its check
digits are the best proof there is of a name and a date. Only the band that looks like such a zone is read again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from pipeline.geometry import Box, around
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.model.page import Line, Word
from pipeline.mrz.fillers import LENGTHS, SIGNS, read_between_fillers
from pipeline.mrz.parsing import proofs

ALPHABET = f"{SIGNS}<"

SHORTEST, FEWEST_DIGITS = 20, 8
"""Characters that a line of the zone must be read with, and digits that one without fillers has."""
REACH = 3.0
"""Heights of a line within which the next line of its zone stands."""
MOST_READINGS = 4
AGREED, DISPUTED = 0.7, 0.75
"""How much of a word's doubt an agreeing reading takes away, and what is left of it when none agrees."""

_FILLERS = re.compile(r"[<«‹]{2}|<.*<|[<«‹]\w+[<«‹]")
_ZONE_CHARACTERS = re.compile(r"[A-Z0-9<«‹>(]")


def read_zones(lines: tuple[Line, ...], prepared: Prepared, engine: Recognizer) -> tuple[Line, ...]:
    """Return the lines with those of a machine-readable zone read again, when there is one."""
    parted = tuple(part for line in lines for part in _apart(line))
    like = [line for line in parted if looks_like_zone(line.text) and _runs_across(line, prepared)]
    if not like:
        return lines
    lines, like = parted, _with_neighbours(like, parted)
    readings = [like, read_between_fillers(like, prepared, engine)]
    if not _is_proved(readings[-1]):
        again = _read_again(like, prepared, engine)
        readings += [again, read_between_fillers(again, prepared, engine) if again else None]
    zone = _best(_by_place([line for reading in reversed(readings) for line in reading or ()]))
    box = _box([word for line in zone for word in line.words])
    others = [line for line in lines if not _lies_in(line, box) and line not in like]
    return tuple(sorted([*others, *zone], key=_height)) if len(others) < 3 else (*others, *zone)


def _apart(line: Line) -> tuple[Line, ...]:
    """Part a line of a zone from what was printed beside it, as when both sides of a card lie on one sheet."""
    if "<" not in line.text or _raw_length(line) in LENGTHS:
        return (line,)
    words = line.words
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    zones = [(start, end) for start, end in spans if _is_zone_line(Line(words=words[start:end]))]
    if not zones:
        return (line,)
    start, end = max(zones, key=lambda span: span[1] - span[0])
    parts = (words[:start], words[start:end], words[end:])
    return tuple(replace(line, words=part) for part in parts if part)


def _is_zone_line(line: Line) -> bool:
    return _raw_length(line) in LENGTHS and looks_like_zone(line.text)


def _with_neighbours(like: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Add the lines with fillers that stand right above or below, whatever else was read in them."""
    boxes = [_box(line.words) for line in like]
    found = []
    for line in lines:
        box = _box(line.words)
        is_near = any(abs(box.centre[1] - other.centre[1]) < REACH * other.height for other in boxes)
        is_as_long = any(box.width > 0.8 * other.width for other in boxes)
        if line in like or (is_near and is_as_long and line.text.count("<") > 1):
            found.append(line)
    return found


def _is_proved(lines: Sequence[Line] | None) -> bool:
    return lines is not None and proofs(lines)[1] and all(_raw_length(line) in LENGTHS for line in lines)


def _read_again(like: Sequence[Line], prepared: Prepared, engine: Recognizer) -> list[Line]:
    """Read the band of the zone with its own alphabet."""
    found = engine.read_zone(prepared, _band(like, prepared), alphabet=ALPHABET).lines
    return [line for line in found if _raw_length(line) >= SHORTEST and _holds_a_zone(line.text)]


def _holds_a_zone(text: str) -> bool:
    """Return whether a line read with the zone's alphabet is of the zone: words of the card look alike then."""
    return text.count("<") > 1 or sum(map(str.isdigit, text)) >= FEWEST_DIGITS


def _by_place(lines: Sequence[Line]) -> list[list[Line]]:
    """Gather the readings of each printed line, from the top of the zone; the order of the readings stays."""
    places: list[list[Line]] = []
    for line in lines:
        box = _box(line.words)
        own = next((place for place in places if box.top <= _height(place[0]) <= box.bottom), None)
        if own is None:
            places.append([line])
        else:
            own.append(line)
    return sorted(places, key=lambda place: _height(place[0]))


def _best(places: Sequence[Sequence[Line]]) -> list[Line]:
    """Choose of each line's readings those that together are proved best; then those of a zone's length."""
    chosen = max(product(*(place[:MOST_READINGS] for place in places)), key=lambda lines: (*proofs(lines), _fit(lines)))
    return [_witnessed(line, place) for line, place in zip(chosen, places, strict=True)]


def _witnessed(line: Line, readings: Sequence[Line]) -> Line:
    """Return the line as one word, as sure as the worst of its parts; a part is surer when another reading holds it."""
    others = ["".join(re.split(r"[^A-Z0-9<]", other.text)) for other in readings if other is not line]
    parts = [_agreed(word, others) for word in line.words] if others else line.words
    whole = Word(
        text="".join(part.text for part in parts),
        box=_box(line.words),
        confidence=min(part.confidence for part in parts),
    )
    return replace(line, words=(whole,))


def _agreed(word: Word, others: Sequence[str]) -> Word:
    said = word.text.strip("<")
    if not said:
        return word
    is_held = any(all(part in other for part in said.split("<")) for other in others)
    sure = word.confidence + (1 - word.confidence) * AGREED if is_held else word.confidence * DISPUTED
    return replace(word, confidence=sure)


def looks_like_zone(text: str) -> bool:
    """Return whether a line can belong to a machine-readable zone: long, capitals and figures, fillers.

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
    box = prepared.matrix.box_to_prepared(around(word.box for word in line.words))
    return box.width > box.height


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
    """Return the band of the prepared picture around the lines, with room for a line above and below."""
    box = around(word.box for line in lines for word in line.words)
    left, top, right, bottom = prepared.matrix.box_to_prepared(box)
    height, width = prepared.grey.shape
    room = 1.6 * (bottom - top) / len(lines)
    return Zone(
        left=max(0, int(left - 2 * room)),
        top=max(0, int(top - room)),
        right=min(width, int(right + 2 * room)),
        bottom=min(height, int(bottom + room)),
    )


def _lies_in(line: Line, box: Box) -> bool:
    x, y = _box(line.words).centre
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _height(line: Line) -> float:
    return _box(line.words).centre[1]


def _box(words: Sequence[Word]) -> Box:
    return around(word.box for word in words)
