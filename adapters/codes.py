"""Bar codes and matrix codes by zxing-cpp; it gives bytes, we give text."""

from collections.abc import Sequence
from typing import Any

import zxingcpp

from pipeline.geometry import Box
from pipeline.model.page import Code
from pipeline.ports import Grey

LARGEST_SIDE = 3600
"""Pixels: larger pictures are looked at reduced by whole steps; a module of 0.25 mm is still 3 pixels at 300 dpi."""


class ZxingCodeReader:
    """The port `CodeReader`."""

    def read(self, picture: Grey) -> Sequence[Code]:
        """Give the codes found, each once; boxes in fractions of the picture."""
        step = -(-max(picture.shape) // LARGEST_SIDE)
        seen = picture[::step, ::step] if step > 1 else picture
        height, width = seen.shape
        found: dict[tuple[str, str, Box], Code] = {}
        for item in zxingcpp.read_barcodes(seen, try_invert=False):
            code = _code(item, width, height)
            if code.payload:
                found.setdefault((code.symbology, code.payload, code.box), code)
        return tuple(found.values())


def _code(item: Any, width: int, height: int) -> Code:
    corners = (item.position.top_left, item.position.top_right, item.position.bottom_left, item.position.bottom_right)
    xs, ys = [corner.x / width for corner in corners], [corner.y / height for corner in corners]
    return Code(
        symbology=_slug(item.format), payload=_payload(item), box=Box(min(xs), min(ys), max(xs), max(ys)).clipped()
    )


def _payload(item: Any) -> str:
    """Give the bytes as text: zxing's own text shows control characters as `<GS>`."""
    content = bytes(item.bytes)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _slug(symbology: Any) -> str:
    """Give the symbology in the field's usual short form: `code-128`, `data-matrix`, `qr`, `pdf417`, `ean-13`."""
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
