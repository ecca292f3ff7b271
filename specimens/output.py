"""From papers to files: born-digital PDF, scanned PDF, multi-page TIFF, JPEG photograph.

Equal papers and equal seeds give equal bytes: no dates, no random identifiers are written.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
import pikepdf
from PIL import Image

from specimens.crumple import dropouts
from specimens.degrade import Wear, show_through, worn
from specimens.motion import STILL, Motion, moved
from specimens.photograph import as_jpeg, in_perspective, photographed
from specimens.render import Picture, pictures
from specimens.stamping import Mark, draw_mark, marked_truth, press
from specimens.truth import Paper, PaperKind, Truth, Word, truth_of

_BILEVEL = 168
_LOW_DPI = 100
# Group 3 and 4 machines at standard resolution: 8 dots a millimetre across, 3.85 lines a millimetre (ITU-T T.4).
_FAX_DPI = (204, 98)
_SHOW_THROUGH = 0.05


class Medium(StrEnum):
    """What kind of file holds the papers."""

    BORN_DIGITAL = "born-digital"
    SCANNED_PDF = "scanned-pdf"
    FAX_PDF = "fax-pdf"
    TIFF = "tiff"
    PHOTOGRAPH = "photograph"
    LOW_RESOLUTION_PDF = "low-resolution-pdf"
    STANDARD_FAX = "standard-fax"
    PERSPECTIVE = "perspective"


USUAL_MEDIA = (Medium.BORN_DIGITAL, Medium.SCANNED_PDF, Medium.FAX_PDF, Medium.TIFF, Medium.PHOTOGRAPH)
SCANNERS = frozenset({Medium.SCANNED_PDF, Medium.FAX_PDF, Medium.TIFF, Medium.LOW_RESOLUTION_PDF, Medium.STANDARD_FAX})
PHOTOGRAPHS = frozenset({Medium.PHOTOGRAPH, Medium.PERSPECTIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A file to write: its name, its bytes, the truth unless nothing can be read from it."""

    name: str
    data: bytes
    truth: Truth | None
    page_count: int


def specimen_of(name: str, papers: tuple[Paper, ...], medium: Medium, wear: Wear, rng: np.random.Generator) -> Specimen:
    """Put papers into one file; the suffix is added to the name. Papers written by hand are scanned at least."""
    if medium is Medium.BORN_DIGITAL and any(paper.is_by_hand for paper in papers):
        medium = Medium.SCANNED_PDF
    marks = tuple(draw_mark(paper, wear, rng) if medium in SCANNERS else None for paper in papers)
    if medium is Medium.LOW_RESOLUTION_PDF:
        wear = replace(wear, dpi=_LOW_DPI)
    elif medium is Medium.STANDARD_FAX:
        wear = replace(wear, dpi=_FAX_DPI[0])
    motions: list[Motion] = []
    scans = _scans(papers, marks, wear, rng, motions)
    match medium:
        case Medium.BORN_DIGITAL:
            suffix, data = ".pdf", _joined(papers)
        case Medium.SCANNED_PDF | Medium.LOW_RESOLUTION_PDF:
            suffix, data = ".pdf", _scanned_pdf(scans, wear)
        case Medium.FAX_PDF:
            suffix, data = ".pdf", _fax_pdf(scans, wear)
        case Medium.TIFF:
            suffix, data = ".tif", _tiff(scans, (wear.dpi, wear.dpi))
        case Medium.STANDARD_FAX:
            suffix, data = ".tif", _tiff((_faxed(scan, rng) for scan in scans), _FAX_DPI)
        case Medium.PHOTOGRAPH | Medium.PERSPECTIVE:
            suffix, data = ".jpg", _photograph(papers, wear, rng, motions, is_leaning=medium is Medium.PERSPECTIVE)
    truth = truth_of(tuple(marked_truth(paper, mark) for paper, mark in zip(papers, marks, strict=True)))
    truth = replace(truth, words=_moved_words(truth, motions))
    return Specimen(name=name + suffix, data=data, truth=truth, page_count=len(truth.pages))


def _moved_words(truth: Truth, motions: list[Motion]) -> tuple[tuple[Word, ...], ...]:
    """Return the words of the pages where they ended; pages no motion is told of have not moved."""
    told = motions + [STILL] * (len(truth.words) - len(motions))
    return tuple(moved(words, motion) for words, motion in zip(truth.words, told, strict=True))


def _joined(papers: tuple[Paper, ...]) -> bytes:
    if len(papers) == 1:
        return papers[0].pdf
    whole = pikepdf.new()
    for paper in papers:
        whole.pages.extend(pikepdf.open(io.BytesIO(paper.pdf)).pages)
    return _saved(whole)


def _scans(
    papers: tuple[Paper, ...],
    marks: tuple[Mark | None, ...],
    wear: Wear,
    rng: np.random.Generator,
    motions: list[Motion],
) -> Iterator[Picture]:
    """Yield the pages as scanned, noting where the wear of each has moved its words."""
    front: Picture | None = None
    for paper, mark in zip(papers, marks, strict=True):
        for number, picture in enumerate(pictures(paper.pdf, dpi=wear.dpi)):
            page = press(picture, mark, dpi=wear.dpi) if number == 0 else picture
            if paper.kind is PaperKind.BLANK and front is not None:
                page = show_through(picture, front, _SHOW_THROUGH)
            front = picture
            scan = worn(page, wear, rng)
            motions.append(scan.motion)
            yield scan.picture


def _scanned_pdf(scans: Iterator[Picture], wear: Wear) -> bytes:
    whole = pikepdf.new()
    for picture in scans:
        out = io.BytesIO()
        Image.fromarray(picture).save(out, "JPEG", quality=wear.quality)
        _add_page(whole, picture, wear.dpi, out.getvalue(), pikepdf.Dictionary(Filter=pikepdf.Name.DCTDecode), 8)
    return _saved(whole)


def _fax_pdf(scans: Iterator[Picture], wear: Wear) -> bytes:
    whole = pikepdf.new()
    for picture in scans:
        height, width = picture.shape[:2]
        parameters = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=False)
        codec = pikepdf.Dictionary(Filter=pikepdf.Name.CCITTFaxDecode, DecodeParms=parameters)
        _add_page(whole, picture, wear.dpi, _group4(picture), codec, 1)
    return _saved(whole)


def _group4(picture: Picture) -> bytes:
    """Return the bare CCITT group 4 strip of a picture.

    Pillow codes 0 as the white runs of the fax standard (ITU-T T.6), so paper must be 0 here.
    """
    out = io.BytesIO()
    image = Image.fromarray(255 - _two_tone(picture)).convert("1", dither=Image.Dither.NONE)
    image.save(out, "TIFF", compression="group4", strip_size=1 << 30)
    tags = Image.open(out).tag_v2  # type: ignore[attr-defined]
    offset, length = tags[273][0], tags[279][0]
    return out.getvalue()[offset : offset + length]


def _two_tone(picture: Picture) -> Picture:
    return np.where(picture > _BILEVEL, 255, 0).astype(np.uint8)


def _add_page(
    whole: pikepdf.Pdf, picture: Picture, dpi: int, data: bytes, codec: pikepdf.Dictionary, bits: int
) -> None:
    height, width = picture.shape[:2]
    image = pikepdf.Stream(whole, data)
    image.update(codec)
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=width,
            Height=height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=bits,
        )
    )
    points = width * 72 / dpi, height * 72 / dpi
    page = whole.add_blank_page(page_size=points)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(whole, f"{points[0]:.3f} 0 0 {points[1]:.3f} 0 0 cm /Im0 Do".encode())


def _saved(whole: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def _faxed(picture: Picture, rng: np.random.Generator) -> Picture:
    """Return what a machine at standard resolution sends: as wide, half as many lines, some of them lost."""
    height, width = picture.shape[:2]
    lines = round(height * _FAX_DPI[1] / _FAX_DPI[0])
    thin = np.asarray(cv2.resize(picture, (width, lines), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return dropouts(thin, rng)


def _tiff(scans: Iterator[Picture], dpi: tuple[int, int]) -> bytes:
    images = [Image.fromarray(_two_tone(picture)).convert("1", dither=Image.Dither.NONE) for picture in scans]
    out = io.BytesIO()
    images[0].save(out, "TIFF", compression="group4", save_all=True, append_images=images[1:], dpi=dpi)
    return out.getvalue()


def _photograph(
    papers: tuple[Paper, ...], wear: Wear, rng: np.random.Generator, motions: list[Motion], *, is_leaning: bool
) -> bytes:
    """Photograph the first page: a JPEG holds one picture."""
    page = next(pictures(papers[0].pdf, dpi=200, in_colour=True))
    orientation = int(rng.choice((1, 1, 3, 6, 6, 8)))
    shot = in_perspective(page, wear, rng) if is_leaning else photographed(page, rng)
    motions.append(shot.motion)
    return as_jpeg(shot.picture, orientation=orientation, quality=max(wear.quality, 70))
