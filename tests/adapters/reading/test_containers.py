"""Archives and messages are taken apart within bounds; what they bring has its path as its name."""

import io
import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import einvoicing
import pikepdf
import pytest
from PIL import Image

from adapters.containers.web_text import text_of
from adapters.incoming import head_of
from adapters.reading.page import PageWork
from adapters.reading.pool import InlinePageReader
from adapters.reading.tools import ReadingTools
from adapters.recount import IndependentRecounter
from pipeline.errors import InputRefused
from pipeline.imaging.page_source import Wishes
from pipeline.intake import sniff
from services.ports.reading import Original

ZIP, MAIL = "application/zip", "message/rfc822"
SAMPLES = Path(os.environ.get("CASEBINDER_SAMPLES", Path(__file__).parents[4] / "shared" / "samples"))


def archive(path, files, **options):
    """Write an archive of names and contents."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def png(side: int) -> bytes:
    """Draw a square picture."""
    out = io.BytesIO()
    Image.new("L", (side, side), 128).save(out, "PNG")
    return out.getvalue()


def message(text: str | None = "Bonjour,\nvoici les pièces.", *, page: str | None = None) -> EmailMessage:
    """Write a message."""
    made = EmailMessage()
    made["From"], made["To"] = "Claire Fontaine <claire@exemple.fr>", "gestion@exemple.fr"
    made["Subject"], made["Date"] = "Déclaration – pièces", "Mon, 16 Mar 2026 10:00:00 +0100"
    if text is not None:
        made.set_content(text)
    if page is not None and text is not None:
        made.add_alternative(page, subtype="html")
    elif page is not None:
        made.set_content(page, subtype="html")
    return made


@pytest.fixture
def parts():
    """Yield the taking apart of a file: names with contents, None for those that are closed."""
    reader = InlinePageReader()

    def run(path, media_type):
        with reader.unpacked(Original(path=path, media_type=media_type)) as found:
            return {part.name: None if part.closed else part.path.read_bytes() for part in found}

    yield run
    reader.close()


def saved(path, made):
    """Write a message as a file."""
    path.write_bytes(made.as_bytes())
    return path


def test_an_archive_gives_its_files_by_their_paths(parts, tmp_path):
    """Folders and what systems leave behind are passed over."""
    files = {"a.pdf": b"%PDF-1", "dossier/é.txt": b"x", "dossier/": b"", "__MACOSX/._a.pdf": b"y", "x/.DS_Store": b"z"}
    assert parts(archive(tmp_path / "a.zip", files), ZIP) == {"a.pdf": b"%PDF-1", "dossier/é.txt": b"x"}
    assert IndependentRecounter().count(Original(path=tmp_path / "a.zip", media_type=ZIP)) == 0


def refusal(parts, path, media_type=ZIP):
    """Return the code with which a container is refused."""
    with pytest.raises(InputRefused) as refused:
        parts(path, media_type)
    return refused.value.code


def test_bad_archives_are_refused_with_their_reason(parts, tmp_path):
    """A bomb, too many files, a password and a cut archive each say what is wrong, before anything is unpacked."""
    assert refusal(parts, archive(tmp_path / "bomb.zip", {"a": bytes(30_000_000)})) == "too_many_parts"
    assert refusal(parts, archive(tmp_path / "many.zip", dict.fromkeys(map(str, range(1001)), b""))) == "too_many_parts"
    whole = archive(tmp_path / "whole.zip", {"a.pdf": b"%PDF-1" * 100}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:40])
    assert refusal(parts, tmp_path / "cut.zip") == "damaged"
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert refusal(parts, tmp_path / "locked.zip") == "encrypted"


def test_a_file_that_cannot_be_taken_out_closes_only_itself(parts, tmp_path):
    """One damaged file of an archive is named; the others are there."""
    path = archive(tmp_path / "a.zip", {"a.txt": b"aaaa" * 50, "b.txt": b"bbbb"})
    content = bytearray(path.read_bytes())
    content[content.index(b"a.txt") + 5 + 2] ^= 0xFF
    path.write_bytes(content)
    assert parts(path, ZIP) == {"a.txt": None, "b.txt": b"bbbb"}


def test_a_message_gives_what_people_sent(parts, tmp_path):
    """Attachments, pictures in the text and forwarded messages are parts; logos and signatures of programs are not."""
    made = message()
    made.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="certificat.pdf")
    made.add_attachment(png(100), maintype="image", subtype="png", filename="logo joint.png")
    made.add_attachment(png(90), maintype="image", subtype="png", cid="<logo>", disposition="inline", filename="l.png")
    made.add_attachment(png(900), maintype="image", subtype="png", cid="<scan>", disposition="inline")
    made.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    made.add_attachment(message("Le premier envoi."))
    found = parts(saved(tmp_path / "a.eml", made), MAIL)
    assert list(found) == ["certificat.pdf", "logo joint.png", "5.png", "Déclaration – pièces.eml"]
    assert sniff(found["Déclaration – pièces.eml"]) == MAIL


def test_the_text_of_a_message_is_a_page(tmp_path):
    """Its head, its text and the names of what it brings are words on a page; the recount agrees."""
    made = message(page="<p>une autre forme</p>")
    made.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="certificat.pdf")
    path = saved(tmp_path / "a.eml", made)
    work = PageWork(ReadingTools())
    assert work.count_pages(path, MAIL) == 1 == IndependentRecounter().count(Original(path=path, media_type=MAIL))
    read, _ = work.read(path, MAIL, 1, Wishes(languages=("fra",)))
    work.close()
    for shown in ("Déclaration – pièces", "claire@exemple.fr", "voici les pièces.", "certificat.pdf"):
        assert shown in read.text
    assert "autre forme" not in read.text


CHARSET = b"""--x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nBonjour \xe9\xe8\r\n--x\r
Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\nnot base64 at all!\r\n"""


def test_a_message_nested_without_end_is_refused(parts, tmp_path):
    """Two thousand envelopes inside each other hold no letter."""
    heads = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)]
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a@b\nTo: c@d\n" + b"".join(heads) + b"Content-Type: text/plain\n\nBonjour")
    assert refusal(parts, path, MAIL) == "damaged"


@pytest.mark.parametrize(
    "broken",
    [
        b"From: a@b.fr\r\nTo: c@d.fr\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + CHARSET,
        b"From: =?x?y?z?=\r\nDate: never\r\nSubject: =?utf-8?b?/////w==?=\r\n\r\nBonjour",
        b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed\r\n\r\nBonjour",
    ],
    ids=["charset", "headers", "boundary"],
)
def test_broken_messages_are_read_as_far_as_they_go(parts, tmp_path, broken):
    """Mail of bad programs is no reason to lose it."""
    path = tmp_path / "a.eml"
    path.write_bytes(broken)
    parts(path, MAIL)
    work = PageWork(ReadingTools())
    read, _ = work.read(path, MAIL, 1, Wishes(languages=("fra",)))
    work.close()
    assert "Bonjour" in read.text or read.text.startswith("De / From")


def test_the_text_of_a_web_page_has_its_lines():
    """Blocks begin lines, cells are parted, scripts and heads are not read."""
    page = "<head><title>t</title><style>s</style></head><p>un  <b>deux</b></p><ul><li>a<li>b</ul>\n"
    page += "<table><tr><td>c</td><td>d</td></tr></table>e<br>f<script>g</script>"
    assert text_of(page).split("\n") == ["un deux", "", "• a", "• b", "", "c\td", "", "e", "f"]
    assert text_of("") == ""
    assert text_of("<?xml version='1.0' encoding='utf-16'?><p>x</p>") == "x"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no sample documents here; set CASEBINDER_SAMPLES to try them")
def test_outlook_messages_are_told_and_taken_apart(parts):
    """A .msg is told from other compound files by its names, and gives text and attachments."""
    media_type = "application/vnd.ms-outlook"
    for path in SAMPLES.glob("mail/**/*.msg"):
        with path.open("rb") as file:
            assert sniff(head_of(file)) == media_type
    (path,) = SAMPLES.glob("mail/**/fake-email-attachment.msg")
    assert {name: len(content) for name, content in parts(path, media_type).items()} == {"fake-attachment.txt": 30}
    work = PageWork(ReadingTools())
    read, _ = work.read(path, media_type, 1, Wishes(languages=("eng",)))
    work.close()
    assert "Hello!" in read.text


def test_a_compound_file_that_is_no_message_is_refused(parts, tmp_path):
    """What only looks like one says that it is damaged."""
    path = tmp_path / "a.msg"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    assert refusal(parts, path, "application/vnd.ms-outlook") == "damaged"


def test_files_attached_to_a_pdf_are_parts(parts, tmp_path):
    """A delivery note behind an invoice is a part; the XML of the invoice is not; a PDF without any brings nothing."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "plain.pdf")
    plain = (tmp_path / "plain.pdf").read_bytes()
    attached = {"factur-x.xml": einvoicing.cii(), "bon de livraison.pdf": plain, "Detail.XML": b"<a/>"}
    (tmp_path / "invoice.pdf").write_bytes(einvoicing.carrying(plain, attached))
    assert parts(tmp_path / "plain.pdf", "application/pdf") == {}
    assert parts(tmp_path / "invoice.pdf", "application/pdf") == {"bon de livraison.pdf": plain}
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert parts(tmp_path / "broken.pdf", "application/pdf") == {}
