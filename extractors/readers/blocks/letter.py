"""Who writes a letter and to whom, what it is about, and to whom any paper is addressed."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.blocks import without_mark
from extractors.parties.company_signs import LEGAL_FORM
from extractors.parties.letter_heads import (
    LEAST_NAME,
    Block,
    blocks_on,
    is_without_name,
    lines_of,
    may_name,
    whose,
)
from extractors.parties.residents import person_of, resident_of, signing_line
from extractors.readers.blocks.company import read_first_line, read_house
from extractors.readers.blocks.found import (
    BY_NUMBERS,
    BY_ONE_BLOCK,
    BY_PROOF,
    BY_TOP,
    BY_TWO_BLOCKS,
    candidate,
)
from extractors.sheet import Sheet
from extractors.written.names import company, is_addressed, person_name
from pipeline.folding import fold, letters
from pipeline.page_layout import Cell, text_of

_BANK: Final = re.compile(r"\b(?:banks?|banques?|building society|credit union|caisse d['’ ]epargne)\b")
BEHIND_FIRM: Final = 0.9
_OFFICE: Final = re.compile(
    r"^(?:the |le |la |l['’] ?)?(?:\w+ ){0,2}(?:manager|director|president|chairman|secretary|treasurer|editor|officer|"
    r"directeur|directrice|gerante?|presidente?|responsable)(?: \w+){0,3},?$"
)
"""Who holds an office and is not named: `The Company Secretary`."""


def read_party(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the sender or the recipient, whichever the field asks for, from the blocks of a letter."""
    letter = whose(sheet)
    is_recipient = asked.rule.name == "recipient"
    block = letter.recipient if is_recipient else letter.sender
    if block and not is_without_name(block):
        is_placed = (letter.sender and letter.recipient) or (is_recipient and letter.is_over_greeting)
        sure = BY_PROOF if letter.is_proved else BY_TWO_BLOCKS if is_placed else BY_ONE_BLOCK
        if not is_recipient and _is_below_a_name(sheet, block):
            sure = BY_ONE_BLOCK
            yield from read_first_line(asked, sheet)
        for line in _named_lines(block):
            words = without_mark(line).words
            text = text_of(words)
            if name := person_name(text) or company(text):
                yield candidate(sheet, words, name if is_recipient else _as_signed(name, sheet), sure)
                sure *= BEHIND_FIRM
    elif not is_recipient and (resident := resident_of(sheet)) and resident.line == signing_line(sheet):
        yield candidate(sheet, resident.line.words, resident.name, BY_TWO_BLOCKS)
    elif not is_recipient:
        yield from _house_or_signature(asked, sheet)


def _house_or_signature(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the house that heads the page if it tells its name again, else who signs and what the first line names."""
    house = [*read_house(asked, sheet)]
    is_told = any(one.confidence > BY_TOP for one in house)
    if not is_told:
        yield from _signature(sheet)
    if is_told or not any(map(is_without_name, blocks_on(sheet))):
        yield from house


def _named_lines(block: Block) -> Iterator[Cell]:
    """Yield the line that names a block's party: its first one, but the firm's where that is of an office or a person.

    A person whose firm is named below is a second reading: to whom the letter goes a person tells.
    """
    lines = [line for line in block.lines[:-1] if may_name(line)]
    named = [line for line in lines if not _OFFICE.search(fold(line.text))] or lines
    firm = next((line for line in named[1:] if LEGAL_FORM.search(line.text)), None)
    if firm and person_of(named[0].text):
        yield firm
    yield from named[:1]


def _as_signed(name: str, sheet: Sheet) -> str:
    """Return a sender's name in the order in which they sign: `BERTIN Odile` at the head is `Odile BERTIN`."""
    line = signing_line(sheet)
    signed = person_of(line.text) if line else None
    is_same = signed is not None and sorted(map(letters, signed.split())) == sorted(map(letters, name.split()))
    return signed if signed and is_same else name


def _is_below_a_name(sheet: Sheet, block: Block) -> bool:
    """Return whether words stand above the block of an office: the name of its house, of which it is a department."""
    words = [cell for _, _, cell in lines_of(sheet, above=block.box.top) if cell.box.bottom <= block.box.top]
    is_person = person_of(block.lines[0].text) is not None and resident_of(sheet) is not None
    return not is_person and any(len(letters(cell.text)) >= LEAST_NAME for cell in words)


def _signature(sheet: Sheet) -> Iterator[Candidate]:
    """Read who signs below the formula that closes the letter, when no block tells who writes."""
    line = signing_line(sheet)
    if line and (name := person_name(line.text)):
        yield candidate(sheet, line.words, name, BY_TOP)


def read_addressee(sheet: Sheet) -> Iterator[Candidate]:
    """Read to whom a paper is addressed, without title: banks name the holders of an account so, and not themselves."""
    block = whose(sheet).recipient
    first = block.lines[0].text if block else ""
    is_bank = _BANK.search(fold(first)) is not None and not is_addressed(first)
    if block and not is_bank and (name := person_name(first) or company(first)):
        words = block.lines[0].words
        sure = BY_NUMBERS if is_addressed(first) else BY_ONE_BLOCK
        yield candidate(sheet, words, name, sure)
