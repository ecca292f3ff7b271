"""Which files are set in type, and how each becomes blocks: one place for opening and for recounting."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from adapters.containers.taking_apart import MAIL
from adapters.typesetting.docx_sheet import docx_blocks
from adapters.typesetting.einvoice_sheet import einvoice_in, sheet_of
from adapters.typesetting.mail_sheet import mail_blocks, text_blocks
from adapters.typesetting.odf_sheet import odf_blocks
from adapters.typesetting.press import set_in_type
from adapters.typesetting.sheet import Block, Paragraph
from adapters.typesetting.xlsx_sheet import xlsx_blocks
from pipeline.intake import PART_TYPES
from pipeline.model.einvoice import EInvoice

OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OPEN_XML = "application/vnd.openxmlformats-officedocument"

_READERS: Final[dict[str, Callable[[Path], tuple[Block, ...]]]] = {
    **{kind: partial(mail_blocks, media_type=kind) for kind in MAIL},
    **{kind: partial(text_blocks, media_type=kind) for kind in PART_TYPES},
    f"{OPEN_XML}.wordprocessingml.document": docx_blocks,
    f"{OPEN_XML}.spreadsheetml.sheet": xlsx_blocks,
    f"{OPEN_DOCUMENT}.text": odf_blocks,
    f"{OPEN_DOCUMENT}.spreadsheet": odf_blocks,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A file made into a PDF, and what its XML states when it is an e-invoice."""

    pdf: bytes
    stated: EInvoice | None = None


def typeset(path: Path, media_type: str) -> Typeset | None:
    """Return a file set in type, None for a kind that has pages of its own; raises InputRefused."""
    if media_type == "application/xml":
        stated = einvoice_in(path)
        return Typeset(pdf=set_in_type(sheet_of(stated)), stated=stated)
    reader = _READERS.get(media_type)
    # A file that says nothing is one empty page: it is kept and counted like any other.
    return None if reader is None else Typeset(pdf=set_in_type(reader(path) or (Paragraph(text=""),)))
