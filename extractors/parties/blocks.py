"""Blocks of lines that speak of one party, as they lie on the paper: under a heading, or alone at its head.

A block is lines under each other with one edge or one middle; the party's name is the first of them that is one, its
address what follows up to the town.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from extractors.parties.address_lines import address_in, is_branch, street_and_town
from extractors.parties.company_signs import NUMBERS
from extractors.parties.name_lines import (
    LEAST_LETTERS,
    SUBLABEL,
    bare_name,
    goes_on,
    is_dated,
    is_wrapped,
    may_be_name,
    name_line,
)
from extractors.sheet import Label, Sheet
from extractors.written.addresses import (
    ISLES,
    PARTS,
    TOWN,
    begins_address,
    has_street,
    is_country,
    is_hamlet,
    is_street,
    is_whole,
    without_address,
)
from extractors.written.names import company, is_addressed
from pipeline.folding import fold, letters
from pipeline.geometry import Box, around
from pipeline.model.page import Word
from pipeline.page_layout import CELL_GAP, Cell, Placed, text_of

HEAD = 0.42
"""Letterheads and addresses end above this share of the page's height."""
LETTERHEAD = 0.16
"""Lines above this share of the page's height may be centred over one another by eye alone."""
BY_EYE = 4.0
"""What is centred by eye has its middle within this many letter heights."""
MOST_LINES = 9
STEP = 1.25
"""Lines of one block follow each other within this many letter heights."""
FIRST_STEP = 2.4
"""A block begins within this many letter heights below its heading."""
BESIDE = 6.0
"""The town of an address stands within this many letter heights behind its street, where both share a line."""
LARGE = 1.6
"""A name in letters this many times as high as the page's stands in a letterhead."""
MARK_LETTERS, HARDLY_READ = 2, 0.75
"""A logo, if read at all, gives this many letters at most, with a sign among them or less confidence than this."""
_SHORT_WORD: Final = re.compile(r"(?:[A-Z]|M[rs]|Dr|Me|Pr|Co|St|Ste|Av|Bd|Pl)\.|N[°º]")
"""A title or an initial before a name, `M. Morel`, what stands before a place, `Co. Wicklow`, or a number: no logo."""

Line = tuple[Placed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One place that speaks of a party: its block's lines, and what tells whose it is.

    by: `heading`, `return` (a line over an address, and that address), `letterhead`, `address`, `foot` or `payee`;
    name: its words and text; address: the lines of the address; opening: what stands before the name in its block;
    rank: which of its section's headings names it, the first of the rules counting most; is_large: the name is printed
    in large letters.
    """

    role: str
    by: str
    page: int
    box: Box
    name: str | None
    name_words: tuple[Placed, ...]
    address: tuple[Line, ...]
    text: str
    opening: str = ""
    rank: int = 0
    is_large: bool = False


def by_heading(sheet: Sheet, label: Label) -> list[Line]:
    """Return the lines under a heading, or beside it behind a colon."""
    among = sheet.units[label.row, label.cell]
    cell = sheet.layout.rows[label.row][label.cell]
    if label.end < len(among):
        if not label.has_colon:
            return []
        words = cell.words[among[label.end].index :]
        return [words, *_down(sheet, label.row, around(placed.box for placed in words), cell.box)]
    beside = [other for other in sheet.layout.rows[label.row][label.cell + 1 :] if any(map(str.isalnum, other.text))]
    if label.has_colon and beside and beside[0].box.left - cell.box.right < 12 * sheet.layout.letter_height:
        return [beside[0].words, *_down(sheet, label.row, beside[0].box, beside[0].box)]
    return _down(sheet, label.row, label.box, label.box, first=FIRST_STEP)


def _down(sheet: Sheet, row: int, left: Box, edge: Box, *, first: float = STEP) -> list[Line]:
    """Return the lines below that begin at the left edge of one of two boxes and follow without a gap."""
    height = sheet.layout.letter_height
    lines: list[Line] = []
    bottom = max(left.bottom, edge.bottom)
    for below in range(row + 1, len(sheet.layout.rows)):
        cells = sheet.layout.rows[below]
        near = [c for c in cells if min(abs(c.box.left - left.left), abs(c.box.left - edge.left)) < 1.6 * height]
        reach = first if not lines else STEP
        if min(cell.box.top for cell in cells) - bottom > max(reach, FIRST_STEP if not lines else STEP) * height:
            break
        if not near:
            continue
        if near[0].box.top - bottom > reach * height or len(lines) == MOST_LINES:
            break
        lines.append(_with_value(cells, near[0]))
        left = edge = near[0].box
        bottom = near[0].box.bottom
    return lines


def _with_value(cells: Sequence[Cell], cell: Cell) -> Line:
    """Return the words of a line, with those of the next cell when it ends in a colon: `Nom :   Dupont SA`."""
    at = cells.index(cell)
    ends = cell.text.rstrip().endswith(":") and at + 1 < len(cells)
    return (*cell.words, *cells[at + 1].words) if ends else cell.words


def head_blocks(sheet: Sheet) -> list[list[Line]]:
    """Return the blocks at the head of the page: cells under each other with one edge or one middle."""
    height = sheet.layout.letter_height
    open_: list[list[Cell]] = []
    for cells in sheet.layout.rows:
        own: list[Cell] | None = None
        for cell in cells:
            if cell.box.top > HEAD:
                continue
            is_worded = sum(map(str.isalpha, cell.text)) >= LEAST_LETTERS
            line = without_mark(cell)
            if own and _is_town_behind(own[-1], line, height):
                own[-1] = Cell(words=(*own[-1].words, *line.words))
                continue
            is_alone = len(cells) == 1
            over = [block for block in open_ if _goes_on(block[-1].box, cell.box, height, is_alone=is_alone)]
            line = cell if over else line  # what is lined up whole begins with no logo
            over = over or [block for block in open_ if _goes_on(block[-1].box, line.box, height, is_alone=is_alone)]
            if not over and not is_worded:
                continue
            if over:
                own = min(over, key=lambda block: abs(block[-1].box.left - line.box.left))
                own.append(line)
            else:
                own = [line]
                open_.append(own)
    return [[cell.words for cell in block] for block in open_]


def _is_town_behind(street: Cell, town: Cell, height: float) -> bool:
    """Return whether a cell is the town behind the street beside it, and not that of another column's address."""
    is_near = town.box.left - street.box.right < BESIDE * height
    return is_near and TOWN.match(town.text) is not None and not TOWN.search(street.text)


def without_mark(cell: Cell) -> Cell:
    """Leave out what the engine made of a logo before a line: a sign or two that are no word."""
    words = cell.words
    while len(words) > 1 and (_is_mark(words[0].word) or _is_monogram(words[0].word.text, words[1].word.text)):
        words = words[1:]
    return cell if len(words) == len(cell.words) else Cell(words=words)


def _is_monogram(first: str, second: str) -> bool:
    """Return whether a lone letter is a logo before the name that it begins: `B BUROPAP`; `M MARTIN` is a man."""
    return (
        len(first) == 1
        and first.isalpha()
        and first != "M"
        and len(second) > 1
        and first.casefold() == second[0].casefold()
    )


def _is_mark(word: Word) -> bool:
    held = sum(map(str.isalnum, word.text))
    is_hardly_read = word.confidence < HARDLY_READ
    is_odd = held < len(word.text) and not _SHORT_WORD.match(word.text)
    return held <= MARK_LETTERS and (is_odd or is_hardly_read) and not word.text[0].isdigit()


def _goes_on(above: Box, below: Box, height: float, *, is_alone: bool) -> bool:
    """Return whether a line goes on with a block; is_alone: it is the only one on its level, as in centred heads."""
    gap = below.top - above.bottom
    is_lined_up = abs(above.left - below.left) < 1.2 * height or abs(above.centre[0] - below.centre[0]) < 1.2 * height
    is_right = abs(above.right - below.right) < 0.6 * height
    is_near_middle = abs(above.centre[0] - below.centre[0]) < BY_EYE * height
    is_centred = is_alone and is_near_middle and below.bottom < LETTERHEAD
    is_near = -0.5 * height < gap < STEP * max(height, 1.1 * above.height)
    return is_near and (is_lined_up or is_right or is_centred)


def party_of(sheet: Sheet, role: str, by: str, lines: Sequence[Line], titles: frozenset[str]) -> Party:
    """Make a party of a block: its name is the first line that is one, its address what follows up to the town."""
    lines = _with_large_words(sheet, lines)
    texts = [text_of(line) for line in lines]
    named = [without_address(text) for text in texts] if by == "heading" else texts
    labelled = [
        id(line[0]) in sheet.label_lines and not is_addressed(text) for line, text in zip(lines, texts, strict=True)
    ]
    possible = [
        n
        for n, text in enumerate(named)
        if not labelled[n] and may_be_name(text, titles, is_large=is_large(sheet, lines[n]))
    ]
    is_place = by == "address" and not is_large(sheet, lines[0]) and bool(address_alone(lines))
    at = None if is_place else name_line(possible, texts)
    name, words = (None, ()) if at is None else _name_of(*_whole_line(sheet, by, lines, at), titles)
    address = () if at is None else _address(texts, lines, at) or (_on_line(lines[at]) if by == "heading" else ())
    return Party(
        role=role,
        by=by,
        page=sheet.page.number,
        box=around(placed.box for line in lines for placed in line),
        name=name,
        name_words=words,
        address=address,
        text="\n".join(texts),
        opening=" ".join(text for text in texts[:at] if not _is_titled(text, titles)) if at else "",
        is_large=bool(words) and is_large(sheet, words),
    )


def is_large(sheet: Sheet, line: Line) -> bool:
    """Return whether some word of a line is printed larger than the page's own letters, as in a letterhead."""
    return max(placed.box.height for placed in line) > LARGE * sheet.layout.letter_height


def _is_as_large(line: Line, below: Line) -> bool:
    """Return whether two lines are printed in letters of one size, by their highest words."""
    first, second = (max((placed.box for placed in each), key=lambda box: box.height) for each in (line, below))
    return _in_one_size(first, second)


def _in_one_size(one: Box, other: Box) -> bool:
    return 0.8 < one.height / other.height < 1.25


def _is_titled(text: str, titles: frozenset[str]) -> bool:
    """Return whether a line is the title of the paper, with or without its number: it is no part of a party's block."""
    return any(letters(text).startswith(title) for title in titles)


def _whole_line(sheet: Sheet, by: str, lines: Sequence[Line], at: int) -> tuple[str, Line]:
    """Return the line of a name, with the next one where the name goes on in it, or in letters as large."""
    own: tuple[Line, ...] = (*lines[at : at + 4], (), (), ())
    text, below, under, town = (text_of(line) for line in own[:4])
    is_as_large = bool(below) and is_large(sheet, lines[at]) and _is_as_large(lines[at], lines[at + 1])
    is_second = is_as_large and len(PARTS.split(below)) == 1 and may_be_name(below, frozenset(), is_large=True)
    if not (goes_on(text, below) or is_second or (by == "heading" and is_wrapped(text, below, under, town))):
        return text, lines[at]
    blank = "" if text.endswith("-") else " "
    return f"{text}{blank}{below}", (*lines[at], *lines[at + 1])


def _with_large_words(sheet: Sheet, lines: Sequence[Line]) -> list[Line]:
    """Add to a line in large letters the words behind it that stand as far apart as its letters are high.

    What the page's own letters would make a gap between columns is a blank between large words.
    """
    return [_enlarged(sheet, line) for line in lines]


def _enlarged(sheet: Sheet, line: Line) -> Line:
    last = line[-1].box
    if last.height <= LARGE * sheet.layout.letter_height:
        return line
    behind = (word for word in sheet.layout.words if _is_behind(word.box, last))
    follows = min(behind, key=lambda word: word.box.left, default=None)
    return _enlarged(sheet, (*line, follows)) if follows else line


def _is_behind(box: Box, last: Box) -> bool:
    is_level = abs(box.centre[1] - last.centre[1]) < 0.3 * last.height
    return is_level and _in_one_size(box, last) and 0 < box.left - last.right < CELL_GAP * last.height


def _name_of(text: str, line: Line, titles: frozenset[str]) -> tuple[str | None, Line]:
    """Return the name that a line holds, without the paper's title behind it on the same line."""
    words = without_address(SUBLABEL.sub("", text)).split()
    while len(words) > 1 and letters(words[-1]) in titles:
        words = words[:-1]
    name = company(bare_name(" ".join(words)))
    return name, words_of(line, name or "")


def words_of(words: Sequence[Placed], name: str) -> Line:
    """Return the words of a line that are in the name; the first word where none is."""
    wanted = set(name.split())
    return tuple(placed for placed in words if placed.word.text.strip(",;") in wanted)[: len(wanted)] or tuple(
        words[:1]
    )


def address_alone(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the address of a block that begins with a street or a place: the name stands in another block."""
    texts = [text_of(line) for line in lines]
    if texts and is_branch(texts[0]):
        texts, lines = texts[1:], lines[1:]
    parts = PARTS.split(texts[0]) if texts else [""]
    is_one_line = len(parts) > 1 and is_street(parts[0]) and TOWN.search(texts[0]) is not None
    return _address(texts, lines, -1) if texts and (is_street(texts[0]) or is_one_line) else ()


def _address(texts: Sequence[str], lines: Sequence[Line], at: int) -> tuple[Line, ...]:
    """Return the lines behind the name from street to town, its code and country; none without the town's line."""
    last = next((n for n in range(at + 1, len(texts)) if TOWN.search(texts[n])), None)
    if last is None:
        return ()
    over = max(at + 1, last - 1)
    begun = (n for n in range(at + 1, last) if begins_address(texts[n]))
    first = next(begun, last if _holds_street(texts[last]) else over)
    first -= first > at + 1 and is_hamlet(texts[first - 1])
    if any(is_dated(text) for text in texts[first : last + 1]):
        return ()
    kept = [
        _without_contact(lines[n]) for n in range(first, last + 1) if n == last or not NUMBERS.search(fold(texts[n]))
    ]
    code = [*takewhile(lambda n: ISLES.fullmatch(texts[n]), range(last + 1, len(texts)))][:1]
    after = last + 1 + len(code)
    country = [after] if is_country(" ".join(texts[after : after + 1])) else []
    return (*kept, *(lines[n] for n in (*code, *country)))


def _on_line(line: Line) -> tuple[Line, ...]:
    """Return street and town behind a name on its own line: `Doit : Étude Morel, 8 avenue Foch, 24200 Sarlat`."""
    found = street_and_town([placed.word.text for placed in line])
    return tuple(line[part] for part in found) if found else ()


def _holds_street(last: str) -> bool:
    """Return whether the line of a town begins with its street or place; a postal code is no house number."""
    return not TOWN.match(last) and (last[:1].isdigit() or has_street(last) or is_whole([last]))


def _without_contact(line: Line) -> Line:
    """Leave of a line of an address what is of it: no caption before it, no telephone behind it."""
    return line[address_in([placed.word.text for placed in line])]
