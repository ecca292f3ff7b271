"""What a case type says of a three-way match, and what the match tells: the values that go in and come out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from casebinder.model.verdict import ConditionValue
from pipeline.model.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a figure may lie from the one expected; a gap has to keep to each limit that is given.

    amount: in the figure's own unit; percent: of the figure expected.
    """

    amount: Decimal | None = None
    percent: Decimal | None = None

    def allows(self, expected: Decimal, found: Decimal) -> bool:
        """Return whether the gap is small enough; without a limit none is."""
        gap = abs(found - expected)
        if self.amount is None and self.percent is None:
            return not gap
        is_near = self.amount is None or gap <= self.amount
        return is_near and (self.percent is None or gap <= abs(expected) * self.percent / 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPlan:
    """A three-way match as the case type has it.

    billed, ordered, delivered: item codes; credits: classes of `billed` that give back; orders, deliveries,
    suppliers, companies: reference tables ("" for none), the last of them our own companies; open_orders: statuses
    under which an order may be billed; units: each way of writing a unit, folded, to its name; tax_rates: percents
    that explain a tax; duplicate_days: how many days apart two invoices of one sum may be one; expected: fields of
    the bill that need no explanation; buyers: our own names and VAT numbers, when the rules give them.
    """

    name: str
    billed: str
    ordered: str
    delivered: str
    credits: frozenset[str] = frozenset()
    orders: str = ""
    deliveries: str = ""
    suppliers: str = ""
    companies: str = ""
    open_orders: frozenset[str] = frozenset({"open"})
    price: Tolerance = Tolerance()
    quantity: Tolerance = Tolerance()
    sums: Tolerance = Tolerance()
    units: Mapping[str, str]
    tax_rates: tuple[Decimal, ...] = ()
    duplicate_days: int = 0
    expected: frozenset[str] = frozenset()
    buyers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What a calculation tells under one name.

    holds: three-valued; words: what was compared, in a clause; values: where it stands; is_due: False while what it
    needs has not come.
    """

    holds: bool | None
    words: Bilingual
    values: tuple[ConditionValue, ...] = ()
    is_due: bool = True


def _two(fr: str, en: str) -> Bilingual:
    return Bilingual(fr=fr, en=en)


POINTS: Mapping[str, Bilingual] = {
    "order_named": _two("commande citée", "order named"),
    "order_known": _two("commande connue", "order known"),
    "order_open": _two("commande ouverte", "order open"),
    "seller_agrees": _two("fournisseur de la commande", "seller of the order"),
    "supplier_known": _two("fournisseur connu", "supplier known"),
    "account_agrees": _two("compte à payer", "account to pay"),
    "buyer_agrees": _two("acheteur", "buyer"),
    "currency_agrees": _two("monnaie", "currency"),
    "lines_agree": _two("articles", "articles"),
    "units_agree": _two("unités", "units"),
    "prices_agree": _two("prix", "prices"),
    "quantities_agree": _two("quantités commandées", "quantities ordered"),
    "delivery_known": _two("livraison connue", "delivery known"),
    "deliveries_agree": _two("quantités livrées", "quantities delivered"),
    "sums_agree": _two("calculs", "arithmetic"),
    "is_first": _two("première facture", "first invoice"),
    "is_explained": _two("tout est expliqué", "all is explained"),
}
"""Everything a three-way match tells, each a flag, with its title."""
