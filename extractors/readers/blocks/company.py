"""The companies that head a paper: employers, issuers, whoever sends it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.blocks import without_mark
from extractors.parties.company_signs import CONTACT, LEGAL_FORM, REGISTERED
from extractors.parties.letter_heads import LEAST_NAME, Block, blocks_on, is_without_name, lines_of
from extractors.parties.name_lines import CUSTOMER_SERVICE
from extractors.readers.blocks.found import BY_FORM, BY_NUMBERS, BY_ONE_BLOCK, BY_TOP, LETTERHEAD_TOP, candidate
from extractors.sheet import Sheet
from extractors.written.given_names import is_given_name
from extractors.written.names import company, is_addressed, split_name
from pipeline.folding import fold, letters
from pipeline.geometry import Box
from pipeline.page_layout import Placed, text_of

TOP = 0.2
NEAR_BLOCK = 4.5
"""Numbers of the register begin within this many letter heights below the block."""
_HEADS_CONTACT: Final = re.compile(r"(?:pour )?(?:nous contacter|contacts?|contactez-nous)\b")
WORDS_OF_STAMP, LINES_OF_STAMP = 3, 3
"""Long words of a name that are known again in a stamp, and the lines over which it spreads them."""


def read_companies(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the companies that head blocks, else those with a legal form, else the first line if it is told again."""
    titles = {letters(title) for title in asked.papers.document_class.titles}
    found = [*_of_blocks(sheet, titles)] or [*_formed(sheet, titles)]
    yield from found or [one for one in read_first_line(asked, sheet) if one.confidence > BY_TOP]


def _of_blocks(sheet: Sheet, titles: set[str]) -> Iterator[Candidate]:
    for block in blocks_on(sheet):
        words = without_mark(block.lines[0]).words
        text = text_of(words)
        if is_without_name(block) or _HEADS_CONTACT.match(fold(text)) or text.endswith(":"):
            continue
        words = _without_department(words)
        if name := _company(words, titles):
            is_told = _is_registered(block, sheet) or _is_told_again(name, sheet)
            sure = BY_NUMBERS if is_told else BY_FORM if LEGAL_FORM.search(name) else BY_ONE_BLOCK
            yield candidate(sheet, words, name, sure, seen=words[-2:])


def _formed(sheet: Sheet, titles: set[str]) -> Iterator[Candidate]:
    """Yield the lines at the top that hold a legal form."""
    for _, _, cell in lines_of(sheet, above=TOP):
        words = without_mark(cell).words
        if id(cell.words[0]) in sheet.label_lines:
            continue
        if LEGAL_FORM.search(cell.text) and (name := _company(words, titles)) and not REGISTERED.search(fold(name)):
            yield candidate(sheet, words, name, BY_FORM)


def _is_told_again(name: str, sheet: Sheet) -> bool:
    """Return whether the page names the company again, as a certificate does in its sentence or above its signature."""
    is_again = len(letters(name)) >= LEAST_NAME and letters(sheet.page.text).count(letters(name)) > 1
    return is_again or _is_stamped(name, sheet)


def _is_stamped(name: str, sheet: Sheet) -> bool:
    """Return whether the long words of a name stand close together twice, in any order, as in a stamp that lies askew.

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


def read_first_line(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the first line of the page that is a name and neither a title of its papers nor a label."""
    for words, name in islice(_names_at_top(asked, sheet), 1):
        yield candidate(sheet, words, name, BY_NUMBERS if _is_told_again(name, sheet) else BY_TOP)


def read_house(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the first name at the top that the page tells again, as feet do with their house; else the first line."""
    again = (found for found in _names_at_top(asked, sheet) if _is_told_again(found[1], sheet))
    for words, name in islice(again, 1):
        yield candidate(sheet, words, name, BY_NUMBERS)
        return
    yield from read_first_line(asked, sheet)


def _names_at_top(asked: Asked, sheet: Sheet) -> Iterator[tuple[Sequence[Placed], str]]:
    """Yield the lines of the letterhead that are names; a label that begins one, as `Banque`, does not fill it."""
    titles = {letters(title) for title in asked.papers.document_class.titles}
    for _, _, cell in lines_of(sheet, above=LETTERHEAD_TOP):
        words = without_mark(cell).words
        name = _company(words, titles)
        is_label = id(cell.words[0]) in sheet.label_lines
        if name and not is_label and not CONTACT.search(fold(name)) and not any(map(str.isdigit, name)):
            yield words, name


def _without_department(words: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Leave out the department that answers for a company behind its name: `Ohmelec Service Clients`."""
    texts = [fold(placed.word.text) for placed in words]
    end = next((n for n in range(1, len(texts)) if CUSTOMER_SERVICE.fullmatch(" ".join(texts[n:]))), len(words))
    return words[:end]


def _company(words: Sequence[Placed], titles: set[str]) -> str | None:
    text = text_of(words)
    plain = letters(text)
    is_title = any(plain == title or (len(title) > 6 and plain.startswith(title)) for title in titles)
    full = split_name(text)
    is_person = is_addressed(text) or (full is not None and full.is_sure and is_given_name(full.given_names))
    return None if is_person or is_title else company(text)


def _is_registered(block: Block, sheet: Sheet) -> bool:
    """Return whether a number of the register stands in the block or in the lines right below it."""
    reach = block.box.bottom + NEAR_BLOCK * sheet.layout.letter_height
    below = [
        cell.text
        for row in sheet.layout.rows
        for cell in row
        if block.box.top <= cell.box.top <= reach and abs(cell.box.left - block.box.left) < sheet.layout.letter_height
    ]
    return any(REGISTERED.search(fold(text)) for text in below)
