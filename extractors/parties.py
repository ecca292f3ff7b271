"""Seller and buyer on a paper: the block that a heading names, the letterhead, the address it is sent to, the foot.

The party that issues a paper stands in its letterhead and again at its foot, with its legal form and its numbers; the
other is addressed. Which of the two issues papers of a class is said by its rules.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.names import company
from extractors.party_names import (
    CONTACT,
    LAST_LINE,
    LEAST_LETTERS,
    LEGAL_FORM,
    NUMBERS,
    REGISTERED,
    STREET,
    SUBLABEL,
    may_be_name,
    name_line,
    name_with_form,
    opened_role,
    without_address,
)
from extractors.sheet import Label, Sheet
from pipeline.catalog import DocumentClass
from pipeline.folding import fold, letters
from pipeline.geometry import Box, around
from pipeline.model.page import Word
from pipeline.page_layout import Cell, Placed

PARTIES: Final = ("seller", "buyer")
OTHER: Final = {"seller": "buyer", "buyer": "seller"}
HEAD = 0.42
"""Letterheads and addresses end above that share of the page's height."""
FOOT = 0.7
MOST_LINES = 9
STEP = 1.25
"""Lines of one block follow each other within that many letter heights."""
REACH_BELOW = 8.0
"""A number under a block, with its left edge and within that many letter heights, is still that party's."""
LIKE_HEADING = 0.88
LEAST_SIGN = 4
MARK_LETTERS, HARDLY_READ = 2, 0.75
"""A logo is read, if at all, as so few letters, with a sign among them or without the engine's trust."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One place that speaks of a party: its block's lines, and what tells whose it is.

    by: `heading`, `letterhead`, `address` or `foot`; name: its words and text; address: the lines of the address;
    opening: what stands before the name in its block; rank: which of its section's headings names it, the first of
    the rules counting most.
    """

    role: str
    by: str
    page: int
    box: Box
    name: str | None
    name_words: tuple[Placed, ...]
    address: tuple[tuple[Placed, ...], ...]
    text: str
    opening: str = ""
    rank: int = 0


def parties_on(sheets: Sequence[Sheet], document_class: DocumentClass) -> tuple[Party, ...]:
    """Give the places that speak of seller or buyer; none for classes that are not issued by one to the other."""
    issuer = document_class.issued_by
    if issuer is None:
        return ()
    titles = frozenset(letters(title) for title in document_class.titles)
    found: list[Party] = []
    for sheet in sheets:
        found += _headed(sheet, document_class, titles)
        found += _feet(sheet, issuer)
    if sheets:
        feet = {letters(party.name or "") for party in found if party.by == "foot"}
        domains = {domain for domain in domains_of(sheets) if len(domain) >= LEAST_SIGN}
        found += _unheaded(sheets[0], issuer, titles, found, frozenset(feet | domains))
    return tuple(found)


def _headed(sheet: Sheet, document_class: DocumentClass, titles: frozenset[str]) -> Iterator[Party]:
    """Give the blocks under (or beside) a heading such as `Facturé à`."""
    owner = {phrase: section.name for section in document_class.sections for phrase in section.headings}
    ranks = {phrase: rank for section in document_class.sections for rank, phrase in enumerate(section.headings)}
    if not owner:
        return
    for row in range(len(sheet.layout.rows)):
        for label in sheet.headings(row, tuple(owner)):
            lines = _by_heading(sheet, label) if label.start == 0 and label.likeness >= LIKE_HEADING else []
            if not lines:
                continue
            party = _party(sheet, owner[label.phrase], "heading", lines, titles)
            party = replace(party, rank=ranks[label.phrase])
            if party.address or party.box.top < HEAD:
                yield party


def _by_heading(sheet: Sheet, label: Label) -> list[tuple[Placed, ...]]:
    among = sheet.units[label.row, label.cell]
    cell = sheet.layout.rows[label.row][label.cell]
    if label.end < len(among):
        if not label.has_colon:
            return []
        words = cell.words[among[label.end].index :]
        return [words, *_down(sheet, label.row, around(placed.box for placed in words), cell.box)]
    beside = sheet.layout.rows[label.row][label.cell + 1 :]
    if label.has_colon and beside and beside[0].box.left - cell.box.right < 12 * sheet.layout.letter_height:
        return [beside[0].words, *_down(sheet, label.row, beside[0].box, beside[0].box)]
    return _down(sheet, label.row, label.box, label.box, first=2.4)


def _down(sheet: Sheet, row: int, left: Box, edge: Box, *, first: float = STEP) -> list[tuple[Placed, ...]]:
    """Give the lines below that begin at the left edge of one of two boxes and follow without a gap."""
    height = sheet.layout.letter_height
    lines: list[tuple[Placed, ...]] = []
    bottom = max(left.bottom, edge.bottom)
    for below in range(row + 1, len(sheet.layout.rows)):
        cells = sheet.layout.rows[below]
        near = [c for c in cells if min(abs(c.box.left - left.left), abs(c.box.left - edge.left)) < 1.6 * height]
        reach = first if not lines else STEP
        if min(cell.box.top for cell in cells) - bottom > max(reach, 2.4 if not lines else STEP) * height:
            break
        if not near:
            continue
        if near[0].box.top - bottom > reach * height or len(lines) == MOST_LINES:
            break
        lines.append(_with_value(cells, near[0]))
        left = edge = near[0].box
        bottom = near[0].box.bottom
    return lines


def _with_value(cells: Sequence[Cell], cell: Cell) -> tuple[Placed, ...]:
    """Give the words of a line, with those of the next cell when it ends in a colon: `Nom :   Dupont SA`."""
    at = cells.index(cell)
    ends = cell.text.rstrip().endswith(":") and at + 1 < len(cells)
    return (*cell.words, *cells[at + 1].words) if ends else cell.words


def _feet(sheet: Sheet, issuer: str) -> Iterator[Party]:
    """Give the lines at the foot that hold a company with its legal form beside its numbers."""
    height = max((row[0].box.bottom for row in sheet.layout.rows), default=1.0)
    for cells in sheet.layout.rows:
        text = " ".join(cell.text for cell in cells)
        if cells[0].box.top < FOOT * height or not NUMBERS.search(fold(text)):
            continue
        words = tuple(placed for cell in cells for placed in cell.words)
        name = name_with_form(SUBLABEL.sub("", text))
        if name:
            held = _words_of(words, name)
            yield Party(
                role=issuer, by="foot", page=sheet.page.number, box=around(cell.box for cell in cells), name=name,
                name_words=held, address=(), text=text,
            )  # fmt: skip


def _words_of(words: Sequence[Placed], name: str) -> tuple[Placed, ...]:
    wanted = set(name.split())
    return tuple(placed for placed in words if placed.word.text.strip(",;") in wanted)[: len(wanted)] or tuple(
        words[:1]
    )


def _unheaded(
    sheet: Sheet, issuer: str, titles: frozenset[str], found: Sequence[Party], signs: frozenset[str]
) -> Iterator[Party]:
    """Give the letterhead and the address sent to, among the blocks at the head that no heading names."""
    headed = [party for party in found if party.by == "heading"]
    own = [party.box for party in headed if party.page == sheet.page.number]
    blocks = [b for b in _blocks(sheet) if not any(_is_in(line[0].box, box) for line in b for box in own)]
    made = [_party(sheet, "", "address", block, titles) for block in blocks]
    named = [party for party in made if party.name and (party.address or party.box.top < HEAD / 3)]
    opened = [replace(party, role=role, by="heading") for party in named if (role := opened_role(party.opening))]
    yield from opened
    named = [party for party in named if not opened_role(party.opening)]
    roles = {party.role for party in (*headed, *opened)}
    is_alone = sum(bool(party.address) for party in named) < 2
    right = 0.4 * sheet.layout.to_upright.aspect
    heads = [p for p in named if not (is_alone and p.address and p.box.left > right and len(named) > 1)]
    first = min(named, key=lambda party: (party.box.top, party.box.left), default=None)
    head = max(heads, key=lambda party: _likeness_to_letterhead(party, signs, first), default=None)
    if issuer not in roles and head:
        yield replace(head, role=issuer, by="letterhead")
    others = [
        p for p in named if p.address and (p is not head or issuer in roles) and (not is_alone or p.box.left > right)
    ]
    if OTHER[issuer] not in roles and others:
        addressed = max(others, key=lambda party: (round(party.box.left, 1), party.box.top))
        yield replace(addressed, role=OTHER[issuer], by="address")


def has_contact(party: Party) -> bool:
    """Tell whether a block holds telephone, mail or web address, as letterheads do."""
    return bool(CONTACT.search(fold(party.text)))


def is_registered(party: Party) -> bool:
    """Tell whether a block holds numbers of the trade register or the bank."""
    return bool(REGISTERED.search(fold(party.text)))


def _likeness_to_letterhead(party: Party, signs: frozenset[str], first: Party | None) -> tuple[float, float]:
    """Tell how like a block is to a letterhead; signs: names that the foot and the domains tell; first: the topmost.

    Numbers of the register count less than the place: orders print the supplier's beside its address.
    """
    key = letters(party.name or "")
    score = 2.5 * (len(key) >= LEAST_SIGN and any(sign in key or key in sign for sign in signs))
    score += 1.5 * (party is first) + 1.0 * has_contact(party) + 0.8 * is_registered(party)
    score += 0.5 * bool(LEGAL_FORM.search(party.name or "")) + 1.0 * bool(party.address)
    return score, -party.box.top


def _is_in(one: Box, other: Box) -> bool:
    x, y = one.centre
    return other.left - 0.01 <= x <= other.right + 0.01 and other.top - 0.005 <= y <= other.bottom + 0.005


def _blocks(sheet: Sheet) -> list[list[tuple[Placed, ...]]]:
    """Give the blocks at the head of the page: cells under each other with one edge or one middle."""
    height = sheet.layout.letter_height
    open_: list[list[Cell]] = []
    for cells in sheet.layout.rows:
        for cell in cells:
            if cell.box.top > HEAD or sum(map(str.isalpha, cell.text)) < LEAST_LETTERS:
                continue
            cell = without_mark(cell)  # noqa: PLW2901 - the same line, as it is meant
            over = [block for block in open_ if _goes_on(block[-1].box, cell.box, height)]
            if over:
                min(over, key=lambda block: abs(block[-1].box.left - cell.box.left)).append(cell)
            else:
                open_.append([cell])
    return [[cell.words for cell in block] for block in open_]


def without_mark(cell: Cell) -> Cell:
    """Leave out what the engine made of a logo before a line: a sign or two that are no word."""
    words = cell.words
    while len(words) > 1 and _is_mark(words[0].word):
        words = words[1:]
    return cell if len(words) == len(cell.words) else Cell(words=words)


def _is_mark(word: Word) -> bool:
    held = sum(map(str.isalnum, word.text))
    return (
        held <= MARK_LETTERS and (held < len(word.text) or word.confidence < HARDLY_READ) and not word.text[0].isdigit()
    )


def _goes_on(above: Box, below: Box, height: float) -> bool:
    gap = below.top - above.bottom
    is_lined_up = abs(above.left - below.left) < 1.2 * height or abs(above.centre[0] - below.centre[0]) < 1.2 * height
    is_right = abs(above.right - below.right) < 0.6 * height
    return -0.5 * height < gap < STEP * max(height, 1.1 * above.height) and (is_lined_up or is_right)


def _party(sheet: Sheet, role: str, by: str, lines: Sequence[tuple[Placed, ...]], titles: frozenset[str]) -> Party:
    """Make a party of a block: its name is the first line that is one, its address what follows up to the town."""
    texts = [" ".join(placed.word.text for placed in line) for line in lines]
    named = [without_address(text) for text in texts] if by == "heading" else texts
    at = name_line(
        [n for n, text in enumerate(named) if may_be_name(text, titles) and id(lines[n][0]) not in sheet.label_lines],
        texts,
    )
    name, words = (None, ()) if at is None else _name_of(texts[at], lines[at], titles)
    address = () if at is None else _address(texts, lines, at)
    return Party(
        role=role,
        by=by,
        page=sheet.page.number,
        box=around(placed.box for line in lines for placed in line),
        name=name,
        name_words=words,
        address=address,
        text="\n".join(texts),
        opening=" ".join(texts[:at]) if at else "",
    )


def _name_of(text: str, line: tuple[Placed, ...], titles: frozenset[str]) -> tuple[str | None, tuple[Placed, ...]]:
    """Give the name that a line holds, without the paper's title behind it on the same line."""
    words = without_address(SUBLABEL.sub("", text)).split()
    while len(words) > 1 and letters(words[-1]) in titles:
        words = words[:-1]
    name = company(" ".join(words))
    return name, _words_of(line, name or "")


def _address(texts: Sequence[str], lines: Sequence[tuple[Placed, ...]], at: int) -> tuple[tuple[Placed, ...], ...]:
    """Give the lines behind the name from the street to the town; none without a town's line."""
    last = next((n for n in range(at + 1, len(texts)) if LAST_LINE.search(texts[n])), None)
    if last is None:
        return ()
    first = next((n for n in range(at + 1, last) if STREET.search(fold(texts[n]))), at + 1)
    kept = [lines[n] for n in range(first, last + 1) if n == last or not NUMBERS.search(fold(texts[n]))]
    return tuple(kept)


def role_at(parties: Sequence[Party], page: int, box: Box, height: float) -> str | None:
    """Give whose block holds a place (upright), or ends right above it with the same left edge; else None.

    height: that of a letter.
    """
    here = [party for party in parties if party.page == page]
    inside = [party for party in here if _is_in(box, party.box)]
    if inside:
        return min(inside, key=lambda party: party.box.area).role
    here = [party for party in here if party.by != "foot"]
    above = [
        party
        for party in here
        if 0 <= box.top - party.box.bottom < REACH_BELOW * height and abs(party.box.left - box.left) < 1.6 * height
    ]
    return max(above, key=lambda party: party.box.bottom).role if above else None


def domains_of(sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """Give the names of the mail and web domains on the papers, without their endings, with how often each stands."""
    found: dict[str, int] = {}
    for sheet in sheets:
        for match in re.finditer(r"(?:@|www\.|https?://(?:www\.)?)([\w-]{3,})\.[a-z]{2,}", sheet.page.text.lower()):
            found[letters(match[1])] = found.get(letters(match[1]), 0) + 1
    return found
