"""Who writes and to whom, from the head of a letter; employer and employee, issuer and holder, from that of others."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.parties.blocks import without_mark
from extractors.parties.company_signs import CONTACT, LEGAL_FORM, REGISTERED
from extractors.parties.letter_heads import (
    HEAD_OF_LETTER,
    LEAST_NAME,
    Block,
    blocks_on,
    greeting_row,
    is_without_name,
    lines_of,
    may_name,
    whose,
)
from extractors.parties.residents import Resident, address_part, name_part, person_of, resident_of, signing_line
from extractors.sheet import Sheet
from extractors.written.given_names import is_given_name
from extractors.written.names import (
    PARTS_OF_NAMES,
    NameOrder,
    company,
    is_addressed,
    is_author,
    person_name,
    split_name,
)
from pipeline.folding import fold, letters
from pipeline.geometry import Box
from pipeline.model.values import Text
from pipeline.page_layout import Cell, Placed, evidence_of, text_of

BY_PROOF = 0.93
"""Greeting or signature names the party again."""
BY_TWO_BLOCKS = 0.88
BY_ONE_BLOCK = 0.7
BY_NUMBERS = 0.88
"""A company's block with its number of the register beside or right below it; a person's that is addressed."""
BY_FORM = 0.85
"""A line at the top with a legal form."""
BY_TOP = 0.55
"""The first line of a page, where nothing else names a company: below every threshold."""
TOP, LETTERHEAD_TOP = 0.2, 0.12
NEAR_BLOCK = 4.5
"""Numbers of the register begin within this many letter heights below the block."""
LONGEST_SUBJECT = 70
LINES_OF_HOUSE = 1
"""A house or residence may stand above the street; of more lines some may tell what the person does."""
WORDS_OF_STAMP, LINES_OF_STAMP = 3, 3
"""Long words of a name that are known again in a stamp, and the lines over which it spreads them."""
PARTS_OF_ADDRESS: Final = frozenset({"address", "postal_code", "commune"})
_END_OF_NAME: Final = re.compile(r"\s*(?:,|\bnée?\b|\d|\(|:|;| - ).*$")


def read_blocks(asked: Asked) -> tuple[Candidate, ...]:
    """Give a party of the letter, its subject or a person, as the field is named, from the head of the first page.

    For other fields, such as the employer: every company that heads a block, each alone not sure.
    """
    return tuple(found for sheet in asked.papers.sheets[:1] for found in _on(asked, sheet))


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    scheme = asked.rule.scheme
    if scheme == "full_name" or scheme in PARTS_OF_NAMES:
        return _person(asked, sheet)
    if scheme in PARTS_OF_ADDRESS:
        return _home(asked, sheet)
    match asked.rule.name:
        case "sender" | "recipient":
            return _party(asked, sheet)
        case "subject":
            return _subject(sheet)
        case "holder":
            return _addressee(sheet)
        case _:
            return _companies(asked, sheet)


def _party(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    letter = whose(sheet)
    is_recipient = asked.rule.name == "recipient"
    block = letter.recipient if is_recipient else letter.sender
    if block and not is_without_name(block):
        sure = BY_PROOF if letter.is_proved else BY_TWO_BLOCKS if letter.sender and letter.recipient else BY_ONE_BLOCK
        if not is_recipient and _is_below_a_name(sheet, block):
            sure = BY_ONE_BLOCK
            yield from _top(asked, sheet)
        line = next((each for each in block.lines[:-1] if may_name(each)), None)
        words = without_mark(line).words if line else ()
        text = text_of(words)
        if name := person_name(text) or company(text):
            yield _candidate(sheet, words, name if is_recipient else _as_signed(name, sheet), sure)
    elif not is_recipient and (resident := resident_of(sheet)) and resident.line == signing_line(sheet):
        yield _candidate(sheet, resident.line.words, resident.name, BY_TWO_BLOCKS)
    elif not is_recipient:
        yield from _signature(sheet)
        if not any(map(is_without_name, blocks_on(sheet))):
            yield from _top(asked, sheet)


def _as_signed(name: str, sheet: Sheet) -> str:
    """Give a sender's name in the order in which they sign: `BERTIN Odile` at the head is `Odile BERTIN`."""
    line = signing_line(sheet)
    signed = person_of(line.text) if line else None
    is_same = signed is not None and sorted(map(letters, signed.split())) == sorted(map(letters, name.split()))
    return signed if signed and is_same else name


def _is_below_a_name(sheet: Sheet, block: Block) -> bool:
    """Tell whether words stand above the block of an office: the name of its house, of which it is a department."""
    words = [cell for _, _, cell in lines_of(sheet, above=block.box.top) if cell.box.bottom <= block.box.top]
    is_person = person_of(block.lines[0].text) is not None and resident_of(sheet) is not None
    return not is_person and any(len(letters(cell.text)) >= LEAST_NAME for cell in words)


def _home(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Give a part of the address of the person of the paper."""
    part = asked.rule.scheme or ""
    resident = resident_of(sheet)
    value = address_part(part, resident) if resident else None
    if resident and value:
        words = [placed for line in resident.address for placed in line.words]
        is_plain = part != "address" or len([*takewhile(may_name, resident.address[:-1])]) <= LINES_OF_HOUSE
        yield _candidate(sheet, words, value, BY_NUMBERS if is_plain else BY_ONE_BLOCK)


def _resident(asked: Asked, sheet: Sheet, resident: Resident) -> Iterator[Candidate]:
    """Give the name of the person of the paper, or its part that is asked for."""
    words = resident.line.words
    if asked.rule.scheme not in PARTS_OF_NAMES:
        yield _candidate(sheet, words, resident.name, BY_NUMBERS)
        return
    value, is_sure = name_part(asked.rule.scheme or "", resident)
    if value:
        yield _candidate(sheet, words, value, BY_NUMBERS if is_sure else BY_TOP)


def _addressee(sheet: Sheet) -> Iterator[Candidate]:
    """Give to whom a paper is addressed, without title: banks name the holders of an account so."""
    block = whose(sheet).recipient
    if block and (name := person_name(block.lines[0].text) or company(block.lines[0].text)):
        words = block.lines[0].words
        sure = BY_NUMBERS if is_addressed(block.lines[0].text) else BY_ONE_BLOCK
        yield _candidate(sheet, words, name, sure)


def _signature(sheet: Sheet) -> Iterator[Candidate]:
    """Give the person who signs below the formula that closes the letter, when no block tells who writes."""
    line = signing_line(sheet)
    if line and (name := person_name(line.text)):
        yield _candidate(sheet, line.words, name, BY_TOP)


def _subject(sheet: Sheet) -> Iterator[Candidate]:
    """Give the short line that stands alone below the greeting, as English letters have their subject."""
    greeting = greeting_row(sheet)
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    if greeting is None or greeting + 2 >= len(rows) or not fold(rows[greeting][0].text).startswith("dear"):
        return
    (cell, *others), after = rows[greeting + 1], rows[greeting + 2][0]
    if id(cell.words[0]) in sheet.label_lines:
        return
    is_apart = after.box.top - cell.box.bottom > 0.9 * height and after.box.right > cell.box.right
    is_apart = is_apart or id(after.words[0]) in sheet.label_lines
    if not others and is_apart and len(cell.text) <= LONGEST_SUBJECT and not cell.text.endswith((".", ",")):
        yield _candidate(sheet, cell.words, cell.text, BY_NUMBERS)


def _companies(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    titles = {letters(title) for title in asked.papers.document_class.titles}
    found = [*_of_blocks(sheet, titles)] or [*_formed(sheet, titles)]
    yield from found or [one for one in _top(asked, sheet) if one.confidence > BY_TOP]


def _of_blocks(sheet: Sheet, titles: set[str]) -> Iterator[Candidate]:
    for block in blocks_on(sheet):
        words = without_mark(block.lines[0]).words
        if name := _company(words, titles):
            is_told = _is_registered(block, sheet) or _is_told_again(name, sheet)
            sure = BY_NUMBERS if is_told else BY_FORM if LEGAL_FORM.search(name) else BY_ONE_BLOCK
            yield _candidate(sheet, words, name, sure, seen=words[-2:])


def _formed(sheet: Sheet, titles: set[str]) -> Iterator[Candidate]:
    """Give the lines at the top that hold a legal form."""
    for _, _, cell in lines_of(sheet, above=TOP):
        words = without_mark(cell).words
        if id(cell.words[0]) in sheet.label_lines:
            continue
        if LEGAL_FORM.search(cell.text) and (name := _company(words, titles)) and not REGISTERED.search(fold(name)):
            yield _candidate(sheet, words, name, BY_FORM)


def _is_told_again(name: str, sheet: Sheet) -> bool:
    """Tell whether the page names the company again, as a certificate does in its sentence or above its signature."""
    is_again = len(letters(name)) >= LEAST_NAME and letters(sheet.page.text).count(letters(name)) > 1
    return is_again or _is_stamped(name, sheet)


def _is_stamped(name: str, sheet: Sheet) -> bool:
    """Tell whether the long words of a name stand close together twice, in any order, as in a stamp that lies askew.

    The last letter of a word may be lost.
    """
    printed = [(letters(p.word.text), p.box) for row in sheet.layout.rows for cell in row for p in cell.words]
    long_words = [letters(word) for word in name.split() if len(letters(word)) >= LEAST_NAME]
    places = [[box for text, box in printed if text in {word, word[:-1]}] for word in long_words]
    height = sheet.layout.letter_height
    reach = (len(name) * height, LINES_OF_STAMP * height)
    together = [
        box for box in (places[0] if places else ()) if all(any(_is_near(box, o, reach) for o in w) for w in places)
    ]
    return len(long_words) >= WORDS_OF_STAMP and len(together) > 1


def _is_near(one: Box, other: Box, reach: tuple[float, float]) -> bool:
    return all(abs(a - b) <= most for a, b, most in zip(one.centre, other.centre, reach, strict=True))


def _top(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Give the first line of the page that is a name and neither a title of its papers nor a label."""
    titles = {letters(title) for title in asked.papers.document_class.titles}
    for row, at, cell in lines_of(sheet, above=LETTERHEAD_TOP):
        words = without_mark(cell).words
        name = _company(words, titles)
        is_label = any(label.start == 0 for label in sheet.labels.get((row, at), ()))
        if name and not is_label and not CONTACT.search(fold(name)) and not any(map(str.isdigit, name)):
            yield _candidate(sheet, words, name, BY_NUMBERS if _is_told_again(name, sheet) else BY_TOP)
            return


def _company(words: Sequence[Placed], titles: set[str]) -> str | None:
    text = text_of(words)
    plain = letters(text)
    is_title = any(plain == title or (len(title) > 6 and plain.startswith(title)) for title in titles)
    full = split_name(text)
    is_person = is_addressed(text) or (full is not None and full.is_sure and is_given_name(full.given_names))
    return None if is_person or is_title else company(text)


def _is_registered(block: Block, sheet: Sheet) -> bool:
    """Tell whether a number of the register stands in the block or in the lines right below it."""
    reach = block.box.bottom + NEAR_BLOCK * sheet.layout.letter_height
    below = [
        cell.text
        for row in sheet.layout.rows
        for cell in row
        if block.box.top <= cell.box.top <= reach and abs(cell.box.left - block.box.left) < sheet.layout.letter_height
    ]
    return any(REGISTERED.search(fold(text)) for text in below)


def _person(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Give the one person whom a line at the head names behind a title; authors such as doctors are not meant."""
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
        yield _candidate(sheet, words, value, sure)


def _at_top(asked: Asked, sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """Give the line at the top that is a name by its given name and surname, as on a CV."""
    if asked.rule.scheme in PARTS_OF_NAMES:
        for row, at, cell in lines_of(sheet, above=LETTERHEAD_TOP):
            full = split_name(cell.text) if (row, at) not in sheet.labels else None
            if full and full.is_sure and any(map(is_given_name, full.given_names.split())):
                yield cell, " ".join(cell.text.split())
                return


def _titled(sheet: Sheet, row: int, at: int, cell: Cell) -> str | None:
    """Give the name in a cell that begins with a title, up to its first label, comma or figure."""
    labels = [label.start for label in sheet.labels.get((row, at), ()) if label.start > 0]
    among = sheet.units[row, at]
    end = among[min(labels)].index if labels else len(cell.words)
    text = text_of(cell.words[:end])
    if not is_addressed(text) or is_author(text):
        return None
    return person_name(_END_OF_NAME.sub("", text))


def _is_in_text(cell: Cell) -> bool:
    """Tell whether a line is one of a text, which tells of persons and addresses nobody."""
    return len(cell.words) > 9 or cell.text.rstrip().endswith((",", ":")) or len(cell.text) > LONGEST_SUBJECT


def _part(asked: Asked, name: str, *, is_block: bool) -> tuple[str | None, float]:
    """Give the name, or its part that is asked for; surer above an address or when it is plainly a person's."""
    full = split_name(name, NameOrder.GIVEN_FIRST)
    if asked.rule.scheme not in PARTS_OF_NAMES:
        return name, BY_NUMBERS if is_block or (full and full.is_sure) else BY_ONE_BLOCK
    if full is None:
        return None, 0.0
    sure = BY_NUMBERS if full.is_sure else BY_TOP
    return full.part(asked.rule.scheme), sure


def _candidate(
    sheet: Sheet, words: Sequence[Placed], value: str, sure: float, *, seen: Sequence[Placed] | None = None
) -> Candidate:
    """Make a candidate of printed words; seen: those that are legible enough for all of them."""
    evidence = evidence_of([placed.word for placed in words], page=sheet.page.number)
    confidence = sure * legibility(placed.word for placed in seen or words)
    return Candidate(value=Text(value), confidence=confidence, origin=sheet.origin, evidence=evidence)
