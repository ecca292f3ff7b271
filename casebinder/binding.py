"""For which line of the checklist a document offers itself, and which accepted pieces a better one replaces."""

from collections.abc import Sequence
from dataclasses import dataclass

from casebinder.casetypes import CaseType
from casebinder.checklist import Judged
from casebinder.model import ItemState, ItemStatus, PieceStatus
from pipeline.model.identity import PieceId
from pipeline.model.text import Bilingual

_CLOSED = frozenset({ItemStatus.NOT_APPLICABLE, ItemStatus.WAIVED})
_LACKING = (
    ItemStatus.REQUESTED,
    ItemStatus.MISSING,
    ItemStatus.EXPIRED,
    ItemStatus.REFUSED,
    ItemStatus.UNDETERMINED,
    ItemStatus.TO_REVIEW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The item a document is for; accepted when that is certain, offered when a person must say."""

    item: str
    status: PieceStatus
    because: Bilingual


def offer_for(
    case_type: CaseType, document_class: str, *, checklist: Sequence[ItemState] = (), is_certain: bool
) -> Offer | None:
    """Give the item a document of that class is for, or None when no item takes it.

    checklist: the items of the last verdict, () for a new case; is_certain: the document passed without doubt, or a
    person settled it. When several items that may be needed take the class, the first that lacks is offered, not
    accepted: which of them is meant is for a person to say.
    """
    status = {state.item: state.status for state in checklist}
    taking = [item for item in case_type.items if document_class in item.accepts]
    if not taking:
        return None
    wanted = [item for item in taking if status.get(item.code, ItemStatus.MISSING) not in _CLOSED] or taking
    if len(wanted) > 1:
        lacking = [item for item in wanted if status.get(item.code, ItemStatus.MISSING) in _LACKING] or wanted
        return Offer(
            item=lacking[0].code,
            status=PieceStatus.OFFERED,
            because=Bilingual(
                fr=f"peut servir à plusieurs pièces : {', '.join(item.title.fr for item in wanted)}",
                en=f"may serve several items: {', '.join(item.title.en for item in wanted)}",
            ),
        )
    title = wanted[0].title
    return Offer(
        item=wanted[0].code,
        status=PieceStatus.ACCEPTED if is_certain else PieceStatus.OFFERED,
        because=Bilingual(fr=f"reçu pour : {title.fr}", en=f"received for: {title.en}"),
    )


def superseded(items: Sequence[Judged]) -> tuple[PieceId, ...]:
    """Give the accepted pieces that a newer satisfying one of the same item replaces; they need no look any more."""
    return tuple(
        content.piece.id
        for judged in items
        if judged.counting is not None and judged.status is ItemStatus.SATISFIED
        for content in judged.pieces
        if content is not judged.counting
        and content.piece.status is PieceStatus.ACCEPTED
        and content.received_at < judged.counting.received_at
    )
