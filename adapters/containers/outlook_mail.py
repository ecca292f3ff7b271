"""Messages as Outlook keeps them (.msg, MS-OXMSG), by python-oxmsg, which reads and never runs anything."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import oxmsg

from adapters.containers.message import SIGNATURES, Message, is_logo
from adapters.containers.part import Part
from adapters.containers.web_text import text_of
from pipeline import refusals
from pipeline.model.text import Bilingual

MOST_PARTS = 1_000
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, struct.error)
"""What the library raises on a file that is no message, or a broken one."""
_EMBEDDED = Bilingual(fr="message dans un message Outlook", en="message inside an Outlook message")
CONTENT_ID = 0x3712
"""PidTagAttachContentId: the text shows the attachment in its midst."""


def read_outlook(path: Path) -> Message:
    """Return a message; raises InputRefused when it is damaged or brings too many files."""
    try:
        found = oxmsg.Message.load(str(path))
        attachments = list(found.attachments)
        text = (found.body or "").strip() or text_of(found.html_body or "")
        head = tuple(_head(found))
        subject = " ".join((found.subject or "").split())
    except _BROKEN as error:
        raise refusals.refused(refusals.reason("damaged")) from error
    if len(attachments) > MOST_PARTS:
        raise refusals.refused(refusals.reason("too_many_parts"))
    parts = tuple(part for number, each in enumerate(attachments, 1) if (part := _part(each, number)))
    return Message(subject=subject, head=head, text=text, parts=parts)


def _head(found: Any) -> Iterator[tuple[str, str]]:
    if found.sender:
        yield "From", str(found.sender)
    people = [f"{each.name} <{each.email_address}>" for each in found.recipients if each.name or each.email_address]
    if people:
        yield "To", ", ".join(people)
    if found.sent_date:
        yield "Date", f"{found.sent_date:%d/%m/%Y %H:%M}"


def _part(each: Any, number: int) -> Part | None:
    kind, content = (each.mime_type or "").lower(), each.file_bytes
    name = each.file_name or f"{number}"
    if kind in SIGNATURES:
        return None
    if content is None:
        return Part(name=name, content=None, closed=refusals.not_read_yet(_EMBEDDED))
    if each.properties.str_prop_value(CONTENT_ID) and is_logo(content):
        return None
    return Part(name=name, content=content)
