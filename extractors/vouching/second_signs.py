"""What says a second time that a name is a name, an address one and a town one; one sign alone is for a person.

The place or the label tells which words are meant. That they are what is asked for, something else has to say: how they
are written, or that they stand on the papers again. Which signs count, and how often each was right, tells
`docs/decisions/0037-second-signs.md`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.candidates import Papers
from extractors.parties.blocks import STEP
from extractors.parties.company_signs import LEGAL_FORM
from extractors.parties.sides import LEAST_SIGN, domains_of, sign_of
from extractors.vouching.crosscheck import is_by
from extractors.written.addresses import PARTS, TOWN, has_street, is_complement, is_street
from extractors.written.given_names import is_given_name
from extractors.written.names import is_addressed
from extractors.written.trade_words import is_named_by_trade, is_trade
from pipeline.folding import fold, letters
from pipeline.model.document import IndexField, Origin
from pipeline.model.values import Text, written

ONE_SIGN: Final = 0.65
"""The most that a value of one sign alone is believed: below the threshold of every such field."""
MOSTLY: Final = 0.5
"""How much of a word lies in the place of a value that it is part of."""
ASIDE: Final = 1.2
"""The next line of a block begins within this many letter heights of the one above."""
_SITE: Final = re.compile(r"(?:usine|site|depot|entrepot|agence|plateforme) d(?:u\b|es?\b|')")
"""A place of a company, named after where it lies: `Usine d'Arques` heads papers whose logo was not read."""
_PRINTED: Final = frozenset({Origin.TEXT, Origin.TEXT_LAYER})


def with_second_signs(papers: Papers, fields: Sequence[IndexField]) -> tuple[IndexField, ...]:
    """Return the fields; those believed less that are a name, an address or a town by one sign alone."""
    code = next((field for field in fields if field.name == "postal_code"), None)
    return tuple(field if _is_told_twice(field, papers, code) else _doubted(field) for field in fields)


def _doubted(field: IndexField) -> IndexField:
    return replace(field, confidence=min(field.confidence, ONE_SIGN))


def _is_told_twice(field: IndexField, papers: Papers, code: IndexField | None) -> bool:
    rule = papers.document_class.field(field.name)
    if rule is None or field.origin not in _PRINTED or not isinstance(field.value, Text):
        return True
    text = field.value.value
    match rule.scheme:
        case "company" | "party" | "full_name":
            return _is_name(text, field, papers)
        case "address":
            return _is_written_as_address(text) or _is_by_code(field, code, papers) or _is_again(field, papers)
        case "commune":
            return _is_by_code(field, code, papers) or _is_again(field, papers)
        case _:
            return True


def _is_name(text: str, field: IndexField, papers: Papers) -> bool:
    """Return whether something besides its place says that words are a name, and nothing that they are less or more."""
    if TOWN.search(text) or has_street(text) or _SITE.match(fold(text)):
        return False
    if _is_person(text, field):
        return True
    is_company = LEGAL_FORM.search(text) is not None or is_named_by_trade(text) or _is_domain(text, papers)
    is_told = is_company or _is_again(field, papers) or _is_over_street(field, papers)
    return is_told and not _is_in_longer(field, papers)


def _is_person(text: str, field: IndexField) -> bool:
    """Return whether a name is a person's: behind a title, with a common given name, or with initials."""
    words = text.split()
    is_titled = field.evidence is not None and is_addressed(field.evidence.text)
    has_initials = all(len(word.strip(".")) == 1 for word in words[:-1])
    return is_titled or (len(words) > 1 and (has_initials or any(map(is_given_name, words))))


def _is_domain(text: str, papers: Papers) -> bool:
    """Return whether a mail or web address on the papers says a name."""
    key = sign_of(text)
    domains = [domain for domain in domains_of(papers.sheets) if len(domain) >= LEAST_SIGN]
    return len(key) >= LEAST_SIGN and any(domain in key or key in domain for domain in domains)


def _is_written_as_address(text: str) -> bool:
    """Return whether an address says a street, a house or a box beside its town."""
    return any(is_street(part) for part in PARTS.split(text) if not TOWN.match(part))


def _is_by_code(field: IndexField, code: IndexField | None, papers: Papers) -> bool:
    """Return whether the postal code that was read stands by a value."""
    place, other = field.evidence, code.evidence if code else None
    return place is not None and other is not None and is_by(place, other, [sheet.page for sheet in papers.sheets])


def _is_over_street(field: IndexField, papers: Papers) -> bool:
    """Return whether a name stands right over a street or a box at the post office, as in a block of an address."""
    place = field.evidence
    sheet = next((sheet for sheet in papers.sheets if place and sheet.page.number == place.page), None)
    if place is None or sheet is None:
        return False
    box, height = sheet.layout.to_upright.box(place.box), sheet.layout.letter_height
    below = (
        cell
        for row in sheet.layout.rows
        for cell in row
        if abs(cell.box.left - box.left) < ASIDE * height and -height < cell.box.top - box.bottom < STEP * height
        if cell.box.centre[1] > box.bottom
    )
    return any(has_street(cell.text) or is_complement(cell.text) for cell in below)


def _is_again(field: IndexField, papers: Papers) -> bool:
    """Return whether the papers say a value in another place, and nowhere in small letters as a word like others."""
    places = [*_said_elsewhere(field, papers)]
    return any(not place.goes_on for place in places) and not any(place.is_small for place in places)


def _is_in_longer(field: IndexField, papers: Papers) -> bool:
    """Return whether a name without legal form is part of a longer one elsewhere: `Buropap`, `Buropap Distribution`."""
    longer = any(place.goes_on for place in _said_elsewhere(field, papers))
    return longer and LEGAL_FORM.search(written(field.value)) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A place that says a name: whether the name goes on there, and whether it is written in small letters."""

    goes_on: bool
    is_small: bool


def _said_elsewhere(field: IndexField, papers: Papers) -> Iterator[_Said]:
    """Return the other places that say a name."""
    wanted = [letters(word) for word in written(field.value).split()]
    if len("".join(wanted)) < LEAST_SIGN:
        return
    for sheet in papers.sheets:
        own = field.evidence.box if field.evidence and field.evidence.page == sheet.page.number else None
        for words in (cell.words for row in sheet.layout.rows for cell in row):
            texts = [placed.word.text for placed in words]
            for at in range(len(words) - len(wanted) + 1):
                end = at + len(wanted)
                is_own = own is not None and words[at].word.box.overlap(own) > MOSTLY
                if not is_own and [letters(text) for text in texts[at:end]] == wanted:
                    goes_on = _is_led(texts[:at]) or _goes_on(texts[end - 1], texts[end:])
                    yield _Said(goes_on=goes_on, is_small=texts[at].islower())


def _is_led(before: Sequence[str]) -> bool:
    """Return whether the word before a name is the trade that it begins with: `Menuiserie Morel`."""
    return bool(before) and before[-1][0].isupper() and is_trade(before[-1])


def _goes_on(last: str, behind: Sequence[str]) -> bool:
    """Return whether a name goes on in the word behind it: with a capital, and neither a sign nor a legal form."""
    return bool(behind) and last[-1].isalnum() and behind[0][0].isupper() and LEGAL_FORM.match(behind[0]) is None
