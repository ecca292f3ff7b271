"""Seller and buyer on a paper: the block that a heading names, the letterhead, the address it is sent to, the foot.

The party that issues a paper stands in its letterhead and again at its foot, with its legal form and its numbers; the
other is addressed. Which of the two issues papers of a class is said by its rules.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from extractors.parties.blocks import HEAD, Line, Party, address_alone, by_heading, head_blocks, party_of, words_of
from extractors.parties.company_signs import CONTACT, LEGAL_FORM, REGISTERED
from extractors.parties.feet import feet_of
from extractors.parties.name_lines import is_dated, is_part_of, opened_role, return_line
from extractors.sheet import Sheet
from extractors.written.addresses import PARTS, TOWN
from pipeline.folding import fold, letters
from pipeline.geometry import Box
from pipeline.page_layout import Placed, row_text, text_of
from pipeline.rules.catalog import DocumentClass

PARTIES: Final = ("seller", "buyer")
OTHER: Final = {"seller": "buyer", "buyer": "seller"}
REACH_BELOW = 8.0
"""A number under a block, with its left edge and within this many letter heights, is still that party's."""
LIKE_HEADING = 0.88
LEAST_SIGN = 4
RIGHT = 0.4
"""The window of an envelope shows what stands right of this share of the page (NF Z 10-011)."""
TOP = 0.1
"""What stands alone above this share of the page's height is a letterhead, wherever it stands."""
UNDER_RETURN = 5.0
"""The address in a window begins within this many letter heights under the line of its sender (DIN 5008)."""


def parties_on(sheets: Sequence[Sheet], document_class: DocumentClass) -> tuple[Party, ...]:
    """Return the places that speak of seller or buyer; none for classes that are not issued by one to the other."""
    issuer = document_class.issued_by
    if issuer is None:
        return ()
    titles = frozenset(letters(title) for title in document_class.titles)
    found: list[Party] = []
    for sheet in sheets:
        found += _headed(sheet, document_class, titles)
        found += feet_of(sheet, issuer)
    if sheets:
        feet = {sign_of(party.name or "") for party in found if party.by in {"foot", "payee"}}
        domains = {domain for domain in domains_of(sheets) if len(domain) >= LEAST_SIGN}
        headings = frozenset(letters(one) for section in document_class.sections for one in section.headings)
        is_alone = document_class.field(f"{OTHER[issuer]}_name") is None
        signs = frozenset(feet | domains)
        head = _Head(issuer=issuer, titles=titles, headings=headings, signs=signs, is_alone=is_alone)
        found += _unheaded(sheets[0], head, found)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What is known before the blocks at the head are told apart.

    issuer: the role of who writes the paper; titles: of papers of the class, headings: of its parties' blocks, both in
    letters; signs: names that the foot and the domains tell, in letters; is_alone: the class names nobody else.
    """

    issuer: str
    titles: frozenset[str]
    headings: frozenset[str]
    signs: frozenset[str]
    is_alone: bool


def _headed(sheet: Sheet, document_class: DocumentClass, titles: frozenset[str]) -> Iterator[Party]:
    """Yield the blocks under (or beside) a heading such as `Facturé à`; without an address it is a line alone."""
    owner = {phrase: section.name for section in document_class.sections for phrase in section.headings}
    ranks = {phrase: rank for section in document_class.sections for rank, phrase in enumerate(section.headings)}
    if not owner:
        return
    for row in range(len(sheet.layout.rows)):
        for label in sheet.headings(row, tuple(owner)):
            lines = by_heading(sheet, label) if label.start == 0 and label.likeness >= LIKE_HEADING else []
            if not lines:
                continue
            party = party_of(sheet, owner[label.phrase], "heading", lines, titles)
            party = replace(party, rank=ranks[label.phrase])
            if party.address or party.box.top < HEAD:
                yield party


def _unheaded(sheet: Sheet, head: _Head, found: Sequence[Party]) -> Iterator[Party]:
    """Yield the letterhead and the address sent to, among the blocks at the head that no heading names."""
    headed = [one for one in found if one.by == "heading" and one.name and (one.address or one.role != head.issuer)]
    blocks = _beside(sheet, headed)
    made = [party_of(sheet, "", "address", block, head.titles) for block in blocks]
    named = [party for party in made if _may_be_meant(party, head)]
    opened = [replace(one, role=role, by="heading") for one in named if (role := opened_role(one.opening))]
    yield from opened
    named = [party for party in named if not opened_role(party.opening)]
    told = _told(sheet, head, [*headed, *opened], named)
    window = _by_return_line(sheet, made)
    issuer = window[0] if window else _letterhead(sheet, head, named, told)
    if issuer and not issuer.address and (head.is_alone or any(party.address for party in (*headed, *named))):
        issuer = replace(issuer, address=_lone_address(blocks))
    other = window[1] if window else _addressed(sheet, head, named, issuer, told)
    if issuer and head.issuer not in told:
        yield replace(issuer, role=head.issuer, by="return" if window else "letterhead")
    if other and OTHER[head.issuer] not in told:
        yield replace(other, role=OTHER[head.issuer], by="return" if window else "address")


def _beside(sheet: Sheet, headed: Sequence[Party]) -> list[list[Line]]:
    """Return the blocks at the head of the page, each up to where the block under a heading begins."""
    boxes = [party.box for party in headed if party.page == sheet.page.number]
    parts = (part for block in head_blocks(sheet) for part in _cut_at_return_line(block))
    free = (list(takewhile(lambda line: not any(is_in(line[0].box, box) for box in boxes), part)) for part in parts)
    return [block for block in free if block]


def _may_be_meant(party: Party, head: _Head) -> bool:
    """Return whether a block may be a party's: with a name, its address unless it is at the top, and no day over it.

    A heading that stands beside another column, so that its own block was not found, is no name.
    """
    is_named = bool(party.name) and letters(party.name or "") not in head.headings
    return is_named and bool(party.address or party.box.top < HEAD / 3) and not is_dated(party.opening)


def _told(sheet: Sheet, head: _Head, headed: Sequence[Party], named: Sequence[Party]) -> set[str]:
    """Return the roles that headings tell for sure."""
    rivals = [party for party in named if _is_in_window(sheet, head, party, named)]
    return {party.role for party in headed if party.address or not _is_rivalled(party, rivals)}


def _cut_at_return_line(block: list[Line]) -> list[list[Line]]:
    """Part the sender's line over an address from the address, where no gap does, and from a letterhead over it."""
    texts = [text_of(line) for line in block]
    at = next((n for n, text in enumerate(texts[:-2]) if _is_senders(text, texts[0])), None)
    parts = [block] if at is None else [block[:at], block[at : at + 1], block[at + 1 :]]
    return [part for part in parts if part]


def _is_senders(text: str, first: str) -> bool:
    """Return whether a line of a block is its sender's, with the name that the first line begins with."""
    name = return_line(text)
    return name is not None and sign_of(first).startswith(sign_of(name))


def _lone_address(blocks: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """Return the one address at the head that nothing names, where the other party has its own; none of several."""
    lone = [address for address in map(address_alone, blocks) if address]
    return lone[0] if len(lone) == 1 else ()


def _is_rivalled(party: Party, windows: Sequence[Party]) -> bool:
    """Return whether the address in the window may be meant instead of somebody a heading names without an address."""
    return bool(windows) and not any(letters(party.name or "") in letters(other.text) for other in windows)


def _is_right(party: Party, sheet: Sheet) -> bool:
    return party.box.left > RIGHT * sheet.layout.to_upright.aspect


def _by_return_line(sheet: Sheet, made: Sequence[Party]) -> tuple[Party, Party] | None:
    """Return who is named before an address on one small line, and who is addressed right under it."""
    for party in made:
        line = party.text.split("\n")[0]
        name = return_line(line)
        if name is None:
            continue
        height = sheet.layout.letter_height
        below = [
            other
            for other in made
            if other.name and other.address and other is not party
            if abs(other.box.left - party.box.left) < 2 * height
            if -height < other.box.top - party.box.bottom < UNDER_RETURN * height
        ]
        if below:
            words = _first_words(sheet, party)
            named = replace(party, name=name, name_words=words_of(words, name), address=_behind_name(sheet, words))
            return _as_in_head(named, made), min(below, key=lambda other: other.box.top)
    return None


def _first_words(sheet: Sheet, party: Party) -> list[Placed]:
    """Return the words of the first line of a block."""
    row = next(row for row in sheet.layout.rows if row[0].box.bottom > party.box.top)
    return [placed for cell in row for placed in cell.words if is_in(placed.box, party.box)]


def _behind_name(sheet: Sheet, words: Sequence[Placed]) -> tuple[Line, ...]:
    """Return the address behind the name on the line of a sender.

    None where its town stands on the page again: there the address may be printed in full, with its country.
    """
    named = len(PARTS.split(text_of(words))[0])
    behind = words[next((n for n in range(len(words)) if _length(words[:n]) >= named), len(words)) :]
    while behind and not any(map(str.isalnum, behind[0].word.text)):
        behind = behind[1:]
    town = PARTS.split(text_of(behind))[-1]
    return (tuple(behind),) if behind and sheet.page.text.count(town) == 1 else ()


def _length(words: Sequence[Placed]) -> int:
    return len(text_of(words))


def _as_in_head(sender: Party, made: Sequence[Party]) -> Party:
    """Return the sender as a letterhead in large letters names it, where no more than the legal form is other."""
    sign = sign_of(sender.name or "")
    head = next((party for party in made if party.is_large and party.name and sign_of(party.name) == sign), None)
    return replace(sender, name=head.name, name_words=head.name_words) if head else sender


def _letterhead(sheet: Sheet, head: _Head, named: Sequence[Party], roles: set[str]) -> Party | None:
    """Return the block that is most like a letterhead; a lone address in the window needs a sign of one."""
    height = sheet.layout.letter_height
    first = min(named, key=lambda party: (round(party.box.top / height), party.box.left), default=None)
    is_free = OTHER[head.issuer] not in roles
    is_free = is_free and sum(bool(party.address) for party in named) < 2
    heads = [party for party in named if not (is_free and _is_in_window(sheet, head, party, named))]
    best = max(heads, key=lambda party: _likeness_to_letterhead(party, head.signs, first), default=None)
    fuller = [party for party in heads if best and party.address and is_part_of(best.name or "", party.name or "")]
    return fuller[0] if fuller else best


def _is_in_window(sheet: Sheet, head: _Head, party: Party, named: Sequence[Party]) -> bool:
    """Return whether a block is an address at the right, below another or the top, with nothing of a letterhead."""
    is_signed = has_contact(party) or is_registered(party) or _is_signed(party, head.signs)
    has_other = any(other.box.top < party.box.top for other in named if other is not party) or bool(head.signs)
    is_below = has_other or party.box.top > TOP
    return bool(party.address) and _is_right(party, sheet) and is_below and not is_signed


def _addressed(
    sheet: Sheet, head: _Head, named: Sequence[Party], letterhead: Party | None, roles: set[str]
) -> Party | None:
    """Return the block furthest right (or lowest) that is no letterhead; one address alone has to be in the window."""
    is_alone = sum(bool(party.address) for party in named) < 2 and not (letterhead and letterhead.address)
    others = [
        party
        for party in named
        if party.address
        and (party is not letterhead or head.issuer in roles)
        and (not is_alone or _is_right(party, sheet))
    ]
    return max(others, key=lambda party: (round(party.box.left, 1), party.box.top), default=None)


def has_contact(party: Party) -> bool:
    """Return whether a block holds telephone, mail or web address, as letterheads do."""
    return bool(CONTACT.search(fold(party.text)))


def is_registered(party: Party) -> bool:
    """Return whether a block holds numbers of the trade register or the bank."""
    return bool(REGISTERED.search(fold(party.text)))


def is_registered_at(party: Party, sheet: Sheet) -> bool:
    """Return whether a line of the register, outside of the party's block, says the town of its address."""
    town = letters(text_of(next((line for line in reversed(party.address) if TOWN.search(text_of(line))), ())))
    others = [row_text(row) for row in sheet.layout.rows if not is_in(row[0].box, party.box)]
    return bool(town) and any(REGISTERED.search(fold(text)) and town in letters(text) for text in others)


def _is_signed(party: Party, signs: frozenset[str]) -> bool:
    """Return whether the foot or a domain names the party."""
    key = sign_of(party.name or "")
    lines = [sign_of(line) for line in party.text.split("\n")]
    is_told = any(sign in line for sign in signs for line in lines if len(sign) >= LEAST_SIGN)
    return is_told or (len(key) >= LEAST_SIGN and any(sign in key or key in sign for sign in signs))


def sign_of(name: str) -> str:
    """Return the letters of a name without its legal form, `&` as `et`: what its other places are compared with."""
    return letters(LEGAL_FORM.sub("", name).replace("&", " et "))


def _likeness_to_letterhead(party: Party, signs: frozenset[str], first: Party | None) -> tuple[float, float]:
    """Return how like a block is to a letterhead; signs: names that the foot and the domains tell; first: the topmost.

    Numbers of the register count less than the place: orders print the supplier's beside its address.
    """
    score = 2.5 * _is_signed(party, signs)
    score += 1.5 * (party is first) + 1.0 * has_contact(party) + 0.8 * is_registered(party)
    score += 0.5 * bool(LEGAL_FORM.search(party.name or "")) + 1.0 * bool(party.address) + 0.5 * party.is_large
    return score, -party.box.top


def is_in(one: Box, other: Box) -> bool:
    """Return whether the middle of a box lies in another, or hardly beside it."""
    x, y = one.centre
    return other.left - 0.01 <= x <= other.right + 0.01 and other.top - 0.005 <= y <= other.bottom + 0.005


def role_at(parties: Sequence[Party], page: int, box: Box, height: float) -> str | None:
    """Return whose block holds a place (upright), or ends right above it with the same left edge; else None.

    height: that of a letter.
    """
    here = [party for party in parties if party.page == page]
    inside = [party for party in here if is_in(box, party.box)]
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
    """Return the names of the mail and web domains on the papers, without their endings, with how often each stands."""
    found: dict[str, int] = {}
    for sheet in sheets:
        for match in re.finditer(r"(?:@|www\.|https?://(?:www\.)?)([\w-]{3,})\.[a-z]{2,}", sheet.page.text.lower()):
            found[letters(match[1])] = found.get(letters(match[1]), 0) + 1
    return found
