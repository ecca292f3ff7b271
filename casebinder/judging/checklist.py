"""The plain verdict over a checklist: the state of each item and which rule decided it, without words.

Three-valued throughout: what cannot be told stays undetermined, and a case is never complete while something is.
`casebinder.explaining` puts it into words, `casebinder.completeness` draws the consequences.
"""

from collections.abc import Sequence
from typing import NamedTuple

from casebinder.casetypes import CaseType, ItemType, Requirement
from casebinder.conditions.rule import Rule
from casebinder.judging.facts import Pieces, ReadPiece
from casebinder.judging.knowledge import Knowledge, missing_names
from casebinder.model.case import Case, PieceStatus
from casebinder.model.request import RequestState
from casebinder.model.verdict import ItemStatus
from casebinder.model.view import PieceContent
from pipeline.model.text import Bilingual

COMPLETE = frozenset({ItemStatus.SATISFIED, ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE})
"""The states of an item that lack nothing."""

_BEST_FIRST = (
    ItemStatus.SATISFIED,
    ItemStatus.TO_REVIEW,
    ItemStatus.UNDETERMINED,
    ItemStatus.EXPIRED,
    ItemStatus.REFUSED,
)


class Deciding(NamedTuple):
    """What decided a state: a rule with its outcome, and the words the case type has for it."""

    rule: Rule
    holds: bool | None
    words: Bilingual | None = None


class Judged(NamedTuple):
    """One item as judged; pieces: those offered or accepted for it, the counting one first."""

    item: ItemType
    status: ItemStatus
    required: bool | None
    deciding: Deciding | None
    pieces: tuple[PieceContent, ...]
    counting: PieceContent | None


def choose(case_type: CaseType, knowledge: Knowledge, pieces: Pieces) -> dict[str, ReadPiece]:
    """Give, for items with several accepted pieces, the one that counts: the best, and of equals the newest."""
    chosen: dict[str, ReadPiece] = {}
    for item in case_type.items:
        candidates = pieces.get(item.code, ())
        if len(candidates) < 2:
            continue
        ranked = []
        for piece in candidates:
            status, _ = _quality(item, knowledge.with_pieces(case_type, {item.code: piece}))
            ranked.append((_BEST_FIRST.index(status), piece))
        chosen[item.code] = min(ranked, key=lambda entry: entry[0])[1]
    return chosen


def _quality(item: ItemType, knowledge: Knowledge) -> tuple[ItemStatus, Deciding | None]:
    """Judge the piece that counts for an item.

    Refused when it lacks what it must have, expired, undetermined when its validity cannot be told, to review when
    anything else cannot be told, else satisfied.
    """
    doubt: Deciding | None = None
    for conformity in item.conform:
        holds = knowledge.holds(conformity.rule)
        if holds is False:
            return ItemStatus.REFUSED, Deciding(conformity.rule, holds, conformity.otherwise)
        if holds is None and doubt is None:
            doubt = Deciding(conformity.rule, holds, None)
    if item.valid_when is not None:
        valid = knowledge.holds(item.valid_when)
        if valid is False:
            return ItemStatus.EXPIRED, Deciding(item.valid_when, valid, item.otherwise)
        if valid is None:
            return ItemStatus.UNDETERMINED, Deciding(item.valid_when, valid, None)
        if doubt is None:
            return ItemStatus.SATISFIED, Deciding(item.valid_when, valid, None)
    return (ItemStatus.TO_REVIEW, doubt) if doubt else (ItemStatus.SATISFIED, None)


def judge_items(
    case_type: CaseType, case: Case, knowledge: Knowledge, contents: Sequence[PieceContent]
) -> tuple[Judged, ...]:
    """Judge every line of the checklist."""
    waived = {waiver.item for waiver in case.waivers if waiver.revoked_at is None}
    by_item: dict[str, list[PieceContent]] = {}
    for content in contents:
        if content.piece.status is not PieceStatus.SUPERSEDED:
            by_item.setdefault(content.piece.item, []).append(content)
    return tuple(
        _judge_item(
            item,
            by_item.get(item.code, ()),
            is_waived=item.code in waived,
            asked_at=_asked(case, item.code) if case.requests else None,
            knowledge=knowledge,
        )
        for item in case_type.items
    )


def _asked(case: Case, item: str) -> float | None:
    """Return the instant of the last sent and unanswered request that covers the item, or None."""
    sent = [
        r.sent_at.timestamp() for r in case.requests if r.state is RequestState.SENT and r.sent_at and item in r.items
    ]
    return max(sent, default=None)


def _judge_item(
    item: ItemType,
    contents: Sequence[PieceContent],
    *,
    is_waived: bool,
    asked_at: float | None,
    knowledge: Knowledge,
) -> Judged:
    demand = item.required_when
    required = item.requirement is Requirement.ALWAYS if demand is None else knowledge.holds(demand)
    piece = knowledge.pieces.get(item.code)
    counting = piece.content if piece else None
    status, deciding = _status_of_pieces(item, contents, counting, knowledge)
    if item.known_when is not None and status is ItemStatus.MISSING and knowledge.holds(item.known_when):
        return Judged(item, ItemStatus.SATISFIED, required, Deciding(item.known_when, holds=True), (), None)
    if asked_at is not None and _is_asked(status, asked_at, contents):
        status, deciding = ItemStatus.REQUESTED, None
    if is_waived:
        status, deciding = ItemStatus.WAIVED, None
    elif required is False and not (item.requirement is Requirement.OPTIONAL and status is ItemStatus.SATISFIED):
        status, deciding = ItemStatus.NOT_APPLICABLE, None
    elif required is None and status is not ItemStatus.SATISFIED:
        status, deciding = ItemStatus.UNDETERMINED, None
    if deciding is None and demand is not None:
        deciding = Deciding(demand, required, item.because)
    return Judged(item, status, required, deciding, _counting_first(contents, counting), counting)


def _counting_first(contents: Sequence[PieceContent], counting: PieceContent | None) -> tuple[PieceContent, ...]:
    if len(contents) < 2:
        return tuple(contents)
    return tuple(sorted(contents, key=lambda content: content is not counting))


def _status_of_pieces(
    item: ItemType, contents: Sequence[PieceContent], counting: PieceContent | None, knowledge: Knowledge
) -> tuple[ItemStatus, Deciding | None]:
    """Return the state an item has by its pieces alone, as if it were required."""
    if not contents:
        return ItemStatus.MISSING, None
    is_offered = any(content.piece.status is PieceStatus.OFFERED for content in contents)
    if counting is not None:
        status, deciding = _quality(item, knowledge)
        if is_offered and status is not ItemStatus.SATISFIED:
            return ItemStatus.TO_REVIEW, deciding
        return status, deciding
    return (ItemStatus.TO_REVIEW if is_offered else ItemStatus.REFUSED), None


def _is_asked(status: ItemStatus, asked_at: float, contents: Sequence[PieceContent]) -> bool:
    """Return whether what lacks was asked for after the last paper for the item came in."""
    is_lacking = status in {ItemStatus.MISSING, ItemStatus.EXPIRED, ItemStatus.REFUSED}
    return is_lacking and all(content.received_at.timestamp() <= asked_at for content in contents)


def needs(judged: Judged, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the names that must be known to tell more about an item, when something about it cannot be told."""
    deciding = judged.deciding
    if deciding is None or deciding.holds is not None:
        return ()
    open_leaves = (leaf for leaf in deciding.rule.leaves if knowledge.holds(leaf) is None)
    named = tuple(name for leaf in open_leaves for name in leaf.names)
    return tuple(dict.fromkeys(missing_names(named, knowledge)))


def count(items: Sequence[Judged]) -> dict[ItemStatus, int]:
    """Count the items by state."""
    counts: dict[ItemStatus, int] = {}
    for judged in items:
        counts[judged.status] = counts.get(judged.status, 0) + 1
    return counts
