"""Why a document was cut where it begins: the signs that were seen between two pages."""

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """A sign between two pages."""

    NUMBERING_GOES_ON = "numbering_goes_on"
    NUMBERING_RUNS = "numbering_runs"
    SENTENCE_GOES_ON = "sentence_goes_on"
    CARRIED_OVER = "carried_over"
    FORM_GOES_ON = "form_goes_on"
    SAME_REFERENCE = "same_reference"
    SAME_CLASS = "same_class"
    SAME_HEAD = "same_head"
    SAME_FOOT = "same_foot"
    SAME_WORDS = "same_words"
    NOTHING_OPENS = "nothing_opens"
    NUMBERING_ENDS = "numbering_ends"
    NUMBERING_BEGINS = "numbering_begins"
    OTHER_CLASS = "other_class"
    CLASS_BEGINS = "class_begins"
    TITLE = "title"
    LETTER_OPENS = "letter_opens"
    SUBJECT = "subject"
    LETTER_CLOSES = "letter_closes"
    ADDRESS = "address"
    DATED = "dated"
    OTHER_WORDS = "other_words"
    OTHER_REFERENCE = "other_reference"
    OTHER_PERSON = "other_person"
    OTHER_HEAD = "other_head"
    OTHER_FOOT = "other_foot"
    OTHER_PAPER = "other_paper"
    OTHER_SOURCE = "other_source"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sign and what was seen: the numbering as `2/3`, a text as printed, or a document class; weight: log odds."""

    sign: Sign
    value: str
    weight: float
