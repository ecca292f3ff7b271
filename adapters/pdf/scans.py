"""The picture that fills a scanned page of a PDF: found, measured, and taken as it stands in the file.

Drawing such a page means stretching its picture by a pixel or two, which costs a quarter of a second at 300 dpi and
blurs it. So the picture itself is taken, when nothing else is to be seen: the page's structure says so, or the page
drawn small shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline import refusals
from pipeline.intake import IntakeLimits
from pipeline.ports import Grey

LEAST_SHARE = 0.5
"""Share of the page that a picture must fill to be its scan."""
WHOLE_PAGE = 0.98
"""Share of the page above which a picture may be all there is on it."""
PROOF_DPI = 36.0
"""At this resolution a stamp or a page number drawn over the scan still shows, and drawing takes 0.05 s."""
MOST_APART = 24
"""Grey levels by which the scan made small and the page drawn small may differ anywhere: two ways of averaging differ
by 2 (measured on JPEG scans), whatever else is drawn, masked, turned or inverted by a hundred."""
NEARLY_HALF = 0.002
"""A scan to be made smaller by a half, give or take this share, is halved exactly: a twentieth of the time."""
OFF_THE_EDGE = 0.005
"""Share of the page's sides by which the picture of a page that holds nothing else may miss them."""
ALTERED_BY = ("/SMask", "/Mask", "/ImageMask", "/SMaskInData", "/Decode", "/OC")
"""Keys of a picture that make it look otherwise than its pixels."""
DRAWN_OTHERWISE = ("/ExtGState", "/Properties")
"""Resources of a page by which it can draw a picture otherwise, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The picture that fills a page: its resolution, whether it is black and white only, and pdfium's object of it."""

    dpi: float
    is_bilevel: bool
    share: float
    image: Any


def scan_on(page: Any, across: float, down: float, limits: IntakeLimits, number: int) -> Scan | None:
    """Return the scan that fills the page (points), if one does; raises PageFailed for a picture that is a bomb."""
    best: Scan | None = None
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        try:
            width, height = item.get_px_size()
            left, bottom, right, top = item.get_bounds()
            bits = item.get_metadata().bits_per_pixel
        except pdfium.PdfiumError:
            continue
        if width * height > limits.most_pixels:
            raise refusals.page_failed(
                refusals.too_many_pixels(width, height, limits.most_pixels), where=f"page {number}"
            )
        share = (right - left) * (top - bottom) / (across * down)
        if share >= LEAST_SHARE and (best is None or share > best.share):
            dpi = 72 * (width * height / ((right - left) * (top - bottom))) ** 0.5
            best = Scan(dpi=dpi, is_bilevel=bits == 1, share=share, image=item)
    return best


def holds_one_plain_picture(page: pikepdf.Page) -> bool:
    """Return whether a page can draw one picture only, and only as it is; raises PdfError for a page that is broken."""
    resources: Any = page.obj.get("/Resources", {})
    pictures = list(resources.get("/XObject", {}).values())
    return (
        len(pictures) == 1
        and pictures[0].get("/Subtype") == "/Image"
        and not any(key in pictures[0] for key in ALTERED_BY)
        and not any(key in resources for key in DRAWN_OTHERWISE)
    )


def taken_as_it_is(page: Any, scan: Scan | None, is_plain: Callable[[], bool], *, dpi: float) -> Grey | None:
    """Return the scan's own pixels, made smaller when it is finer than `dpi`; None when the page must be drawn.

    is_plain: tells from the structure that the page can draw one picture only, and only as it is.
    """
    if scan is None or scan.share < WHOLE_PAGE or scan.dpi < dpi * 0.99:
        return None
    try:
        pixels = _grey(scan.image.get_bitmap(render=False))
        if pixels is None:
            return None
        is_alone = _fills_alone(page, scan) and is_plain()
        if not is_alone and not _is_all_that_shows(page, pixels):
            return None
    except pdfium.PdfiumError:
        return None
    return pixels if dpi >= scan.dpi * 0.99 else _smaller(pixels, dpi / scan.dpi)


def _smaller(pixels: Grey, share: float) -> Grey:
    if abs(2 * share - 1) <= NEARLY_HALF:
        return np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    height, width = (max(1, round(side * share)) for side in pixels.shape)
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _fills_alone(page: Any, scan: Scan) -> bool:
    """Return whether the scan is the page's one object, stands upright on all of it, and nothing cuts or covers it."""
    image = scan.image
    turn = image.get_matrix()
    left, bottom, right, top = page.get_bbox()
    most = OFF_THE_EDGE * min(right - left, top - bottom)
    apart = (abs(edge - side) for edge, side in zip(image.get_bounds(), (left, bottom, right, top), strict=True))
    return (
        raw.FPDFPage_CountObjects(page) == 1
        and raw.FPDFPage_GetAnnotCount(page) == 0
        and raw.FPDFPage_GetRotation(page) == 0
        and raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(image)) <= 0
        and not raw.FPDFPageObj_HasTransparency(image)
        and (turn.a > 0, turn.b, turn.c, turn.d > 0) == (True, 0, 0, True)
        and max(apart) <= most
    )


def _is_all_that_shows(page: Any, pixels: Grey) -> bool:
    """Draw the page small, and tell whether it looks like the pixels made small."""
    drawn = page.render(scale=PROOF_DPI / 72, grayscale=True, may_draw_forms=True)
    small = drawn.to_numpy().reshape(drawn.height, drawn.width)
    if min(pixels.shape) < max(small.shape):
        return False
    reduced = cv2.resize(pixels, small.shape[::-1], interpolation=cv2.INTER_AREA)
    return bool(np.max(cv2.absdiff(reduced, small)) <= MOST_APART)


def _grey(bitmap: Any) -> Grey | None:
    """Return a copy of the pixels in grey, or None in a form unknown to us."""
    seen = bitmap.to_numpy()
    if bitmap.mode == "L":
        return np.array(seen, dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    if bitmap.mode == "BGR":
        return np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return None
