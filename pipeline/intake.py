"""What a file is, by its content, and whether it can be taken in; nothing is judged by its name or extension.

The first bytes decide the type; the name only gives a note when it says otherwise. What we recognise and do not
read yet is refused by name, so that the operator learns what to do with it.
"""

import re
import unicodedata
from dataclasses import dataclass

import puremagic

from pipeline import refusals
from pipeline.model.batch import Reason
from pipeline.model.text import Bilingual

LONGEST_NAME = 160
"""Characters kept of a file's name; file systems stop at 255 bytes, and names get prefixes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLimits:
    """What is taken in at once: bytes and pages of a file, pixels of a picture.

    most_pixels: 200 million is A0 at 350 dpi; decoded in grey it needs 200 MB. Pictures above reduce_pixels are read
    reduced, which changes nothing for letters of usual size.
    """

    most_bytes: int = 1_000_000_000
    most_pages: int = 1000
    most_pixels: int = 200_000_000
    reduce_pixels: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A file that can be opened: its type by content; note: what its name says otherwise, or None."""

    media_type: str
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that is not taken in, its type as far as known, and why."""

    media_type: str
    reason: Reason


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

READ_TYPES: dict[str, frozenset[str]] = {
    "application/pdf": frozenset({"pdf"}),
    "image/tiff": frozenset({"tif", "tiff"}),
    "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "image/png": frozenset({"png"}),
    "image/gif": frozenset({"gif"}),
    "image/bmp": frozenset({"bmp", "dib"}),
    "image/webp": frozenset({"webp"}),
    "image/heic": frozenset({"heic", "heif", "hif"}),
    "image/avif": frozenset({"avif"}),
    "image/jp2": frozenset({"jp2", "j2k", "jpx", "jpf"}),
    "application/zip": frozenset({"zip"}),
    "message/rfc822": frozenset({"eml"}),
    "application/vnd.ms-outlook": frozenset({"msg"}),
    "application/xml": frozenset({"xml"}),
    f"{_OPEN_XML}.wordprocessingml.document": frozenset({"docx", "docm", "dotx"}),
    f"{_OPEN_XML}.spreadsheetml.sheet": frozenset({"xlsx", "xlsm", "xltx"}),
    f"{_OPEN_DOCUMENT}.text": frozenset({"odt", "ott"}),
    f"{_OPEN_DOCUMENT}.spreadsheet": frozenset({"ods", "ots"}),
}
"""The types that are read, and the extensions their names usually have."""

PART_TYPES = frozenset({"text/plain", "text/html"})
"""Types that are read inside an archive or message only."""

CONTAINERS = frozenset({"application/zip", "message/rfc822", "application/vnd.ms-outlook", "application/pdf"})
"""Types that may bring other files; each of those is a file of the batch."""

WITHOUT_PAGES = frozenset({"application/zip"})
"""Containers that have no pages of their own."""

DEEPEST = 5
"""How deep a file may lie in containers (archives, messages) inside each other."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"BM", "image/bmp"),
)

_OFFICE_FOLDERS = {
    b"word/": "wordprocessingml.document",
    b"xl/": "spreadsheetml.sheet",
    b"ppt/": "presentationml.presentation",
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

_OTHER_KINDS: dict[str, Bilingual] = {
    "application/x-office": Bilingual(
        fr="document Office ancien (.doc, .xls, .ppt) ou protégé par un mot de passe",
        en="Office file of the old kind (.doc, .xls, .ppt) or with a password",
    ),
    f"{_OPEN_XML}.presentationml.presentation": Bilingual(fr="présentation PowerPoint", en="PowerPoint presentation"),
    _OPEN_DOCUMENT: Bilingual(fr="dessin ou présentation OpenDocument", en="OpenDocument drawing or presentation"),
    "text/html": Bilingual(fr="page web (HTML)", en="web page (HTML)"),
    "image/svg+xml": Bilingual(fr="dessin SVG", en="SVG drawing"),
    "text/rtf": Bilingual(fr="texte RTF", en="RTF text"),
    "application/postscript": Bilingual(fr="fichier PostScript", en="PostScript file"),
    "application/gzip": Bilingual(fr="archive compressée", en="compressed archive"),
    "text/plain": Bilingual(fr="texte simple", en="plain text"),
    "audio": Bilingual(fr="enregistrement sonore", en="sound recording"),
    "video": Bilingual(fr="vidéo", en="video"),
}

_ZIP_STEP = Bilingual(
    fr="Décompressez-la et déposez les fichiers qu'elle contient.", en="Unpack it and drop its files."
)
_NEXT_STEPS = {
    "application/gzip": _ZIP_STEP,
}

_TEXT_MARKS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"{\\rtf",), "text/rtf"),
    ((b"%!ps",), "application/postscript"),
    ((b"<!doctype html", b"<html"), "text/html"),
    ((b"<?xml", b"<svg"), "application/xml"),
)
_ROOT = re.compile(rb"(<!--.*?-->\s*)*<[a-z][\w.-]*(:[\w.-]+)?\s[^<>]*\bxmlns\b", re.DOTALL)
"""A root element with a namespace: XML whose declaration was left out."""

_MAIL_HEADER = re.compile(
    rb"(?im)^(from|to|received|return-path|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[ \t]"
)


def examine(*, head: bytes, size: int, name: str, limits: IntakeLimits, is_part: bool = False) -> Accepted | Refusal:
    """Judge a file by its first bytes (4 kB are enough) and its size in bytes.

    is_part: it lies in an archive or message, where plain text and web pages are usually letters; on their own they
    are more often files of programs.
    """
    if size == 0 or not head:
        return Refusal(media_type="application/octet-stream", reason=refusals.reason("empty"))
    media_type = sniff(head)
    if large := too_many_bytes(size, limits):
        return Refusal(media_type=media_type, reason=large)
    if media_type in READ_TYPES or (is_part and media_type in PART_TYPES):
        return Accepted(media_type=media_type, note=_mislabelled(media_type, name))
    return Refusal(media_type=media_type, reason=_not_read(media_type))


def too_many_bytes(size: int, limits: IntakeLimits) -> Reason | None:
    """Return why a file of this size (bytes) is not taken in; None when it is."""
    if size <= limits.most_bytes:
        return None
    found, most = size // 1_000_000, limits.most_bytes // 1_000_000
    what = Bilingual(
        fr=f"ce fichier fait {found} Mo, {most} Mo au plus sont acceptés",
        en=f"this file has {found} MB, at most {most} MB are accepted",
    )
    return refusals.too_large(what)


def sniff(head: bytes) -> str:
    """Return the media type of the content, `application/octet-stream` when it is not known."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if container := _sniff_container(head):
        return container
    # The standard lets up to 1,024 bytes stand before the header (ISO 32000-1, annex H.3, note 13); in a container
    # they may be those of a PDF inside it.
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return _sniff_text(head) or _sniff_rest(head)


def _sniff_container(head: bytes) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # Compound files: the stream names stand further on; those of a message in UTF-16 when within reach.
        is_message = "__substg1.0_".encode("utf-16-le") in head or "__nameid".encode("utf-16-le") in head
        return "application/vnd.ms-outlook" if is_message else "application/x-office"
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(head)
    if head.startswith(b"\x1f\x8b"):
        return "application/gzip"
    return "audio" if head.startswith((b"ID3", b"OggS", b"fLaC")) or head[8:12] == b"WAVE" else None


def _kind_of_zip(head: bytes) -> str:
    """Tell an archive by the names of its first parts; those of OpenDocument begin with their type, uncompressed."""
    declared = re.search(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet)?", head[:160])
    if declared:
        return f"{_OPEN_DOCUMENT}.{declared[1].decode()}" if declared[1] else _OPEN_DOCUMENT
    for folder, kind in _OFFICE_FOLDERS.items():
        if folder in head:
            return f"{_OPEN_XML}.{kind}"
    return "application/zip"


def _kind_of_boxes(head: bytes) -> str:
    """Return what a file of ISO boxes is by its brands (ISO/IEC 14496-12, 4.3): the major one and those it fits."""
    end = min(int.from_bytes(head[:4]), 256)
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return "image/avif"
    return "image/heic" if brands & _HEIF_BRANDS else "video"


def _sniff_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text or b"\0" in text:
        return None
    lower = text[:1024].lower()
    for marks, media_type in _TEXT_MARKS:
        if lower.startswith(marks):
            return media_type if media_type != "application/xml" else _kind_of_xml(lower)
    if _ROOT.match(lower):
        return _kind_of_xml(lower)
    if len(_MAIL_HEADER.findall(text)) >= 2 or text.startswith(b"From "):
        return "message/rfc822"
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in text)
    return "text/plain" if control == 0 else None


def _kind_of_xml(lower: bytes) -> str:
    if b"<svg" in lower:
        return "image/svg+xml"
    return "text/html" if b"<html" in lower else "application/xml"


def _sniff_rest(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    sure = [match for match in found if match.confidence >= 0.7 and match.mime_type]
    return sure[0].mime_type if sure else "application/octet-stream"


def _not_read(media_type: str) -> Reason:
    kind = _OTHER_KINDS.get(media_type) or _OTHER_KINDS.get(media_type.split("/", 1)[0])
    if kind is None:
        return refusals.reason("unknown_type")
    return refusals.not_read_yet(kind, next_step=_NEXT_STEPS.get(media_type))


def _mislabelled(media_type: str, name: str) -> Bilingual | None:
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    known = {each for extensions in READ_TYPES.values() for each in extensions}
    if extension in READ_TYPES.get(media_type, ()) or extension not in known:
        return None
    return Bilingual(
        fr=f"Le nom dit « .{extension} », le contenu est {media_type} : c'est le contenu qui compte.",
        en=f"The name says “.{extension}”, the content is {media_type}: the content counts.",
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key by which `page 2` comes before `page 10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part)


def part_name(whole: str, path: str) -> str:
    """Return the name of a part: the name of what it lies in, then its path in there, each step made safe."""
    steps = [safe_name(step) for step in re.split(r"[/\\]", path) if step not in {"", ".", ".."}]
    return "/".join((whole, *steps[-DEEPEST:])) if steps else f"{whole}/{safe_name('')}"


def safe_name(name: str) -> str:
    """Return a file's name without folders, control characters and surrounding blanks, at most 160 characters.

    Characters that reverse or hide text are taken out too, so that `facture<RLO>fdp.exe` shows what it is.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    plain = unicodedata.normalize("NFC", visible).strip(" .")
    if not plain:
        return "sans-nom"
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, extension = plain.rpartition(".")
    if not dot or len(extension) > 10:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
