"""Who writes a letter and to whom, what it is about, and to whom any paper is addressed."""

import re
from collections.abc import Iterator
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.blocks import without_mark
from extractors.parties.company_signs import CONTACT, LEGAL_FORM
from extractors.parties.letter_heads import (
    LEAST_NAME,
    Block,
    blocks_on,
    greeting_row,
    is_without_name,
    lines_of,
    may_name,
    whose,
)
from extractors.parties.residents import person_of, resident_of, signing_line
from extractors.readers.blocks.company import read_first_line
from extractors.readers.blocks.found import (
    BY_NUMBERS,
    BY_ONE_BLOCK,
    BY_PROOF,
    BY_TOP,
    BY_TWO_BLOCKS,
    LONGEST_LINE,
    candidate,
)
from extractors.sheet import Sheet
from extractors.written.addresses import is_last_line, is_street
from extractors.written.names import company, is_addressed, person_name
from pipeline.folding import fold, letters
from pipeline.page_layout import Cell, text_of

LEAST_WORDS: Final = 3
"""Words of a line that tells what a letter is about; fewer are the name of a place or a person."""
HEAD_OF_TITLE: Final = 0.3
"""A form's title stands above this share of the page."""
LEAST_GAP: Final = 0.5
"""What stands apart from the line above it has so many letter heights between."""
_BANK: Final = re.compile(r"\b(?:banks?|banques?|building society|credit union|caisse d['’ ]epargne)\b")
_TELLS_NUMBER: Final = re.compile(r"\b(?:n[°ºo]|(?:number|numero|no|ref|reference)\b)[^a-z]{0,4}[a-z]{0,4}[ -]?\d")
BEHIND_FIRM: Final = 0.9
_OFFICE: Final = re.compile(
    r"^(?:the |le |la |l['’] ?)?(?:\w+ ){0,2}(?:manager|director|president|chairman|secretary|treasurer|editor|officer|"
    r"directeur|directrice|gerante?|presidente?|responsable)(?: \w+){0,3},?$"
)
"""Who holds an office and is not named: `The Company Secretary`."""
_GOES_ON: Final = (" de", " for")
"""How a title ends that is none without what follows: `Application for`."""
_ENDS_IN_DAY: Final = re.compile(r"^\D{0,30}\b(?:le |on )?\d{1,2}\S{0,4}[ /.]\w+[ /.]\d{2,4}$")


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
        yield from _signature(sheet)
        if not any(map(is_without_name, blocks_on(sheet))):
            yield from read_first_line(asked, sheet)


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


def read_subject(sheet: Sheet) -> Iterator[Candidate]:
    """Read the short line that stands alone below the greeting, as English letters have their subject, or above it."""
    greeting = greeting_row(sheet)
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    if greeting and (above := _heading_over(sheet, greeting)):
        yield candidate(sheet, above.words, above.text, BY_NUMBERS)
        return
    if greeting is None or greeting + 2 >= len(rows) or not fold(rows[greeting][0].text).startswith("dear"):
        return
    (cell, *others), after = rows[greeting + 1], rows[greeting + 2][0]
    if id(cell.words[0]) in sheet.label_lines:
        return
    is_apart = after.box.top - cell.box.bottom > 0.9 * height and after.box.right > cell.box.right
    is_apart = is_apart or id(after.words[0]) in sheet.label_lines
    if not others and is_apart and len(cell.text) <= LONGEST_LINE and not cell.text.endswith((".", ",")):
        yield candidate(sheet, cell.words, cell.text, _sure_of(cell.text))


def read_title(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the line at the head that is a title of the class, or begins or ends with one: what the paper is for."""
    titles = tuple(map(fold, asked.papers.document_class.titles))
    whole = [title for title in titles if not title.endswith(_GOES_ON)]
    for row, _, cell in lines_of(sheet, above=HEAD_OF_TITLE):
        text = fold(cell.text)
        is_title = (
            text in whole
            or text.startswith(tuple(f"{each} " for each in titles))
            or text.endswith(tuple(f" {each}" for each in whole))
        )
        if is_title and len(cell.text) <= LONGEST_LINE and not cell.text.endswith((":", ".")):
            below = [
                c for c in sheet.layout.rows[min(row + 1, len(sheet.layout.rows) - 1)] if _goes_on_in(cell, c, sheet)
            ]
            words = (*cell.words, *(below[0].words if below else ()))
            if not _TELLS_NUMBER.search(fold(text_of(words))):
                yield candidate(sheet, words, text_of(words), BY_NUMBERS if text in whole else BY_ONE_BLOCK)
            return


def _goes_on_in(cell: Cell, below: Cell, sheet: Sheet) -> bool:
    """Return whether a title goes on in the line below: with a small letter, under part of it."""
    is_near = 0 < below.box.top - cell.box.top < 2 * max(cell.box.height, sheet.layout.letter_height)
    return is_near and below.text[:1].islower() and below.box.left < cell.box.right and below.box.right > cell.box.left


def _sure_of(subject: str) -> float:
    """Return how sure a heading is the subject: where it tells a number too, that may be no part of it."""
    return BY_ONE_BLOCK if _TELLS_NUMBER.search(fold(subject)) else BY_NUMBERS


def _heading_over(sheet: Sheet, greeting: int) -> Cell | None:
    """Return the line alone above the greeting, apart from what stands over it: no day, label or address."""
    (cell, *others), height = sheet.layout.rows[greeting - 1], sheet.layout.letter_height
    over = sheet.layout.rows[greeting - 2] if greeting > 1 else ()
    is_apart = not others and all(cell.box.top - other.box.bottom > LEAST_GAP * height for other in over)
    is_short = len(cell.text.split()) >= LEAST_WORDS and len(cell.text) <= LONGEST_LINE
    is_asked = bool(sheet.labels.get((greeting - 1, 0))) or cell.text.endswith((".", ",", ":"))
    return cell if is_apart and is_short and not is_asked and not _is_of_head(cell, sheet) else None


def _is_of_head(cell: Cell, sheet: Sheet) -> bool:
    """Return whether a line is of an address, a number, a mailbox, a person or a day, or goes on from above."""
    text = cell.text
    is_place = (
        is_last_line(text)
        or is_street(text)
        or not may_name(cell)
        or any(cell in block.lines for block in blocks_on(sheet))
    )
    is_told = (
        _TELLS_NUMBER.search(fold(text))
        or CONTACT.search(fold(text))
        or is_addressed(text)
        or _ENDS_IN_DAY.search(fold(text))
    )
    return is_place or bool(is_told) or not text[:1].isupper()


def read_addressee(sheet: Sheet) -> Iterator[Candidate]:
    """Read to whom a paper is addressed, without title: banks name the holders of an account so, and not themselves."""
    block = whose(sheet).recipient
    first = block.lines[0].text if block else ""
    is_bank = _BANK.search(fold(first)) is not None and not is_addressed(first)
    if block and not is_bank and (name := person_name(first) or company(first)):
        words = block.lines[0].words
        sure = BY_NUMBERS if is_addressed(first) else BY_ONE_BLOCK
        yield candidate(sheet, words, name, sure)
