"""The person a paper is about: by the address below the name, or by a title before it."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.letter_heads import HEAD_OF_LETTER, blocks_on, lines_of, may_name
from extractors.parties.residents import Resident, address_part, name_part, resident_of, street_lines
from extractors.readers.blocks.found import BY_NUMBERS, BY_ONE_BLOCK, BY_TOP, LETTERHEAD_TOP, LONGEST_LINE, candidate
from extractors.sheet import Sheet
from extractors.written.given_names import is_given_name
from extractors.written.names import PARTS_OF_NAMES, NameOrder, is_addressed, is_author, person_name, split_name
from pipeline.folding import letters
from pipeline.page_layout import Cell, text_of

LINES_OF_HOUSE = 1
"""A house or residence may stand above the street; of more lines some may tell what the person does."""
_END_OF_NAME: Final = re.compile(r"\s*(?:,|\bnée?\b|\d|\(|:|;| - ).*$")


def read_person(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the one person whom a line at the head names behind a title; authors such as doctors are not meant."""
    if resident := resident_of(sheet):
        yield from _resident(asked, sheet, resident)
        return
    titled = [
        (cell, name)
        for row, at, cell in lines_of(sheet, above=HEAD_OF_LETTER)
        if (name := _titled(sheet, row, at, cell)) and not _is_in_text(cell)
    ]
    titled = titled or [*_at_top(asked, sheet)]
    if len({letters(name) for _, name in titled}) != 1:
        return
    cell, name = titled[0]
    is_block = any(cell in block.lines for block in blocks_on(sheet))
    words = cell.words[: len(name.split()) + 1]
    value, sure = _part(asked, name, is_block=is_block)
    if value:
        yield candidate(sheet, words, value, sure)


def _resident(asked: Asked, sheet: Sheet, resident: Resident) -> Iterator[Candidate]:
    """Yield the name of the person of the paper, or its part that is asked for."""
    words = resident.line.words
    if asked.rule.scheme not in PARTS_OF_NAMES:
        yield candidate(sheet, words, resident.name, BY_NUMBERS)
        return
    value, is_sure = name_part(asked.rule.scheme or "", resident, is_english=asked.papers.sources.language == "en")
    if value:
        yield candidate(sheet, words, value, BY_NUMBERS if is_sure else BY_TOP)


def read_address(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read a part of the address of the person of the paper."""
    part = asked.rule.scheme or ""
    resident = resident_of(sheet)
    value = address_part(part, resident) if resident else None
    if resident and value:
        words = [placed for line in resident.address for placed in line.words]
        is_plain = part != "address" or len([*takewhile(may_name, street_lines(resident))]) <= LINES_OF_HOUSE
        yield candidate(sheet, words, value, BY_NUMBERS if is_plain else BY_ONE_BLOCK)


def _at_top(asked: Asked, sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """Yield the line at the top that is a name by its given name and surname, as on a CV."""
    if asked.rule.scheme in PARTS_OF_NAMES:
        below = [line for block in blocks_on(sheet) for line in block.lines[1:]]
        for row, at, cell in lines_of(sheet, above=LETTERHEAD_TOP):
            full = split_name(cell.text) if (row, at) not in sheet.labels and cell not in below else None
            if full and full.is_sure and any(map(is_given_name, full.given_names.split())):
                yield cell, " ".join(cell.text.split())
                return


def _titled(sheet: Sheet, row: int, at: int, cell: Cell) -> str | None:
    """Return the name in a cell that begins with a title, up to its first label, comma or figure."""
    labels = [label.start for label in sheet.labels.get((row, at), ()) if label.start > 0]
    among = sheet.units[row, at]
    end = among[min(labels)].index if labels else len(cell.words)
    text = text_of(cell.words[:end])
    if not is_addressed(text) or is_author(text):
        return None
    return person_name(_END_OF_NAME.sub("", text))


def _is_in_text(cell: Cell) -> bool:
    """Return whether a line is one of a text, which tells of persons and addresses nobody."""
    return len(cell.words) > 9 or cell.text.rstrip().endswith((",", ":")) or len(cell.text) > LONGEST_LINE


def _part(asked: Asked, name: str, *, is_block: bool) -> tuple[str | None, float]:
    """Return the name, or its part that is asked for; surer above an address or when it is plainly a person's."""
    full = split_name(name, NameOrder.GIVEN_FIRST)
    if asked.rule.scheme not in PARTS_OF_NAMES:
        return name, BY_NUMBERS if is_block or (full and full.is_sure) else BY_ONE_BLOCK
    if full is None:
        return None, 0.0
    sure = BY_NUMBERS if full.is_sure else BY_TOP
    return full.part(asked.rule.scheme), sure
