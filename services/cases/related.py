"""Papers outside of a case that bear on it: of the same order, with the same number, or of the same sum."""

from collections.abc import Iterator, Sequence

from casebinder.casetypes import CaseType
from casebinder.model.case import Case, CaseState, Piece, PieceStatus
from casebinder.model.view import PieceContent, Related
from pipeline.model.batch import Document
from pipeline.model.document import Finding, Understanding
from pipeline.model.identity import PieceId
from pipeline.model.states import DocumentState
from pipeline.model.values import written
from services.ports.records import UnitOfWork

SAME_ORDER = "purchase_order_number"
LIKENESS = (SAME_ORDER, "invoice_number", "total_including_tax")
"""The fields that make a paper bear on a case that is matched with orders; their values are looked up."""
_FREE = frozenset({DocumentState.BOUND, DocumentState.UNMATCHED})
_IN_DOUBT = frozenset({"low_confidence", "check_digit_wrong"})
_SETTLED = frozenset({CaseState.DECIDED, CaseState.CLOSED})


def content_of(piece: Piece, document: Document) -> PieceContent:
    """Return a piece with what its document says; raises ValueError for one that was never understood."""
    made = document.understanding
    if made is None:
        raise ValueError(f"document {document.id} was never understood")
    return PieceContent(
        piece=piece,
        document_class=made.classification.document_class,
        received_at=document.received_at,
        fields=made.fields,
        tables=made.tables,
        doubted=tuple(finding.field for finding in made.findings if finding.field and _is_lost(finding, made)),
    )


def _is_lost(finding: Finding, made: Understanding) -> bool:
    """Return whether a field stands on the paper and is not among those believed."""
    return finding.code in _IN_DOUBT and all(field.name != finding.field for field in made.fields)


def related_to(
    uow: UnitOfWork, case: Case, case_type: CaseType, contents: Sequence[PieceContent]
) -> tuple[Related, ...]:
    """Return the papers elsewhere that name what the bills of a case name; none when nothing is matched."""
    if not case_type.matches:
        return ()
    own = {piece.document for piece in case.pieces}
    found = {one.id: one for one in _documents(uow, case_type, contents) if one.id not in own}
    return tuple(related for one in found.values() if (related := _related(uow, case_type, one)))


def siblings(uow: UnitOfWork, case: Case, case_type: CaseType, contents: Sequence[PieceContent]) -> tuple[Case, ...]:
    """Return the other cases whose papers name the same order."""
    if not case_type.matches:
        return ()
    there = (uow.cases.of_document(one.id) for one in _documents(uow, case_type, contents, fields=(SAME_ORDER,)))
    found = {other.id: other for other in there if other and other.id != case.id and other.case_type == case.case_type}
    return tuple(found.values())


def _documents(
    uow: UnitOfWork, case_type: CaseType, contents: Sequence[PieceContent], *, fields: tuple[str, ...] = LIKENESS
) -> Iterator[Document]:
    billed = {plan.billed for plan in case_type.matches}
    told = {
        (field.name, written(field.value))
        for content in contents
        for field in content.fields
        if field.name in fields and (content.piece.item in billed or field.name == SAME_ORDER)
    }
    for name, value in sorted(told):
        for state in sorted(_FREE):
            yield from uow.documents.with_field(name, value, state=state)


def _related(uow: UnitOfWork, case_type: CaseType, document: Document) -> Related | None:
    """Return a paper as the match takes it; None when no item of the case type takes its class."""
    case = uow.cases.of_document(document.id)
    piece = next((one for one in case.pieces if one.document == document.id), None) if case else None
    if case is None or piece is None:
        item = _item_of(case_type, document)
        free = Piece(id=PieceId(""), document=document.id, item=item, status=PieceStatus.ACCEPTED)
        return Related(content=content_of(free, document)) if item else None
    if case.case_type != case_type.code:
        return None
    is_decided = case.state in _SETTLED and bool(case.decisions)
    settling = {decision.outcome for decision in case_type.decisions if decision.is_settling}
    is_approved = is_decided and case.decisions[-1].outcome in settling
    return Related(
        content=content_of(piece, document),
        reference=case.reference,
        is_approved=is_approved,
        is_set_aside=piece.status is PieceStatus.REFUSED or (is_decided and not is_approved),
    )


def _item_of(case_type: CaseType, document: Document) -> str:
    made = document.understanding
    name = made.classification.document_class if made else ""
    return next((item.code for item in case_type.items if name in item.accepts), "")
