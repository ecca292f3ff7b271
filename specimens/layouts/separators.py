"""Sheets that are no documents: patch-code and bar-code separators, blank backs.

Patch codes: two wide bars of 0.20 inch, two narrow ones and three spaces of 0.08 inch, parallel to
the leading edge, half an inch from it (Kodak publication A-61599). Patch T is narrow, wide, narrow,
wide from the edge inwards; mirrored at the foot, it reads the same when the sheet is upside down.
"""

from specimens.marks import bar_code
from specimens.sheet import INK, Align, Face, Pen, Sheet

_NARROW = 2.032
_WIDE = 5.08
_EDGE = 12.7
_PATCH_T = (_NARROW, _WIDE, _NARROW, _WIDE)
_TITLE = Pen(size=34, is_bold=True)
_HINT = Pen(size=11)


def draw_patch_frame(sheet: Sheet) -> None:
    """Draw patch T along all four edges."""
    _bars_across(sheet, left=40, right=sheet.width - 40)
    for mirrored in (False, True):
        along = _EDGE
        for width in _PATCH_T:
            x = sheet.width - along - width if mirrored else along
            sheet.box(x, _EDGE, width, sheet.height - 2 * _EDGE, fill=INK, line="")
            along += width + _NARROW
    sheet.text(sheet.width / 2, 70, "PATCH T", _TITLE, align=Align.CENTRE)
    sheet.text(sheet.width / 2, 80, "Feuille de séparation - à réutiliser", _HINT, align=Align.CENTRE)


def draw_patch_heads(sheet: Sheet) -> None:
    """Draw patch T across the head and the foot only."""
    _bars_across(sheet, left=_EDGE, right=sheet.width - _EDGE)
    sheet.text(sheet.width / 2, 150, "SÉPARATEUR", Pen(face=Face.ROUND, size=28, is_bold=True), align=Align.CENTRE)
    sheet.text(sheet.width / 2, 160, "Patch T - nouveau document", Pen(face=Face.ROUND, size=11), align=Align.CENTRE)


def draw_bar_code(sheet: Sheet, payload: str, title: str) -> None:
    """Draw a sheet with one Code 128 symbol and its payload in clear."""
    sheet.box(18, 18, sheet.width - 36, sheet.height - 36, line="#555555", weight=1.5)
    sheet.text(sheet.width / 2, 60, title, Pen(size=22, is_bold=True), align=Align.CENTRE)
    modules = 11 * (len(payload) + 3) + 2 + 20  # start, check, stop, quiet zones (ISO/IEC 15417)
    bar_code(sheet, sheet.width / 2, 110, payload, module=min(0.5, 168 / modules))
    sheet.text(sheet.width / 2, 140, payload, Pen(face=Face.TYPEWRITER, size=13), align=Align.CENTRE)
    sheet.text(sheet.width / 2, 250, "Ne pas agrafer - ne pas annoter", _HINT, align=Align.CENTRE)


def _bars_across(sheet: Sheet, *, left: float, right: float) -> None:
    for mirrored in (False, True):
        along = _EDGE
        for height in _PATCH_T:
            y = sheet.height - along - height if mirrored else along
            sheet.box(left, y, right - left, height, fill=INK, line="")
            along += height + _NARROW
