"""Tells a page that shows nothing from one whose content is damaged: pdfium draws both white, and says nothing.

A page that is lost must not be taken for a blank one; it goes to a person as a failed page.
"""

from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.ports import Grey

WHITE = 255
SHOWING_TEXT = frozenset(("Tj", "TJ", "'", '"'))
SHOWING_PICTURES = frozenset(("Do", "INLINE IMAGE"))
_END_OF_JPEG = b"\xff\xd9"
_TAIL = 4096
"""Bytes at the end of a JPEG picture among which its end mark must stand: some writers fill up behind it."""


def says_something(page: pikepdf.Page) -> bool:
    """Return whether the content of a page shows text or pictures, or cannot be read to its end.

    Lines and areas alone do not count: writers leave empty ones on pages that are blank.
    """
    try:
        return any(_shows(operation) for operation in pikepdf.parse_content_stream(page))
    except pikepdf.PdfError:
        return True


def _shows(operation: Any) -> bool:
    name = str(operation.operator)
    if name in SHOWING_TEXT:
        return any(bytes(text).strip() for text in _texts(operation.operands))
    return name in SHOWING_PICTURES


def _texts(operands: Any) -> list[pikepdf.String]:
    inner = [part for operand in operands if isinstance(operand, pikepdf.Array) for part in list(operand)]
    return [part for part in [*operands, *inner] if isinstance(part, pikepdf.String)]


def lost_its_pictures(page: Any, drawn: Grey) -> bool:
    """Return whether a page is drawn white because a picture cannot be decoded, and no text says what it showed."""
    if drawn.min() != WHITE:
        return False
    pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4)
    return not all(_decodes(picture) for picture in pictures) and not has_text(page)


def is_cut_off(picture: Any) -> bool:
    """Return whether a picture is a JPEG without its end: pdfium draws what there is, and grey below."""
    if list(picture.get_filters()) != ["DCTDecode"]:
        return False
    data = memoryview(picture.get_data())
    return _END_OF_JPEG not in bytes(data[-_TAIL:])


def has_text(page: Any) -> bool:
    """Return whether the page carries characters."""
    text = page.get_textpage()
    try:
        return bool(text.count_chars())
    finally:
        text.close()


def _decodes(picture: Any) -> bool:
    try:
        picture.get_bitmap(render=False).close()
    except pdfium.PdfiumError:
        return False
    return True
