"""Who the person of a paper is: the one whose name stands above an address.

An institution's paper shows the window address of the person it writes to, a person's letter their own above that of
whom they write to, or an address alone and the name below the closing formula.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.parties.letter_heads import (
    HEAD_OF_LETTER,
    Block,
    blocks_on,
    closing_row,
    greeting_row,
    is_without_name,
    whose,
)
from extractors.sheet import Sheet
from extractors.written.addresses import commune, postal_code, street
from extractors.written.given_names import is_given_name
from extractors.written.names import NameOrder, is_addressed, is_author, person_name, split_name
from pipeline.page_layout import Cell

LINES_OF_NAME: Final = 2
"""A block's name stands in its first line, or below a word such as `Titulaire du compte`."""
ROWS_OF_SIGNATURE: Final = 4
_OFFICE: Final = re.compile(r"(?i)^(?:le|la|les|l['’]|the)\b|\b(?:directeur|directrice|président|présidente|manager)\b")
_COUPLE: Final = re.compile(r"^([\w-]+) (?:et|and|&) ([\w-]+) (.+)$")
_INITIALS: Final = re.compile(r"(?:[A-Z] )+[A-ZÀ-Ý][\w'’-]+$")
_CONTACT: Final = re.compile(r"@|^\D{0,12}\d[\d .]{8,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person and the lines of their address, the town's last."""

    name: str
    line: Cell
    address: tuple[Cell, ...]
    is_titled: bool


def resident_of(sheet: Sheet) -> Resident | None:
    """Return the one person of the page whose address it shows; of two the one who writes."""
    blocks = blocks_on(sheet)
    found = [one for block in blocks if (one := _named(block))]
    if not found:
        return _writer(sheet, blocks)
    if len(found) == 1:
        return found[0]
    sender = whose(sheet).sender
    return next((one for one in found if sender and one.line in sender.lines), None) if len(found) == 2 else None


def _named(block: Block) -> Resident | None:
    """Return the person whom a block names: behind a title, or at the head plainly by their given name."""
    for at, line in enumerate(block.lines[:LINES_OF_NAME]):
        name = person_of(line.text)
        rest = tuple(each for each in block.lines[at + 1 :] if not _CONTACT.search(each.text))
        is_titled = is_addressed(line.text) or _COUPLE.match(line.text) is not None
        if name and rest and (is_titled or (block.box.top < HEAD_OF_LETTER and _is_plain(name))):
            return Resident(name=name, line=line, address=rest, is_titled=is_titled)
    return None


def _writer(sheet: Sheet, blocks: Sequence[Block]) -> Resident | None:
    """Return who signs a letter with their own address at its head, which British writers put without a name."""
    alone = [block for block in blocks if block.box.top < HEAD_OF_LETTER and is_without_name(block)]
    line = signing_line(sheet)
    name = person_of(line.text) if line else None
    if len(alone) != 1 or line is None or name is None:
        return None
    return Resident(name=name, line=line, address=alone[0].lines, is_titled=False)


def signing_line(sheet: Sheet) -> Cell | None:
    """Return the line with a person's name below the formula that closes a letter."""
    greeting = greeting_row(sheet)
    closing = None if greeting is None else closing_row(sheet, greeting)
    rows = sheet.layout.rows[closing + 1 : closing + 1 + ROWS_OF_SIGNATURE] if closing is not None else ()
    return next((row[0] for row in rows if len(row) == 1 and _is_signature(row[0].text)), None)


def _is_signature(text: str) -> bool:
    """Return whether a line names a person: behind a title, by initials and surname, or by a common given name."""
    name = person_of(text)
    return name is not None and (is_addressed(text) or _INITIALS.match(name) is not None or _is_plain(name))


def person_of(text: str) -> str | None:
    """Return the name of the person whom a line names, of two the surname; None for doctors, offices and other text."""
    couple = _COUPLE.match(text)
    if couple and is_given_name(couple[1]) and is_given_name(couple[2]):
        return person_name(couple[3])
    name = None if is_author(text) else person_name(text)
    return None if name is None or _OFFICE.search(name) else name


def address_part(part: str, resident: Resident) -> str | None:
    """Return the street, postal code or commune of a person's address, the street's lines divided by commas."""
    read = {"address": street, "postal_code": postal_code, "commune": commune}[part]
    return read(", ".join(line.text.strip(" ,:") for line in resident.address))


def name_part(part: str, resident: Resident) -> tuple[str | None, bool]:
    """Return the surname or the given names, and whether the way the name is written tells them apart."""
    full = split_name(resident.name, NameOrder.GIVEN_FIRST)
    if full is None:
        return (resident.name, resident.is_titled) if part == "surname" else (None, False)
    return full.part(part), full.is_sure


def _is_plain(name: str) -> bool:
    full = split_name(name)
    return full is not None and full.is_sure and any(map(is_given_name, full.given_names.split()))
