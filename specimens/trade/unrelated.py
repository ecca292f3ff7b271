"""One paper of a deal by itself, for batches of unrelated papers."""

from datetime import date

from specimens.people import Source
from specimens.trade.deal import Deal, credit_note, draw_buyer, draw_deal, draw_seller
from specimens.trade.papers import Delivery, Invoice, Order

_LONG_CHANCE = 0.08


def draw_invoice(source: Source, today: date) -> Invoice:
    """Draw an invoice."""
    return _deal(source, today).invoice


def draw_credit_note(source: Source, today: date) -> Invoice:
    """Draw a credit note over some lines of an invoice."""
    invoice = _deal(source, today).invoice
    return credit_note(source, invoice, invoice.lines[: source.rng.randint(1, 2)])


def draw_order(source: Source, today: date) -> Order:
    """Draw a purchase order."""
    return _deal(source, today).order


def draw_delivery(source: Source, today: date) -> Delivery:
    """Draw a delivery note."""
    return _deal(source, today).deliveries[0]


def _deal(source: Source, today: date) -> Deal:
    seller, trade = draw_seller(source, style=source.rng.randint(0, 11))
    is_long = source.rng.random() < _LONG_CHANCE
    return draw_deal(source, buyer=draw_buyer(source), seller=seller, trade=trade, today=today, is_long=is_long)
