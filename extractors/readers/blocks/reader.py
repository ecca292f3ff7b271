"""Reading fields from the blocks at the head of the first page; each field asks for a person, a party or a company."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.readers.blocks.company import read_companies
from extractors.readers.blocks.headings import read_heading, read_subject
from extractors.readers.blocks.letter import read_addressee, read_party
from extractors.readers.blocks.person import read_address, read_person
from extractors.sheet import Sheet
from extractors.written.addresses import PARTS_OF_ADDRESS
from extractors.written.names import PARTS_OF_NAMES

_OF_PAPER: Final[Mapping[str, Callable[[Asked, Sheet], Iterator[Candidate]]]] = {
    "sender": read_party,
    "recipient": read_party,
    "subject": read_subject,
}
"""What is read of the fields that letters and notes have."""


def read_blocks(asked: Asked) -> tuple[Candidate, ...]:
    """Read a party of the letter, its subject or a person, as the field is named, from the first page.

    For other fields, such as the employer: every company that heads a block, each alone not sure.
    """
    return tuple(found for sheet in asked.papers.sheets[:1] for found in _on(asked, sheet))


def read_headings(asked: Asked) -> tuple[Candidate, ...]:
    """Read what a note is about from the line alone over the text of the first page."""
    return tuple(found for sheet in asked.papers.sheets[:1] for found in read_heading(sheet))


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    scheme = asked.rule.scheme
    if scheme == "full_name" or scheme in PARTS_OF_NAMES:
        return read_person(asked, sheet)
    if scheme in PARTS_OF_ADDRESS:
        return read_address(asked, sheet)
    if asked.rule.name == "holder":
        return read_addressee(sheet)
    return _OF_PAPER.get(asked.rule.name, read_companies)(asked, sheet)
