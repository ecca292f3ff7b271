"""The text a PDF page carries, character by character from pdfium, made into words and lines.

pdfium is asked directly (its C interface): it gives each character's box, origin and drawing mode in a tenth of the
time of a Python parser. Whether the text is any good is judged elsewhere (`pipeline.reading.text_layer`).
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdfium2 import raw

from pipeline.geometry import Box, on_turned_page
from pipeline.imaging.page_source import TextLayer
from pipeline.model.page import Line, Word
from pipeline.reading.reading_order import in_lines

MOST_CHARACTERS = 60_000
"""Characters read of one page; a page of the densest print has 10,000."""

INVISIBLE = 3
"""Text rendering mode `neither fill nor stroke` (ISO 32000-1, table 106)."""

SAMPLED = 7
"""Every seventh character is asked how it is drawn; OCR layers are drawn one way throughout."""


@dataclass(slots=True)
class _Character:
    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float


def read_text_layer(page: Any) -> TextLayer | None:
    """Return the text layer of a loaded pypdfium2 page, or None when it carries no character."""
    text_page = page.get_textpage()
    try:
        count = min(raw.FPDFText_CountChars(text_page), MOST_CHARACTERS)
        if count <= 0:
            return None
        view = _View(page)
        quarters: Counter[int] = Counter()
        words = tuple(_words(text_page, count, view, quarters))
        if not words:
            return None
        invisible, unmapped = _drawn(text_page, count)
    finally:
        text_page.close()
    turned = (-90 * quarters.most_common(1)[0][0]) % 360 if quarters else 0
    lines = _lines(words, turned, aspect=view.width / view.height)
    return TextLayer(lines=lines, invisible=invisible, unmapped=unmapped, turned=turned)


def _lines(words: Sequence[Word], turned: int, *, aspect: float) -> tuple[Line, ...]:
    """Put words into lines as they stand on the page turned upright; their boxes stay those of the page as seen."""
    if not turned:
        return in_lines(words, aspect=aspect)
    upright = [replace(word, box=on_turned_page(word.box, turned)) for word in words]
    lines = in_lines(upright, aspect=1 / aspect if turned % 180 else aspect)
    return tuple(
        Line(words=tuple(replace(w, box=on_turned_page(w.box, 360 - turned)) for w in line.words)) for line in lines
    )


class _View:
    """Leads from the page's own coordinates to fractions of the page as a viewer shows it (/Rotate applied)."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = page.get_size()
        fine = 1_000_000
        origin = page_to_device(page, 0.0, 0.0, fine)
        right = page_to_device(page, 100.0, 0.0, fine)
        up = page_to_device(page, 0.0, 100.0, fine)
        self._c, self._f = origin[0] / fine, origin[1] / fine
        self._a, self._d = (right[0] - origin[0]) / fine / 100, (right[1] - origin[1]) / fine / 100
        self._b, self._e = (up[0] - origin[0]) / fine / 100, (up[1] - origin[1]) / fine / 100

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self._a * x + self._b * y + self._c, self._d * x + self._e * y + self._f

    def box(self, characters: list[_Character]) -> Box:
        left, right = min(c.left for c in characters), max(c.right for c in characters)
        bottom, top = min(c.bottom for c in characters), max(c.top for c in characters)
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def page_to_device(page: Any, x: float, y: float, size: int) -> tuple[int, int]:
    """Return where a point of the page's own space stands on a square device of that size, /Rotate applied."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, size, size, 0, x, y, across, down)
    return across.value, down.value


def _words(text_page: Any, count: int, view: _View, quarters: Counter[int]) -> Iterator[Word]:
    gathered: list[_Character] = []
    for character in _characters(text_page, count):
        if character is None or (gathered and _is_apart(gathered[-1], character)):
            yield from _word(gathered, view, quarters)
            gathered = []
        if character is not None:
            gathered.append(character)
    yield from _word(gathered, view, quarters)


def _characters(text_page: Any, count: int) -> Iterator[_Character | None]:
    """Yield the characters in the page's order; None where a word ends."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        text = "-" if code == 2 else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if text.isspace() or unicodedata.category(text) in {"Cc", "Cf"}:
            yield None
            continue
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        yield _Character(text, left.value, bottom.value, right.value, top.value, x.value, y.value)


def _is_apart(before: _Character, after: _Character) -> bool:
    """Return whether a blank or a new line stands between two characters that no blank separates in the file."""
    size = max(before.top - before.bottom, before.right - before.left, after.top - after.bottom, 0.1)
    gap_x = max(after.left - before.right, before.left - after.right)
    gap_y = max(after.bottom - before.top, before.bottom - after.top)
    return gap_x > 0.6 * size or gap_y > 0.6 * size


def _word(gathered: list[_Character], view: _View, quarters: Counter[int]) -> Iterator[Word]:
    if not gathered:
        return
    text = unicodedata.normalize("NFC", "".join(character.text for character in gathered)).strip()
    box = view.box(gathered)
    if not text or box.right <= 0 or box.left >= 1 or box.bottom <= 0 or box.top >= 1:
        return
    if len(gathered) > 1:
        quarters[_direction(gathered, view)] += len(gathered)
    yield Word(text=text, box=box.clipped(), confidence=1.0)


def _direction(gathered: list[_Character], view: _View) -> int:
    """Return the quarter turns clockwise in which the word runs as seen: 0 to the right, 1 down, 2 left, 3 up."""
    x0, y0 = view.point(gathered[0].x, gathered[0].y)
    x1, y1 = view.point(gathered[-1].x, gathered[-1].y)
    across, down = (x1 - x0) * view.width, (y1 - y0) * view.height
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3


def _drawn(text_page: Any, count: int) -> tuple[float, float]:
    """Return the shares of invisible characters and of characters without a sure Unicode value."""
    asked = invisible = unmapped = 0
    for index in range(0, count, SAMPLED):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        asked += 1
        item = raw.FPDFText_GetTextObject(text_page, index)
        invisible += bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE
        code = raw.FPDFText_GetUnicode(text_page, index)
        is_private = 0xE000 <= code <= 0xF8FF or code in {0, 0xFFFD}
        unmapped += is_private or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1
    return (invisible / asked, unmapped / asked) if asked else (0.0, 0.0)
