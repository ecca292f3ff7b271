"""Typst sets blocks on A4 pages, with the fonts that lie inside the library; equal blocks give equal bytes."""

from datetime import UTC, datetime
from pathlib import Path

import typst

from adapters.typesetting.sheet import Block, as_json
from pipeline import refusals

LAYOUT = Path(__file__).with_name("sheet.typ")
NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def set_in_type(blocks: tuple[Block, ...]) -> bytes:
    """Return the blocks as a PDF; raises InputRefused when they cannot be laid out."""
    try:
        made = typst.compile(
            str(LAYOUT),
            sys_inputs={"blocks": as_json(blocks)},
            ignore_system_fonts=True,
            timestamp=NO_DAY,
            format="pdf",
        )
    except typst.TypstError as error:
        raise refusals.refused(refusals.reason("reader_failed")) from error
    return bytes(made)
