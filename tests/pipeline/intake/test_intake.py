"""What a file is, by its content."""

import pytest

from pipeline.intake import Accepted, IntakeLimits, Refusal, examine, part_name, safe_name

LIMITS = IntakeLimits()
OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


def judged(head: bytes, name: str = "x", size: int | None = None):
    """Examine a head."""
    return examine(head=head, size=len(head) if size is None else size, name=name, limits=LIMITS)


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"junk before\n%PDF-1.4", "application/pdf"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"GIF89a\x01\0", "image/gif"),
        (b"BM\x46\0\0\0", "image/bmp"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"<?xml version='1.0'?><Invoice/>", "application/xml"),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nBonjour", "message/rfc822"),
        (b"PK\x03\x04" + bytes(26) + b"facture.pdf%PDF-1.7", "application/zip"),
        (b"PK\x03\x04\x14\0\0\0\0\0word/document.xml", f"{OPEN_XML}.wordprocessingml.document"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", f"{OPEN_DOCUMENT}.text"),
        (b"\xef\xbb\xbf<!-- made by hand -->\n<x:Invoice xmlns:x='urn:y'>", "application/xml"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "image/avif"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    ],
)
def test_pages_are_recognised_by_content(head, media_type):
    """The types that are read are told by their first bytes, whatever the name."""
    outcome = judged(head, "name.without.meaning")
    assert isinstance(outcome, Accepted)
    assert outcome.media_type == media_type


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"PK\x03\x04\x14\0\0\0\0\0ppt/presentation.xml", "PowerPoint"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.graphics", "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Office"),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp41avc1", "vidéo"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"Bonjour,\nvoici la liste.\n", "texte"),
        (b"ID3\x04\0\0\0", "sonore"),
    ],
)
def test_known_kinds_that_are_not_read_are_named(head, said):
    """A refusal says in French what the file is, so that the operator knows what to do with it."""
    outcome = judged(head)
    assert isinstance(outcome, Refusal)
    assert outcome.reason.code == "not_read_yet"
    assert said in outcome.reason.message.fr
    assert outcome.reason.next_step.en


def test_empty_unknown_and_enormous_files_are_refused():
    """No bytes, no known content and too many bytes each have their own reason."""
    assert judged(b"").reason.code == "empty"
    assert judged(b"\x00\x01\x02\x03\x7f\x80" * 20).reason.code == "unknown_type"
    assert judged(b"%PDF-1.7", size=LIMITS.most_bytes + 1).reason.code == "too_large"


def test_plain_text_is_read_inside_a_message_only():
    """Alone it is refused by name; as a part of an archive or message it is a letter."""
    outcome = examine(head=b"Bonjour", size=7, name="x.txt", limits=LIMITS, is_part=True)
    assert isinstance(outcome, Accepted)
    assert outcome.media_type == "text/plain"
    assert isinstance(judged(b"Bonjour"), Refusal)


def test_a_part_is_named_by_its_path():
    """Each step of the path is made safe; steps that lead out are dropped."""
    assert part_name("a.zip", "dossier/../../x\\facture.pdf") == "a.zip/dossier/x/facture.pdf"
    assert part_name("a.zip", "../..") == "a.zip/sans-nom"


def test_a_wrong_extension_is_a_note_and_no_refusal():
    """The content decides; the name that says otherwise is only remarked upon."""
    outcome = judged(b"\xff\xd8\xff\xe0", "facture.pdf")
    assert isinstance(outcome, Accepted)
    assert outcome.note is not None
    assert "image/jpeg" in outcome.note.fr
    assert judged(b"\xff\xd8\xff\xe0", "facture.jpg").note is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\scan.pdf", "scan.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("..", "sans-nom"),
        ("", "sans-nom"),
        ("x" * 400 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_names_lose_paths_and_tricks(name, safe):
    """Only the last part of a name is kept, without control characters, at a bounded length."""
    assert safe_name(name) == safe
