"""Patch codes are found on every sheet a scanner delivers, and nowhere else."""

import io

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from pipeline.geometry import Box
from pipeline.imaging.patch_codes import PATTERNS, apart_from, find_patch_codes
from pipeline.model.page import Code
from pipeline.reading.recognising import look

BARS = {name: bars for bars, name in PATTERNS.items()}


def sheet(name: str, *, dpi: int = 200) -> np.ndarray:
    """Draw one patch at the head of an A4 sheet, as publication A-61599 gives its measures in inches."""
    width, height = int(8.27 * dpi), int(11.69 * dpi)
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)
    y = 0.5
    for bar in BARS[name]:
        thick = 0.20 if bar == "W" else 0.08
        pen.rectangle((int(2.5 * dpi), int(y * dpi), int(5.8 * dpi), int((y + thick) * dpi) - 1), fill=0)
        y += thick + 0.08
    return np.asarray(picture)


def names(picture: np.ndarray) -> set[str]:
    """Return the patches found."""
    return {code.symbology for code in find_patch_codes(look(picture).ink.mask)}


@pytest.mark.parametrize("name", sorted(BARS))
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_every_patch_is_named_however_the_sheet_lies(name, turns):
    """All six patches are told apart, read from the paper's edge inwards, in all four positions."""
    assert names(np.ascontiguousarray(np.rot90(sheet(name), k=turns))) == {f"patch-{name.lower()}"}


@pytest.mark.parametrize("dpi", [100, 150, 300])
@pytest.mark.parametrize("angle", [-3.0, 3.0])
def test_a_skewed_sheet_at_any_resolution_is_found(dpi, angle):
    """Three degrees of skew at 100 to 300 dpi do no harm."""
    picture = sheet("T", dpi=dpi)
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    assert names(cv2.warpAffine(picture, turn, (width, height), borderValue=255)) == {"patch-t"}


def test_a_poor_copy_is_found():
    """JPEG of quality 40 with noise and blur, as a bad photocopy comes, is still a separator."""
    rng = np.random.default_rng(5)
    picture = cv2.GaussianBlur(sheet("2", dpi=150), (0, 0), 1.5)
    noisy = np.clip(picture * 0.7 + 40 + rng.normal(0, 20, picture.shape), 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(noisy).save(out, "JPEG", quality=40)
    assert names(np.asarray(Image.open(out))) == {"patch-2"}


def test_a_fax_is_found():
    """Black and white at 98 lines an inch across and 204 dots along keeps its bars."""
    fax = cv2.resize(sheet("T", dpi=204), None, fx=1.0, fy=98 / 204, interpolation=cv2.INTER_AREA)
    squared = cv2.resize(np.where(fax < 128, 0, 255).astype(np.uint8), None, fx=1.0, fy=204 / 98)
    assert names(squared) == {"patch-t"}


def test_text_and_tables_are_no_patch(prose):
    """Lines of text, ruled tables and bar-code stripes are never taken for a patch."""
    table = prose.copy()
    for y in range(100, 2300, 60):
        table[y : y + 3, 100:1550] = 0
    stripes = np.full((2339, 1654), 255, np.uint8)
    for x in range(300, 1300, 12):
        stripes[300:600, x : x + 4 + x % 5] = 0
    assert names(prose) == names(table) == names(stripes) == set()


def test_the_samples_hold_patch_t_where_their_names_say(samples):
    """Printed patch-T sheets are found, bar-code sheets and images without codes give none."""
    found = {}
    for path in sorted((samples / "separators").glob("*code-*.pdf")):
        with pdfium.PdfDocument(path) as pdf:
            pictures = [np.array(page.render(scale=150 / 72).to_pil().convert("L")) for page in pdf]
        found[path.stem] = [names(picture) for picture in pictures]
    assert found["patch-code-t"][0] == {"patch-t"}
    assert found["patch-code-t-middle"][:3] == [set(), {"patch-t"}, set()]
    assert found["barcode-39-asn-123"][0] == set()


@pytest.mark.parametrize("payload", ["ABC-2026-0001", "0123456789012345", "Lot 7 / 42"])
@pytest.mark.parametrize(
    "kind", [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF]
)
def test_a_label_with_a_large_bar_code_is_no_patch(kind, payload):
    """Four bars of a bar code that stand in a patch's proportions have neighbours, and a patch has none."""
    content = (
        "".join(filter(str.isdigit, payload)).zfill(14)[:14] if kind == zxingcpp.BarcodeFormat.ITF else payload.upper()
    )
    code = zxingcpp.create_barcode(content, kind)
    bars = np.asarray(zxingcpp.write_barcode_to_image(code, scale=6), dtype=np.uint8)
    label = np.full((bars.shape[1] // 2, bars.shape[1] + 160), 255, np.uint8)
    label[40 : 40 + min(200, len(bars)), 80 : 80 + bars.shape[1]] = bars[:200]
    assert names(label) == names(np.ascontiguousarray(label.T)) == set()


def test_a_patch_inside_a_bar_code_that_was_read_is_none():
    """What a bar-code reader has read as its own is not also a patch; a patch beside it stays."""
    patch = Code(symbology="patch-t", payload="T", box=Box(0.4, 0.1, 0.5, 0.3))
    bars = Code(symbology="code-128", payload="A", box=Box(0.3, 0.1, 0.6, 0.3))
    beside = Code(symbology="code-128", payload="A", box=Box(0.3, 0.5, 0.6, 0.7))
    assert apart_from([patch], [bars]) == ()
    assert apart_from([patch], [beside]) == (patch,)
