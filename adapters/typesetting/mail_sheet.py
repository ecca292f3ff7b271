"""A message as pages: its head, its text, and the names of the files it brings; and plain texts and web pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from adapters.containers.taking_apart import message_in
from adapters.containers.web_text import text_of
from adapters.typesetting.sheet import Block, Paragraph, Rows

MOST_BYTES = 20_000_000
_HEAD: Final = {"From": "De / From", "To": "À / To", "Cc": "Copie / Cc", "Date": "Date"}
_SUBJECT = "Objet / Subject"
_ATTACHED = "Pièces jointes / Attachments"


def mail_blocks(path: Path, media_type: str) -> tuple[Block, ...]:
    """Return the blocks of a message; raises InputRefused."""
    message = message_in(path, media_type)
    rows = [(_HEAD.get(name, name), value) for name, value in message.head]
    if message.subject:
        rows.append((_SUBJECT, message.subject))
    if message.parts:
        rows.append((_ATTACHED, ", ".join(part.name for part in message.parts)))
    head = (Rows(rows=tuple(rows), is_ruled=False),) if rows else ()
    return (*head, *_paragraphs(message.text))


def text_blocks(path: Path, media_type: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text or a web page."""
    with path.open("rb") as file:
        text = _decoded(file.read(MOST_BYTES))
    return tuple(_paragraphs(text_of(text) if media_type == "text/html" else text))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _paragraphs(text: str) -> Iterator[Block]:
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        if paragraph.strip():
            yield Paragraph(text=paragraph.strip("\n"))
