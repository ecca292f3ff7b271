"""Separator sheets drawn by another program, worn as they come: none is missed, none is taken for another.

The patches were drawn by bwip-js (`patches/draw.js`), the sheets are laid out here: one patch at the head, and one
along each edge.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from wearing import WEARS, Picture

from pipeline.reading.recognising import look
from pipeline.separation.sheets import patches_on

PATCHES = Path(__file__).with_name("patches")
NAMES = ("1", "2", "3", "4", "6", "t")
INCH_OF_A_PATCH, BARS, EDGE = 0.80, 2.5, 0.5
"""Inches: the pattern, the length of its bars, its distance from the edge (A-61599)."""


def patch(name: str, dpi: int) -> Picture:
    """Return a patch with its leading edge on top, at the resolution."""
    drawn = Image.open(PATCHES / f"patch-{name}.png").convert("L").rotate(-90, expand=True)
    return np.asarray(drawn.resize((round(BARS * dpi), round(INCH_OF_A_PATCH * dpi)), Image.Resampling.NEAREST))


def headed(name: str, dpi: int) -> Picture:
    """Draw an A4 sheet with one patch at its head and a word below."""
    sheet = np.full((round(11.69 * dpi), round(8.27 * dpi)), 255, np.uint8)
    _lay(sheet, patch(name, dpi), dpi)
    cv2.putText(sheet, "SEPARATOR", (2 * dpi, 6 * dpi), cv2.FONT_HERSHEY_SIMPLEX, dpi / 60, 0, dpi // 30)
    return sheet


def framed(name: str, dpi: int) -> Picture:
    """Draw an A4 sheet with the patch along each of its edges, so that it may be fed any way."""
    sheet = headed(name, dpi)
    for _ in range(3):
        sheet = np.ascontiguousarray(np.rot90(sheet))
        _lay(sheet, patch(name, dpi), dpi)
    return np.ascontiguousarray(np.rot90(sheet))


def _lay(sheet: Picture, bars: Picture, dpi: int) -> None:
    left, top = (sheet.shape[1] - bars.shape[1]) // 2, round(EDGE * dpi)
    sheet[top : top + bars.shape[0], left : left + bars.shape[1]] = bars


def found(picture: Picture) -> set[str]:
    """Name the patches that reading finds on a page."""
    survey = look(picture)
    return {code.symbology for code in patches_on(survey.picture, survey.ink)}


@pytest.mark.parametrize("wear", WEARS)
def test_every_worn_sheet_says_its_patch(wear):
    """All six patches are found under every wear, and none as another."""
    _all_are_found(headed, wear, 0)


@pytest.mark.slow
@pytest.mark.parametrize("wear", WEARS)
@pytest.mark.parametrize(("layout", "turns"), [(headed, 1), (headed, 2), (framed, 0), (framed, 1), (framed, 2)])
def test_every_worn_sheet_says_its_patch_however_it_lies(layout, wear, turns):
    """On their side and upside down, and with a patch along each edge, they are found as well."""
    _all_are_found(layout, wear, turns)


def _all_are_found(layout: Callable[[str, int], Picture], wear: str, turns: int) -> None:
    worn = {name: WEARS[wear](lambda dpi, name=name: layout(name, dpi)) for name in NAMES}
    seen = {name: found(np.ascontiguousarray(np.rot90(sheet, k=turns))) for name, sheet in worn.items()}
    assert seen == {name: {f"patch-{name}"} for name in NAMES}
