"""A document: the pages that belong together, what they are, what they say, and where they go next."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.geometry import Box
from pipeline.model.cut import Seen
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Value

END_IN_DOUBT: Final = "end_in_doubt"
"""The finding on a document that may not end where it was cut."""


class OpenedBy(StrEnum):
    """What made a new document begin."""

    FILE = "file"
    PATCH = "patch"
    BARCODE = "barcode"
    BLANK = "blank"
    COUNT = "count"
    CONTENT = "content"
    OPERATOR = "operator"


class Origin(StrEnum):
    """Where a field's value was read."""

    TEXT = "text"
    TEXT_LAYER = "text-layer"
    BARCODE = "barcode"
    MRZ = "mrz"
    XML = "xml"
    FORM = "form"
    MARK = "mark"
    REFERENCE = "reference"
    DERIVED = "derived"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where on the paper a statement stands: page (from 1, within the file), box (source fractions), text."""

    page: int
    box: Box
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A note, doubt or blocking defect about a document, in words; `field` names the field it is about, if one."""

    code: str
    severity: Severity
    message: Bilingual
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document as cut: page numbers within the file, from 1; a cut's confidence 0 to 1."""

    pages: tuple[int, ...]
    opened_by: OpenedBy
    cut_confidence: float
    hint: str | None = None
    """What the separator sheet says: a document class, or None."""
    case_reference: str | None = None
    """The case a separator sheet names, or None."""
    answers: tuple[str, ...] = ()
    """The codes of the answer slips that lay before the paper: one, or several when slips came without papers."""
    because: tuple[Seen, ...] = ()
    """What was seen between the page before and the first one, when the pages themselves were asked."""
    findings: tuple[Finding, ...] = ()
    """What is wrong or in doubt about its cuts, other than where it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """Another class that was possible, with its confidence 0 to 1."""

    document_class: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a document is: a class of the catalog or `unknown`, and what decided."""

    document_class: str
    confidence: float
    because: tuple[Evidence, ...] = ()
    runners_up: tuple[RunnerUp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another reading of a field, with its confidence 0 to 1."""

    value: Value
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexField:
    """One thing a document says: name (CONTRACT's), value, confidence 0 to 1, and the place that shows it."""

    name: str
    value: Value
    confidence: float
    origin: Origin
    evidence: Evidence | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows read from a document; a row is (column, text) pairs in the columns' order.

    places: where each row stands, None where no page shows it; () when the places of none are known.
    """

    name: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    places: tuple[Evidence | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightThrough:
    """Nobody needs to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToQueue:
    """A person must look: the exception queue and why, each reason a finding's or rule's words."""

    queue: str
    reasons: tuple[Bilingual, ...]


Routing = StraightThrough | ToQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that reading made of one draft."""

    classification: Classification
    language: str | None
    fields: tuple[IndexField, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    routing: Routing
