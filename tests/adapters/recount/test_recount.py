"""The recount agrees with what was written, by means of its own, and says when it cannot."""

import struct
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from adapters.recount import IndependentRecounter
from pipeline.errors import PermanentError
from services.ports.reading import Original

RECOUNTER = IndependentRecounter()


def _pdf(place: Path, pages: int, *, password: str = "") -> Original:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(place, encryption=pikepdf.Encryption(user=password, owner=password) if password else None)
    return Original(path=place, media_type="application/pdf")


def _tiff(place: Path, pages: int, *, is_big: bool = False) -> Original:
    pictures = [Image.new("1", (20, 10 + n)) for n in range(pages)]
    pictures[0].save(place, format="TIFF", save_all=True, append_images=pictures[1:], big_tiff=is_big)
    return Original(path=place, media_type="image/tiff")


@pytest.mark.parametrize("pages", [1, 3, 120])
def test_the_pages_of_a_pdf_are_counted(tmp_path, pages):
    """A PDF's pages are counted."""
    assert RECOUNTER.count(_pdf(tmp_path / "a.pdf", pages)) == pages


@pytest.mark.parametrize("is_big", [False, True])
@pytest.mark.parametrize("pages", [1, 2, 40])
def test_a_tiff_has_a_page_for_each_directory_of_its_chain(tmp_path, pages, is_big):
    """A TIFF has as many pages as directories in its chain, also with 64-bit offsets."""
    assert RECOUNTER.count(_tiff(tmp_path / "a.tif", pages, is_big=is_big)) == pages


def test_big_endian_tiff(tmp_path):
    """A TIFF of the other byte order is followed too."""
    place = tmp_path / "a.tif"
    empty = struct.pack(">H", 0)
    place.write_bytes(b"MM" + struct.pack(">HI", 42, 8) + empty + struct.pack(">I", 14) + empty + struct.pack(">I", 0))
    assert RECOUNTER.count(Original(path=place, media_type="image/tiff")) == 2


def test_a_tiff_that_runs_in_a_circle_is_an_error(tmp_path):
    """A chain of directories that runs in a circle ends in an error, not in a hang."""
    place = tmp_path / "a.tif"
    place.write_bytes(b"II" + struct.pack("<HI", 42, 8) + struct.pack("<HI", 0, 8))
    with pytest.raises(PermanentError):
        RECOUNTER.count(Original(path=place, media_type="image/tiff"))


@pytest.mark.parametrize(("name", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("BMP", "image/bmp")])
def test_a_single_picture_is_one_page(tmp_path, name, media_type):
    """A single picture is one page."""
    place = tmp_path / "a"
    Image.new("L", (20, 10)).save(place, format=name)
    assert RECOUNTER.count(Original(path=place, media_type=media_type)) == 1


def test_what_cannot_be_opened(tmp_path):
    """Truncated, encrypted, mislabelled, absent and unknown originals are errors with their place, never a number."""
    cut = tmp_path / "cut.tif"
    cut.write_bytes(_tiff(tmp_path / "whole.tif", 3).path.read_bytes()[:100])
    text = tmp_path / "text"
    text.write_bytes(b"plain text")
    bad = [
        Original(path=cut, media_type="image/tiff"),
        _pdf(tmp_path / "locked.pdf", 1, password="secret"),
        Original(path=text, media_type="application/pdf"),
        Original(path=text, media_type="image/tiff"),
        Original(path=text, media_type="image/jpeg"),
        Original(path=text, media_type="application/x-unknown"),
        Original(path=tmp_path / "absent", media_type="application/pdf"),
    ]
    for original in bad:
        with pytest.raises(PermanentError) as told:
            RECOUNTER.count(original)
        assert told.value.code == "recount_failed"


def test_same_as_another_reader_on_samples(samples):
    """On real files the recount agrees with a library that is not used for it."""
    tiffs = sorted(samples.rglob("*.tif*"))
    if not tiffs:
        pytest.skip("the samples hold no TIFF")
    for place in tiffs:
        with Image.open(place) as picture:
            assert RECOUNTER.count(Original(path=place, media_type="image/tiff")) == picture.n_frames
