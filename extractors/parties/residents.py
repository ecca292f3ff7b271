"""Who the person of a paper is: the one whose name stands above an address.

An institution's paper shows the window address of the person it writes to, a person's letter their own above that of
whom they write to, or an address alone and the name below the closing formula. A CV has the name at its top and the
address in a block of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Final

from extractors.parties.company_signs import LEGAL_FORM
from extractors.parties.letter_heads import (
    HEAD_OF_LETTER,
    LEAST_NAME,
    Block,
    blocks_on,
    closing_row,
    greeting_row,
    is_without_name,
    lines_of,
    whose,
)
from extractors.sheet import Sheet
from extractors.written.addresses import ISLES, commune, has_street, is_last_line, is_street, postal_code, street
from extractors.written.given_names import is_given_name
from extractors.written.names import NameOrder, is_addressed, is_author, is_second, person_name, split_name
from pipeline.folding import fold, letters
from pipeline.page_layout import Cell, Placed, row_text

LINES_OF_NAME: Final = 2
"""A block's name stands in its first line, or below a word such as `Titulaire du compte`."""
ROWS_OF_SIGNATURE: Final = 4
_OFFICE: Final = re.compile(r"(?i)^(?:le|la|les|l['’]|the)\b|\b(?:directeur|directrice|président|présidente|manager)\b")
_NAMED_LIKE_OFFICE: Final = re.compile(r"(?:LE|LA|LES|Le|La|Les) [A-ZÀ-Ý][A-ZÀ-Ý'’-]+(?: |$)")
"""Behind a title an article before a word in capitals begins a surname: `Mme LE GALL Rose`, not `Madame la Maire`."""
_COUPLE: Final = re.compile(r"^([\w-]+) (?:et|and|&) ([\w-]+) (.+)$")
_GIVEN_NAMES: Final = re.compile(r"(?i)([\w-]+) (?:et|and|&) ([\w-]+)")
_SECOND_PERSON: Final = re.compile(
    r"(?i) (?:et|and|ou|or|&) (?P<title>(?:mr|mme|mlle|mrs|ms|miss|monsieur|madame|m)\b\.? )?"
    r"(?P<given>[^\W\d][\w'’.-]*) [^\W\d]"
)
"""Where a second person with a name of their own begins: `Mr Tobias Hale & Ms Ann Firth`."""
_OTHER_NAME: Final = re.compile(r"(?i)^(?:veuve|vve|ép\.|épouse|epouse|née?) ")
"""What goes on with a name in the line below it: `VVE ROUSSEL`."""
_OCCUPATION: Final = re.compile(
    r"(?:assistante?|infirmiere?|aide|ingenieure?|professeure?|enseignante?|institutrice|instituteur|retraitee?|artisan|"
    r"avocate?|architecte|consultante?|gerante?|presidente?|secretaire|tresoriere?|technicien(?:ne)?|conseill(?:er|ere)|"
    r"direct(?:eur|rice)|responsable|agente?|chef(?:fe)?(?![ -]lieu)|employee?|etudiante?|psychologue|comptable|"
    r"experte?|teacher|nurse|engineer|solicitor|consultant|secretary|treasurer|manager|director|chair(?:man|woman|person)?)\b"
)
"""How a line begins, in folded letters, that tells what a person does: it stands between name and street."""
_INITIALS: Final = re.compile(r"(?:[A-Z] )+[A-ZÀ-Ý][\w'’-]+$")
_MIDDLE: Final = re.compile(r"[A-Z][a-z'’-]+ (?:[A-Z] )+(?:[A-Z][a-z]?['’])?[A-Z][a-z'’-]+$")
"""A given name, initials and a surname, as Americans sign."""
TOP_OF_PAGE = 0.12
"""A person's own paper opens with their name above this share of the page."""
_DIVIDERS: Final = frozenset("|•·–—-")
ROWS_OF_CONTACT: Final = 3
"""A telephone or a mailbox stands with an address on one line, or within so many rows from it."""
WORDS_OF_CAPTION: Final = 2
_IN_PRACTICE: Final = re.compile(r"\b(?:rpps|adeli|finess|siret|siren|rcs)\b")
"""The numbers of those who practise and trade, in folded letters: such papers are about others than who heads them."""
_HAS_CONTACT: Final = re.compile(r"@|\d[\d .]{8,}")
_CONTACT: Final = re.compile(r"@|^\D{0,12}\d[\d .]{8,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person and the lines of their address, the town's last."""

    name: str
    line: Cell
    address: tuple[Cell, ...]
    is_titled: bool
    surname: str | None = None
    """What the person's own mailbox, or the given names of a couple in their own line, tell of the name."""


def resident_of(sheet: Sheet) -> Resident | None:
    """Return the one person of the page whose address it shows; of two the one who writes."""
    blocks = blocks_on(sheet)
    found = [one for block in blocks if (one := _named(block))]
    if not found:
        return _writer(sheet, blocks) or _heading(sheet, blocks)
    if len({tuple(sorted(map(letters, one.name.split()))) for one in found}) == 1:
        return found[0]
    sender = whose(sheet).sender
    return next((one for one in found if sender and one.line in sender.lines), None) if len(found) == 2 else None


def _named(block: Block) -> Resident | None:
    """Return the person whom a block names: behind a title, or at the head plainly by their given name."""
    for at, line in enumerate(block.lines[:LINES_OF_NAME]):
        name = person_of(line.text) if ":" not in line.text else None
        rest = tuple(each for each in block.lines[at + 1 :] if _is_of_address(each.text))
        is_titled = is_addressed(line.text) or _COUPLE.match(line.text) is not None
        is_place = at > 0 and ISLES.search(block.lines[-1].text) is not None
        if (
            name
            and rest
            and not any(LEGAL_FORM.search(each.text) for each in rest)
            and (is_titled or (block.box.top < HEAD_OF_LETTER and _is_plain(name) and not is_place))
        ):
            return _of_couple(Resident(name=name, line=line, address=rest, is_titled=is_titled), block.lines[at + 1])
    return None


def _of_couple(resident: Resident, below: Cell) -> Resident:
    """Return the first of two persons whose given names fill the line below their surname."""
    given = _given_of_couple(below.text) if len(resident.name.split()) == 1 else None
    return replace(resident, name=f"{given} {resident.name}", surname=resident.name) if given else resident


def _given_of_couple(text: str) -> str | None:
    """Return the first of two given names that are a whole line: `Paul et Anne`."""
    couple = _GIVEN_NAMES.fullmatch(text.strip())
    return couple[1] if couple and is_given_name(couple[1]) and is_given_name(couple[2]) else None


def _is_of_address(text: str) -> bool:
    """Return whether a line below a name may be of its address: words, no telephone, nothing more of the person."""
    is_said = sum(map(str.isalnum, text)) > 1
    is_occupation = _OCCUPATION.match(fold(text)) is not None and not is_street(text)
    is_of_person = is_occupation or is_second(text) or _OTHER_NAME.match(text) or _given_of_couple(text)
    return is_said and not _CONTACT.search(text) and not is_of_person


def _writer(sheet: Sheet, blocks: Sequence[Block]) -> Resident | None:
    """Return who signs a letter with their own address at its head, which British writers put without a name."""
    alone = [block for block in blocks if block.box.top < HEAD_OF_LETTER and is_without_name(block)]
    line = signing_line(sheet)
    name = person_of(line.text) if line else None
    if len(alone) != 1 or line is None or name is None:
        return None
    return Resident(name=name, line=line, address=alone[0].lines, is_titled=False)


def _heading(sheet: Sheet, blocks: Sequence[Block]) -> Resident | None:
    """Return whose name heads a paper that shows one address, without a name, and greets nobody: a CV shows it so.

    That the words at the top are a name their given name says, or a mailbox that holds their last word.
    """
    streets = [lines for lines in (*map(_street_of, blocks), *_streets_on_one_line(sheet)) if lines]
    is_in_practice = any(_IN_PRACTICE.search(fold(row_text(cells))) for cells in sheet.layout.rows)
    if is_in_practice or greeting_row(sheet) is not None or len(streets) != 1 or len(blocks) > 1:
        return None
    for row, at, cell in lines_of(sheet, above=TOP_OF_PAGE):
        name = person_of(cell.text) if (row, at) not in sheet.labels else None
        words = name.split() if name else []
        if name and len(words) > 1 and cell not in streets[0]:
            is_mailed = letters(words[-1]) in _mailboxes(sheet) and len(letters(words[-1])) >= LEAST_NAME
            surname = words[-1] if is_mailed else None
            if surname or _is_plain(name):
                return Resident(name=name, line=cell, address=streets[0], is_titled=False, surname=surname)
    return None


def _street_of(block: Block) -> tuple[Cell, ...]:
    """Return the lines of a block that gives an address without a name, below what else is told there; else none."""
    last = max((at for at, line in enumerate(block.lines) if not _is_of_address(line.text)), default=-1)
    lines = block.lines[last + 1 :]
    is_whole = len(lines) > 1 and is_without_name(Block(lines=lines, box=block.box))
    return lines if is_whole else ()


def _streets_on_one_line(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    """Yield the addresses that stand whole on a line of the head, a telephone or a mailbox on it or right below."""
    for row, _, cell in lines_of(sheet, above=HEAD_OF_LETTER):
        ends = [at for at, placed in enumerate(cell.words) if placed.word.text in _DIVIDERS]
        line = _without_caption(cell.words[: ends[0]] if ends and ends[0] else cell.words)
        near = [other.text for cells in sheet.layout.rows[row : row + ROWS_OF_CONTACT] for other in cells]
        is_of_person = any(_HAS_CONTACT.search(text) for text in near)
        if line and is_last_line(line.text) and has_street(line.text) and is_of_person:
            yield (line,)


def _without_caption(words: Sequence[Placed]) -> Cell | None:
    """Return what stands behind a sign or a word that says what follows: `⌂ 7 cours ...`, `Home: 12 ...`."""
    colons = [at for at, placed in enumerate(words[:WORDS_OF_CAPTION]) if placed.word.text.endswith(":")]
    rest = words[colons[0] + 1 :] if colons else words
    rest = tuple(dropwhile(lambda placed: not any(map(str.isalnum, placed.word.text)), rest))
    return Cell(words=rest) if rest else None


def _mailboxes(sheet: Sheet) -> str:
    """Return the letters of what stands before the `@` of all mailboxes on a page."""
    words = (placed.word.text for placed in sheet.layout.words)
    return " ".join(letters(word.partition("@")[0]) for word in words if "@" in word)


def signing_line(sheet: Sheet) -> Cell | None:
    """Return the line with a person's name below the formula that closes a letter."""
    greeting = greeting_row(sheet)
    closing = None if greeting is None else closing_row(sheet, greeting)
    rows = sheet.layout.rows[closing + 1 : closing + 1 + ROWS_OF_SIGNATURE] if closing is not None else ()
    return next((row[0] for row in rows if len(row) == 1 and _is_signature(row[0].text)), None)


def _is_signature(text: str) -> bool:
    """Return whether a line names a person: behind a title, by initials and surname, or by a common given name."""
    name = person_of(text)
    return name is not None and (
        is_addressed(text) or bool(_INITIALS.match(name) or _MIDDLE.match(name)) or _is_plain(name)
    )


def person_of(text: str) -> str | None:
    """Return the name of the person whom a line names, of two the surname; None for doctors, offices and other text."""
    couple = _COUPLE.match(text)
    if couple and is_given_name(couple[1]) and is_given_name(couple[2]):
        return person_name(couple[3])
    name = None if is_author(text) else person_name(_first_person(text))
    is_office = name is not None and _OFFICE.search(name) is not None
    is_named = is_office and is_addressed(text) and _NAMED_LIKE_OFFICE.match(name or "") is not None
    return name if is_named or not is_office else None


def _first_person(text: str) -> str:
    """Return the first of two persons whom a line names in full, each behind a title or with a common given name."""
    second = _SECOND_PERSON.search(text)
    first = text[: second.start()] if second else ""
    if second is None or len(first.split()) < 2:
        return text
    is_second = second["title"] is not None or is_given_name(second["given"])
    return first if is_second and (is_addressed(first) or is_given_name(first.split()[0])) else text


def address_part(part: str, resident: Resident) -> str | None:
    """Return the street, postal code or commune of a person's address, the street's lines divided by commas."""
    read = {"address": street, "postal_code": postal_code, "commune": commune}[part]
    return read(", ".join(line.text.strip(" ,:") for line in resident.address))


def street_lines(resident: Resident) -> tuple[Cell, ...]:
    """Return the lines of an address above its town, which has a line of its own over a British or Irish code."""
    *above, last = resident.address
    return tuple(above[:-1] if ISLES.fullmatch(last.text.strip()) else above)


def name_part(part: str, resident: Resident, *, is_english: bool) -> tuple[str | None, bool]:
    """Return the surname or the given names, and whether the way the name is written tells them apart.

    On an English page a title tells it too: behind `Mr` the given names come first.
    """
    if resident.surname:
        given = resident.name.removesuffix(resident.surname).strip()
        return (resident.surname if part == "surname" else given), True
    full = split_name(resident.name, NameOrder.GIVEN_FIRST)
    if full is None:
        return (resident.name, resident.is_titled) if part == "surname" else (None, False)
    return full.part(part), full.is_sure or (is_english and resident.is_titled)


def _is_plain(name: str) -> bool:
    full = split_name(name)
    return full is not None and full.is_sure and any(map(is_given_name, full.given_names.split()))
