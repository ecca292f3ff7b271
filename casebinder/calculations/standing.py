"""All that bears on one bill: its order, the seller, its lines with those of the order, what came before it.

Each is found when first asked for; the points of the match look at nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from casebinder.calculations import bills
from casebinder.calculations.bills import ORDER, SELLER, Paper
from casebinder.calculations.goods import GoodsLine, lines_in, lines_of, pair
from casebinder.calculations.plan import Computed, MatchPlan
from casebinder.calculations.telling import two, waiting
from casebinder.model.case import PieceStatus
from casebinder.model.view import PieceContent, Related
from casebinder.parties import compact
from pipeline.ports import ReferenceData, ReferenceRow

NO_ORDER = two("la commande n’est pas connue", "the order is not known")
NO_LINES = two("les lignes de la facture n’ont pas pu être lues", "the lines of the invoice could not be read")


@dataclass(frozen=True)
class Standing:
    """One bill with all that bears on it; contents: all papers of its case, related: those elsewhere."""

    plan: MatchPlan
    contents: tuple[PieceContent, ...]
    related: tuple[Related, ...]
    bill: Paper
    reference: ReferenceData

    @cached_property
    def number(self) -> str:
        """Return the number of the order, "" when none was read."""
        return self.bill.text(ORDER)

    @cached_property
    def is_credit(self) -> bool:
        """Return whether the paper gives back instead of billing."""
        return self.bill.content.document_class in self.plan.credits

    @cached_property
    def rows(self) -> tuple[ReferenceRow, ...]:
        """Return the lines of the order as the list has them."""
        plan = self.plan
        return tuple(self.reference.find(plan.orders, ORDER, self.number)) if plan.orders and self.number else ()

    @cached_property
    def order_paper(self) -> Paper | None:
        """Return the captured order; none when two differ."""
        own = [one for one in self.contents if self.counts(one, self.plan.ordered)]
        there = [one.content for one in bills.of_order(self.related, self.number)]
        found = [one for one in (*own, *there) if one.piece.item == self.plan.ordered and _stands(one)]
        papers = [Paper.of(one) for one in found if compact(Paper.of(one).text(ORDER)) == compact(self.number)]
        kept = bills.once([paper.content for paper in papers], ORDER)
        return Paper.of(kept[0]) if kept else None

    @cached_property
    def ordered(self) -> tuple[GoodsLine, ...]:
        """Return the lines of the order, of the list before those of a paper."""
        if self.rows:
            return lines_in(self.rows)
        return (lines_of(self.order_paper.content) or ()) if self.order_paper else ()

    @cached_property
    def lines(self) -> tuple[GoodsLine, ...]:
        """Return the lines of the bill, () when they were not read."""
        return lines_of(self.bill.content) or ()

    @cached_property
    def pairs(self) -> tuple[tuple[GoodsLine, GoodsLine], ...]:
        """Return the lines of the bill with those of the order; lines without one are left out."""
        found = ((line, pair(line, self.ordered)) for line in self.lines)
        return tuple((line, ordered) for line, ordered in found if ordered)

    @cached_property
    def suppliers(self) -> tuple[ReferenceRow, ...]:
        """Return the rows of the seller, one for each of its accounts."""
        if not self.plan.suppliers:
            return ()
        asked = [(name, self.bill.text(name)) for name in SELLER[:2] if self.bill.text(name)]
        found = [row for name, text in asked for row in self.reference.find(self.plan.suppliers, name, text)]
        return tuple({tuple(sorted(row.items())): row for row in found}.values())

    def counts(self, content: PieceContent, item: str) -> bool:
        """Return whether a paper of the case is accepted for an item."""
        return content.piece.item == item and content.piece.status is PieceStatus.ACCEPTED

    def lacks(self) -> Computed | None:
        """Return why lines cannot be compared, or None when they can."""
        if not self.ordered:
            return waiting(NO_ORDER)
        return None if self.lines else Computed(holds=None, words=NO_LINES)

    @cached_property
    def own(self) -> Mapping[int, Decimal] | None:
        """Return what this bill takes of each line of the order; None when it cannot be told."""
        return bills.added_up(self.lines, self.ordered) if self.lines else None

    @cached_property
    def earlier(self) -> Mapping[int, Decimal] | None:
        """Return what earlier bills of the order took, less what was credited; None when one cannot be told."""
        others = [
            one for one in bills.of_order(self.related, self.number) if one.content.piece.item == self.plan.billed
        ]
        earlier = [one.content for one in bills.before(self.bill, others)]
        taken = self._brought([one for one in earlier if one.document_class not in self.plan.credits], bills.NUMBER)
        credits_ = [one for one in earlier if one.document_class in self.plan.credits and _stands(one)]
        given = self._brought(credits_, bills.NUMBER)
        if taken is None or given is None:
            return None
        return {n: taken.get(n, Decimal(0)) - abs(given.get(n, Decimal(0))) for n in {*taken, *given}}

    @cached_property
    def delivered(self) -> Mapping[int, Decimal] | None:
        """Return what was delivered and kept: by the list when it knows the order, else by notes; None: unreadable."""
        plan = self.plan
        rows = self.reference.find(plan.deliveries, ORDER, self.number) if plan.deliveries else ()
        if rows:
            return bills.added_up(lines_in(rows), self.ordered)
        own = [one for one in self.contents if self.counts(one, plan.delivered)]
        there = [one.content for one in bills.of_order(self.related, self.number)]
        notes = [*own, *(one for one in there if one.piece.item == plan.delivered and _stands(one))]
        return self._brought(notes, bills.NOTE) if all(self._is_of_order(one) for one in notes) else None

    def _is_of_order(self, note: PieceContent) -> bool:
        return compact(Paper.of(note).text(ORDER)) in {"", compact(self.number)}

    def _brought(self, papers: Sequence[PieceContent], number: str) -> dict[int, Decimal] | None:
        kept = bills.once(papers, number)
        return None if kept is None else bills.brought(kept, self.ordered)


def _stands(content: PieceContent) -> bool:
    """Return whether a paper may be counted on: one that is only offered awaits a person."""
    return content.piece.status in {PieceStatus.ACCEPTED, PieceStatus.SUPERSEDED}
