"""Deals that go wrong in the ways the contract of three-way matching names, each from a deal that went right.

Every function takes a sound deal and returns it with one thing wrong; the verdict says what must become of each
invoice. Ways that no rule names are in `oddities`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from specimens.banks import draw_account
from specimens.people import Source
from specimens.trade.deal import PLAIN, Deal, Verdict, credit_note, draw_delivery, draw_invoice, draw_number
from specimens.trade.papers import Delivered, Invoice, Line, Status

Dispute = Callable[[Source, Deal], Deal]


def disputed(kind: str, reason: str, *acceptable: str) -> Verdict:
    """Return the verdict of an invoice that a person must see."""
    return Verdict(kind=kind, outcome="disputed", acceptable=acceptable, reason=reason)


def billed(deal: Deal, invoice: Invoice, verdict: Verdict) -> Deal:
    """Return the deal with this invoice alone."""
    return replace(deal, invoices=((invoice, verdict),))


def with_line(invoice: Invoice, place: int, line: Line) -> Invoice:
    """Return the invoice with one line in the place of another."""
    return replace(invoice, lines=(*invoice.lines[:place], line, *invoice.lines[place + 1 :]))


def a_place(source: Source, deal: Deal) -> int:
    """Draw a line of the invoice."""
    return source.rng.randrange(len(deal.invoice.lines))


def _price_gap(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    dearer = round(line.unit_price * Decimal(source.rng.choice(("1.02", "1.05", "1.08", "1.15"))), 2)
    dearer = max(dearer, line.unit_price + Decimal("0.05"))
    wrong = with_line(deal.invoice, place, replace(line, unit_price=dearer))
    return billed(deal, wrong, disputed("price-gap", f"{line.reference}: {dearer} billed, {line.unit_price} ordered"))


def _quantity_gap(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    more = line.quantity + source.rng.randint(1, 5)
    wrong = with_line(deal.invoice, place, replace(line, quantity=more))
    return billed(deal, wrong, disputed("quantity-gap", f"{line.reference}: {more} billed, {line.quantity} delivered"))


def _cancelled_order(_: Source, deal: Deal) -> Deal:
    order = replace(deal.order, status=Status.CANCELLED)
    return billed(replace(deal, order=order), deal.invoice, disputed("cancelled-order", "the order is cancelled"))


def _closed_order(_: Source, deal: Deal) -> Deal:
    order = replace(deal.order, status=Status.CLOSED)
    return billed(replace(deal, order=order), deal.invoice, disputed("closed-order", "the order is closed"))


_OTHER_UNITS = {"pièce": "lot", "carton": "pièce", "boîte": "unité", "lot": "pièce", "kg": "sachet", "m²": "ml"}


def _swapped_units(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    unit = _OTHER_UNITS.get(line.unit, "pièce" if line.unit != "pièce" else "lot")
    wrong = with_line(deal.invoice, place, replace(line, unit=unit))
    return billed(deal, wrong, disputed("swapped-units", f"{line.reference}: billed by {unit}, ordered by {line.unit}"))


def _other_currency(source: Source, deal: Deal) -> Deal:
    currency = source.rng.choice(("CHF", "GBP", "USD"))
    return billed(
        deal, replace(deal.invoice, currency=currency), disputed("other-currency", f"billed in {currency}, not EUR")
    )


def _changed_iban(source: Source, deal: Deal) -> Deal:
    wrong = replace(deal.invoice, account=draw_account(source.rng))
    return billed(deal, wrong, disputed("changed-iban", "the account is not the supplier's known one"))


def _duplicate(_: Source, deal: Deal) -> Deal:
    again = disputed("duplicate", "the same invoice was received before")
    return replace(deal, invoices=((deal.invoice, PLAIN), (deal.invoice, again)))


def _billed_twice(source: Source, deal: Deal) -> Deal:
    first = deal.invoice
    second = replace(
        first,
        number=draw_number(source, first.issued_on, first.seller),
        issued_on=first.issued_on + timedelta(days=12),
        due_on=first.due_on + timedelta(days=12),
    )
    verdict = disputed("billed-twice", "the same delivery is billed again under another number")
    return replace(deal, invoices=((first, PLAIN), (second, verdict)))


def _short_delivery(source: Source, deal: Deal) -> Deal:
    goods = tuple(Delivered(line=line, quantity=_part(source, line)) for line in deal.order.lines)
    delivery = replace(deal.deliveries[0], goods=goods)
    verdict = disputed("short-delivery", "billed in full, delivered in part")
    return billed(replace(deal, deliveries=(delivery,)), deal.invoice, verdict)


def _partial_billing(source: Source, deal: Deal) -> Deal:
    """Bill what came and no more; a careful system may still wait for the rest."""
    goods = tuple(Delivered(line=line, quantity=_part(source, line)) for line in deal.order.lines)
    deliveries = (replace(deal.deliveries[0], goods=goods),)
    verdict = Verdict(kind="partial-billing", acceptable=("disputed",), reason="what was delivered is what is billed")
    invoice = draw_invoice(source, deal.order, deliveries)
    return billed(replace(deal, deliveries=deliveries), invoice, verdict)


def _two_deliveries(source: Source, deal: Deal) -> Deal:
    first = tuple(Delivered(line=line, quantity=_part(source, line)) for line in deal.order.lines)
    rest = tuple(
        Delivered(line=each.line, quantity=each.line.quantity - each.quantity)
        for each in first
        if each.line.quantity > each.quantity
    )
    notes = [replace(deal.deliveries[0], goods=first)]
    if rest:
        later = draw_delivery(source, deal.order, goods=rest)
        notes.append(replace(later, delivered_on=notes[0].delivered_on + timedelta(days=7)))
    invoice = draw_invoice(source, deal.order, tuple(notes))
    verdict = Verdict(kind="two-deliveries", reason="the deliveries together are what is billed")
    return billed(replace(deal, deliveries=tuple(notes)), invoice, verdict)


def _return(source: Source, deal: Deal) -> Deal:
    place = source.rng.randrange(len(deal.order.lines))
    goods = tuple(
        Delivered(line=line, quantity=line.quantity, returned=_back(line) if at == place else Decimal(0))
        for at, line in enumerate(deal.order.lines)
    )
    delivery = replace(deal.deliveries[0], goods=goods)
    verdict = disputed("return", "goods were handed back to the driver and are billed")
    return billed(replace(deal, deliveries=(delivery,)), deal.invoice, verdict)


def _credit_note(source: Source, deal: Deal) -> Deal:
    line = deal.invoice.lines[a_place(source, deal)]
    note = credit_note(source, deal.invoice, (replace(line, quantity=_back(line)),))
    verdict = disputed("credit-note", "a credit note is never approved by rule", "undecided")
    return replace(deal, invoices=((deal.invoice, PLAIN), (note, verdict)))


def _unknown_order(source: Source, deal: Deal) -> Deal:
    verdict = disputed("unknown-order", "nobody knows the order number", "undecided")
    number = f"{deal.order.number[:-4]}{source.rng.randint(1000, 9999)}"
    order = replace(deal.order, number=number)
    deliveries = tuple(replace(d, order=order) for d in deal.deliveries)
    invoice = replace(deal.invoice, order_number=number)
    return Deal(order=order, deliveries=deliveries, invoices=((invoice, verdict),), is_order_known=False)


def _part(source: Source, line: Line) -> Decimal:
    whole = int(line.quantity)
    return Decimal(source.rng.randint(whole // 3 or 1, whole - 1)) if whole > 2 else line.quantity / 2


def _back(line: Line) -> Decimal:
    return Decimal(max(1, int(line.quantity) // 4))


SOUND: tuple[Dispute, ...] = (_two_deliveries, _partial_billing)
NAMED: tuple[Dispute, ...] = (
    _price_gap, _quantity_gap, _cancelled_order, _closed_order, _swapped_units, _other_currency, _changed_iban,
    _duplicate, _billed_twice, _short_delivery, _return, _credit_note, _unknown_order,
)  # fmt: skip
