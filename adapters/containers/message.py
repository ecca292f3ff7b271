"""A message as both kinds of mail files give it: its head, its text, and the files it brings."""

import io
from dataclasses import dataclass

from PIL import Image

from adapters.containers.part import Part

LOGO_SIDE = 250
"""Pixels: a picture inside the text whose shorter side is less is the logo of a signature, an icon or a spy pixel."""
SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
"""Types that prove the sender to mail programs and say nothing to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """head: names of headers with their values, as far as they are there."""

    subject: str
    head: tuple[tuple[str, str], ...]
    text: str
    parts: tuple[Part, ...]


def is_logo(content: bytes) -> bool:
    """Return whether a picture inside a text is too small to be a paper."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return min(picture.size) < LOGO_SIDE
    except (OSError, ValueError, SyntaxError):
        return False
