"""What a file really says, as a person wrote it down beside it, and what reading made of it, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Row = Mapping[str, str]
"""A row of a table: the texts by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDocument:
    """A document of a file: pages from 1 (none: not told), class (None: not told), fields as `values.written`, tables.

    A file whose truth tells no pages holds one document.
    """

    pages: tuple[int, ...]
    document_class: str | None
    fields: dict[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The text of the pages that is known, by number, and the documents; () where nobody told the cuts."""

    texts: dict[int, str]
    documents: tuple[TrueDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidField:
    """A field as read: its value as `values.written` gives it, kind, confidence 0 to 1."""

    name: str
    value: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDocument:
    """A document as read: its pages, class and confidence, fields, tables, and whether it needed nobody."""

    pages: tuple[int, ...]
    document_class: str
    confidence: float
    fields: tuple[SaidField, ...]
    is_straight_through: bool
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What reading made of one file: the texts of its pages by number, and its documents."""

    texts: dict[int, str]
    documents: tuple[SaidDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A true document and the one read that shares most pages with it, None when no document does."""

    true: TrueDocument
    said: SaidDocument | None


def paired(truth: Truth, said: Said) -> tuple[Pair, ...]:
    """Pair each true document with one read; on a tie the first."""
    return tuple(Pair(true=true, said=_nearest(true, said)) for true in truth.documents)


def _nearest(true: TrueDocument, said: Said) -> SaidDocument | None:
    best = max(said.documents, key=lambda each: _shared(true, each), default=None)
    is_told = bool(true.pages)
    return None if best is not None and is_told and not _shared(true, best) else best


def _shared(true: TrueDocument, said: SaidDocument) -> int:
    return len(set(true.pages) & set(said.pages))
