"""Archives and messages at the command line: one object each, the parts named, the dropped file put away."""

import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from terminal import Terminal


@pytest.fixture
def archive(tmp_path: Path, portal: Path) -> Path:
    """Return an archive of a message that brings a form, of that form alone, and of a program."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@exemple.fr", "b@exemple.fr", "Ma demande"
    message.set_content("Bonjour,\nvoici ma déclaration.\nCordialement")
    form = (portal / "piece1.pdf").read_bytes()
    message.add_attachment(form + b"\n", maintype="application", subtype="pdf", filename="declaration.pdf")
    path = tmp_path / "drop" / "courrier.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mail/message.eml", message.as_bytes())
        made.writestr("piece1.pdf", form)
        made.writestr("x.exe", b"MZ\x90\0\x03\0\0\0" * 20)
    return path


NAMES = [
    "courrier.zip/mail/message.eml",
    "courrier.zip/piece1.pdf",
    "courrier.zip/x.exe",
    "courrier.zip/mail/message.eml/declaration.pdf",
]


def test_an_archive_is_one_object_with_its_parts(
    empty: Terminal, archive: Path, conforms: Callable[[dict], None]
) -> None:
    """Pages are counted on through the parts, documents and fields point at them, a bad part is refused alone."""
    shape = empty.ask("preview", archive)
    conforms(shape)
    assert (shape["state"], shape["media_type"]) == ("read", "application/zip")
    assert [page["number"] for page in shape["pages"]] == list(range(1, len(shape["pages"]) + 1))
    parts = {part["name"]: part for part in shape["parts"]}
    assert list(parts) == NAMES
    assert (parts["courrier.zip/x.exe"]["state"], parts["courrier.zip/x.exe"]["pages"]) == ("refused", [])
    assert sorted(number for part in shape["parts"] for number in part["pages"]) == [
        p["number"] for p in shape["pages"]
    ]
    assert "voici ma déclaration." in shape["pages"][parts[NAMES[0]]["pages"][0] - 1]["text"]
    forms = [each for each in shape["documents"] if each["document_class"] == "occupational_disease_declaration"]
    assert [each["pages"] for each in forms] == [parts[NAMES[1]]["pages"], parts[NAMES[3]]["pages"]]
    for each in forms:
        assert {read["page"] for read in each["fields"] if read["page"]} <= set(each["pages"])


def test_what_was_dropped_is_put_away_and_its_parts_are_told(empty: Terminal, archive: Path) -> None:
    """A hot folder puts the archive itself away; status tells each file, and the recount is right."""
    assert empty.run("watch", archive.parent, "--once").code == 0
    assert (archive.parent / "done").is_dir()
    assert not archive.exists()
    (batch,) = empty.ask("status", "--verify")["batches"]
    assert batch["custody"]["balanced"]
    assert batch["custody"]["discrepancies"] == []
    assert batch["custody"]["files"]["done"] == 4
    assert batch["custody"]["files"]["quarantined"] == 1
