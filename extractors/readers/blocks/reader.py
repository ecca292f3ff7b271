"""Reading fields from the blocks at the head of the first page; each field asks for a person, a party or a company."""

from collections.abc import Iterator

from extractors.candidates import Asked, Candidate
from extractors.parties.letter_heads import greeting_row
from extractors.readers.blocks.company import read_companies
from extractors.readers.blocks.letter import read_addressee, read_party, read_subject, read_title
from extractors.readers.blocks.person import read_address, read_person
from extractors.sheet import Sheet
from extractors.written.addresses import PARTS_OF_ADDRESS
from extractors.written.names import PARTS_OF_NAMES


def read_blocks(asked: Asked) -> tuple[Candidate, ...]:
    """Read a party of the letter, its subject or a person, as the field is named, from the head of the first page.

    For other fields, such as the employer: every company that heads a block, each alone not sure.
    """
    return tuple(found for sheet in asked.papers.sheets[:1] for found in _on(asked, sheet))


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    scheme = asked.rule.scheme
    if scheme == "full_name" or scheme in PARTS_OF_NAMES:
        return read_person(asked, sheet)
    if scheme in PARTS_OF_ADDRESS:
        return read_address(asked, sheet)
    match asked.rule.name:
        case "sender" | "recipient":
            return read_party(asked, sheet)
        case "subject":
            return read_subject(sheet) if greeting_row(sheet) is not None else read_title(asked, sheet)
        case "holder":
            return read_addressee(sheet)
        case _:
            return read_companies(asked, sheet)
