"""What a person is asked about a document, and what they answer."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.document import Evidence, Finding, IndexField
from pipeline.model.text import Bilingual


class DoubtKind(StrEnum):
    """What a doubt is about."""

    CUT = "cut"
    CLASS = "class"
    FIELD = "field"
    REMARK = "remark"
    """A finding about no field, such as a page that is hard to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One question about a document, and why it is asked.

    key: names it within its document, and stays its name while others are settled; field: its name, when it is about
    one; read: what was read there, or None when nothing was; evidence: where on the paper it shows; findings: those it
    was made of, none for a cut or a class.
    """

    key: str
    kind: DoubtKind
    reasons: tuple[Bilingual, ...]
    field: str | None = None
    read: IndexField | None = None
    evidence: Evidence | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says to a doubt, by its key.

    text: the class, or the value as `written` gives it; None: the cut is right, the remark was seen, or the paper
    does not say what the field asks for.
    """

    doubt: str
    text: str | None = None
