"""Messages as they travel (RFC 5322, MIME): text, attachments, pictures inside the text, forwarded messages."""

import email
import email.message
import mimetypes
from collections.abc import Callable, Iterator
from email import policy
from pathlib import Path

from adapters.containers.message import SIGNATURES, Message, is_logo
from adapters.containers.part import Part
from adapters.containers.web_text import text_of
from pipeline import refusals

MOST_BYTES = 300_000_000
MOST_PARTS = 1_000
HEAD = ("From", "To", "Cc", "Date")
_BROKEN = (ValueError, AttributeError, IndexError, KeyError, TypeError, LookupError)
"""What the standard library raises on headers and bodies that are not what they say."""
_Entity = email.message.Message


def read_mail(path: Path) -> Message:
    """Return a message; raises InputRefused when it is too large, brings too many files or is nested without end."""
    try:
        return _read(path)
    except RecursionError as error:
        raise refusals.refused(refusals.reason("damaged")) from error


def _read(path: Path) -> Message:
    content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    if content is None:
        raise refusals.refused(refusals.reason("too_many_parts"))
    whole = email.message_from_bytes(_as_bytes(content), policy=policy.default)
    leaves = []
    for leaf in _leaves(whole):
        leaves.append(leaf)
        if len(leaves) > MOST_PARTS:
            raise refusals.refused(refusals.reason("too_many_parts"))
    return Message(
        subject=_header(whole, "Subject"),
        head=tuple((name, value) for name in HEAD if (value := _header(whole, name))),
        text=_body(leaves),
        parts=tuple(part for number, leaf in enumerate(leaves, 1) if (part := _part(leaf, number))),
    )


def _as_bytes(content: bytes) -> bytes:
    """Return a message that was saved in UTF-16 as one that can be parsed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _leaves(entity: _Entity) -> Iterator[_Entity]:
    """Yield the parts that hold something; a forwarded message is one of them, whole."""
    held = entity.get_payload()
    if entity.get_content_maintype() == "multipart" and isinstance(held, list):
        for child in held:
            if isinstance(child, _Entity):
                yield from _leaves(child)
    else:
        yield entity


def _header(entity: _Entity, name: str) -> str:
    return _safely(lambda: " ".join(str(entity.get(name, "")).split()))


def _safely(ask: Callable[[], str | None]) -> str:
    try:
        return ask() or ""
    except _BROKEN:
        return ""


def _is_text(leaf: _Entity) -> bool:
    is_kept = _safely(leaf.get_content_disposition) == "attachment" or _filename(leaf)
    return leaf.get_content_type() in {"text/plain", "text/html"} and not is_kept


def _filename(leaf: _Entity) -> str:
    return _safely(leaf.get_filename)


def _body(leaves: list[_Entity]) -> str:
    """Return the plain text; that of the web page when there is none beside it."""
    texts = [leaf for leaf in leaves if _is_text(leaf)]
    plain = "\n\n".join(_decoded(leaf) for leaf in texts if leaf.get_content_type() == "text/plain").strip()
    return plain or "\n\n".join(text_of(_decoded(leaf)) for leaf in texts if leaf.get_content_type() == "text/html")


def _decoded(leaf: _Entity) -> str:
    content = _content(leaf)
    for charset in (_safely(leaf.get_content_charset), "utf-8", "cp1252"):
        try:
            return content.decode(charset or "utf-8")
        except _BROKEN:
            continue
    return content.decode("latin-1")


def _content(leaf: _Entity) -> bytes:
    try:
        held = leaf.get_payload(decode=True)
    except _BROKEN:
        return b""
    return held if isinstance(held, bytes) else b""


def _part(leaf: _Entity, number: int) -> Part | None:
    """Return a file that the message brings; None for its text, logos, and signatures of mail programs."""
    kind = leaf.get_content_type()
    if _is_text(leaf) or kind in SIGNATURES or kind == "message/delivery-status":
        return None
    if kind == "message/rfc822":
        return _forwarded(leaf, number)
    content = _content(leaf)
    is_inside = bool(_header(leaf, "Content-ID")) or _safely(leaf.get_content_disposition) == "inline"
    if not content or (kind.startswith("image/") and is_inside and is_logo(content)):
        return None
    return Part(name=_filename(leaf) or f"{number}{mimetypes.guess_extension(kind) or ''}", content=content)


def _forwarded(leaf: _Entity, number: int) -> Part | None:
    held = leaf.get_payload()
    inner = held[0] if isinstance(held, list) and held else None
    if not isinstance(inner, _Entity):
        return None
    try:
        content = inner.as_bytes(policy=policy.compat32)
    except _BROKEN:
        return Part(name=f"{number}.eml", content=None, closed=refusals.reason("damaged"))
    return Part(name=f"{_header(inner, 'Subject') or number}.eml".replace("/", "-"), content=content)
