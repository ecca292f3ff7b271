"""Names, addresses and numbers of seller and buyer, from the places of the paper that speak of each."""

from collections.abc import Iterator, Sequence
from typing import Final

from extractors.candidates import Asked, Candidate, legibility, trust
from extractors.parties.blocks import HEAD, Party
from extractors.parties.name_lines import is_part_of, may_be_name
from extractors.parties.sides import (
    OTHER,
    PARTIES,
    domains_of,
    has_contact,
    is_in,
    is_registered,
    is_registered_at,
    role_at,
)
from extractors.sheet import Sheet
from extractors.written.addresses import TOWN, is_street, is_whole, postal_code
from extractors.written.identifiers import proved_in
from extractors.written.names import is_addressed
from pipeline.folding import fold, letters
from pipeline.model.document import Evidence
from pipeline.model.values import Identifier, Text
from pipeline.page_layout import Placed, evidence_of, text_of
from pipeline.rules.catalog import FieldKind

_BY: Final = {"heading": 0.93, "return": 0.93, "letterhead": 0.76, "address": 0.76, "foot": 0.85, "payee": 0.84}
"""How sure it is whose name it is by the place that shows it; without a sign of its role a person looks."""
_BELOW: Final = frozenset({"foot", "payee"})
"""The places below that name a party in full; the letterhead names it as it is known."""
_TELLING: Final = frozenset({"heading", "letterhead", "foot"})
"""The places that tell who is the one party, and so that an address is the other's."""
ADDRESSES_NOBODY = 0.9
"""Confidence of a letterhead on a paper addressed to nobody, such as a till receipt: it is the issuer's."""
AGREES = 0.5
"""How much of the remaining doubt each sign of the role takes away."""
FROM_BLOCK = 0.9
LEAST_DOMAIN = 4
TRADE_NAME = 0.6
UNDER_ANOTHER_SIGN = 0.94
"""What is left of a company that only the foot names: the head, if it was read, may show what it is known as."""
DOUBTED = 0.65
"""The most that an address is believed which lacks its street or town, or beside which another one stands."""
OTHER_PERSON = 0.85
"""What is left where a heading names somebody else than the address: the guest, and who pays for him."""


def read_parties(asked: Asked) -> tuple[Candidate, ...]:
    """Return the name, the address or a number of the party that the field is named after."""
    role, _, what = asked.rule.name.partition("_")
    own = [party for party in asked.papers.parties if party.role == role]
    if role not in PARTIES or not own:
        return ()
    if what == "name":
        return tuple(_names(asked, own))
    if what == "address":
        return tuple(_addresses(asked, own))
    return tuple(_numbers(asked, own)) if asked.rule.kind is FieldKind.IDENTIFIER else ()


def _names(asked: Asked, own: Sequence[Party]) -> Iterator[Candidate]:
    """Yield the best name alone: another form of it at the foot speaks for it, and is no rival."""
    named = [party for party in own if party.name]
    if not named:
        return
    best = max(named, key=_standing)
    sure = _sure(asked, best) * (TRADE_NAME if _is_named_otherwise(best, named) else 1.0)
    if _is_rivalled(best, named):
        sure *= OTHER_PERSON
    if best.by in _BELOW:
        sure *= UNDER_ANOTHER_SIGN
    if _may_stand_for_company(best):
        sure *= OTHER_PERSON
    yield Candidate(
        value=Text(best.name or ""),
        confidence=sure * _legibility(best, named),
        origin=_sheet(asked, best).origin,
        evidence=_evidence(best.page, best.name_words),
    )


def _legibility(best: Party, named: Sequence[Party]) -> float:
    """Return how likely a name was read right; the same letters read in another place leave less to doubt."""
    own = letters(best.name or "")
    doubt = 1 - legibility(placed.word for placed in best.name_words)
    again = [one for one in named if one is not best and one.box != best.box and letters(one.name or "") == own]
    for one in again[:1]:
        doubt *= 1 - legibility(placed.word for placed in one.name_words)
    return 1 - doubt


def _is_rivalled(best: Party, named: Sequence[Party]) -> bool:
    """Return whether a heading names somebody else: the guest of a paying company, who buys beside where it is sent."""
    others = [party for party in named if party.by == "heading" and party.name and not _agree(party, best)]
    return any(best.by == "address" or (best.by == "heading" and party.rank < best.rank) for party in others)


def _standing(party: Party) -> tuple[bool, bool, float, int, bool]:
    """Return how a place that names the party stands among the others: the greatest is taken."""
    return party.by not in _BELOW, _is_placed(party), _BY[party.by], -party.rank, bool(party.address)


def _is_placed(party: Party) -> bool:
    """Return whether it is a whole block: a heading that names somebody without an address may name a person there."""
    return party.by != "heading" or bool(party.address)


def _is_named_otherwise(best: Party, named: Sequence[Party]) -> bool:
    """Return whether the foot names companies, and none of them like the letterhead does, which may be a trade name.

    A letterhead that shows a part of the name at the foot may be a logo of which the rest was not read.
    """
    feet = [party.name or "" for party in named if party.by == "foot"]
    own = best.name or ""
    is_other = not any(_words(own) & _words(foot) for foot in feet)
    return best.by == "letterhead" and bool(feet) and (is_other or any(is_part_of(own, foot) for foot in feet))


def _may_stand_for_company(party: Party) -> bool:
    """Return whether the line under a person's name may be that of the company: it is no place right over the town."""
    lines = party.text.split("\n")
    at = next((n for n, line in enumerate(lines) if party.name and party.name in line), len(lines))
    below, following = [*lines[at + 1 : at + 3], "", ""][:2]
    is_place = is_street(below) or TOWN.search(below) or TOWN.match(following)
    return is_addressed(party.name or "") and not is_place and may_be_name(below, frozenset())


def _agree(one: Party, other: Party) -> bool:
    """Return whether the block of the other says the name of the one."""
    return letters(one.name or "") in letters(other.text)


def _words(name: str) -> set[str]:
    return {word for word in fold(name).split() if len(word) >= LEAST_DOMAIN}


def _sure(asked: Asked, party: Party) -> float:
    """Return how sure it is whose block it is; an addressee is as sure as the issuer it is told apart from."""
    sure = _BY[party.by]
    if party.by == "address":
        others = [other for other in asked.papers.parties if other.role == OTHER[party.role] and other.name]
        return max([sure, *(_sure(asked, other) for other in others if other.by in _TELLING)])
    if party.by == "letterhead" and asked.papers.document_class.field(f"{OTHER[party.role]}_name") is None:
        sure = ADDRESSES_NOBODY
    for _ in range(_signs(asked, party) if party.by == "letterhead" else 0):
        sure += (1 - sure) * AGREES
    return sure


def _signs(asked: Asked, party: Party) -> int:
    """Count what tells the issuer: its name at the foot, its domain, its telephone, its numbers of the register."""
    key = letters(party.name or "")
    feet = [letters(other.name or "") for other in asked.papers.parties if other.by in _BELOW]
    domains = (d for d in domains_of(asked.papers.sheets) if len(d) >= LEAST_DOMAIN)
    is_repeated = any(key in foot or foot in key for foot in feet if foot)
    is_domain = any(domain in key or key in domain for domain in domains)
    others = [other for other in asked.papers.parties if other.role == OTHER[party.role]]
    is_registered_alone = is_registered(party) and not any(map(is_registered, others))
    is_left = any(other.by == "heading" and other.name for other in others)  # nobody else can be the issuer
    is_above = party.is_large and not any(other.box.top < party.box.top for other in others)
    is_seat = any(is_registered_at(party, sheet) and not _is_any_at(others, sheet) for sheet in asked.papers.sheets)
    is_french = asked.papers.sources.language == "fr" and _is_left_of_window(party, others)
    return is_repeated + is_domain + has_contact(party) + is_registered_alone + is_left + is_above + is_french + is_seat


def _is_any_at(others: Sequence[Party], sheet: Sheet) -> bool:
    return any(is_registered_at(other, sheet) for other in others)


def _is_left_of_window(party: Party, others: Sequence[Party]) -> bool:
    """Return whether two addresses stand as French papers put them: the sender's at the left, the other's beside it."""
    windows = [other for other in others if other.by == "address"]
    return bool(party.address and windows) and all(
        other.box.left > party.box.right and other.box.bottom >= party.box.top for other in windows
    )


def _addresses(asked: Asked, own: Sequence[Party]) -> Iterator[Candidate]:
    above = [party for party in own if party.address and party.by not in _BELOW]
    for party in above or _feet_with_address(asked, own):
        if party.address and not _is_town(party.address):
            words = tuple(placed for line in party.address for placed in line)
            sure = FROM_BLOCK * _sure(asked, party) * legibility([placed.word for placed in words])
            is_sure = (
                is_whole([*map(text_of, party.address)])
                and not _is_rivalled(party, own)
                and not _is_seated_elsewhere(party, own)
            )
            yield Candidate(
                value=Text(_written(party)),
                confidence=sure if is_sure else min(sure, DOUBTED),
                origin=_sheet(asked, party).origin,
                evidence=_evidence(party.page, words),
            )


def _written(party: Party) -> str:
    """Return the lines of a party's address on one line."""
    return ", ".join(text_of(line).strip(" ,;") for line in party.address)


def _is_seated_elsewhere(party: Party, own: Sequence[Party]) -> bool:
    """Return whether the foot says another address of the same role: the head's may be that of a branch or a shop."""
    code = postal_code(_written(party))
    feet = [postal_code(_written(other)) for other in own if other.by == "foot" and other.address]
    return bool(code) and any(other and other != code for other in feet)


def _feet_with_address(asked: Asked, own: Sequence[Party]) -> list[Party]:
    """Return the feet whose address counts, where the head shows none: those of who heads the paper.

    An address at the head that is in no party's block may be the issuer's own, and the foot's that of its seat.
    """
    names = [_words(party.name or "") for party in own if party.by not in _BELOW]
    feet = [party for party in own if party.by == "foot" and all(name & _words(party.name or "") for name in names)]
    return [] if any(_shows_lone_town(asked, sheet) for sheet in asked.papers.sheets[:1]) else feet


def _shows_lone_town(asked: Asked, sheet: Sheet) -> bool:
    """Return whether a town at the head of a page is in no party's block."""
    boxes = [party.box for party in asked.papers.parties if party.page == sheet.page.number]
    cells = (cell for row in sheet.layout.rows for cell in row if cell.box.top < HEAD and TOWN.search(cell.text))
    return any(not any(is_in(cell.box, box) for box in boxes) for cell in cells)


def _is_town(address: Sequence[Sequence[Placed]]) -> bool:
    """Return whether an address is its postal code and town alone, which say where nobody lives."""
    return len(address) == 1 and TOWN.match(text_of(address[0])) is not None


def _numbers(asked: Asked, own: Sequence[Party]) -> Iterator[Candidate]:
    """Yield the numbers of the field's scheme in or right under the party's blocks that their check digits prove."""
    scheme = asked.rule.scheme or ""
    for sheet in asked.papers.sheets:
        height = sheet.layout.letter_height
        for cell in (cell for row in sheet.layout.rows for cell in row):
            found = proved_in(cell.text, scheme)
            if not found or role_at(asked.papers.parties, sheet.page.number, cell.box, height) != own[0].role:
                continue
            value = Identifier(found[0].value, scheme)
            words = [placed.word for placed in cell.words]
            yield Candidate(
                value=value,
                confidence=found[0].quality * FROM_BLOCK * trust(words, value, is_proved=True),
                origin=sheet.origin,
                evidence=_evidence(sheet.page.number, cell.words),
                is_proved=True,
            )


def _sheet(asked: Asked, party: Party) -> Sheet:
    return next(sheet for sheet in asked.papers.sheets if sheet.page.number == party.page)


def _evidence(page: int, words: Sequence[Placed]) -> Evidence | None:
    return evidence_of([placed.word for placed in words], page=page) if words else None
