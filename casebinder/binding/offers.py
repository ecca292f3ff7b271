"""For which line of the checklist a document offers itself, and which accepted pieces a better one replaces."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from casebinder.casetypes import CaseType, ItemType
from casebinder.judging.facts import BELIEVED
from casebinder.model.case import PieceStatus
from casebinder.model.verdict import ItemState, ItemStatus
from casebinder.model.view import PieceContent
from pipeline.model.document import IndexField
from pipeline.model.identity import PieceId
from pipeline.model.text import Bilingual
from pipeline.model.values import written

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
    case_type: CaseType,
    document_class: str,
    *,
    fields: Sequence[IndexField] = (),
    checklist: Sequence[ItemState] = (),
    answered: Collection[str] = (),
    is_certain: bool,
) -> Offer | None:
    """Return the item a document of that class, saying these fields, is for; None when no item takes the class.

    checklist: the items of the last verdict, () for a new case; answered: the items whose answer slips lay before it;
    is_certain: the document passed without doubt, or a person settled it. When several items that may be needed take
    it, and what it says (`only_when`) or its slip does not single one out, the first that lacks is offered, not
    accepted: which of them is meant is for a person to say.
    """
    status = {state.item: state.status for state in checklist}
    taking = [item for item in case_type.items if document_class in item.accepts]
    if not taking:
        return None
    named = [item for item in taking if item.code in answered and _says_so(item, fields) is not False]
    if len(named) == 1:
        return _answers(named[0], is_certain=is_certain)
    fitting = [item for item in taking if _says_so(item, fields) is not False]
    if not fitting:
        return _misfit(taking[0])
    wanted = [item for item in fitting if status.get(item.code, ItemStatus.MISSING) not in _CLOSED] or fitting
    sure = [item for item in wanted if item.only_when and _says_so(item, fields)]
    if len(sure) != 1 and len(wanted) > 1:
        return _one_of_several(wanted, status)
    chosen = sure[0] if sure else wanted[0]
    return Offer(
        item=chosen.code,
        status=PieceStatus.ACCEPTED if is_certain else PieceStatus.OFFERED,
        because=Bilingual(fr=f"reçu pour : {chosen.title.fr}", en=f"received for: {chosen.title.en}"),
    )


def _answers(item: ItemType, *, is_certain: bool) -> Offer:
    return Offer(
        item=item.code,
        status=PieceStatus.ACCEPTED if is_certain else PieceStatus.OFFERED,
        because=Bilingual(
            fr=f"reçu avec son coupon-réponse : {item.title.fr}", en=f"received with its answer slip: {item.title.en}"
        ),
    )


def _says_so(item: ItemType, fields: Sequence[IndexField]) -> bool | None:
    """Return whether the paper says what the item's papers say; None when it does not say."""
    outcomes = []
    for name, values in item.only_when:
        said = [written(field.value) for field in fields if field.name == name and field.confidence >= BELIEVED]
        outcomes.append(said[0] in values if said else None)
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _misfit(item: ItemType) -> Offer:
    title = item.title
    return Offer(
        item=item.code,
        status=PieceStatus.OFFERED,
        because=Bilingual(
            fr=f"n’est peut-être pas la pièce attendue : {title.fr}", en=f"may not be the piece wanted: {title.en}"
        ),
    )


def _one_of_several(wanted: Sequence[ItemType], status: Mapping[str, ItemStatus]) -> Offer:
    lacking = [item for item in wanted if status.get(item.code, ItemStatus.MISSING) in _LACKING] or wanted
    return Offer(
        item=lacking[0].code,
        status=PieceStatus.OFFERED,
        because=Bilingual(
            fr=f"peut servir à plusieurs pièces : {', '.join(item.title.fr for item in wanted)}",
            en=f"may serve several items: {', '.join(item.title.en for item in wanted)}",
        ),
    )


def superseded(case_type: CaseType, items: Sequence[ItemState], contents: Sequence[PieceContent]) -> frozenset[PieceId]:
    """Return the accepted pieces that a newer one of the item replaces: that one counts, satisfies, and came later.

    Bills and deliveries replace nothing: each counts for itself. items: the checklist judged with all of them
    accepted. Derived anew at each judging, so that an older paper counts again when the newer one no longer does.
    """
    adding = {item for plan in case_type.matches for item in (plan.billed, plan.delivered)}
    satisfied = (state for state in items if state.status is ItemStatus.SATISFIED and state.item not in adding)
    counting = {state.item: state.pieces[0] for state in satisfied if state.pieces}
    came = {(content.piece.item, content.piece.document): content.received_at for content in contents}
    return frozenset(
        content.piece.id
        for content in contents
        if (best := counting.get(content.piece.item)) is not None
        and content.piece.document != best
        and content.piece.status is PieceStatus.ACCEPTED
        and content.received_at < came[content.piece.item, best]
    )
