"""Files hold the papers put into them, wear keeps pages whole, and equal seeds give equal bytes."""

import io
import random
from datetime import date
from functools import cache

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps

from specimens.crumple import crease, dropouts, shadow, stain
from specimens.degrade import WEARS, Level, fold, jpeg, noise, show_through, skew, stamp, uneven_light, worn
from specimens.dossier import BASIC, Plan, draw_dossier
from specimens.draw import draw_blank_back, draw_paper, draw_patch_t
from specimens.motion import HALF_TURN, moved
from specimens.output import PHOTOGRAPHS, Medium, Specimen, specimen_of
from specimens.render import pictures
from specimens.truth import Paper, Word

TODAY = date(2026, 11, 22)


@cache
def _papers() -> tuple[Paper, ...]:
    dossier = draw_dossier(Plan(code="o", papers=BASIC, contribution_months=30), seed=2, today=TODAY)
    drawn = [draw_paper(facts, layout=1, rng=random.Random(4)) for _, facts in dossier.papers]
    return (draw_patch_t(layout=1), drawn[0], draw_blank_back(), drawn[1])


def _made(medium: Medium, level: Level = Level.OFFICE, seed: int = 11) -> Specimen:
    papers = _papers()[1:2] if medium in PHOTOGRAPHS else _papers()
    return specimen_of("x", papers, medium, WEARS[level], np.random.default_rng(seed))


@pytest.mark.parametrize("medium", list(Medium))
def test_equal_seeds_give_equal_bytes(medium: Medium) -> None:
    """A file can be made again to the last bit."""
    assert _made(medium).data == _made(medium).data


def test_other_seeds_give_other_scans() -> None:
    """The seed really rules the wear."""
    assert _made(Medium.SCANNED_PDF, seed=1).data != _made(Medium.SCANNED_PDF, seed=2).data


@pytest.mark.parametrize("medium", [Medium.BORN_DIGITAL, Medium.SCANNED_PDF, Medium.FAX_PDF])
def test_pdf_files_have_all_pages_in_a4(medium: Medium) -> None:
    """No page is lost, and each is as large as the paper was."""
    specimen = _made(medium)
    with pikepdf.open(io.BytesIO(specimen.data)) as pdf:
        assert len(pdf.pages) == specimen.page_count == 4
        for page in pdf.pages:
            assert [float(v) for v in page.mediabox] == pytest.approx([0, 0, 595.3, 841.9], abs=1)


def test_scans_have_no_text() -> None:
    """A scanned PDF gives nothing away but its pictures."""
    with pikepdf.open(io.BytesIO(_made(Medium.FAX_PDF).data)) as pdf:
        assert all("/Font" not in page.Resources for page in pdf.pages)


def test_fax_and_tiff_pages_are_black_on_white() -> None:
    """Both group 4 files decode to pages that are mostly white and not empty."""
    image = Image.open(io.BytesIO(_made(Medium.TIFF).data))
    assert image.n_frames == 4
    assert 0.7 < np.asarray(image).mean() < 1
    with pikepdf.open(io.BytesIO(_made(Medium.FAX_PDF).data)) as pdf:
        page = pikepdf.PdfImage(pdf.pages[1].Resources.XObject.Im0).as_pil_image()
        assert 0.8 < np.asarray(page.convert("1")).mean() < 1


@pytest.mark.parametrize("seed", range(6))
def test_photographs_stand_upright_once_their_orientation_is_applied(seed: int) -> None:
    """Whatever way the sensor lay, the viewer shows the form's head above its foot."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(_made(Medium.PHOTOGRAPH, seed=seed).data)))
    grey = np.asarray(image.convert("L")).astype(int)
    assert grey.shape[0] > grey.shape[1]
    ink = np.abs(np.diff(grey, axis=1)) > 40
    height = grey.shape[0]
    assert ink[: height // 2].sum() > ink[height // 2 :].sum()


def test_documents_of_a_stack_leave_separators_and_blanks_out() -> None:
    """The truth counts pages from 1 and skips sheets that are no documents."""
    truth = _made(Medium.SCANNED_PDF).truth
    assert truth is not None
    assert [document.pages for document in truth.documents] == [(2,), (4,)]


def test_marks_of_the_mailroom_are_in_the_truth_of_documents_only() -> None:
    """Over many seeds a mark shows up in document pages and never on separators or blanks."""
    texts = [t.pages for s in range(12) if (t := _made(Medium.TIFF, level=Level.POOR, seed=s).truth)]
    assert any("COURRIER ARRIVÉ" in pages[1] for pages in texts)
    assert not any("COURRIER ARRIVÉ" in pages[n] for pages in texts for n in (0, 2))


@pytest.mark.parametrize("level", list(Level))
def test_wear_keeps_size_and_leaves_its_input_alone(level: Level) -> None:
    """Wear returns a new page of the same size and never writes into the old one."""
    page = np.full((300, 200), 255, dtype=np.uint8)
    page[100:120, 40:160] = 0
    before = page.copy()
    after = worn(page, WEARS[level], np.random.default_rng(1)).picture
    assert after.shape == page.shape
    assert np.array_equal(page, before)
    assert not np.array_equal(after, page)


def test_each_wear_does_what_its_name_says() -> None:
    """Light and folds darken, noise spreads, skew tilts, JPEG keeps the size, a back shows its front mirrored."""
    rng = np.random.default_rng(5)
    white = np.full((240, 180), 250, dtype=np.uint8)
    assert uneven_light(white, 0.3, rng).mean() < 245
    assert fold(white, rng).min() < 200
    assert noise(white // 2, 8, rng).std() > 5
    assert jpeg(white, 40).shape == white.shape
    left = white.copy()
    left[:, :40] = 0
    tilted = skew(left, 5)
    assert (tilted[40] < 128).sum() != (tilted[200] < 128).sum()
    through = show_through(white, left, 0.1)
    assert through[:, -20:].mean() < through[:, :20].mean()
    marked = stamp(white, np.zeros((20, 30), dtype=np.uint8), top=0.5, left=0.5)
    assert marked[130, 95] == 0


def _grey(specimen: Specimen) -> np.ndarray:
    """Return the last page of a file as a viewer shows it."""
    if specimen.name.endswith(".pdf"):
        return list(pictures(specimen.data, dpi=150))[-1].astype(float)
    image = Image.open(io.BytesIO(specimen.data))
    image.seek(getattr(image, "n_frames", 1) - 1)
    return np.asarray(ImageOps.exif_transpose(image).convert("L")).astype(float)


@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("level", [Level.CLEAN, Level.POOR, Level.CRUMPLED])
def test_boxes_follow_their_words(medium: Medium, level: Level) -> None:
    """However a page is turned, skewed or photographed, the boxes of the truth stand on ink, row by row."""
    specimen = _made(medium, level, seed=8)
    page, truth = _grey(specimen), specimen.truth
    assert truth is not None
    height, width = page.shape
    hits, words = 0, [word for word in truth.words[-1] if len(word.text) > 3]
    for word in words:
        left, top, right, bottom = word.box
        inside = page[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1]
        hits += bool(inside.size) and np.percentile(inside, 95) - inside.min() > 50
    assert len(words) > 20
    assert hits >= 0.95 * len(words)


def test_creases_and_shadows_change_the_light_and_not_the_size() -> None:
    """What hands do to a sheet darkens parts of it, leaves the input alone and keeps grey and colour pictures."""
    rng = np.random.default_rng(3)
    for shape in ((240, 180), (240, 180, 3)):
        white = np.full(shape, 250, dtype=np.uint8)
        for spoiled in (crease(white, 3, rng), shadow(white, 0.4, rng), stain(white, rng)):
            assert spoiled.shape == white.shape
            assert spoiled.min() < 235
        assert white.min() == 250
    assert (dropouts(np.full((240, 180), 250, dtype=np.uint8), rng) != 250).any()


def test_a_standard_fax_has_half_as_many_lines_as_dots() -> None:
    """The file says 204 by 98 dots an inch and its picture is as flat as that."""
    image = Image.open(io.BytesIO(_made(Medium.STANDARD_FAX).data))
    assert [float(v) for v in image.info["dpi"]] == pytest.approx([204, 98], abs=0.1)
    assert image.height / 98 == pytest.approx(297 / 25.4, abs=0.1)
    assert image.width / 204 == pytest.approx(210 / 25.4, abs=0.1)


def test_a_half_turn_brings_a_word_to_the_other_end() -> None:
    """A box at the top left is found at the bottom right."""
    (word,) = moved((Word(text="a", box=(0.1, 0.2, 0.3, 0.25)),), HALF_TURN)
    assert word.box == pytest.approx((0.7, 0.75, 0.9, 0.8))
