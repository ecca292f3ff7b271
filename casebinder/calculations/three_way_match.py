"""The three-way match: a bill beside its order and what was delivered, line by line, until nothing is unexplained.

Three-valued throughout: what cannot be read or paired is neither agreement nor gap, and waits for a person. Bills,
credit notes and deliveries of one order add up over all its cases.
"""

from collections.abc import Callable, Mapping, Sequence

from casebinder.calculations import bill_points, line_points, order_points
from casebinder.calculations.bills import Paper
from casebinder.calculations.plan import POINTS, Computed, MatchPlan
from casebinder.calculations.standing import Standing
from casebinder.calculations.telling import two, waiting
from casebinder.model.view import PieceContent, Related
from pipeline.ports import ReferenceData

_NO_BILL = two("pas encore de facture", "no invoice yet")
_TELLS: Mapping[str, Callable[[Standing], Computed]] = {
    "order_named": order_points.order_named,
    "order_known": order_points.order_known,
    "order_open": order_points.order_open,
    "seller_agrees": order_points.seller_agrees,
    "supplier_known": order_points.supplier_known,
    "account_agrees": order_points.account_agrees,
    "buyer_agrees": order_points.buyer_agrees,
    "currency_agrees": order_points.currency_agrees,
    "lines_agree": line_points.lines_agree,
    "units_agree": line_points.units_agree,
    "prices_agree": line_points.prices_agree,
    "quantities_agree": line_points.quantities_agree,
    "delivery_known": line_points.delivery_known,
    "deliveries_agree": line_points.deliveries_agree,
    "sums_agree": bill_points.sums_agree,
    "is_first": bill_points.is_first,
    "is_explained": bill_points.is_explained,
}
"""What tells each of `POINTS`."""


def three_way_match(
    plan: MatchPlan,
    contents: Sequence[PieceContent],
    related: Sequence[Related],
    bill: PieceContent | None,
    *,
    reference: ReferenceData,
) -> dict[str, Computed]:
    """Match a bill; contents: all papers of the case, related: those elsewhere, bill: the one that counts, if any."""
    if bill is None:
        return {point: waiting(_NO_BILL) for point in POINTS}
    standing = Standing(plan, tuple(contents), tuple(related), Paper.of(bill), reference)
    return {point: _TELLS[point](standing) for point in POINTS}
