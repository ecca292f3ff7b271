"""Who writes a letter and to whom, what it is about, and to whom any paper is addressed."""

from collections.abc import Iterator

from extractors.candidates import Asked, Candidate
from extractors.parties.blocks import without_mark
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
from extractors.written.names import company, is_addressed, person_name
from pipeline.folding import fold, letters
from pipeline.page_layout import text_of


def read_party(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the sender or the recipient, whichever the field asks for, from the blocks of a letter."""
    letter = whose(sheet)
    is_recipient = asked.rule.name == "recipient"
    block = letter.recipient if is_recipient else letter.sender
    if block and not is_without_name(block):
        sure = BY_PROOF if letter.is_proved else BY_TWO_BLOCKS if letter.sender and letter.recipient else BY_ONE_BLOCK
        if not is_recipient and _is_below_a_name(sheet, block):
            sure = BY_ONE_BLOCK
            yield from read_first_line(asked, sheet)
        line = next((each for each in block.lines[:-1] if may_name(each)), None)
        words = without_mark(line).words if line else ()
        text = text_of(words)
        if name := person_name(text) or company(text):
            yield candidate(sheet, words, name if is_recipient else _as_signed(name, sheet), sure)
    elif not is_recipient and (resident := resident_of(sheet)) and resident.line == signing_line(sheet):
        yield candidate(sheet, resident.line.words, resident.name, BY_TWO_BLOCKS)
    elif not is_recipient:
        yield from _signature(sheet)
        if not any(map(is_without_name, blocks_on(sheet))):
            yield from read_first_line(asked, sheet)


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
    """Read the short line that stands alone below the greeting, as English letters have their subject."""
    greeting = greeting_row(sheet)
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    if greeting is None or greeting + 2 >= len(rows) or not fold(rows[greeting][0].text).startswith("dear"):
        return
    (cell, *others), after = rows[greeting + 1], rows[greeting + 2][0]
    if id(cell.words[0]) in sheet.label_lines:
        return
    is_apart = after.box.top - cell.box.bottom > 0.9 * height and after.box.right > cell.box.right
    is_apart = is_apart or id(after.words[0]) in sheet.label_lines
    if not others and is_apart and len(cell.text) <= LONGEST_LINE and not cell.text.endswith((".", ",")):
        yield candidate(sheet, cell.words, cell.text, BY_NUMBERS)


def read_addressee(sheet: Sheet) -> Iterator[Candidate]:
    """Read to whom a paper is addressed, without title: banks name the holders of an account so."""
    block = whose(sheet).recipient
    if block and (name := person_name(block.lines[0].text) or company(block.lines[0].text)):
        words = block.lines[0].words
        sure = BY_NUMBERS if is_addressed(block.lines[0].text) else BY_ONE_BLOCK
        yield candidate(sheet, words, name, sure)
