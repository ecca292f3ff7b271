"""Which files bring others, and how each is taken apart: the parts are written into a folder, under numbers."""

from collections.abc import Iterator
from pathlib import Path

from adapters.containers.archive import files_of
from adapters.containers.internet_mail import read_mail
from adapters.containers.message import Message
from adapters.containers.outlook_mail import read_outlook
from adapters.containers.part import Part
from adapters.containers.pdf_attachments import attached_to
from adapters.temporary import no_room
from pipeline.model.batch import Reason

PDF = "application/pdf"
OUTLOOK = "application/vnd.ms-outlook"
MAIL = frozenset({"message/rfc822", OUTLOOK})


def message_in(path: Path, media_type: str) -> Message:
    """Return the message that a mail file holds; raises InputRefused."""
    return read_outlook(path) if media_type == OUTLOOK else read_mail(path)


def take_apart(path: Path, media_type: str, folder: Path) -> tuple[tuple[str, Reason | None], ...]:
    """Write the parts of a file as `1`, `2`... and give their names, or why one is closed.

    Raises InputRefused, and PartUnreachable when the folder takes no more.
    """
    told = []
    for number, part in enumerate(_parts(path, media_type), 1):
        if part.content is not None:
            _write(folder / str(number), part.content)
        told.append((part.name, part.closed))
    return tuple(told)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise no_room(error, path.parent) from error


def _parts(path: Path, media_type: str) -> Iterator[Part]:
    if media_type in MAIL:
        yield from message_in(path, media_type).parts
    else:
        yield from attached_to(path) if media_type == PDF else files_of(path)
