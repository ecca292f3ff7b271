"""What a reader hands in: a possible value for a field, with how sure it is and the place that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.sheet import Sheet
from pipeline.catalog import DocumentClass, FieldRule
from pipeline.model.document import Evidence, Origin, Table
from pipeline.model.page import Word
from pipeline.model.values import Value
from pipeline.ports import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a field: confidence 0 to 1; is_proved: by check digits (False: refuted, None: has none)."""

    value: Value
    confidence: float
    origin: Origin
    evidence: Evidence | None
    is_proved: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A document before its readers: the sheets of its pages, its class, what may be asked, the tables read before."""

    sheets: tuple[Sheet, ...]
    document_class: DocumentClass
    sources: Sources
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a reader: this field, on these papers."""

    rule: FieldRule
    papers: Papers


def legibility(words: Iterable[Word]) -> float:
    """Give how well words were read, 0 to 1: halfway between their mean and their worst."""
    confidences = [word.confidence for word in words]
    if not confidences:
        return 0.0
    return (sum(confidences) / len(confidences) + min(confidences)) / 2
