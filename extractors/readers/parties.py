"""Names, addresses and numbers of seller and buyer, from the places of the paper that speak of each."""

from collections.abc import Iterator, Sequence
from typing import Final

from extractors.candidates import Asked, Candidate, legibility, trust
from extractors.identifiers import proved_in
from extractors.parties import LEGAL_FORM, PARTIES, Party, domains_of
from extractors.sheet import Sheet
from pipeline.catalog import FieldKind
from pipeline.folding import letters
from pipeline.model.document import Evidence
from pipeline.model.values import Identifier, Text
from pipeline.page_layout import Placed, source_box

_BY: Final = {"heading": 0.92, "letterhead": 0.8, "address": 0.86, "foot": 0.8}
"""How sure a name is by the place that shows it."""
AGREES = 0.45
"""How much of the remaining doubt each sign takes away: the foot, the web domain, the legal form, an address."""
FROM_BLOCK = 0.9
LEAST_DOMAIN = 4


def read_parties(asked: Asked) -> tuple[Candidate, ...]:
    """Give the name, the address or a number of the party that the field is named after."""
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
    """Give the best name alone: another form of it at the foot speaks for it, and is no rival."""
    named = [party for party in own if party.name]
    if not named:
        return
    best = max(named, key=lambda party: (_BY[party.by], bool(party.address)))
    sure = _BY[best.by]
    for _ in range(_signs(asked, best, named)):
        sure += (1 - sure) * AGREES
    words = [placed.word for placed in best.name_words]
    yield Candidate(
        value=Text(best.name or ""),
        confidence=sure * legibility(words),
        origin=_sheet(asked, best).origin,
        evidence=_evidence(best, best.name_words),
    )


def _signs(asked: Asked, best: Party, named: Sequence[Party]) -> int:
    key = letters(best.name or "")
    others = [letters(party.name or "") for party in named if party is not best and party.by != best.by]
    is_repeated = any(key in other or other in key for other in others if other)
    domains = (d for d in domains_of(asked.papers.sheets) if len(d) >= LEAST_DOMAIN)
    is_domain = any(domain in key or key in domain for domain in domains)
    return is_repeated + is_domain + bool(LEGAL_FORM.search(best.name or "")) + bool(best.address)


def _addresses(asked: Asked, own: Sequence[Party]) -> Iterator[Candidate]:
    for party in own:
        if party.address:
            words = tuple(placed for line in party.address for placed in line)
            text = ", ".join(" ".join(placed.word.text for placed in line).strip(" ,;") for line in party.address)
            yield Candidate(
                value=Text(text),
                confidence=FROM_BLOCK * legibility([placed.word for placed in words]),
                origin=_sheet(asked, party).origin,
                evidence=_evidence(party, words),
            )


def _numbers(asked: Asked, own: Sequence[Party]) -> Iterator[Candidate]:
    """Give the numbers of the field's scheme in the party's blocks that their check digits prove."""
    scheme = asked.rule.scheme or ""
    for party in own:
        for line in party.text.split("\n"):
            for found in proved_in(line, scheme):
                value = Identifier(found.value, scheme)
                words = _holding(asked, party, line)
                yield Candidate(
                    value=value,
                    confidence=found.quality * FROM_BLOCK * trust([p.word for p in words], value, is_proved=True),
                    origin=_sheet(asked, party).origin,
                    evidence=_evidence(party, words),
                    is_proved=True,
                )


def _holding(asked: Asked, party: Party, line: str) -> tuple[Placed, ...]:
    for row in _sheet(asked, party).layout.rows:
        for cell in row:
            if cell.text == line:
                return cell.words
    return party.name_words


def _sheet(asked: Asked, party: Party) -> Sheet:
    return next(sheet for sheet in asked.papers.sheets if sheet.page.number == party.page)


def _evidence(party: Party, words: Sequence[Placed]) -> Evidence | None:
    if not words:
        return None
    plain = [placed.word for placed in words]
    return Evidence(page=party.page, box=source_box(plain), text=" ".join(word.text for word in plain))
