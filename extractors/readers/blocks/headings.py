"""What a letter, a memo or a form is about: the heading that stands alone over its text."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.parties.company_signs import CONTACT
from extractors.parties.letter_heads import HEAD_OF_LETTER, blocks_on, greeting_row, lines_of, may_name, whose
from extractors.readers.blocks.found import BY_NUMBERS, BY_ONE_BLOCK, LONGEST_LINE, candidate
from extractors.sheet import Sheet
from extractors.written.addresses import is_last_line, is_street
from extractors.written.names import is_addressed
from pipeline.folding import fold, letters
from pipeline.page_layout import Cell, text_of

LEAST_WORDS: Final = 3
"""Words of a line that tells what a letter is about; fewer are the name of a place or a person."""
HEAD_OF_TITLE: Final = 0.3
"""A form's title stands above this share of the page."""
LEAST_GAP: Final = 0.5
"""What stands apart from the line above it has so many letter heights between."""
APART: Final = 0.9
"""A heading has so many letter heights above the text that follows."""
NEAR: Final = 2.2
"""Lines of one heading follow each other within this many letter heights."""
LONGEST_HEADING: Final = 120
LINES_OF_HEADING, LINES_OVER = 2, 3
WORDS_OF_TEXT: Final = 8
FIGURES_OF_NUMBER: Final = 6
"""A line beside a heading with so many figures tells a number, not what the letter is about."""
_TELLS_NUMBER: Final = re.compile(r"\b(?:n[°ºo]|(?:number|numero|no|ref|reference)\b)[^a-z]{0,4}[a-z]{0,4}[ -]?\d")
_GOES_ON: Final = (" de", " for")
"""How a title ends that is none without what follows: `Application for`."""
_ENDS_IN_DAY: Final = re.compile(r"^\D{0,30}\b(?:le |on )?\d{1,2}\S{0,4}[ /.]\w+[ /.]\d{2,4}$")


def read_subject(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Read the heading above a greeting, or below it as English letters have it; where nobody is greeted the title."""
    greeting = greeting_row(sheet)
    if greeting is None:
        yield from read_title(asked, sheet)
    elif greeting and (above := _heading_over(sheet, greeting)):
        yield candidate(sheet, above.words, above.text, BY_NUMBERS)
    elif fold(sheet.layout.rows[greeting][0].text).startswith(("dear", "to whom")):
        yield from _below(sheet, greeting)


def _below(sheet: Sheet, greeting: int) -> Iterator[Candidate]:
    """Yield the line that stands alone below a greeting, or two in capitals."""
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    lines: list[Cell] = []
    for (cell, *others), (after, *_) in pairwise(rows[greeting + 1 : greeting + 2 + LINES_OF_HEADING]):
        if others or id(cell.words[0]) in sheet.label_lines or (lines and not cell.text.isupper()):
            return
        lines.append(cell)
        is_apart = after.box.top - cell.box.bottom > APART * height and after.box.right > cell.box.right
        if is_apart or id(after.words[0]) in sheet.label_lines:
            words = [placed for line in lines for placed in line.words]
            text = text_of(words)
            if len(text) <= LONGEST_HEADING and not text.endswith((".", ",")):
                yield candidate(sheet, words, text, _sure_of(text))
            return
        if not cell.text.isupper():
            return


def read_heading(sheet: Sheet) -> Iterator[Candidate]:
    """Read the line alone over the first line of the text, as notes have their subject that print no label for it."""
    for at, (cell, *others) in enumerate(sheet.layout.rows[:-1]):
        if at == 0 or cell.box.top > HEAD_OF_LETTER:
            continue
        below = sheet.layout.rows[at + 1]
        is_over_text = len(below) == 1 and len(below[0].words) >= WORDS_OF_TEXT
        is_in_words = 3 * sum(map(str.isdigit, cell.text)) < len(letters(cell.text))
        if not others and is_over_text and is_in_words and _stands_alone(sheet, at) and _is_heading(sheet, at):
            yield candidate(sheet, cell.words, cell.text, BY_NUMBERS)
            return


def _stands_alone(sheet: Sheet, row: int) -> bool:
    """Return whether a line stands apart from the rows above and below it."""
    cell, least = sheet.layout.rows[row][0], APART * sheet.layout.letter_height
    above, below = sheet.layout.rows[row - 1], sheet.layout.rows[row + 1]
    return cell.box.top - max(c.box.bottom for c in above) > least and below[0].box.top - cell.box.bottom > least


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
    """Return the nearest heading above the greeting, past lines beside it in brackets or with a number."""
    for row in range(greeting - 1, max(0, greeting - 1 - LINES_OVER), -1):
        cell, *others = sheet.layout.rows[row]
        is_near = row == greeting - 1 or _gap_below(sheet, row) < NEAR * sheet.layout.letter_height
        if others or not is_near:
            return None
        if _is_apart(sheet, row) and _is_heading(sheet, row):
            return cell
        if not (cell.text.startswith("(") or sum(map(str.isdigit, cell.text)) >= FIGURES_OF_NUMBER):
            return None
    return None


def _gap_below(sheet: Sheet, row: int) -> float:
    return sheet.layout.rows[row + 1][0].box.top - sheet.layout.rows[row][0].box.bottom


def _is_apart(sheet: Sheet, row: int) -> bool:
    """Return whether a line stands apart from what stands over it."""
    over = sheet.layout.rows[row - 1] if row else ()
    least = LEAST_GAP * sheet.layout.letter_height
    return all(sheet.layout.rows[row][0].box.top - other.box.bottom > least for other in over)


def _is_heading(sheet: Sheet, row: int) -> bool:
    """Return whether a line may tell what a paper is about: some words, no label, day or address."""
    cell = sheet.layout.rows[row][0]
    is_short = len(cell.text.split()) >= LEAST_WORDS and len(cell.text) <= LONGEST_HEADING
    is_labelled = any(label.start == 0 and label.has_colon for label in sheet.labels.get((row, 0), ()))
    is_asked = is_labelled or id(cell.words[0]) in sheet.label_lines or cell.text.endswith((".", ",", ":"))
    return is_short and not is_asked and not _is_of_head(cell, sheet)


def _is_of_head(cell: Cell, sheet: Sheet) -> bool:
    """Return whether a line is of an address, a number, a mailbox, a person or a day, or goes on from above."""
    text = cell.text
    addressed = whose(sheet).recipient
    blocks = [*blocks_on(sheet), *filter(None, [addressed])]
    is_place = is_last_line(text) or is_street(text) or not may_name(cell) or any(cell in each.lines for each in blocks)
    is_told = (
        _TELLS_NUMBER.search(fold(text))
        or CONTACT.search(fold(text))
        or is_addressed(text)
        or _ENDS_IN_DAY.search(fold(text))
    )
    return is_place or bool(is_told) or not text[:1].isupper()
