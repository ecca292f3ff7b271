"""What the judge of a case is given: the case, what its pieces say, and papers elsewhere that bear on it."""

from dataclasses import dataclass
from datetime import datetime

from casebinder.model.case import Case, Piece
from pipeline.model.document import IndexField, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceContent:
    """A piece with what its document says, as the rules see it; doubted: fields on it that could not be believed."""

    piece: Piece
    document_class: str
    received_at: datetime
    fields: tuple[IndexField, ...]
    tables: tuple[Table, ...] = ()
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A paper outside of the case that names the same order, number or sum; reference: of its case, or "" for none.

    is_approved: its case was decided in its favour; is_set_aside: otherwise, or the paper was refused there.
    """

    content: PieceContent
    reference: str = ""
    is_approved: bool = False
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What the judge is given: the case with its pieces' contents, and papers elsewhere that bear on it."""

    case: Case
    contents: tuple[PieceContent, ...]
    related: tuple[Related, ...] = ()
