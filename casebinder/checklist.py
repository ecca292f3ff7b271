"""The plain verdict over a checklist: the state of each item and which rule decided it, without words.

Three-valued throughout: what cannot be told stays undetermined, and a case is never complete while something is.
`casebinder.explain` puts it into words, `casebinder.completeness` draws the consequences.
"""

from collections.abc import Sequence
from typing import NamedTuple

from casebinder.casetypes import CaseType, ItemType, Requirement
from casebinder.conditions import Rule
from casebinder.facts import Pieces, ReadPiece
from casebinder.knowledge import Knowledge, missing_names
from casebinder.model import Case, ItemStatus, PieceContent, PieceStatus
from pipeline.model.text import Bilingual

COMPLETE = frozenset({ItemStatus.SATISFIED, ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE})
"""The states of an item that lack nothing."""

_BEST_FIRST = (ItemStatus.SATISFIED, ItemStatus.TO_REVIEW, ItemStatus.EXPIRED, ItemStatus.REFUSED)


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
    """Judge the piece bound for an item: refused by what it lacks, expired, to review, or satisfied."""
    doubt: Deciding | None = None
    for conformity in item.conform:
        holds = knowledge.holds(conformity.rule)
        if holds is False:
            return ItemStatus.REFUSED, Deciding(rule=conformity.rule, holds=False, words=conformity.otherwise)
        if holds is None:
            doubt = doubt or Deciding(rule=conformity.rule, holds=None)
    if item.valid_when is None:
        return (ItemStatus.TO_REVIEW, doubt) if doubt else (ItemStatus.SATISFIED, None)
    valid = knowledge.holds(item.valid_when)
    if valid is False:
        return ItemStatus.EXPIRED, Deciding(rule=item.valid_when, holds=False, words=item.otherwise)
    if doubt or valid is None:
        return ItemStatus.TO_REVIEW, doubt or Deciding(rule=item.valid_when, holds=None)
    return ItemStatus.SATISFIED, Deciding(rule=item.valid_when, holds=True)


def judge_items(
    case_type: CaseType, case: Case, knowledge: Knowledge, contents: Sequence[PieceContent]
) -> tuple[Judged, ...]:
    """Judge every line of the checklist."""
    waived = frozenset(waiver.item for waiver in case.waivers if waiver.revoked_at is None)
    by_item: dict[str, list[PieceContent]] = {}
    for content in contents:
        by_item.setdefault(content.piece.item, []).append(content)
    return tuple(
        _judge_item(
            item,
            by_item.get(item.code, ()),
            is_waived=item.code in waived,
            asked_at=_asked(case, item.code),
            knowledge=knowledge,
        )
        for item in case_type.items
    )


def _asked(case: Case, item: str) -> float | None:
    """Give the instant of the last sent and unanswered request that covers the item, or None."""
    sent = [r.sent_at.timestamp() for r in case.requests if r.state == "sent" and r.sent_at and item in r.items]
    return max(sent, default=None)


def _judge_item(
    item: ItemType,
    contents: Sequence[PieceContent],
    *,
    is_waived: bool,
    asked_at: float | None,
    knowledge: Knowledge,
) -> Judged:
    piece = knowledge.pieces.get(item.code)
    counting = piece.content if piece else None
    required = _is_required(item, knowledge)
    demand = Deciding(rule=item.required_when, holds=required, words=item.because) if item.required_when else None
    shown = tuple(c for c in contents if c.piece.status is not PieceStatus.SUPERSEDED)
    status, deciding = _status_of_pieces(item, shown, counting, knowledge)
    if status not in {ItemStatus.SATISFIED, ItemStatus.TO_REVIEW} and _is_asked(asked_at, shown):
        status, deciding = ItemStatus.REQUESTED, None
    if is_waived:
        status, deciding = ItemStatus.WAIVED, None
    elif required is False and not (item.requirement is Requirement.OPTIONAL and status is ItemStatus.SATISFIED):
        status, deciding = ItemStatus.NOT_APPLICABLE, demand
    elif required is None and status is not ItemStatus.SATISFIED:
        status, deciding = ItemStatus.UNDETERMINED, demand
    ordered = tuple(sorted(shown, key=lambda content: content is not counting))
    return Judged(
        item=item,
        status=status,
        required=required,
        deciding=deciding or demand,
        pieces=ordered,
        counting=counting,
    )


def _is_required(item: ItemType, knowledge: Knowledge) -> bool | None:
    if item.required_when is not None:
        return knowledge.holds(item.required_when)
    return item.requirement is Requirement.ALWAYS


def _status_of_pieces(
    item: ItemType, shown: Sequence[PieceContent], counting: PieceContent | None, knowledge: Knowledge
) -> tuple[ItemStatus, Deciding | None]:
    """Give the state an item has by its pieces alone, as if it were required."""
    is_offered = any(content.piece.status is PieceStatus.OFFERED for content in shown)
    if counting is not None:
        status, deciding = _quality(item, knowledge)
        if is_offered and status is not ItemStatus.SATISFIED:
            return ItemStatus.TO_REVIEW, deciding
        return status, deciding
    if is_offered:
        return ItemStatus.TO_REVIEW, None
    is_refused = any(content.piece.status is PieceStatus.REFUSED for content in shown)
    return (ItemStatus.REFUSED if is_refused else ItemStatus.MISSING), None


def _is_asked(asked_at: float | None, shown: Sequence[PieceContent]) -> bool:
    """Tell whether a request went out after the last piece for the item came in."""
    return asked_at is not None and all(content.received_at.timestamp() <= asked_at for content in shown)


def needs(judged: Judged, knowledge: Knowledge) -> tuple[str, ...]:
    """Give the names that must be known to tell more about an item, when something about it cannot be told."""
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
