"""The blocks at the head of a letter, and whose they are.

A block is lines with one edge, or one middle, that end in a postal code and a town. French letters put the sender
at the top left and the recipient to the right or below (AFNOR NF Z 11-001), British ones a private sender at the top
right and the recipient below it at the left. The greeting names the recipient, the signature the sender.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile, zip_longest
from typing import Final

from extractors.parties.blocks import without_mark
from extractors.parties.company_signs import LEGAL_FORM
from extractors.sheet import Sheet
from extractors.written.addresses import (
    COUNTY,
    ISLES,
    TOWN,
    has_street,
    is_country,
    is_last_line,
    is_street,
    is_town_of_state,
)
from extractors.written.names import is_addressed, is_title
from extractors.written.trade_words import is_trade
from pipeline.folding import fold, letters
from pipeline.geometry import Box, around
from pipeline.letter_words import is_closing, is_greeting
from pipeline.page_layout import Cell

HEAD_OF_LETTER = 0.45
LETTERHEAD = 0.15
MOST_LINES = 6
LONGEST_HEAD = 12
"""Rows over a greeting among which the address of the recipient ends: a heading and how the letter goes between."""
LEAST_NAME = 4
"""Letters of a name that a greeting or a signature shows again."""
LEVEL = 0.5
"""What stands on one line has its middles within this many letter heights."""
_TO_THE_POST: Final = re.compile(
    r"\b(?:personal|private|confidential|confidentiel|personnel|recommandee?|by (?:e-?mail|post|hand|fax|courier)|"
    r"par (?:courrier|mail)|by \w+ (?:delivery|post|mail)|air ?mail|without prejudice)\b|"
    r"^(?:a l['’ ]?attention|(?:for the )?attention|attn|f\.?a\.?o)\b"
)
"""Lines above the name: how the letter is sent, to whose attention."""
_CODE_ALONE: Final = re.compile(r"\d{5}(?:-\d{4})?")
_TO: Final = frozenset({"to", "a", "pour", "destinataire", "recipient"})
"""Labels that lead to the name of the recipient, in folded letters."""
_PLACES: Final = (is_street, is_country, is_town_of_state, lambda text: TOWN.search(text) is not None)
"""What tells that the lines under a name are its address."""
_ORDINARY: Final = frozenset(
    {"cher", "chere", "dear", "madame", "monsieur", "mesdames", "messieurs", "maitre", "docteur", "sirs", "madam"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of an address, the name first."""

    lines: tuple[Cell, ...]
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The blocks of the letter's two parties, and whether greeting or signature proves which is whose."""

    sender: Block | None
    recipient: Block | None
    is_proved: bool = False
    is_over_greeting: bool = False
    """The recipient's lines stand right above the greeting."""


def whose(sheet: Sheet) -> Whose:
    """Return which blocks at the head are the sender's and the recipient's.

    Where no named block with a town's code is the recipient's, the lines right above the greeting are, as English
    letters have them.
    """
    found = _of_blocks(sheet)
    greeting = greeting_row(sheet)
    is_left = found.recipient is None or is_without_name(found.recipient)
    above = _above(sheet, greeting) if is_left and greeting is not None else None
    if above is None or _is_within(above, found.sender):
        return found
    return replace(found, recipient=above, is_over_greeting=True)


def _of_blocks(sheet: Sheet) -> Whose:
    greeting = greeting_row(sheet)
    bottom = HEAD_OF_LETTER if greeting is None else min(HEAD_OF_LETTER, sheet.layout.rows[greeting][0].box.top)
    blocks = [block for block in blocks_on(sheet) if block.box.top < bottom]
    greeted = [block for block in blocks if greeting is not None and _is_greeted(sheet, greeting, block)]
    signing = [block for block in blocks if greeting is not None and _signs(sheet, greeting, block)]
    if len(blocks) > 1 and (len(greeted) == 1 or len(signing) == 1) and greeted != signing:
        return _proved(blocks, greeted[0] if len(greeted) == 1 else None, signing[0] if len(signing) == 1 else None)
    if len(blocks) == 1:
        return _one(sheet, blocks[0], greeted=bool(greeted), signing=bool(signing))
    if len(blocks) != 2:
        return Whose(sender=None, recipient=None)
    upper, lower = sorted(blocks, key=lambda block: block.box.top)
    if lower.box.top < upper.box.bottom:
        upper, lower = sorted(blocks, key=lambda block: block.box.left)
    if is_without_name(lower) and not is_without_name(upper):
        upper, lower = lower, upper  # the house of the letterhead, beside or below the window
    return Whose(sender=upper, recipient=lower)


def _above(sheet: Sheet, greeting: int) -> Block | None:
    """Return the nearest lines over a greeting at its edge: a name first, a place, a title or a company among them."""
    lines = _lines_over(sheet, greeting)
    is_place = any(is_told(line.text) for line in lines[1:] for is_told in _PLACES)
    is_named = bool(lines) and (is_addressed(lines[0].text) or any(LEGAL_FORM.search(line.text) for line in lines))
    if not 1 < len(lines) <= MOST_LINES or not (is_place or is_named) or not may_name(lines[0]):
        return None
    return Block(lines=tuple(lines), box=around(line.box for line in lines))


def _lines_over(sheet: Sheet, greeting: int) -> list[Cell]:
    """Return the lines that follow each other over a greeting, past a heading; none behind labels but `To:`."""
    edge, height = sheet.layout.rows[greeting][0].box.left, sheet.layout.letter_height
    lines: list[Cell] = []
    for row in range(greeting - 1, max(0, greeting - LONGEST_HEAD) - 1, -1):
        cell = sheet.layout.rows[row][0]
        is_label = id(cell.words[0]) in sheet.label_lines
        is_near = not lines or lines[0].box.top - cell.box.bottom < 1.6 * height
        if is_label and is_near and len(lines) > 0:
            named = _behind_to(sheet, row)
            return [named, *lines] if named else []
        is_next = abs(cell.box.left - edge) < height and not is_label
        if lines and not (is_next and is_near):
            if len(lines) > 1:
                return lines
            lines = []  # a line alone is a heading, or how the letter goes
        if is_next and _TO_THE_POST.search(fold(cell.text)) is None:
            lines.insert(0, cell)
    return lines


def _behind_to(sheet: Sheet, row: int) -> Cell | None:
    """Return what stands behind a label such as `To:` that begins a row."""
    label, among = sheet.labels[row, 0][0], sheet.units[row, 0]
    if fold(label.phrase) not in _TO or label.end >= len(among):
        return None
    return Cell(words=sheet.layout.rows[row][0].words[among[label.end].index :])


def _is_within(one: Block, other: Block | None) -> bool:
    return other is not None and any(line in other.lines for line in one.lines)


def _proved(blocks: Sequence[Block], greeted: Block | None, signing: Block | None) -> Whose:
    """Return the other party the one block that is left."""
    rest = [block for block in blocks if block is not greeted and block is not signing]
    other = rest[0] if len(rest) == 1 else None
    return Whose(sender=signing or other, recipient=greeted or other, is_proved=True)


def _one(sheet: Sheet, block: Block, *, greeted: bool, signing: bool) -> Whose:
    """Assign a lone block to the party whom greeting or signature names, else by its place."""
    if greeted != signing:
        return Whose(sender=block if signing else None, recipient=block if greeted else None, is_proved=True)
    if block.box.left > 0.42 * sheet.layout.to_upright.aspect or is_addressed(block.lines[0].text):
        return Whose(sender=None, recipient=block)
    return Whose(sender=block if block.box.top < LETTERHEAD else None, recipient=None)


def greeting_row(sheet: Sheet) -> int | None:
    """Return the row of the greeting, None where nobody is greeted; the line of an address is no greeting."""
    own = {id(line) for block in blocks_on(sheet) for line in block.lines}
    for at, cells in enumerate(sheet.layout.rows):
        if len(cells) == 1 and id(cells[0]) not in own and is_greeting(cells[0].text):
            return at
    return None


def closing_row(sheet: Sheet, greeting: int) -> int | None:
    """Return the row of the formula that closes a letter."""
    rows = sheet.layout.rows
    return next((n for n in range(len(rows) - 1, greeting, -1) if is_closing(rows[n][0].text)), None)


def _is_greeted(sheet: Sheet, greeting: int, block: Block) -> bool:
    names = _names(sheet.layout.rows[greeting][0].text) - _ORDINARY
    own = {letters(word) for line in block.lines[:3] for word in line.text.split()}
    return bool(names & own)


def _signs(sheet: Sheet, greeting: int, block: Block) -> bool:
    """Return whether the block's name stands again below the closing formula: its longest word, or all as long.

    One word of a trade tells nothing: many a house that writes to `… ASSURANCES` is one itself.
    """
    closing = closing_row(sheet, greeting)
    below = sheet.layout.rows[closing + 1 :] if closing is not None else ()
    text = letters(" ".join(cell.text for row in below for cell in row))
    names = _names(block.lines[0].text)
    longest = [name for name in names if len(name) == max(map(len, names))]
    is_telling = len(longest) > 1 or not any(map(is_trade, longest))
    return bool(names) and is_telling and all(name in text for name in longest)


def _names(text: str) -> set[str]:
    return {letters(word) for word in text.split() if word[:1].isupper() and len(letters(word)) >= LEAST_NAME}


@lru_cache(maxsize=16)
def blocks_on(sheet: Sheet) -> tuple[Block, ...]:
    """Return the blocks of the page that end in a postal code and a town, from the top."""
    found = []
    for row, cells in enumerate(sheet.layout.rows):
        for cell in _with_codes(cells):
            if is_last_line(cell.text):
                lines = _from_the_name(sheet, _up_from(sheet, row, cell))
                if len(lines) >= 2:
                    found.append(Block(lines=lines, box=around(line.box for line in lines)))
    return tuple(found)


def _with_codes(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells of a row, a code of five figures joined to its town: typists leave two blanks before it."""
    joined = False
    for cell, after in zip_longest(cells, cells[1:]):
        is_code = after is not None and _CODE_ALONE.fullmatch(after.text) is not None
        if not joined:
            yield Cell(words=(*cell.words, *after.words)) if is_code and after else cell
        joined = is_code and not joined


def _from_the_name(sheet: Sheet, lines: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out what stands above a block's name: captions such as `Titulaire du compte`, words to the post."""
    return tuple(dropwhile(lambda line: id(line.words[0]) in sheet.label_lines or _is_for_the_post(line), lines))


def _is_for_the_post(line: Cell) -> bool:
    """Return whether a line says how a letter is sent or to whose attention, or is a title alone."""
    return _TO_THE_POST.search(fold(line.text)) is not None or is_title(line.text)


def may_name(line: Cell) -> bool:
    """Return whether a line of a block may be its name: no street, no number of a house, no word to the post."""
    return not (line.text[:1].isdigit() or has_street(line.text) or _is_for_the_post(line))


def is_without_name(block: Block) -> bool:
    """Return whether a block begins with its street, house or town, as British letters show their writer's address."""
    first, *others, last = block.lines
    is_code = ISLES.fullmatch(last.text.strip()) is not None
    towns = [line for line in others if not COUNTY.match(line.text)]
    is_house = "," in first.text and all(map(may_name, others))
    return not may_name(first) or (is_code and (is_house or not towns))


def _is_lined_up(one: Cell, other: Cell, height: float) -> bool:
    """Return whether two lines have one edge, or one middle as in stamps and centred heads."""
    first, second = (without_mark(line).box for line in (one, other))
    is_centred = abs(first.centre[0] - second.centre[0]) < 1.2 * height
    edges = (first.left - second.left, first.right - second.right)
    return is_centred or any(abs(apart) < 1.2 * height for apart in edges)


def _up_from(sheet: Sheet, row: int, last: Cell) -> tuple[Cell, ...]:
    """Return the lines above that are lined up and follow without a gap, from the top; another address ends them."""
    height = sheet.layout.letter_height
    lines = [last]
    for above in range(row - 1, -1, -1):
        near = [c for c in sheet.layout.rows[above] if _is_lined_up(c, last, height)]
        if near and lines[-1].box.top - near[0].box.bottom < 1.6 * height and len(lines) < MOST_LINES:
            if is_last_line(near[0].text) or _is_asking(sheet, above, near[0]):
                break
            lines.append(_with_name(sheet, above, near[0]))
        elif near or lines[-1].box.top - sheet.layout.rows[above][0].box.bottom > 3 * height:
            break
    return tuple(reversed(lines))


def _with_name(sheet: Sheet, row: int, cell: Cell) -> Cell:
    """Return a title alone with the name level with it behind a gap, as old printers and bent sheets leave it."""
    if not is_title(cell.text):
        return cell
    height = sheet.layout.letter_height
    level = [
        other
        for cells in sheet.layout.rows[max(0, row - 1) : row + 2]
        for other in cells
        if other.box.left > cell.box.right and abs(other.box.centre[1] - cell.box.centre[1]) < LEVEL * height
    ]
    behind = min(level, key=lambda other: other.box.left, default=None)
    return Cell(words=(*cell.words, *behind.words)) if behind else cell


def _is_asking(sheet: Sheet, row: int, cell: Cell) -> bool:
    """Return whether a line begins with a label and its colon, as `Objet : ...`."""
    at = sheet.layout.rows[row].index(cell)
    return any(label.start == 0 and label.has_colon for label in sheet.labels.get((row, at), ()))


def lines_of(sheet: Sheet, *, above: float) -> Iterator[tuple[int, int, Cell]]:
    """Yield the cells that begin above that share of the page's height, with their row and place in it."""
    for row, cells in enumerate(sheet.layout.rows):
        for at, cell in enumerate(cells):
            if cell.box.top < above:
                yield row, at, cell
