"""Originals of every kind are opened, counted and drawn as a viewer shows them, or refused with a reason."""

import base64
import struct
from contextlib import ExitStack

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageCms

from adapters.reading.renderer import Desk, open_original
from pipeline.errors import InputRefused, PageFailed
from pipeline.intake import IntakeLimits, sniff

LIMITS = IntakeLimits()
SMALL = IntakeLimits(most_pages=10, most_pixels=4_000_000, reduce_pixels=1_000_000)


@pytest.fixture
def opened():
    """Yield the opener of originals, closed when the test ends."""
    with ExitStack() as stack:

        def open_it(path, media_type, limits=LIMITS):
            original = open_original(path, media_type, limits)
            stack.callback(original.close)
            return original

        yield open_it


@pytest.fixture
def first(opened):
    """Return the opener of an original's first page."""
    return lambda *given: opened(*given).page(1)


def corner(grey):
    """Return which corner of a picture is dark."""
    rows, columns = np.nonzero(grey < 128)
    height, width = grey.shape
    return ("top" if rows.mean() < height / 2 else "bottom") + "-" + ("left" if columns.mean() < width / 2 else "right")


@pytest.fixture
def marked():
    """Return a portrait picture with a dark top left corner."""
    picture = np.full((900, 600), 250, np.uint8)
    picture[40:200, 40:160] = 10
    return picture


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(marked, tmp_path, orientation, first):
    """A photograph stored in any of the eight EXIF orientations is shown with its corner where a viewer shows it."""
    stored = {
        1: marked, 2: marked[:, ::-1], 3: marked[::-1, ::-1], 4: marked[::-1],
        5: marked.T, 6: np.rot90(marked), 7: np.rot90(marked, 2).T, 8: np.rot90(marked, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    Image.fromarray(np.ascontiguousarray(stored)).save(path, exif=exif, quality=95)
    page = first(path, "image/jpeg")
    assert (page.width, page.height) == (600, 900)
    assert corner(page.picture(for_reading=True)) == "top-left"


PHOTOGRAPH = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAcltZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB7QABAAAAAAAAAD0AAgAAAAACKgABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABCGlwcnAAAADnaXBjbwAAAHdodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBByeW"
    "6uSmubgIaDAgAAADAyAAAAMAIWIAAQAGRAHBc8GJAAAAE2NvbHJuY2x4AAEADQAGgAAAABRpc3BlAAAAAAAAAFoAAABAAAAAKGNs"
    "YXAAAABaAAAAAQAAADwAAAABAAAAAAAAAAL////8AAAAAgAAABBwaXhpAAAAAAMICAgAAAAJaXJvdAMAAAAZaXBtYQAAAAAAAAAB"
    "AAEGgQIDBYSGAAAAGmlyZWYAAAAAAAAADmNkc2MAAgABAAEAAABpbWRhdAAAADkoAa8J0S4529oPvH+GKnAlAPqd4EtLu9OARHz3"
    "H8TsTLhr/anZ1L3lL+m/kUqIbpboaMjRH9NgooAAAAAGRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA="
)
"""The marked picture at a tenth of its size as HEIC (HEVC), stored on its side with the turn a telephone writes."""


def test_a_photograph_of_a_telephone_stands_upright(tmp_path, first):
    """HEIC is decoded, and turned once: by the box that asks for it, not again by the EXIF tag beside it."""
    path = tmp_path / "photo.heic"
    path.write_bytes(PHOTOGRAPH)
    page = first(path, "image/heic")
    assert (page.width, page.height) == (60, 90)
    assert corner(page.picture(for_reading=True)) == "top-left"


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("WEBP", "image/webp"), ("GIF", "image/gif"), ("BMP", "image/bmp"), ("AVIF", "image/avif"),
     ("JPEG2000", "image/jp2"), ("PNG", "image/png")],
)  # fmt: skip
def test_every_kind_of_picture_is_one_page(marked, tmp_path, opened, kind, media_type):
    """Pictures of each format that is read are one page, told by their content and shown as they are."""
    path = tmp_path / "picture"
    Image.fromarray(marked).convert("RGB").save(path, kind)
    assert sniff(path.read_bytes()[:4096]) == media_type
    original = opened(path, media_type)
    assert original.page_count == 1
    assert corner(original.page(1).picture(for_reading=True)) == "top-left"


def test_an_animation_is_its_first_picture(marked, tmp_path, opened):
    """Only TIFF has pages: of a moving GIF the picture that shows first is read."""
    path = tmp_path / "moving.gif"
    Image.fromarray(marked).save(path, save_all=True, append_images=[Image.new("L", (600, 900), 0)])
    original = opened(path, "image/gif")
    assert original.page_count == 1
    assert corner(original.page(1).picture(for_reading=True)) == "top-left"


def test_pages_in_jpeg_and_fax_compression_share_a_file(marked, tmp_path, opened):
    """Each page of a TIFF is read in its own compression, size and resolution."""
    whole = Image.fromarray(marked)
    small, fax, large = whole.resize((300, 450)), whole.convert("1"), whole.copy()
    fax.encoderinfo = {"compression": "group4", "dpi": (204, 204)}
    large.encoderinfo = {"compression": "jpeg", "dpi": (200, 200)}
    path = tmp_path / "mixed.tif"
    small.save(path, save_all=True, append_images=[fax, large], compression="jpeg")
    original = opened(path, "image/tiff")
    assert [(original.page(n).width, original.page(n).dpi) for n in (1, 2, 3)] == [(300, None), (600, 204), (600, 200)]
    assert {corner(original.page(n).picture(for_reading=True)) for n in (1, 2, 3)} == {"top-left"}


@pytest.mark.parametrize("pages", [1, 3])
def test_a_tiff_whose_pages_run_in_a_circle_is_refused(marked, tmp_path, opened, pages):
    """Where the last directory points back at one before it, pages may be missing: the file is damaged, not short."""
    path = tmp_path / "circle.tif"
    page = Image.fromarray(marked)
    page.save(path, save_all=True, append_images=[page] * (pages - 1))
    whole, link = bytearray(path.read_bytes()), 4
    for _ in range(pages):
        (directory,) = struct.unpack_from("<I", whole, link)
        (entries,) = struct.unpack_from("<H", whole, directory)
        link = directory + 2 + 12 * entries
    whole[link : link + 4] = whole[4:8]
    path.write_bytes(whole)
    with pytest.raises(InputRefused) as refused:
        opened(path, "image/tiff")
    assert refused.value.code == "damaged"


def test_resolutions_without_a_unit_still_square_a_fax(tmp_path, first):
    """A TIFF that says how its resolutions compare, and not in what unit, is stretched and has no dots per inch."""
    path = tmp_path / "fax.tif"
    Image.new("1", (864, 550), 1).save(path, resolution_unit=1, x_resolution=2.0, y_resolution=1.0)
    page = first(path, "image/tiff")
    assert (page.width, page.height, page.dpi) == (864, 1100, None)
    assert page.picture(for_reading=True).shape == (1100, 864)


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0])
def test_levels_of_many_bits_run_to_white(marked, tmp_path, first, top):
    """Floating-point pictures are grey whether they count to 1, to 255 or to 65535."""
    path = tmp_path / "deep.tif"
    Image.fromarray((marked.astype(np.float32) / 250 * top).astype(np.float32)).save(path)
    grey = first(path, "image/tiff").picture(for_reading=True)
    assert grey[100, 100] < 60
    assert grey[600, 400] > 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "LAB", "YCbCr", "I;16"])
def test_every_kind_of_pixel_becomes_grey(marked, tmp_path, mode, first):
    """Palette, alpha, CMYK, 1 and 16 bit pictures come out as dark ink on white paper."""
    picture = Image.fromarray(marked)
    if mode == "I;16":
        picture = Image.fromarray(marked.astype(np.uint16) * 257)
    elif mode == "RGBA":
        alpha = Image.fromarray(np.where(marked < 128, 255, 0).astype(np.uint8))
        picture = Image.merge("RGBA", (*Image.new("RGB", picture.size, "black").split(), alpha))
    elif mode == "LAB":
        to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        picture = ImageCms.applyTransform(picture.convert("RGB"), to_lab)
    elif mode != "L":
        picture = picture.convert("RGB").convert(mode) if mode != "LA" else picture.convert("LA")
    path = tmp_path / "page.tif"
    picture.save(path)
    grey = first(path, "image/tiff").picture(for_reading=True)
    assert grey.dtype == np.uint8
    assert grey[100, 100] < 60
    assert grey[600, 400] > 200


def test_every_page_of_a_tiff_counts_and_fax_pages_are_squared(tmp_path, opened):
    """A fax of two pages with 204 x 98 dots an inch has two pages of square pixels."""
    pages = [Image.new("1", (864, 550), 1) for _ in range(2)]
    path = tmp_path / "fax.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4", dpi=(204, 98))
    original = opened(path, "image/tiff")
    assert original.page_count == 2
    page = original.page(2)
    assert (page.width, page.dpi) == (864, 204)
    assert page.height == pytest.approx(550 * 204 / 98, abs=1)
    assert page.picture(for_reading=True).shape == (page.height, page.width)


def test_absurd_resolutions_are_not_believed(marked, tmp_path, first):
    """One dot an inch is no resolution."""
    path = tmp_path / "odd.png"
    Image.fromarray(marked).save(path, dpi=(1, 1))
    assert first(path, "image/png").dpi is None


def masked(pdf, picture):
    """Hide the left half of a picture."""
    shown = np.zeros((90, 60), np.uint8)
    shown[:, 30:] = 255
    mask = pdf.make_stream(shown.tobytes())
    mask.Type, mask.Subtype, mask.Width, mask.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 60, 90
    mask.ColorSpace, mask.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    picture.SMask = mask


@pytest.mark.parametrize(
    ("drawing", "altered"),
    [
        (b"q 600 0 0 900 0 0 cm /S Do Q", None),
        (b"q 600 0 0 900 0 0 cm /S Do Q 1 g 20 700 200 180 re f", None),
        (b"q 20 20 300 300 re W n 600 0 0 900 0 0 cm /S Do Q", None),
        (b"q -600 0 0 -900 600 900 cm /S Do Q", None),
        (b"q 720 0 0 1080 0 -120 cm /S Do Q", None),
        (b"q /G gs 600 0 0 900 0 0 cm /S Do Q", None),
        (b"q 600 0 0 900 0 0 cm /S Do Q", masked),
        (b"q 600 0 0 900 0 0 cm /S Do Q", lambda _, picture: setattr(picture, "Decode", pikepdf.Array([1, 0]))),
        (b"q 600 0 0 900 0 0 cm /S Do Q", lambda _, picture: setattr(picture, "Mask", pikepdf.Array([0, 30]))),
    ],
    ids=["plain", "covered", "clipped", "turned", "larger", "faded", "masked", "inverted", "keyed"],
)
def test_a_scan_is_taken_as_a_viewer_shows_it(marked, tmp_path, first, drawing, altered):
    """Whatever is drawn over the picture of a page, and however it is cut, turned or masked: what shows is read."""
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(marked.tobytes())
        picture.Type, picture.Subtype, picture.Width, picture.Height = (
            pikepdf.Name.XObject, pikepdf.Name.Image, 600, 900,
        )  # fmt: skip
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        if altered:
            altered(pdf, picture)
        pdf.add_blank_page(page_size=(600, 900))
        half = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.3)) if b"gs" in drawing else None
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(S=picture))
        if half is not None:
            pdf.pages[0].obj.Resources.ExtGState = half
        pdf.pages[0].obj.Contents = pdf.make_stream(drawing)
        pdf.save(tmp_path / "scan.pdf")
    taken = first(tmp_path / "scan.pdf", "application/pdf").picture(for_reading=True)
    with pdfium.PdfDocument(tmp_path / "scan.pdf") as document:
        drawn = document[0].render(scale=taken.shape[0] / 900, grayscale=True)
        shown = drawn.to_numpy().reshape(drawn.height, drawn.width).astype(int)
    assert taken.shape == shown.shape
    assert np.abs(taken - shown).max() <= 2


def test_pdf_rotate_is_applied(marked, tmp_path, first):
    """A page with /Rotate 90 is drawn as a viewer shows it."""
    path = tmp_path / "page.pdf"
    Image.fromarray(marked).save(path, resolution=100)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(path)
    page = first(path, "application/pdf")
    assert page.width > page.height
    assert corner(page.picture(for_reading=True)) == "top-right"


def refusal(path, media_type, limits=LIMITS) -> str:
    """Return the code with which an original is refused."""
    with pytest.raises(InputRefused) as raised:
        open_original(path, media_type, limits)
    assert raised.value.message.fr
    assert raised.value.next_step.fr
    return raised.value.code


def test_bad_files_are_refused_with_their_reason(marked, tmp_path):
    """Encrypted, cut, garbled, page-less and overlong files each say what is wrong."""
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "none.pdf")
        for _ in range(30):
            pdf.add_blank_page()
        pdf.save(tmp_path / "long.pdf")
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    whole = (tmp_path / "long.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[:300])
    (tmp_path / "garbled.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"%%EOF")
    (tmp_path / "garbled.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert refusal(tmp_path / "none.pdf", "application/pdf") == "no_pages"
    assert refusal(tmp_path / "long.pdf", "application/pdf", SMALL) == "too_many_pages"
    assert refusal(tmp_path / "locked.pdf", "application/pdf") == "encrypted"
    assert refusal(tmp_path / "cut.pdf", "application/pdf") == "truncated"
    assert refusal(tmp_path / "garbled.pdf", "application/pdf") == "damaged"
    assert refusal(tmp_path / "garbled.png", "image/png") == "damaged"


def test_bombs_are_refused_before_they_are_decoded(tmp_path, first):
    """A picture of more pixels than the limit is refused, in a PDF its page; one above 50 million is read reduced."""
    Image.new("L", (3000, 3000), 255).save(tmp_path / "bomb.png")
    assert refusal(tmp_path / "bomb.png", "image/png", SMALL) == "too_large"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(pdf, bytes(9_000_000 // 8))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 3000, 3000, 1
        image.ColorSpace = pikepdf.Name.DeviceGray
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        pdf.save(tmp_path / "bomb.pdf")
    with pytest.raises(PageFailed) as raised:
        first(tmp_path / "bomb.pdf", "application/pdf", SMALL)
    assert raised.value.code == "too_large"
    Image.new("L", (1900, 1900), 255).save(tmp_path / "large.png")
    page = first(tmp_path / "large.png", "image/png", SMALL)
    assert (page.width, page.height) == (1900, 1900)
    assert page.picture(for_reading=True).size <= SMALL.reduce_pixels


def test_a_cut_picture_fails_its_page(marked, saved, tmp_path, first):
    """A JPEG whose end is missing is counted, and its page says that the end is missing."""
    noisy = (marked.astype(int) - np.random.default_rng(1).integers(0, 9, marked.shape)).clip(0, 255).astype(np.uint8)
    whole = saved(noisy, "whole.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PageFailed) as raised:
        first(tmp_path / "cut.jpg", "image/jpeg").picture(for_reading=True)
    assert raised.value.code == "truncated"


def test_the_desk_sees_that_a_file_changed(marked, saved):
    """A path whose bytes changed is opened anew."""
    path = saved(marked, "page.png")
    with Desk(LIMITS) as desk:
        assert desk.original(path, "image/png").page(1).width == 600
        saved(np.full((50, 70), 255, np.uint8), "page.png")
        assert desk.original(path, "image/png").page(1).width == 70


def test_a_pdf_that_only_says_it_has_pages_is_refused_as_damaged(tmp_path):
    """A file whose page tree leads to no page is set aside with its reason: there is nothing to count or to show."""
    path = tmp_path / "hollow.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [ 9 0 R ] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
    with pytest.raises(InputRefused) as refused:
        open_original(path, "application/pdf", LIMITS)
    assert refused.value.code in {"damaged", "no_pages"}
