"""The reference tables beside a set of invoices, in the columns the outside contract gives; further columns follow."""

from collections.abc import Sequence

from specimens.trade.papers import Delivery, Order, Trader, money, plain
from specimens.writing import as_csv

_SUPPLIERS = ("seller_name", "seller_siret", "seller_vat_id", "iban", "bic", "currency")
_ORDERS = (
    "purchase_order_number", "seller_name", "seller_siret", "ordered_on", "status", "currency", "line", "reference",
    "description", "quantity", "unit", "unit_price", "amount", "discount", "vat_rate",
)  # fmt: skip
_DELIVERIES = (
    "delivery_number", "purchase_order_number", "seller_siret", "delivered_on", "line", "reference", "description",
    "quantity", "returned", "unit",
)  # fmt: skip


def suppliers_table(suppliers: Sequence[Trader]) -> str:
    """Return the table of suppliers; each is paid in euros on one account."""
    rows = ((s.name, s.company.siret, s.vat_id, s.account.iban, s.account.bic, "EUR") for s in suppliers)
    return as_csv(_SUPPLIERS, rows)


def orders_table(orders: Sequence[Order]) -> str:
    """Return the table of orders, a row a line; the amount is net of the discount in percent."""
    rows = (
        (
            order.number,
            order.seller.name,
            order.seller.company.siret,
            order.ordered_on.isoformat(),
            order.status,
            order.currency,
            line.number,
            line.reference,
            line.description,
            plain(line.quantity),
            line.unit,
            line.unit_price,
            money(line.amount_cents),
            plain(line.discount),
            plain(line.vat),
        )
        for order in orders
        for line in order.lines
    )
    return as_csv(_ORDERS, rows)


def deliveries_table(deliveries: Sequence[Delivery]) -> str:
    """Return the table of deliveries, a row a line: what was brought and what was handed back."""
    rows = (
        (
            note.number,
            note.order.number,
            note.order.seller.company.siret,
            note.delivered_on.isoformat(),
            each.line.number,
            each.line.reference,
            each.line.description,
            plain(each.quantity),
            plain(each.returned),
            each.line.unit,
        )
        for note in deliveries
        for each in note.goods
    )
    return as_csv(_DELIVERIES, rows)
