"""The filled fields of a PDF form (AcroForm), by pikepdf: values stand in the file even where nothing draws them."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf

from pipeline.geometry import Box
from pipeline.model.page import FormField

DEEPEST = 12
"""Parents followed up from a widget; deeper is a loop or a trap."""

RADIO_OR_PUSH = 1 << 16
"""Flag bit 17 of a button field: a push button, which holds no value (ISO 32000-1, table 226)."""


def fields_of_page(path: Path, number: int) -> tuple[FormField, ...]:
    """Return the fields of page `number` (from 1) that hold a value; a ticked button says its state's name."""
    facts = path.stat()
    return _fields(str(path), facts.st_mtime_ns, facts.st_size).get(number, ())


@lru_cache(maxsize=2)
def _fields(path: str, _changed: int, _size: int) -> dict[int, tuple[FormField, ...]]:
    try:
        with pikepdf.open(path) as pdf:
            return {number: tuple(_of_page(page)) for number, page in enumerate(pdf.pages, 1)}
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return {}


def _of_page(page: Any) -> Iterator[FormField]:
    try:
        annotations = list(page.obj.get("/Annots", ()))
    except (TypeError, ValueError, pikepdf.PdfError):
        return
    for annotation in annotations:
        try:
            if annotation.get("/Subtype") == "/Widget":
                yield from _field(page, annotation)
        except (TypeError, ValueError, AttributeError, KeyError, pikepdf.PdfError):
            continue


def _field(page: Any, widget: Any) -> Iterator[FormField]:
    chain = list(_chain(widget))
    kind = _inherited(chain, "/FT")
    box = _box(page, widget)
    if box is None or kind is None:
        return
    name = ".".join(str(each["/T"]) for each in reversed(chain) if "/T" in each)
    label = next((str(each["/TU"]) for each in chain if "/TU" in each), "")
    if str(kind) == "/Btn":
        flags = int(_inherited(chain, "/Ff") or 0)
        state = str(widget.get("/AS", "") or "")
        if not state:
            value = _inherited(chain, "/V")
            state = str(value) if value is not None and str(value) in _states(widget) else ""
        if not flags & RADIO_OR_PUSH and state not in {"", "/Off"}:
            yield FormField(name=name, label=label, value=state.lstrip("/"), is_button=True, box=box)
        return
    text = _text(_inherited(chain, "/V"))
    if text:
        yield FormField(name=name, label=label, value=text, is_button=False, box=box)


def _chain(widget: Any) -> Iterator[Any]:
    node = widget
    for _ in range(DEEPEST):
        if node is None:
            return
        yield node
        node = node.get("/Parent")


def _inherited(chain: list[Any], key: str) -> Any:
    return next((each[key] for each in chain if key in each), None)


def _states(widget: Any) -> set[str]:
    normal = widget.get("/AP", {}).get("/N", {})
    return set(normal.keys()) if isinstance(normal, pikepdf.Dictionary) else set()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes()).decode("utf-8", errors="replace").strip()
    if isinstance(value, pikepdf.Array):
        return ", ".join(str(each) for each in value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _box(page: Any, widget: Any) -> Box | None:
    """Return the widget's place in fractions of the page as a viewer shows it (crop box, /Rotate)."""
    x0, y0, x1, y1 = (float(value) for value in widget["/Rect"])
    left, bottom, right, top = (float(value) for value in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    if not width or not height:
        return None
    us = sorted(((x0 - left) / width, (x1 - left) / width))
    vs = sorted((1 - (y1 - bottom) / height, 1 - (y0 - bottom) / height))
    box = Box(us[0], vs[0], us[1], vs[1])
    match int(_inherited(list(_chain(page.obj)), "/Rotate") or 0) % 360:
        case 90:
            box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        case 180:
            box = Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
        case 270:
            box = Box(box.top, 1 - box.right, box.bottom, 1 - box.left)
    box = box.clipped()
    return box if box.area else None
