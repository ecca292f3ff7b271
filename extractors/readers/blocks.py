"""Who writes, to whom and when, from the head of a letter; employer and employee, from the head of a payslip.

French letters put the sender at the top left and the recipient to the right or below (AFNOR NF Z 11-001);
a block is lines with one left edge that end in a postal code and a commune.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from extractors.candidates import Asked, Candidate, legibility
from extractors.dates import days_in
from extractors.names import company, is_addressed, person_name
from extractors.party_names import REGISTERED
from extractors.sheet import Sheet
from pipeline.catalog import FieldKind
from pipeline.folding import fold, letters
from pipeline.geometry import Box, around
from pipeline.model.document import Evidence
from pipeline.model.page import Word
from pipeline.model.values import Day, Text
from pipeline.page_layout import Cell, Placed, source_box

HEAD_OF_LETTER = 0.45
LETTERHEAD = 0.15
BY_TWO_BLOCKS = 0.88
BY_ONE_BLOCK = 0.7
BY_NUMBERS = 0.88
"""A company's block with its number of the register beside or right below it; a person's that is addressed."""
ALONE = 0.9
"""The one day that stands alone on its line at the head."""
REACH = 2.6
"""A value below its label begins within that many letter heights."""
NEAR_BLOCK = 4.5
"""Numbers of the register begin within that many letter heights below the block."""
MOST_LINES = 6
MARK_LETTERS, HARDLY_READ = 2, 0.75
"""A mark is read, if at all, as so few letters, and without the engine's trust."""
_DAY_LEAD = re.compile(r"(?:le|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w{3,6}day)?[\s,.]*", re.IGNORECASE)
_LAST_LINE = re.compile(r"(?:^|[-–,•|]\s*)(?:F-?)?\d{5}\s+[^\W\d]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    lines: tuple[Cell, ...]
    box: Box


def read_blocks(asked: Asked) -> tuple[Candidate, ...]:
    """Give the sender or the recipient, as the field is named, by the first lines of the blocks of the first page.

    For other fields, such as the employer: every company that heads a block on the page, each alone not sure.
    """
    for sheet in asked.papers.sheets[:1]:
        if asked.rule.kind is FieldKind.DATE:
            return tuple(_day(asked, sheet))
        if asked.rule.scheme == "full_name":
            return tuple(_person(sheet))
        if asked.rule.name not in {"sender", "recipient"}:
            return tuple(_companies(asked, sheet))
        blocks = [block for block in _blocks(sheet) if block.lines[-1].box.top < HEAD_OF_LETTER]
        is_recipient = asked.rule.name == "recipient"
        chosen = _recipient(blocks, sheet) if is_recipient else _sender(blocks, sheet)
        name = _name(chosen) if chosen else None
        if chosen and name:
            words = [placed.word for placed in chosen.lines[0].words]
            evidence = Evidence(page=sheet.page.number, box=source_box(words), text=chosen.lines[0].text)
            sure = (BY_TWO_BLOCKS if len(blocks) == 2 else BY_ONE_BLOCK) * legibility(words)
            return (Candidate(value=Text(name), confidence=sure, origin=sheet.origin, evidence=evidence),)
    return ()


def _companies(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    titles = {letters(title) for title in asked.papers.document_class.titles}
    for block in _blocks(sheet):
        words = [placed.word for placed in _without_mark(block.lines[0])]
        text = " ".join(word.text for word in words)
        name = None if is_addressed(text) or letters(text) in titles else company(text)
        if name:
            evidence = Evidence(page=sheet.page.number, box=source_box(words), text=text)
            sure = (BY_NUMBERS if _is_registered(block, sheet) else BY_ONE_BLOCK) * legibility(words[-2:])
            yield Candidate(value=Text(name), confidence=sure, origin=sheet.origin, evidence=evidence)


def _is_registered(block: _Block, sheet: Sheet) -> bool:
    """Tell whether a number of the register stands in the block or in the lines right below it."""
    reach = block.box.bottom + NEAR_BLOCK * sheet.layout.letter_height
    below = [
        cell.text
        for row in sheet.layout.rows
        for cell in row
        if block.box.top <= cell.box.top <= reach and abs(cell.box.left - block.box.left) < sheet.layout.letter_height
    ]
    return any(REGISTERED.search(fold(text)) for text in below)


def _person(sheet: Sheet) -> Iterator[Candidate]:
    """Give the person whose address stands at the head: the only line with a title before the name."""
    blocks = [block for block in _blocks(sheet) if block.lines[-1].box.top < HEAD_OF_LETTER]
    addressed = [line for block in blocks for line in block.lines if is_addressed(line.text)]
    for line in addressed if len(addressed) == 1 else ():
        words = [placed.word for placed in line.words]
        evidence = Evidence(page=sheet.page.number, box=source_box(words), text=line.text)
        if name := person_name(line.text):
            sure = BY_NUMBERS * legibility(words)
            yield Candidate(value=Text(name), confidence=sure, origin=sheet.origin, evidence=evidence)


def _day(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Give the day that stands alone on a line at the head, with nothing but its weekday or `le` before it."""
    found = []
    for row, cells in enumerate(sheet.layout.rows):
        days = days_in(cells[0].text, today=asked.papers.sources.today)
        if cells[0].box.top > HEAD_OF_LETTER or len(days) != 1 or len(cells) > 1:
            continue
        rest = cells[0].text[: days[0].start] + cells[0].text[days[0].end :]
        if _DAY_LEAD.fullmatch(rest) and not _is_under_label(sheet, row):
            words = [placed.word for placed in cells[0].words]
            evidence = Evidence(page=sheet.page.number, box=source_box(words), text=cells[0].text)
            sure = ALONE * days[0].quality * legibility(words)
            found.append(Candidate(value=Day(days[0].day), confidence=sure, origin=sheet.origin, evidence=evidence))
    yield from found if len(found) == 1 else ()


def _is_under_label(sheet: Sheet, row: int) -> bool:
    """Tell whether the line above asks for what stands in the row: it ends in a label, or in a colon."""
    above = sheet.layout.rows[row - 1] if row else ()
    ends = (
        sheet.labels[row - 1, cell][-1].end == len(sheet.units[row - 1, cell])
        for cell in range(len(above))
        if (row - 1, cell) in sheet.labels
    )
    asks = any(ends) or any(cell.text.endswith(":") for cell in above)
    return asks and sheet.layout.rows[row][0].box.top - above[0].box.bottom < REACH * sheet.layout.letter_height


def _without_mark(line: Cell) -> tuple[Placed, ...]:
    """Leave out what the engine made of a mark before a letterhead."""
    return tuple(dropwhile(lambda placed: _is_mark(placed.word), line.words))


def _is_mark(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) <= MARK_LETTERS and word.confidence < HARDLY_READ


def _recipient(blocks: list[_Block], sheet: Sheet) -> _Block | None:
    """Give the block furthest right of two; a lone block is the recipient's when it stands in the right half."""
    middle = 0.42 * sheet.layout.to_upright.aspect
    if len(blocks) == 1:
        return blocks[0] if blocks[0].box.left > middle else None
    return max(blocks, key=lambda b: (round(b.box.left, 1), b.box.top)) if len(blocks) == 2 else None


def _sender(blocks: list[_Block], sheet: Sheet) -> _Block | None:
    recipient = _recipient(blocks, sheet)
    others = [block for block in blocks if block is not recipient]
    if len(blocks) == 1 and recipient is None:
        return blocks[0] if blocks[0].box.top < LETTERHEAD else None
    return others[0] if len(others) == 1 else None


def _name(block: _Block) -> str | None:
    text = block.lines[0].text
    return person_name(text) or company(text)


def _blocks(sheet: Sheet) -> list[_Block]:
    found = []
    for row, cells in enumerate(sheet.layout.rows):
        for cell in cells:
            if _LAST_LINE.search(cell.text):
                lines = _up_from(sheet, row, cell)
                if len(lines) >= 2:
                    found.append(_Block(lines=lines, box=around(line.box for line in lines)))
    return found


def _is_lined_up(one: Cell, other: Cell, height: float) -> bool:
    """Tell whether two lines have one left edge, or one middle as in stamps and centred heads."""
    first, second = (around(placed.box for placed in _without_mark(line) or line.words) for line in (one, other))
    is_centred = abs(first.centre[0] - second.centre[0]) < 1.2 * height
    return abs(first.left - second.left) < 1.2 * height or is_centred


def _up_from(sheet: Sheet, row: int, last: Cell) -> tuple[Cell, ...]:
    """Give the lines above that are lined up and follow without a gap, from the top."""
    height = sheet.layout.letter_height
    lines = [last]
    for above in range(row - 1, -1, -1):
        near = [c for c in sheet.layout.rows[above] if _is_lined_up(c, last, height)]
        if near and lines[-1].box.top - near[0].box.bottom < 1.6 * height and len(lines) < MOST_LINES:
            lines.append(near[0])
        elif near or lines[-1].box.top - sheet.layout.rows[above][0].box.bottom > 3 * height:
            break
    return tuple(reversed(lines))
