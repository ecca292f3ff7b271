"""Invoices wrong in ways no rule was told of: what a system that matches only what it knows would let through."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from specimens.people import Source
from specimens.trade.deal import Deal, draw_buyer, draw_seller
from specimens.trade.disputes import Dispute, a_place, billed, disputed, with_line
from specimens.trade.papers import Line


def _base_misadded(source: Source, deal: Deal) -> Deal:
    wrong = replace(deal.invoice, added_base_cents=source.rng.choice((1000, 9000, 10000, 2700)))
    return billed(deal, wrong, disputed("lines-misadded", "the lines do not add up to the total before tax"))


def _tax_misadded(source: Source, deal: Deal) -> Deal:
    wrong = replace(deal.invoice, added_tax_cents=source.rng.choice((700, 1800, 4500)))
    return billed(deal, wrong, disputed("tax-misadded", "the tax is not the base by the rate"))


def _other_rate(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    rate = Decimal(20) if line.vat != 20 else Decimal(10)
    wrong = with_line(deal.invoice, place, replace(line, vat=rate))
    return billed(
        deal, wrong, disputed("other-tax-rate", f"{line.reference}: taxed at {rate} %, ordered at {line.vat} %")
    )


def _extra_line(source: Source, deal: Deal) -> Deal:
    extra = Line(
        number=len(deal.invoice.lines) + 1,
        reference="PORT",
        description=source.rng.choice(("Frais de port et emballage", "Participation frais administratifs")),
        quantity=Decimal(1),
        unit="forfait",
        unit_price=Decimal(source.rng.choice(("12.50", "25.00", "39.90"))),
        discount=Decimal(0),
        vat=Decimal(20),
    )
    wrong = replace(deal.invoice, lines=(*deal.invoice.lines, extra))
    return billed(deal, wrong, disputed("line-not-ordered", "a line was never ordered"))


def _line_twice(source: Source, deal: Deal) -> Deal:
    line = deal.invoice.lines[a_place(source, deal)]
    wrong = replace(deal.invoice, lines=(*deal.invoice.lines, line))
    return billed(deal, wrong, disputed("line-twice", f"{line.reference} is billed on two lines"))


def _substituted(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    other = replace(line, reference=f"{line.reference}X", description=f"{line.description} (équivalent)")
    verdict = disputed("article-replaced", f"{line.reference} was ordered, {other.reference} is billed")
    return billed(deal, with_line(deal.invoice, place, other), verdict)


def _compensated(source: Source, deal: Deal) -> Deal:
    """Bill half the quantity at twice the price: the amounts all agree."""
    place = a_place(source, deal)
    line = deal.invoice.lines[place]
    wrong = with_line(deal.invoice, place, replace(line, quantity=line.quantity / 2, unit_price=line.unit_price * 2))
    return billed(deal, wrong, disputed("gaps-that-cancel", "quantity and price are both wrong, the amount is right"))


def _lost_discount(source: Source, deal: Deal) -> Deal:
    place = a_place(source, deal)
    line = replace(deal.order.lines[place], discount=Decimal(10))
    order = replace(deal.order, lines=(*deal.order.lines[:place], line, *deal.order.lines[place + 1 :]))
    deliveries = tuple(replace(d, order=order) for d in deal.deliveries)
    wrong = with_line(deal.invoice, place, replace(deal.invoice.lines[place], discount=Decimal(0)))
    deal = replace(deal, order=order, deliveries=deliveries)
    return billed(deal, wrong, disputed("discount-forgotten", f"{line.reference}: the discount agreed is not given"))


def _other_seller(source: Source, deal: Deal) -> Deal:
    seller, _ = draw_seller(source, style=deal.order.seller.style)
    wrong = replace(deal.invoice, seller=seller, account=seller.account)
    return billed(deal, wrong, disputed("other-seller", "the seller is not the one of the order"))


def _other_buyer(source: Source, deal: Deal) -> Deal:
    wrong = replace(deal.invoice, buyer=draw_buyer(source))
    return billed(deal, wrong, disputed("other-buyer", "the invoice is addressed to somebody else"))


def _before_order(source: Source, deal: Deal) -> Deal:
    issued_on = deal.order.ordered_on - timedelta(days=source.rng.randint(20, 200))
    wrong = replace(deal.invoice, issued_on=issued_on, due_on=issued_on + timedelta(days=30))
    return billed(deal, wrong, disputed("before-the-order", "the invoice is older than the order"))


def _no_delivery(_: Source, deal: Deal) -> Deal:
    verdict = disputed("no-delivery", "no delivery note has come", "undecided")
    return billed(replace(deal, deliveries=()), deal.invoice, verdict)


def _no_order_number(_: Source, deal: Deal) -> Deal:
    wrong = replace(deal.invoice, order_number="")
    return billed(deal, wrong, disputed("no-order-number", "the invoice names no order", "undecided"))


def _digits_moved(_: Source, deal: Deal) -> Deal:
    """Name an account that looks like the known one; its own check digits hold."""
    number = deal.invoice.account.number
    moved = (
        f"{number[:-2]}{number[-1]}{number[-2]}" if number[-1] != number[-2] else f"{number[:-1]}{int(number[-1]) ^ 1}"
    )
    wrong = replace(deal.invoice, account=replace(deal.invoice.account, number=moved))
    return billed(deal, wrong, disputed("account-digits-moved", "the account looks like the known one and is another"))


UNNAMED: tuple[Dispute, ...] = (
    _base_misadded, _tax_misadded, _other_rate, _extra_line, _line_twice, _substituted, _compensated, _lost_discount,
    _other_seller, _other_buyer, _before_order, _no_delivery, _no_order_number, _digits_moved,
)  # fmt: skip
