"""The searchable archive PDF of a document: page pictures with their words invisibly over them, as PDF/A-2b.

Written with pikepdf alone (no Ghostscript): black-and-white pages as CCITT group 4, grey ones as JPEG; text in
rendering mode 3 with Tesseract's glyphless font. The same pages give the same bytes on every run. Pages stand upright,
as they were read: a page that lay on its side is turned, and its words with it.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms

from pipeline.geometry import Box
from pipeline.model.page import Line, Recognition
from pipeline.ports import Grey

PRODUCER = "Casebinder"
JPEG_QUALITY = 50
"""Legible to the smallest print at ARCHIVE_DPI, and small enough that original and copy stay under 1.6 originals."""

ARCHIVE_DPI = 150
BILEVEL_DPI = 200
BLACK_BELOW = 128
SMALLEST_SIDE, LARGEST_SIDE = 3.0, 14_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A page for the archive: its picture as a viewer shows the source, its size in points, and what was read."""

    picture: Grey
    width_points: float
    height_points: float
    is_bilevel: bool
    recognition: Recognition


def archive_pdf(pages: Sequence[ArchivePage], *, title: str, made_at: datetime, font_file: Path) -> bytes:
    """Return the PDF's bytes; font_file is Tesseract's `pdf.ttf` (572 bytes), found beside its language data."""
    with pikepdf.Pdf.new() as pdf:
        font = _glyphless_font(pdf, font_file)
        for page in pages:
            _add_page(pdf, page, font)
        _declare(pdf, title=title, made_at=made_at, language=_language(pages))
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
        return out.getvalue()


def _add_page(pdf: pikepdf.Pdf, page: ArchivePage, font: Any) -> None:
    rotation = page.recognition.rotation
    width, height = _within_limits(page.width_points, page.height_points)
    if rotation in {90, 270}:
        width, height = height, width
    picture = np.ascontiguousarray(np.rot90(page.picture, k=-(rotation // 90)))
    content = b"q %.3f 0 0 %.3f 0 0 cm /Im Do Q\n" % (width, height)
    content += _words_over(page.recognition.lines, rotation, width, height)
    pdf.add_blank_page(page_size=(round(width, 3), round(height, 3)))
    added = pdf.pages[-1]
    added.obj.Resources = Dictionary(
        XObject=Dictionary(Im=_picture_object(pdf, picture, is_bilevel=page.is_bilevel)), Font=Dictionary(F=font)
    )
    added.obj.Contents = pdf.make_stream(content)


def _within_limits(width: float, height: float) -> tuple[float, float]:
    """Bring a page (points) between 3 and 14,400 a side, the limits of PDF (ISO 32000-1, annex C)."""
    factor = min(1.0, LARGEST_SIDE / max(width, height))
    return max(SMALLEST_SIDE, width * factor), max(SMALLEST_SIDE, height * factor)


def turned(box: Box, rotation: int) -> Box:
    """Return a source box on the page turned clockwise."""
    match rotation:
        case 90:
            return Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        case 180:
            return Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
        case 270:
            return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)
    return box


def _words_over(lines: Iterable[Line], rotation: int, width: float, height: float) -> bytes:
    """Return the drawing of the words: each stretched to its box, a blank after it so that phrases can be copied."""
    out = [b"BT 3 Tr"]
    for line in lines:
        boxes = [turned(word.box, rotation) for word in line.words]
        for index, (word, box) in enumerate(zip(line.words, boxes, strict=True)):
            follows = boxes[index + 1].left if index + 1 < len(boxes) else None
            reaches = follows is not None and follows > box.left
            right = follows if reaches and follows is not None else box.right
            text = (word.text + (" " if follows is not None else "")).encode("utf-16-be", errors="ignore")
            size = max(1.0, box.height * height)
            units = max(1, len(text) // 2)
            stretch = max(1.0, 100 * (right - box.left) * width / (units * 0.5 * size))
            # The font's glyphs stand on its baseline; a fifth of a printed word's height lies below it.
            foot = height - (box.bottom - 0.2 * box.height) * height
            out.append(
                b"/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj"
                % (size, stretch, box.left * width, foot, text.hex().upper().encode())
            )
    out.append(b"ET")
    return b"\n".join(out)


def _picture_object(pdf: pikepdf.Pdf, picture: Grey, *, is_bilevel: bool) -> Any:
    stream = _fax_stream(pdf, picture) if is_bilevel else _jpeg_stream(pdf, picture)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Height, stream.Width = picture.shape
    stream.ColorSpace = Name.DeviceGray
    return stream


def _jpeg_stream(pdf: pikepdf.Pdf, picture: Grey) -> Any:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    stream = Stream(pdf, out.getvalue())
    stream.Filter, stream.BitsPerComponent = Name.DCTDecode, 8
    return stream


def _fax_stream(pdf: pikepdf.Pdf, picture: Grey) -> Any:
    out = io.BytesIO()
    bits = Image.fromarray(np.where(picture < BLACK_BELOW, 0, 255).astype(np.uint8)).convert("1")
    bits.save(out, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(out) as tiff:
        tags: Any = tiff.tag_v2  # type: ignore[attr-defined]
        offset, count, is_black_one = tags[273][0], tags[279][0], tags[262] == 1
    stream = Stream(pdf, out.getvalue()[offset : offset + count])
    stream.Filter, stream.BitsPerComponent = Name.CCITTFaxDecode, 1
    stream.DecodeParms = Dictionary(K=-1, Columns=picture.shape[1], Rows=picture.shape[0], BlackIs1=bool(is_black_one))
    return stream


def _glyphless_font(pdf: pikepdf.Pdf, font_file: Path) -> Any:
    program = font_file.read_bytes()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.GlyphLessFont,
        Flags=5,
        FontBBox=Array([0, 0, 500, 1000]),
        ItalicAngle=0,
        Ascent=1000,
        Descent=-1,
        CapHeight=1000,
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.GlyphLessFont,
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 65536),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=500,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.GlyphLessFont,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_unicode_map()),
    )
    return pdf.make_indirect(font)


@cache
def _unicode_map() -> bytes:
    """Return the ToUnicode map: each two-byte code is its own character (at most 100 ranges a block, CMap standard)."""
    blocks = []
    for first in range(0, 256, 100):
        rows = range(first, min(first + 100, 256))
        ranges = b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (row, row, row) for row in rows)
        blocks.append(b"%d beginbfrange\n%sendbfrange\n" % (len(rows), ranges))
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + b"".join(blocks)
        + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _declare(pdf: pikepdf.Pdf, *, title: str, made_at: datetime, language: str) -> None:
    """Write what PDF/A-2b asks for: output intent, language, and the same facts in XMP and in the document's info."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=pdf.make_stream(_srgb(), N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.MarkInfo = Dictionary(Marked=False)
    pdf.Root.Lang = String(language)
    instant = made_at.isoformat(timespec="seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as facts:
        facts["dc:title"] = title
        facts["xmp:CreateDate"] = instant
        facts["xmp:ModifyDate"] = instant
        facts["pdf:Producer"] = PRODUCER
        facts["pdfaid:part"] = "2"
        facts["pdfaid:conformance"] = "B"


@cache
def _srgb() -> bytes:
    """Return an sRGB profile; its date and identifier are blanked (ICC.1, bytes 24-35 and 84-99) for equal bytes."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = (2024).to_bytes(2, "big") + (1).to_bytes(2, "big") + (1).to_bytes(2, "big") + bytes(6)
    profile[84:100] = bytes(16)
    return bytes(profile)


def _language(pages: Sequence[ArchivePage]) -> str:
    return next((page.recognition.language for page in pages if page.recognition.language), "fr")
