"""The independent recount of an original's pages, for `status --verify`.

It shares no code with capture, which opens originals by PDFium and Pillow: here qpdf (pikepdf) counts a PDF's pages, a
walk of our own follows a TIFF's directories, and any other picture is one page once its first bytes say it is one.
Only pages of our own making (an e-invoice in XML, a text, a table) are made again as capture makes them; qpdf counts.
"""

import hashlib
import io
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pikepdf

from adapters.typesetting.making import typeset
from pipeline.errors import PermanentError
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from services.ports.reading import Original

PICTURE_STARTS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/gif": ((0, b"GIF87a"), (0, b"GIF89a")),
    "image/bmp": ((0, b"BM"),),
    "image/webp": ((8, b"WEBP"),),
    "image/heic": ((4, b"ftyp"),),
    "image/heif": ((4, b"ftyp"),),
    "image/avif": ((4, b"ftyp"),),
    "image/jp2": ((4, b"jP  "), (0, b"\xff\x4f\xff\x51")),
}
"""Where the signature of a picture format stands, by media type; one page each."""

FIRST_BYTES = 16


class IndependentRecounter:
    """Fulfils `Recounter`."""

    def digest(self, path: Path) -> Digest:
        """Return the digest of the bytes as they lie there now."""
        with path.open("rb") as file:
            return Digest("sha256:" + hashlib.file_digest(file, "sha256").hexdigest())

    def count(self, original: Original) -> int:
        """Return the number of pages; raises PermanentError when the bytes are not what they are said to be."""
        try:
            if original.media_type == "application/pdf":
                return _count_pdf(original.path)
            if original.media_type == "image/tiff":
                return _count_tiff(original.path)
            if original.media_type == "application/zip":
                return _count_archive(original.path)
            made = typeset(original.path, original.media_type)
            return _count_pdf(io.BytesIO(made.pdf)) if made else _count_picture(original)
        except (OSError, ValueError, struct.error, pikepdf.PdfError, pikepdf.PasswordError) as error:
            raise _cannot_recount(original) from error


def _count_pdf(source: Path | io.BytesIO) -> int:
    with pikepdf.open(source) as pdf:
        return len(pdf.pages)


def _count_picture(original: Original) -> int:
    with original.path.open("rb") as stream:
        first = stream.read(FIRST_BYTES)
    starts = PICTURE_STARTS.get(original.media_type, ())
    if not any(first[place : place + len(mark)] == mark for place, mark in starts):
        raise ValueError("the first bytes are not those of such a picture")
    return 1


def _count_archive(path: Path) -> int:
    """Return 0, the pages an archive has of its own; what it brings are files that are counted by themselves."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            raise ValueError("the first bytes are not those of an archive")
    return 0


def _count_tiff(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in _directories(stream))


def _directories(stream: BinaryIO) -> Iterator[int]:
    """Follow the chain of directories (TIFF 6.0, section 2; BigTIFF); raises ValueError for one that is broken."""
    order = {b"II": "<", b"MM": ">"}.get(stream.read(2))
    if order is None:
        raise ValueError("no byte order mark")
    (version,) = struct.unpack(f"{order}H", stream.read(2))
    if version not in {42, 43}:
        raise ValueError("no TIFF version")
    if version == 43:
        stream.seek(8)  # the size of an offset and a reserved word stand before the first offset
    offset_form = f"{order}{'Q' if version == 43 else 'I'}"
    (offset,) = struct.unpack(offset_form, stream.read(struct.calcsize(offset_form)))
    end, seen = os.fstat(stream.fileno()).st_size, set[int]()
    while offset:
        if offset in seen or offset >= end:
            raise ValueError("the chain of directories runs in a circle or out of the file")
        seen.add(offset)
        yield offset
        offset = _next_directory(stream, offset, order=order, is_big=version == 43)
    if not seen:
        raise ValueError("no directory")


def _next_directory(stream: BinaryIO, offset: int, *, order: str, is_big: bool) -> int:
    """Return the offset of the directory after this one, 0 at the end: past the count and that many entries."""
    count_form, entry_size, offset_form = (f"{order}Q", 20, f"{order}Q") if is_big else (f"{order}H", 12, f"{order}I")
    stream.seek(offset)
    (entries,) = struct.unpack(count_form, stream.read(struct.calcsize(count_form)))
    stream.seek(entries * entry_size, os.SEEK_CUR)
    (following,) = struct.unpack(offset_form, stream.read(struct.calcsize(offset_form)))
    return int(following)


def _cannot_recount(original: Original) -> PermanentError:
    return PermanentError(
        "recount_failed",
        Bilingual(
            fr="L’original ne peut être rouvert pour être recompté.",
            en="The original cannot be opened to be counted anew.",
        ),
        where=f"{original.path.name} ({original.media_type})",
        next_step=Bilingual(
            fr="Comparer l’original gardé avec la source ; remettre la sauvegarde du dépôt s’il est abîmé.",
            en="Compare the original kept with its source; restore the store's backup if it is damaged.",
        ),
    )
