"""A whole page through the reader, and its archive PDF."""

import io
from datetime import UTC, datetime

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from adapters.reading.codes import ZxingCodeReader
from adapters.reading.pool import InlinePageReader
from pipeline.geometry import on_turned_page
from pipeline.model.page import TextSource
from services.ports.reading import Original, PageRead, PageRequest, ReadSettings, RenditionRequest

SETTINGS = ReadSettings(languages=("fra", "eng"), separator_codes=("CB-",))
MADE_AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader():
    """Yield one reader in this process."""
    reader = InlinePageReader()
    yield reader
    reader.close()


def read(reader, path, media_type, number: int = 1, settings: ReadSettings = SETTINGS):
    """Read one page."""
    (outcome,) = reader.read(
        [PageRequest(key="k", original=Original(path=path, media_type=media_type), number=number)], settings
    )
    assert isinstance(outcome, PageRead)
    return outcome.recognition


def rendered(reader, path, media_type, *pages):
    """Make the archive PDF of pages."""
    request = RenditionRequest(
        key="k", original=Original(path=path, media_type=media_type), pages=pages, title="d-1", made_at=MADE_AT
    )
    return next(iter(reader.renditions([request]))).content


def place_of(recognition, text):
    """Return the box of the first word that contains the text."""
    return next(word.box for word in recognition.words if text in word.text)


def test_light_print_on_dark_is_read(reader, drawn, lines, saved):
    """Print that is lighter than its ground is read like dark print on white paper."""
    card = np.full_like(drawn, 250)
    card[200:900, 100:1554] = 255 - drawn[200:900, 100:1554] * 0.85
    found = read(reader, saved(card), "image/png").text
    assert all(word in found for word in lines[0].split())


def test_light_print_on_a_dark_band_is_read_beside_dark_print(reader, drawn, lines, saved):
    """The head of a table, light on dark, is read where it stands, and nothing of the page around it is lost."""
    page = drawn.copy()
    page[1200:1290, 140:1500] = 255 - drawn[245:335, 140:1500] * 0.8
    found = read(reader, saved(page), "image/png")
    assert found.text.count(lines[0]) == 2
    heads = [word.box for word in found.words if word.text == "Madame"]
    assert sorted(round(box.centre[1] * 2339 / 100) for box in heads) == [3, 12]


def test_a_photograph_seen_from_one_side_is_read_and_its_words_stand_where_they_are_seen(reader, drawn, lines, saved):
    """A sheet that leans away on a dark desk is read whole, and a word's box lies on the word in the photograph."""
    height, width = drawn.shape
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    leaning = np.array([[420, 300], [1700, 180], [2000, 2500], [150, 2350]], np.float32)
    there = cv2.getPerspectiveTransform(own, leaning)
    desk = np.full((2700, 2150), 55, np.uint8)
    seen = cv2.warpPerspective(drawn, there, (2150, 2700), dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
    found = read(reader, saved(seen), "image/png")
    assert all(word in found.text for line in lines for word in line.split())
    box = place_of(found, "Madame")
    x, y = cv2.perspectiveTransform(np.array([[[230.0, 280.0]]]), there).ravel()
    assert box.left < x / 2150 < box.right
    assert box.top < y / 2700 < box.bottom


@pytest.mark.parametrize("content", ["Société 12 €", "Société", "¶Ж 点", "FR02\x1dA\x1e"])
def test_a_code_names_its_character_set(content):
    """Payloads come as they were written: signs of every alphabet, and control characters as they are."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix)
    bars = np.pad(np.asarray(zxingcpp.write_barcode_to_image(code, scale=4), dtype=np.uint8), 20, constant_values=255)
    assert [found.payload for found in ZxingCodeReader().read(bars)] == [content]


def with_bar_code(picture, payload):
    """Print a bar code at the foot of a page."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.Code128)
    bars = np.asarray(zxingcpp.write_barcode_to_image(code, scale=4), dtype=np.uint8)
    page = picture.copy()
    page[-bars.shape[0] - 100 : -100, 200 : 200 + bars.shape[1]] = bars
    return page


@pytest.mark.parametrize(
    ("payload", "times", "cut_at", "is_read"),
    [
        ("CB-SEP", 1, ("barcode",), False),
        ("CB-SEP", 1, ("patch",), True),
        ("CB-SEP", 3, ("barcode",), True),
        ("2026-118", 1, ("barcode",), True),
    ],
    ids=["a sheet", "of another kind", "full of text", "another code"],
)
def test_only_a_sheet_that_its_code_tells_needs_no_reading(reader, drawn, saved, payload, times, cut_at, is_read):
    """A separator sheet is known by its code and not read; what its class does not cut at, or is a full page, is."""
    page = drawn.copy()
    for again in range(1, times):
        page[200 + 600 * again : 800 + 600 * again] = drawn[200:800]
    settings = ReadSettings(languages=("fra",), separator_codes=("CB-",), separate_by=cut_at)
    found = read(reader, saved(with_bar_code(page, payload)), "image/png", settings=settings)
    assert ("Fontaine" in found.text) is is_read
    assert [code.payload for code in found.codes] == [payload]
    assert found.separator == ("barcode" if payload.startswith("CB-") else None)
    assert not found.is_blank


@pytest.mark.parametrize(("turns", "angle"), [(0, 0.0), (0, 2.0), (1, 0.0), (2, -1.5), (3, 1.0)])
def test_a_turned_and_skewed_scan_is_read_and_its_words_stand_where_they_are_seen(reader, drawn, saved, turns, angle):
    """However a scan lies, its words are read, and their boxes lie on the source as a viewer shows it."""
    upright = read(reader, saved(drawn, "upright.png"), "image/png")
    height, width = drawn.shape
    skew = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    tilted = np.rot90(cv2.warpAffine(drawn, skew, (width, height), borderValue=255), k=turns)
    lying = read(reader, saved(np.ascontiguousarray(tilted), "lying.png"), "image/png")
    assert lying.rotation == 90 * turns
    assert lying.skew_degrees == pytest.approx(angle, abs=0.25)
    for text in ("Fontaine", "professionnelle", "initial", "trente"):
        seen = place_of(upright, text).centre
        x, y = skew @ np.array([seen[0] * width, seen[1] * height, 1.0])
        u, v = x / width, y / height
        expected = {0: (u, v), 1: (v, 1 - u), 2: (1 - u, 1 - v), 3: (1 - v, u)}[turns]
        found = place_of(lying, text).centre
        assert found == pytest.approx(expected, abs=0.006), text


def born_digital(path, lines, *, white: str | None = None):
    """Write a PDF with its own text."""
    canvas = Canvas(str(path), pagesize=A4)
    for row, text in enumerate(lines):
        canvas.drawString(70, 750 - 24 * row, text)
    if white:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(70, 300, white)
    canvas.save()
    return path


def test_text_that_is_good_is_not_read_again(reader, lines, tmp_path):
    """A born-digital page keeps its own words, with boxes; words nobody sees are left out."""
    found = read(reader, born_digital(tmp_path / "a.pdf", lines, white="texte invisible"), "application/pdf")
    assert found.source is TextSource.TEXT_LAYER
    assert found.text.splitlines() == list(lines)
    assert place_of(found, "Madame").left == pytest.approx(70 / A4[0], abs=0.01)
    assert 1 - 765 / A4[1] < place_of(found, "Madame").centre[1] < 1 - 745 / A4[1]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_text_that_lies_is_put_into_lines_as_it_reads(reader, lines, tmp_path, rotate):
    """A born-digital page shown turned by /Rotate has the lines of the upright one; its boxes are as it is seen."""
    upright = born_digital(tmp_path / "upright.pdf", lines)
    with pikepdf.open(upright) as pdf:
        pdf.pages[0].Rotate = rotate
        pdf.save(tmp_path / "lying.pdf")
    stands, lies = (read(reader, tmp_path / name, "application/pdf") for name in ("upright.pdf", "lying.pdf"))
    assert lies.text == stands.text
    assert lies.rotation == 360 - rotate
    first, turned = stands.words[0].box, lies.words[0].box
    assert turned == pytest.approx(on_turned_page(first, rotate), abs=0.01)


def test_a_scan_with_a_bad_layer_is_read_again(reader, drawn, tmp_path, saved):
    """Rubbish drawn invisibly over a scan does not stand for its words."""
    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=A4)
    canvas.drawImage(str(saved(drawn)), 0, 0, *A4)
    layer = canvas.beginText(70, 700)
    layer.setTextRenderMode(3)
    layer.textLines(["xqzw vkjh rtgfv bnhj"] * 5)
    canvas.drawText(layer)
    canvas.save()
    found = read(reader, tmp_path / "b.pdf", "application/pdf")
    assert found.source is TextSource.OCR
    assert "Fontaine" in found.text


def test_form_fields_keep_their_values_without_appearances(reader, tmp_path):
    """A filled form says its text fields and ticked buttons, even when nothing draws them."""
    canvas = Canvas(str(tmp_path / "form.pdf"), pagesize=A4)
    canvas.drawString(70, 760, "Nom de l'assuré et case à cocher pour la demande")
    canvas.acroForm.textfield(name="nom", value="Fontaine", x=70, y=700, width=200, height=20)
    canvas.acroForm.checkbox(name="rechute", checked=True, x=70, y=650)
    canvas.acroForm.checkbox(name="initial", checked=False, x=70, y=600)
    canvas.save()
    with pikepdf.open(tmp_path / "form.pdf", allow_overwriting_input=True) as pdf:
        for widget in pdf.pages[0].Annots:
            if "/V" in widget and str(widget.V) == "Fontaine":
                del widget.AP
        pdf.save(tmp_path / "form.pdf")
    found = read(reader, tmp_path / "form.pdf", "application/pdf").form_fields
    assert {(field.name, field.is_button) for field in found} == {("nom", False), ("rechute", True)}
    assert next(field.value for field in found if field.name == "nom") == "Fontaine"
    assert found[0].box.left == pytest.approx(70 / A4[0], abs=0.01)


def test_a_blank_page_is_a_blank_separator_and_has_no_words(reader, saved):
    """Paper with grain and nothing else is blank."""
    grain = np.random.default_rng(1).normal(245, 3, (2339, 1654)).clip(0, 255).astype(np.uint8)
    found = read(reader, saved(grain), "image/png")
    assert (found.is_blank, found.separator, found.words) == (True, "blank", ())


def test_a_back_with_print_shining_through_is_blank_and_a_pale_page_is_not(reader, drawn, saved):
    """Print seen from behind is nothing; the same print as pale from the front is a page."""
    weak = (255 - (255 - drawn.astype(float)) * 0.2).astype(np.uint8)
    behind = cv2.GaussianBlur(np.ascontiguousarray(weak[:, ::-1]), (0, 0), 0.8)
    assert read(reader, saved(behind, "behind.png"), "image/png").is_blank
    pale = read(reader, saved(weak, "pale.png"), "image/png")
    assert not pale.is_blank
    assert "Fontaine" in pale.text


def test_a_bar_code_sheet_is_a_separator_only_for_its_prefix(reader, saved):
    """The batch class's prefix makes a sheet of a bar code; any other code is only noted."""
    for payload, separator in (("CB-SEP:invoice", "barcode"), ("INV-2026-1", None), ("PATCHT", "patch-t")):
        code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.Code128)
        bars = np.asarray(zxingcpp.write_barcode_to_image(code, scale=4), dtype=np.uint8)
        page = np.full((2339, 1654), 255, np.uint8)
        page[400 : 400 + min(200, bars.shape[0]), 200 : 200 + bars.shape[1]] = bars[:200]
        found = read(reader, saved(page, f"{payload[:2]}{len(payload)}.png"), "image/png")
        assert [(each.symbology, each.payload) for each in found.codes] == [("code-128", payload)]
        assert found.separator == separator
        assert not found.is_blank
        assert found.codes[0].box.left == pytest.approx(200 / 1654, abs=0.05)


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_archive_pdf_holds_the_words_upright_where_they_are_seen(reader, drawn, saved, turns):
    """Text is found in the archive PDF in reading order and lies over its print; a turned page stands upright."""
    path = saved(np.ascontiguousarray(np.rot90(drawn, k=turns)), "scan.jpg", quality=80)
    found = read(reader, path, "image/jpeg")
    content = rendered(reader, path, "image/jpeg", found)
    with pdfium.PdfDocument(content) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        assert text.get_text_range().split() == found.text.split()
        index, count = text.search("Fontaine").get_next()
        left, bottom, right, top = text.get_rect(0) if text.count_rects(index, count) else (0, 0, 0, 0)
        width, height = page.get_size()
        assert width < height
        picture = np.asarray(page.render(scale=2).to_pil().convert("L"))
        ink = picture[int((height - top) * 2) : int((height - bottom) * 2), int(left * 2) : int(right * 2)]
        assert ink.min() < 90


def test_the_archive_pdf_is_the_same_on_every_run_declares_pdfa_and_is_small(reader, drawn, saved):
    """Equal bytes each time; PDF/A-2b in its metadata; with the original at most 1.6 times the original's bytes."""
    grain = np.random.default_rng(2).normal(0, 4, drawn.shape)
    scan = (drawn * 0.93 + grain).clip(0, 255).astype(np.uint8)
    path = saved(cv2.resize(scan, None, fx=1.5, fy=1.5), "scan.jpg", quality=75)
    found = read(reader, path, "image/jpeg")
    content = rendered(reader, path, "image/jpeg", found)
    assert content == rendered(InlinePageReader(), path, "image/jpeg", found)
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as facts:
        assert (facts.pdfa_status, facts["dc:title"]) == ("2B", "d-1")
    assert len(content) <= 0.6 * path.stat().st_size


def test_black_and_white_pages_stay_black_and_white(reader, drawn, tmp_path):
    """A fax page is kept as CCITT group 4 and stays small."""
    path = tmp_path / "fax.tif"
    Image.fromarray(drawn).convert("1", dither=Image.Dither.NONE).resize((2481, 3508)).save(
        path, compression="group4", dpi=(300, 300)
    )
    content = rendered(reader, path, "image/tiff", read(reader, path, "image/tiff"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.pages[0].Resources.XObject.Im.Filter == "/CCITTFaxDecode"


def test_a_pdf_that_is_searchable_already_needs_no_copy(reader, lines, tmp_path):
    """The whole of a born-digital PDF needs no rendition; a part of it is taken over with its text."""
    one = born_digital(tmp_path / "one.pdf", lines)
    two = tmp_path / "two.pdf"
    with pikepdf.open(one) as pdf, pikepdf.new() as both:
        both.pages.extend([pdf.pages[0], pdf.pages[0]])
        both.save(two)
    pages = [read(reader, two, "application/pdf", number) for number in (1, 2)]
    assert rendered(reader, two, "application/pdf", *pages) is None
    part = rendered(reader, two, "application/pdf", pages[1])
    with pdfium.PdfDocument(part) as pdf:
        assert len(pdf) == 1
        assert "Fontaine" in pdf[0].get_textpage().get_text_range()


def test_a_picture_for_the_eye_has_the_width_asked_for(reader, drawn, saved):
    """The page's picture is a PNG of that width."""
    path = saved(drawn)
    content = reader.picture(Original(path=path, media_type="image/png"), 1, width=300)
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.width, image.height) == ("PNG", 300, round(2339 * 300 / 1654))


def test_a_told_turn_is_kept_in_the_archive(reader, lines, tmp_path):
    """A born-digital page that a person turned keeps its words, and its archive shows it so turned."""
    path = born_digital(tmp_path / "a.pdf", lines)
    original = Original(path=path, media_type="application/pdf")
    (outcome,) = reader.read([PageRequest(key="k", original=original, number=1, turn=90)], SETTINGS)
    assert isinstance(outcome, PageRead)
    assert (outcome.recognition.rotation, outcome.recognition.source) == (90, TextSource.TEXT_LAYER)
    assert rendered(reader, path, "application/pdf", read(reader, path, "application/pdf")) is None
    with pikepdf.open(io.BytesIO(rendered(reader, path, "application/pdf", outcome.recognition))) as archive:
        assert archive.pages[0].obj.Rotate == 90


def test_a_scan_is_read_as_it_was_told_to_stand(reader, drawn, lines, saved):
    """A page on its side is read when turned rightly, and kept as wished when not."""
    original = Original(path=saved(np.ascontiguousarray(np.rot90(drawn))), media_type="image/png")
    right, wrong = (
        next(iter(reader.read([PageRequest(key="k", original=original, number=1, turn=turn)], SETTINGS)))
        for turn in (90, 180)
    )
    assert isinstance(right, PageRead)
    assert isinstance(wrong, PageRead)
    assert right.recognition.rotation == 90
    assert all(word in right.recognition.text for word in lines[0].split())
    assert wrong.recognition.rotation == 180


def test_a_picture_is_turned_for_the_eye(reader, drawn, saved):
    """The picture of a page turned by a quarter is as wide as the page was high."""
    original = Original(path=saved(drawn), media_type="image/png")
    with Image.open(io.BytesIO(reader.picture(original, 1, width=300, turn=90))) as image:
        assert (image.width, image.height) == (round(2339 * 300 / 1654), 300)


STRIPS = (((1, 30_000), False), ((30_000, 2), False), ((2, 790), True), ((30_000, 76), True), ((1, 1), True))


@pytest.mark.parametrize(("size", "is_page"), STRIPS)
def test_a_strip_that_carries_no_text_fails_with_its_reason(reader, tmp_path, size, is_page):
    """A picture hundreds of times as long as wide is told as such, and no surprise to the reader; a slip is a page."""
    Image.new("L", size, 0).save(tmp_path / "strip.png")
    original = Original(path=tmp_path / "strip.png", media_type="image/png")
    (outcome,) = reader.read([PageRequest(key="k", original=original, number=1)], SETTINGS)
    assert isinstance(outcome, PageRead) == is_page
    assert is_page or outcome.reason.code == "too_thin"
