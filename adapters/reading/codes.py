"""Bar codes and matrix codes by zxing-cpp; it gives bytes, we give text."""

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import zxingcpp

from pipeline.geometry import Box, around
from pipeline.model.page import Code
from pipeline.ports import Grey

_NAMES = (
    "Code128", "Code39", "Code93", "EAN13", "EAN8", "UPCA", "UPCE", "ITF", "Codabar",
    "DataMatrix", "QRCode", "MicroQRCode", "PDF417", "Aztec",
)  # fmt: skip
FORMATS: Any = [getattr(zxingcpp.BarcodeFormat, name) for name in _NAMES]
"""What offices print; rarer symbologies only add false alarms."""

MATRIX: Any = [getattr(zxingcpp.BarcodeFormat, name) for name in ("DataMatrix", "QRCode", "PDF417", "Aztec")]
"""Codes that correct their own errors: read from a smoothed picture they are right or nothing."""

WEAK = {"itf": 6, "codabar": 6}
"""Symbologies without a check digit and the payload's least length: shorter ones are stripes that happen to fit."""

QUICK_SIDE = 1800
"""Pixels of the longer side at which the whole page is looked at: bars of 0.25 mm are still 1.5 pixels on A4."""

ROOM = 0.15
"""Blank added around a place, as share of its size: readers want a quiet zone."""

GAP = 0.01
"""Share of the page between two places that are one: 2 to 3 mm on A4."""

SMOOTHED_SIDE = 1000
"""Pixels of the longer side of a place that is smoothed: two inches at 400 dpi; photographs are larger."""


class ZxingCodeReader:
    """The port `CodeReader`."""

    def read(self, picture: Grey) -> Sequence[Code]:
        """Return the codes found on the whole page made small, each once."""
        return tuple(_distinct(list(_read(_reduced(picture, _step(picture)), Box(0, 0, 1, 1)))))

    def read_closer(self, picture: Grey, places: Sequence[Box], found: Sequence[Code]) -> Sequence[Code]:
        """Return also what is found in the places at full size, where the page was made small and nothing was seen."""
        every = list(found)
        for place in places if _step(picture) > 1 else ():
            if not any(place.overlap(code.box) > 0.3 for code in every):
                every += _read(*_cut(picture, place))
        for place in _joined(places):
            if not any(place.overlap(code.box) > 0.3 for code in every):
                every += _read_smoothed(*_cut(picture, place))
        return tuple(_distinct(every))


def _step(picture: Grey) -> int:
    return int(max(1, round(max(picture.shape) / QUICK_SIDE)))


def _reduced(picture: Grey, step: int) -> Grey:
    if step == 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cut(picture: Grey, place: Box) -> tuple[Grey, Box]:
    height, width = picture.shape
    room = ROOM * max(place.width, place.height)
    box = Box(place.left - room, place.top - room, place.right + room, place.bottom + room).clipped()
    left, top, right, bottom = (
        int(box.left * width),
        int(box.top * height),
        int(box.right * width),
        int(box.bottom * height),
    )
    cut = np.ascontiguousarray(picture[top : bottom + 1, left : right + 1])
    return cut, Box(left / width, top / height, (left + cut.shape[1]) / width, (top + cut.shape[0]) / height)


def _joined(places: Sequence[Box]) -> list[Box]:
    """Put places together that all but touch: a large Data Matrix is four fields with a line of paper between."""
    joined: list[Box] = []
    for place in places:
        near = [each for each in joined if _all_but_touch(each, place)]
        joined = [*(each for each in joined if each not in near), around([place, *near])]
    return joined


def _all_but_touch(one: Box, other: Box) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(across, down) <= GAP


def _read_smoothed(seen: Grey, place: Box) -> list[Code]:
    """Return the matrix codes of a place made twice as large and smoothed.

    That takes grain and the steps of a fax out of the modules: of worn 2D-Docs that were not read, every one was.
    """
    if not seen.size or max(seen.shape) > SMOOTHED_SIDE:
        return []
    larger = cv2.resize(seen, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return list(_read(np.asarray(cv2.GaussianBlur(larger, (0, 0), 2), dtype=np.uint8), place, formats=MATRIX))


def _read(seen: Grey, place: Box, *, formats: Any = FORMATS) -> Iterator[Code]:
    height, width = seen.shape
    plain = zxingcpp.TextMode.Plain
    for item in zxingcpp.read_barcodes(seen, formats=formats, try_invert=False, text_mode=plain):
        code = _code(item, width, height, place)
        if len(code.payload) >= WEAK.get(code.symbology, 1):
            yield code


def _distinct(codes: Sequence[Code]) -> Iterator[Code]:
    seen: list[Code] = []
    for code in codes:
        same = (each.payload == code.payload and each.box.overlap(code.box) > 0.3 for each in seen)
        if not any(same):
            seen.append(code)
            yield code


def _code(item: Any, width: int, height: int, place: Box) -> Code:
    corners = (item.position.top_left, item.position.top_right, item.position.bottom_left, item.position.bottom_right)
    xs = [place.left + corner.x / width * place.width for corner in corners]
    ys = [place.top + corner.y / height * place.height for corner in corners]
    box = Box(min(xs), min(ys), max(xs), max(ys)).clipped()
    return Code(symbology=_slug(item.format), payload=_payload(item), box=box)


def _payload(item: Any) -> str:
    """Return the bytes as text: in UTF-8, else in the character set that the code names (ECI), else in Latin 1."""
    content = bytes(item.bytes)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        is_text = item.content_type == zxingcpp.ContentType.Text
        return str(item.text) if is_text else content.decode("latin-1")


def _slug(symbology: Any) -> str:
    """Return the symbology in the field's usual short form: `code-128`, `data-matrix`, `qr`, `pdf417`, `ean-13`."""
    name = str(symbology).rsplit(".", 1)[-1].replace(" ", "")
    return _SLUGS.get(name, name.lower())


_SLUGS = {
    "Code128": "code-128",
    "Code39": "code-39",
    "Code93": "code-93",
    "DataMatrix": "data-matrix",
    "QRCode": "qr",
    "PDF417": "pdf417",
    "EAN13": "ean-13",
    "EAN8": "ean-8",
    "UPCA": "upc-a",
    "UPCE": "upc-e",
}
